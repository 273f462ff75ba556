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
  readonly tools: number
  readonly findings: readonly ScanFinding[]
  readonly skills: readonly SkillTools[]
  /** Files that are pictures by their first bytes; no layer reads them. */
  readonly pictures: readonly string[]
  /** What was left out by name. */
  readonly excluded: readonly string[]
}

const EXCERPT_LENGTH = 60

/** The summary for a person. */
export function toScanText(summary: ScanSummary, colors: Palette): string {
  const { findings, skills, pictures, excluded } = summary
  const notes = [
    ...skills.map(requestLine),
    ...(pictures.length === 0 ? [] : [`not read, as they are pictures: ${pictures.map(visible).join(', ')}`]),
    ...(excluded.length === 0 ? [] : [`left out by name: ${excluded.map(visible).join(', ')}`]),
  ]
  const table = alignColumns(findings.map(cells))
  return [...table, ...(table.length === 0 ? [] : ['']), ...notes, totalLine(summary, colors)].join('\n')
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
