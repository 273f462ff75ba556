import { domainToUnicode } from 'node:url'
import type { Disguised } from './disguised.ts'
import { isProse } from './english.ts'

/** Escapes of letters that make a line worth reading; one escaped quote or tab does not. */
const MIN_ESCAPES = 2
const LONGEST = 10

interface Escape {
  readonly text: string
  readonly end: number
}

/** Lines with escapes of characters: of JSON and JavaScript, C, CSS, Python and Unicode's own notation. */
export function* readEscapes(text: string): Generator<Disguised> {
  for (const { line, start, end } of linesOf(text)) {
    if (!line.includes('\\') && !line.includes('+')) continue
    const found = replaceEscapes(line)
    if (found !== undefined) yield { encoding: 'escapes', text: found, span: { start, end } }
  }
}

function replaceEscapes(line: string): string | undefined {
  let [out, copied, letters] = ['', 0, 0]
  for (let at = 0; at < line.length;) {
    const unit = line[at]
    const escape =
      unit === '\\' ? readEscape(line, at) : unit === 'U' || unit === 'u' ? readNotation(line, at) : undefined
    if (escape === undefined) {
      at++
      continue
    }
    if (isLetter(escape.text)) letters++
    // Notations of letters in a row are parted by spaces that are none of the text's.
    const gap = line.slice(copied, at)
    out += gap === ' ' && unit !== '\\' ? '' : gap
    out += escape.text
    copied = at = escape.end
  }
  return letters < MIN_ESCAPES ? undefined : (out + line.slice(copied)).toWellFormed()
}

function isLetter(character: string): boolean {
  const unit = character.charCodeAt(0)
  if (unit >= 0x80) return FOREIGN.test(character) || (unit >= 0xd800 && unit <= 0xdfff)
  return unit >= 0x41 && (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a
}

const FOREIGN = /^\p{L}$/u

const SIMPLE: ReadonlyMap<string, string> = new Map(
  Object.entries({ n: '\n', t: ' ', r: '', '"': '"', "'": "'", '\\': '\\', '/': '/' }),
)

function readEscape(line: string, at: number): Escape | undefined {
  const kind = line.charAt(at + 1)
  if (kind === 'u' || kind === 'x' || kind === 'U') {
    if (line[at + 2] === '{') return character(line, at + 3, 6, 16, '}')
    const size = kind === 'u' ? 4 : kind === 'x' ? 2 : 8
    const escape = character(line, at + 2, size, 16)
    return escape?.end === at + 2 + size ? escape : undefined
  }
  if (kind >= '0' && kind <= '7' && isDigit(line, at + 2, 8) && isDigit(line, at + 3, 8)) {
    return character(line, at + 1, 3, 8)
  }
  // CSS: up to six digits and one space; at least two, or every \a of a regex would be one.
  if (isDigit(line, at + 1, 16) && isDigit(line, at + 2, 16)) {
    const escape = character(line, at + 1, 6, 16)
    return escape && line[escape.end] === ' ' ? { text: escape.text, end: escape.end + 1 } : escape
  }
  const simple = SIMPLE.get(kind)
  return simple === undefined ? undefined : { text: simple, end: at + 2 }
}

/** U+0069. */
function readNotation(line: string, at: number): Escape | undefined {
  return line[at + 1] === '+' && isDigit(line, at + 5, 16) ? character(line, at + 2, 6, 16) : undefined
}

function character(line: string, from: number, most: number, radix: number, closing = ''): Escape | undefined {
  let end = from
  while (end - from < most && isDigit(line, end, radix)) end++
  if (end === from || !line.startsWith(closing, end)) return undefined
  const code = Number.parseInt(line.slice(from, end), radix)
  if (code > 0x10ffff) return undefined
  // Halves of a pair stand in two escapes, so a lone one is kept until the line is whole.
  return { text: code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code), end: end + closing.length }
}

function isDigit(line: string, at: number, radix: number): boolean {
  const unit = line.charCodeAt(at)
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30 < radix
  const lower = unit | 0x20
  return radix === 16 && lower >= 0x61 && lower <= 0x66 && unit >= 0x41
}

/** Fewer escapes are no text. */
export const MIN_QUOTED: number = 3

/** Text in quoted-printable: "=69=67"; lines that end in "=" go on in the next. */
export function* readQuotedPrintable(text: string): Generator<Disguised> {
  let [from, escapes, pairs] = [-1, 0, 0]
  for (const { line, start, end } of linesOf(text)) {
    if (from < 0) [from, escapes, pairs] = [start, 0, 0]
    let last = -1
    for (let at = line.indexOf('='); at >= 0; at = line.indexOf('=', at + 1)) {
      if (!isHexPair(line, at + 1)) continue
      escapes++
      // Assignments have one: what is escaped has two in a row, or spaces and the sign itself.
      if (at === last || line.startsWith('20', at + 1) || line.startsWith('3D', at + 1)) pairs++
      last = at + 3
    }
    const isBroken = line.endsWith('=') || line.endsWith('=\r')
    if (isBroken) pairs++
    if (isBroken && end < text.length) continue
    if (escapes >= MIN_QUOTED && pairs > 1) {
      const whole = unquote(text.slice(from, end))
      if (isProse(whole)) yield { encoding: 'quoted-printable', text: whole, span: { start: from, end } }
    }
    from = -1
  }
}

function isHexPair(text: string, at: number): boolean {
  return isDigit(text, at, 16) && isDigit(text, at + 1, 16)
}

function unquote(text: string): string {
  const source = Buffer.from(text, 'utf8')
  const bytes = new Uint8Array(source.length)
  let size = 0
  for (let i = 0; i < source.length; i++) {
    const byte = source[i] ?? 0
    if (byte === 0x3d && source[i + 1] === 0x0a) i++
    else if (byte === 0x3d && source[i + 1] === 0x0d && source[i + 2] === 0x0a) i += 2
    else {
      const code = byte === 0x3d ? Number.parseInt(source.toString('latin1', i + 1, i + 3), 16) : Number.NaN
      const isEscape = !Number.isNaN(code) && i + 2 < source.length
      bytes[size++] = isEscape ? code : byte
      if (isEscape) i += 2
    }
  }
  return Buffer.from(bytes.subarray(0, size)).toString('utf8')
}

const LONGEST_UTF7 = 160

/** Lines with parts in UTF-7: "+AGkAZw-", UTF-16 in base64. */
export function* readUtf7(text: string): Generator<Disguised> {
  if (!text.includes('+A')) return
  for (const { line, start, end } of linesOf(text)) {
    let [out, copied] = ['', 0]
    for (let at = line.indexOf('+A'); at >= 0; at = line.indexOf('+A', Math.max(at + 1, copied))) {
      let last = at + 1
      while (last - at < LONGEST_UTF7 && isBase64(line.charCodeAt(last))) last++
      const bytes = Buffer.from(line.slice(at + 1, last), 'base64')
      if (last - at < 4 || last - at === LONGEST_UTF7 || bytes.length < 2) continue
      const part = bytes
        .subarray(0, bytes.length - (bytes.length % 2))
        .swap16()
        .toString('utf16le')
      if (!isPrintable(part)) continue
      out += line.slice(copied, at) + part
      copied = line[last] === '-' ? last + 1 : last
    }
    const whole = out + line.slice(copied)
    if (copied > 0 && isProse(whole)) yield { encoding: 'utf7', text: whole, span: { start, end } }
  }
}

function isBase64(unit: number): boolean {
  return (
    (unit >= 0x30 && unit <= 0x39) ||
    (unit >= 0x41 && (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a) ||
    unit === 0x2b ||
    unit === 0x2f
  )
}

function isPrintable(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0) || unit === 0xfffd) return false
  }
  return true
}

const LONGEST_LABEL = 63

/** International domain names, as they are shown. */
export function* readPunycode(text: string): Generator<Disguised> {
  for (let at = text.indexOf('xn--'); at >= 0; at = text.indexOf('xn--', at + LONGEST)) {
    let end = at
    while (end - at < LONGEST_LABEL && (isBase64(text.charCodeAt(end)) || text[end] === '-')) end++
    const label = text.slice(at, end)
    const shown = domainToUnicode(label)
    if (shown !== '' && shown !== label && isProse(shown))
      yield { encoding: 'punycode', text: shown, span: { start: at, end } }
  }
}

/** The lines of a text, with where they stand. */
export function* linesOf(
  text: string,
): Generator<{ readonly line: string; readonly start: number; readonly end: number }> {
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    yield { line: text.slice(start, end), start, end }
    start = end + 1
  }
}
