import type { ToolRequest } from '@ringwall/plugin-skill-scanner'
import { alignColumns, count, quote, visible, type Palette } from './print.ts'
import type { ScanFinding } from './scan-findings.ts'

/** The tools that a skill asks for. */
export interface SkillTools extends ToolRequest {
  readonly file: string
}
/** What a scan found; with `--json` it is printed as it stands. */
export interface ScanSummary {
  readonly files: number
  /** Those of them that are a SKILL.md. */
  readonly skillFiles: number
  readonly tools: number
  readonly findings: readonly ScanFinding[]
  readonly skills: readonly SkillTools[]
  /** Files that are pictures by their first bytes; no layer reads them. */
  readonly pictures: readonly string[]
  /** What was left out by name. */
  readonly excluded: readonly string[]
}

const EXCERPT_LENGTH = 60
const MOST_OF_A_RULE = 10

/** The summary for a person. */
export function toScanText(summary: ScanSummary, colors: Palette): string {
  const { findings, skills, pictures, excluded } = summary
  const notes = [
    ...skills.map(requestLine),
    ...(pictures.length === 0 ? [] : [`not read, as they are pictures: ${pictures.map(visible).join(', ')}`]),
    ...(excluded.length === 0 ? [] : [`left out by name: ${excluded.map(visible).join(', ')}`]),
  ]
  const { shown, more } = withoutFlood(findings)
  const table = [...alignColumns(shown.map(cells)), ...more]
  return [...table, ...(table.length === 0 ? [] : ['']), ...notes, totalLine(summary, colors)].join('\n')
}

/** A rule that is found all over a file is shown a few times, and counted. */
function withoutFlood(findings: readonly ScanFinding[]): {
  readonly shown: readonly ScanFinding[]
  readonly more: readonly string[]
} {
  const counts = new Map<string, number>()
  const shown = findings.filter(({ file, rule }) => {
    const key = JSON.stringify([file, rule])
    const seen = (counts.get(key) ?? 0) + 1
    counts.set(key, seen)
    return seen <= MOST_OF_A_RULE
  })
  const more = [...counts].flatMap(([key, seen]) => {
    if (seen <= MOST_OF_A_RULE) return []
    const [file = '', rule = ''] = JSON.parse(key) as readonly string[]
    return [`${oneLine(file)}: ${seen - MOST_OF_A_RULE} more of ${oneLine(rule)}; --json has them all`]
  })
  return { shown, more }
}

function cells({ file, place, severity, layer, code, rule, tool, message, excerpt }: ScanFinding): readonly string[] {
  const where = place === undefined ? file : `${file}:${place.line}:${place.column}`
  const what = excerpt === '' ? visible(message).replaceAll('\n', '\\n') : quote(excerpt, EXCERPT_LENGTH)
  const name = rule === code ? rule : `${code} ${rule}`
  return [
    oneLine(where),
    severity,
    layer,
    oneLine(name),
    tool === undefined ? what : `tool ${quote(tool, 40)}: ${what}`,
  ]
}

function requestLine({ file, requested, refused }: SkillTools): string {
  const denied = refused.length === 0 ? '' : `; the agent's policy refuses ${refused.map(oneLine).join(', ')}`
  return `${oneLine(file)} asks for ${requested.map(oneLine).join(', ')}${denied}`
}

function totalLine({ files, tools, findings }: ScanSummary, colors: Palette): string {
  const scanned = `${count(files, 'file')}${tools === 0 ? '' : ` and ${count(tools, 'tool')}`}`
  if (findings.length === 0) return `${colors.green('CLEAN')}  ${scanned}`
  return `${colors.red('FOUND')}  ${count(findings.length, 'finding')} in ${scanned}`
}

/** File names are hostile too, and may hold line breaks. */
function oneLine(text: string): string {
  return visible(text).replaceAll('\n', '\\n')
}
