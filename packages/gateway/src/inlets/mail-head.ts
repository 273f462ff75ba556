import { decodeUtf8 } from '@ringwall/text'
import { fail } from '../errors.ts'

const MAX_HEAD_BYTES = 256 * 1024
const LF = 0x0a
const CR = 0x0d

/** The header fields of a raw message, topmost first, folds taken out. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[]

/**
 * Reads the header of a raw message (RFC 5322): lines that all end in CRLF, or all in LF, up to the first empty one. What
 * programs read differently is refused. A part of a message may have no field. Throws INLET_INVALID.
 */
export function readMailHead(
  message: Uint8Array,
  isPart = false,
): { readonly pairs: HeaderPairs; readonly bodyAt: number } {
  const { lines, bodyAt } = linesOf(message)
  const pairs: [string, string][] = []
  for (const line of lines) {
    const last = pairs.at(-1)
    if (/^[ \t]/.test(line)) {
      if (last === undefined || trimBlanks(line) === '')
        throw invalid('a header line begins with white space and continues none')
      last[1] += line
      continue
    }
    const [, name = '', value = ''] = /^([!-9;-~]+):(.*)$/.exec(line) ?? []
    if (name === '') throw invalid('a header line is no field')
    pairs.push([name, value])
  }
  if (pairs.length === 0 && !isPart) throw invalid('it has no header')
  return { pairs: pairs.map(([name, value]) => [name, trimBlanks(value)]), bodyAt }
}

function linesOf(message: Uint8Array): { readonly lines: readonly string[]; readonly bodyAt: number } {
  const first = message.indexOf(LF)
  const isCrlf = first > 0 && message[first - 1] === CR
  const lines: string[] = []
  for (let at = 0; ;) {
    const lf = message.indexOf(LF, at)
    if (lf < 0) throw invalid('its header does not end with an empty line')
    if (lf > MAX_HEAD_BYTES) throw invalid(`its header has more than ${MAX_HEAD_BYTES} bytes`)
    if (isCrlf && message[lf - 1] !== CR) throw invalid('a header line ends in LF and others in CRLF')
    const line = decodeLine(message.subarray(at, isCrlf ? lf - 1 : lf))
    if (line === '') return { lines, bodyAt: lf + 1 }
    lines.push(line)
    at = lf + 1
  }
}

function decodeLine(bytes: Uint8Array): string {
  if (bytes.some((byte) => (byte < 0x20 && byte !== 0x09) || byte === 0x7f))
    throw invalid('its header has control characters')
  const line = decodeUtf8(bytes)
  if (line === undefined) throw invalid('its header is not UTF-8')
  return line
}

/** Other white space than RFC 5322's is content. */
function trimBlanks(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isBlank(text[start])) start++
  while (end > start && isBlank(text[end - 1])) end--
  return text.slice(start, end)
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t'
}

function invalid(problem: string): Error {
  return fail('INLET_INVALID', { problem })
}
