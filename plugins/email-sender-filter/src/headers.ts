import type { Inbound, JsonValue, Span } from '@ringwall/core'

/** One header field: its name in lower case, its value unfolded, and where it stands in a raw message. */
export interface Field {
  readonly name: string
  readonly value: string
  readonly span?: Span
}
/** How much header one mail may have; lengths in UTF-16 code units. */
export interface HeaderLimits {
  readonly maxHeaders: number
  readonly maxHeaderLength: number
}
/** Why a mail is no mail that two parsers would read alike; `rule` is stable. */
export interface Problem {
  readonly rule: string
  readonly span?: Span
}
/** The fields in order, or the first thing wrong. */
export type Headers = { readonly fields: readonly Field[] } | { readonly problem: Problem }

/** The fields of a mail, from a raw message or from pairs. `source.*` problems mean that there is not exactly one of the two. */
export function readHeaders({ text, meta = {} }: Inbound, limits: HeaderLimits): Headers {
  const { raw = false, headers } = meta
  if (typeof raw !== 'boolean') return { problem: { rule: 'source.raw' } }
  if (raw && headers !== undefined) return { problem: { rule: 'source.two' } }
  if (raw) return readRaw(text, limits)
  if (headers === undefined) return { problem: { rule: 'source.none' } }
  return readPairs(headers, limits)
}

/** Reads pairs of name and value, in the order of the message, topmost first. */
function readPairs(pairs: JsonValue, { maxHeaders, maxHeaderLength }: HeaderLimits): Headers {
  if (!Array.isArray(pairs) || pairs.length === 0) return { problem: { rule: 'source.headers' } }
  if (pairs.length > maxHeaders) return { problem: { rule: 'header.count' } }
  const fields: Field[] = []
  let length = 0
  for (const pair of pairs as readonly JsonValue[]) {
    const [name, value] = Array.isArray(pair) && pair.length === 2 ? (pair as readonly JsonValue[]) : []
    if (typeof name !== 'string' || typeof value !== 'string') return { problem: { rule: 'source.headers' } }
    length += name.length + value.length
    if (length > maxHeaderLength) return { problem: { rule: 'header.size' } }
    const rule = findNameProblem(name) ?? findValueProblem(value)
    if (rule) return { problem: { rule } }
    fields.push({ name: name.toLowerCase(), value: unfold(value) })
  }
  return { fields }
}

/**
 * Reads the header block of a raw message: lines that all end in CRLF, or all in LF, up to the first empty one. What
 * parsers are known to read differently is refused: other control characters, a mixture of line ends, a space before the colon, a
 * folded line of white space alone.
 */
function readRaw(text: string, { maxHeaders, maxHeaderLength }: HeaderLimits): Headers {
  const lines: { start: number; end: number }[] = [] // folded lines joined
  const newline = text.indexOf('\n')
  const hasCr = newline > 0 && text[newline - 1] === '\r'
  for (let at = 0; at < text.length;) {
    const lf = text.indexOf('\n', at)
    const next = lf < 0 ? text.length : lf + 1
    const end = lf < 0 ? text.length : hasCr ? lf - 1 : lf
    const span = { start: at, end: Math.max(end, at) }
    if (next > maxHeaderLength) return { problem: { rule: 'header.size' } }
    if (lf >= 0 && hasCr && (end < at || text[end] !== '\r')) return { problem: { rule: 'header.bare-lf', span } }
    if (end === at) break
    const rule = findLineProblem(text, span, lines.length === 0)
    if (rule) return { problem: { rule, span } }
    const last = lines.at(-1)
    if (isBlank(text[at]) && last) last.end = end
    else lines.push(span)
    if (lines.length > maxHeaders) return { problem: { rule: 'header.count' } }
    at = next
  }
  if (lines.length === 0) return { problem: { rule: 'header.none' } }
  return toFields(text, lines)
}

function findLineProblem(text: string, { start, end }: Span, isFirst: boolean): string | undefined {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x0d) return 'header.bare-cr'
    if (isControl(code)) return 'header.control'
  }
  if (!isBlank(text[start])) return undefined
  if (isFirst) return 'header.fold'
  for (let at = start; at < end; at++) if (!isBlank(text[at])) return undefined
  return 'header.fold' // some parsers end the header here
}

function toFields(text: string, lines: readonly Span[]): Headers {
  const fields: Field[] = []
  for (const span of lines) {
    const line = text.slice(span.start, span.end)
    const colon = line.indexOf(':')
    const rule = colon < 0 ? 'header.name' : findNameProblem(line.slice(0, colon))
    if (rule) return { problem: { rule, span } }
    fields.push({ name: line.slice(0, colon).toLowerCase(), value: unfold(line.slice(colon + 1)), span })
  }
  return { fields }
}

/** RFC 5322, 3.6.8: printable ASCII without the colon. */
function findNameProblem(name: string): string | undefined {
  return /^[!-9;-~]+$/.test(name) ? undefined : 'header.name'
}

/** A value of a pair may be folded; a line end that no white space follows would start another header. */
function findValueProblem(value: string): string | undefined {
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at)
    if (code === 0x0d && value[at + 1] !== '\n') return 'header.bare-cr'
    if (code === 0x0a && !isBlank(value[at + 1])) return 'header.bare-lf'
    if (code !== 0x0d && code !== 0x0a && isControl(code)) return 'header.control'
  }
  return undefined
}

/** Other white space than RFC 5322's is content: `trim` would take it, and more than a parser of mail does. */
function unfold(value: string): string {
  const line = value.replace(/[\r\n]/g, '')
  let [start, end] = [0, line.length]
  while (start < end && isBlank(line[start])) start++
  while (end > start && isBlank(line[end - 1])) end--
  return line.slice(start, end)
}

function isControl(code: number): boolean {
  return (code < 0x20 && code !== 0x09) || (code >= 0x7f && code <= 0x9f)
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t'
}
