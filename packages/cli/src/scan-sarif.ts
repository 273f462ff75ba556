import { SKILL_RULES } from '@ringwall/plugin-skill-scanner'
import { visible } from './print.ts'
import type { ScanFinding } from './scan-findings.ts'
import { LEVELS, sarifLog, uriOf } from './sarif.ts'
import type { ScanSummary } from './scan-report.ts'

/** A scan as a SARIF log. */
export function toSarif({ findings }: ScanSummary): object {
  const ids = [...new Set(findings.map(idOf))].toSorted()
  const isComplete = findings.every(({ kind }) => kind !== 'unread')
  return sarifLog(
    ids.map(toRule),
    findings.map((finding) => toResult(finding, ids)),
    { executionSuccessful: isComplete },
  )
}

function idOf({ layer, rule }: ScanFinding): string {
  return `${layer}/${rule}`
}

const KNOWN = new Map(SKILL_RULES.map((rule) => [`skill-scanner/${rule.id}`, rule]))

function toRule(id: string): object {
  const known = KNOWN.get(id)
  return {
    id,
    shortDescription: { text: known === undefined ? id : `${known.category}: ${known.severity}` },
    ...(known && { properties: { category: known.category, tags: ['security', known.category] } }),
  }
}

function toResult(finding: ScanFinding, ids: readonly string[]): object {
  const { file, place, severity, code, message, tool } = finding
  const ruleId = idOf(finding)
  const subject = tool === undefined ? '' : ` (tool ${visible(tool)})`
  const region = place && {
    startLine: place.line,
    startColumn: place.column,
    endLine: place.endLine,
    endColumn: place.endColumn,
  }
  return {
    ruleId,
    ruleIndex: ids.indexOf(ruleId),
    level: LEVELS[severity],
    message: { text: `${code}${subject}: ${visible(message)}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...(region && { region }) } }],
  }
}
