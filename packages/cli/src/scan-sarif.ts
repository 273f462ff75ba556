import { sep } from 'node:path'
import type { Severity } from '@ringwall/core'
import { SKILL_RULES } from '@ringwall/plugin-skill-scanner'
import { visible } from './print.ts'
import type { ScanFinding } from './scan-findings.ts'
import type { ScanSummary } from './scan-report.ts'
import { packageVersion } from './version.ts'

/** The level of SARIF that each severity has. */
export const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
}

/** A scan as a SARIF 2.1.0 log (OASIS, 2020) with one run; columns are in UTF-16 code units. */
export function toSarif({ findings }: ScanSummary): object {
  const ids = [...new Set(findings.map(idOf))].toSorted()
  const isComplete = findings.every(({ kind }) => kind !== 'unread')
  const version = packageVersion()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ringwall', version, semanticVersion: version, rules: ids.map(toRule) } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: isComplete }],
        results: findings.map((finding) => toResult(finding, ids)),
      },
    ],
  }
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

/** A relative reference, or a file URI for an absolute path. */
export function uriOf(file: string): string {
  const parts = file.toWellFormed().split(sep).map(encodeURIComponent).join('/')
  return parts.startsWith('/') ? `file://${parts}` : parts
}
