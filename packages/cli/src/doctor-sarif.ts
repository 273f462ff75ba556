import type { DoctorReport, Finding } from '@ringwall/doctor'
import { visible } from './print.ts'
import { LEVELS, sarifLog, uriOf } from './sarif.ts'

/** A report as a SARIF log; what could not be measured is told as a notification, and says that the run is not complete. */
export function doctorSarif({ findings, at }: DoctorReport, home: string): object {
  const shown = findings.filter(({ status }) => status === 'fail')
  const unmeasured = findings.filter(({ status, suppressed }) => status === 'not-measured' && suppressed === undefined)
  const invocation = {
    executionSuccessful: unmeasured.length === 0,
    endTimeUtc: at,
    toolExecutionNotifications: unmeasured.map(({ id, found = '' }) => ({
      level: 'warning',
      descriptor: { id },
      message: { text: `${id} was not measured: ${visible(found)}` },
    })),
  }
  const results = shown.flatMap((finding) => resultsOf(finding, findings.indexOf(finding), home))
  return sarifLog(findings.map(toRule), results, invocation)
}

function toRule({ id, title, meaning, fix, group, severity }: Finding): object {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: meaning },
    help: { text: fix },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { category: group, tags: ['security', group] },
  }
}

function resultsOf({ id, severity, places, suppressed }: Finding, ruleIndex: number, home: string): readonly object[] {
  return places.map(({ found, file, line, column }) => {
    const region =
      line === undefined ? {} : { region: { startLine: line, ...(column !== undefined && { startColumn: column }) } }
    const location =
      file === undefined
        ? []
        : [{ physicalLocation: { artifactLocation: { uri: uriOf(absolute(file, home)) }, ...region } }]
    return {
      ruleId: id,
      ruleIndex,
      level: LEVELS[severity],
      message: { text: visible(found) },
      locations: location,
      ...(suppressed && { suppressions: [{ kind: 'external', justification: suppressed.reason }] }),
    }
  })
}

function absolute(file: string, home: string): string {
  return file.startsWith('~/') ? `${home}${file.slice(1)}` : file
}
