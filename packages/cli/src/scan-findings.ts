import type { Decision, Severity } from '@ringwall/core'
import type { ScanSubject } from './scan-subjects.ts'

/** A place in a file; lines and columns count from 1, columns in UTF-16 code units. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}
/** One thing that a layer said about a file, or that kept the scan from reading it. */
export interface ScanFinding {
  readonly file: string
  readonly place?: Place
  readonly tool?: string
  readonly layer: string
  readonly code: string
  readonly rule: string
  readonly kind: 'deny' | 'ask' | 'flag' | 'unread'
  readonly severity: Severity
  readonly message: string
  /** What was found, as it stands in the text; hostile, so it is to be escaped. */
  readonly excerpt: string
}

const EXCERPT = 120

/** A file, or a part of it, that was not scanned. */
export function unread(file: string, problem: string): ScanFinding {
  const code = 'SCAN_INCOMPLETE'
  return { file, layer: 'scan', code, rule: code, kind: 'unread', severity: 'high', message: problem, excerpt: '' }
}

/** Positions of a text as lines and columns. */
export function createPlaces(text: string): (start: number, end: number) => Place {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const lineOf = (offset: number): number => {
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
  return (start, end) => {
    const [first, last] = [lineOf(start), lineOf(Math.max(start, end))]
    const column = start - (starts[first] ?? 0) + 1
    return { line: first + 1, column, endLine: last + 1, endColumn: Math.max(start, end) - (starts[last] ?? 0) + 1 }
  }
}

/** What a decision says about a subject, one entry for each finding of each ruling that is more than a rewrite or a reminder. */
export function toFindings(
  file: string,
  { payload, tool, toFile }: ScanSubject,
  { rulings }: Decision,
  placeOf: (start: number, end: number) => Place,
): readonly ScanFinding[] {
  const found: ScanFinding[] = []
  for (const { layer, code, kind, findings, message } of rulings) {
    if (kind !== 'deny' && kind !== 'ask' && kind !== 'flag') continue
    const base = { file, ...(tool && { tool: tool.name }), layer, code, kind, message: message ?? code }
    if (findings.length === 0)
      found.push({ ...base, rule: code, severity: kind === 'flag' ? 'medium' : 'high', excerpt: '' })
    for (const { rule, severity, span } of findings) {
      if (span === undefined) found.push({ ...base, rule, severity, excerpt: '' })
      else {
        const place = placeOf(toFile(span.start), toFile(span.end))
        const excerpt = payload.text.slice(span.start, Math.min(span.end, span.start + EXCERPT))
        found.push({ ...base, rule, severity, place, excerpt })
      }
    }
  }
  return found
}

/** Findings without the repetitions that overlapping pieces, and tools inside scanned files, bring. */
export function withoutRepeats(findings: readonly ScanFinding[]): readonly ScanFinding[] {
  const seen = new Set<string>()
  return findings.filter(({ file, layer, code, rule, place, tool, message }) => {
    const key = JSON.stringify([file, layer, code, rule, place ?? message, tool])
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}
