import type { Candidate } from './decode.ts'
import type { Span } from './engine.ts'
import { createKeywordIndex } from './keyword-index.ts'

/** Fewer tag characters are the region of a flag emoji at most. */
const MIN_TAGS = 3
const TAG_HIGH = '\udb40'
const TAG_FIRST = 0xe0020
const TAG_LAST = 0xe007e

/** The text spelt in Unicode tag characters, which no font shows: all of them, in order, as one text. */
export function findTags(text: string): readonly Candidate[] {
  let out = ''
  let start = -1
  let end = 0
  for (let at = text.indexOf(TAG_HIGH); at >= 0; at = text.indexOf(TAG_HIGH, at + 1)) {
    const codePoint = text.codePointAt(at) ?? 0
    if (codePoint < TAG_FIRST || codePoint > TAG_LAST) continue
    out += String.fromCharCode(codePoint - 0xe0000)
    if (start < 0) start = at
    end = at + 2
  }
  return out.length >= MIN_TAGS ? [{ text: out, span: { start, end } }] : []
}

/** Lines with percent escapes, decoded; a plus sign is a space in a line that has no other. */
export function findPercent(text: string): readonly Candidate[] {
  if (!text.includes('%')) return []
  return findInLines(text, '%', (line) => {
    const decoded = replaceEscapes(line, '%', readPercent)
    if (decoded === line || line.includes(' ')) return decoded
    return decoded.replaceAll('+', ' ')
  })
}

/** Lines with character references of HTML, decoded. */
export function findEntities(text: string): readonly Candidate[] {
  if (!text.includes('&')) return []
  return findInLines(text, '&', (line) => replaceEscapes(line, '&', readEntity))
}

/** What is written in a line that holds common words in rot13 (also words of attacks, which need no common ones). */
export function findRot13(text: string): readonly Candidate[] {
  if (!ROT13_INDEX.occursIn(text)) return []
  return findInLines(text, '', (line) => {
    const padded = ` ${line.toLowerCase()} `
    return ROT13_HINTS.some((hint) => padded.includes(hint)) ? rot13(line) : line
  })
}

/** the, and, you, your, with, this, that; ignore, previous, instruct, system, prompt, disregard, forget, override, reveal, secret, password. */
const ROT13_HINTS: readonly string[] = [
  'gur ',
  ' naq ',
  'lbh ',
  'lbhe ',
  'jvgu ',
  'guvf ',
  'gung ',
  'vtaber',
  'cerivbhf',
  'vafgehpg',
  'flfgrz',
  'cebzcg',
  'qvfertneq',
  'sbetrg',
  'bireevqr',
  'erirny',
  'frperg',
  'cnffjbeq',
]
/** True for a word (in small letters) that a line in rot13 may be known by. */
export function isWordInRot13(word: string): boolean {
  const padded = ` ${word} `
  return ROT13_HINTS.some((hint) => padded.includes(hint))
}

/** All hints in one pass; it folds more than case, so a line that has one is looked at again. */
const ROT13_INDEX = createKeywordIndex(ROT13_HINTS)

function rot13(text: string): string {
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const base = unit >= 0x61 && unit <= 0x7a ? 0x61 : unit >= 0x41 && unit <= 0x5a ? 0x41 : 0
    out += base === 0 ? text.charAt(i) : String.fromCharCode(base + ((unit - base + 13) % 26))
  }
  return out
}

/** The lines that hold `sign` and that `decode` changes. */
function findInLines(text: string, sign: string, decode: (line: string) => string): readonly Candidate[] {
  const found: Candidate[] = []
  for (const span of linesOf(text)) {
    const line = text.slice(span.start, span.end)
    const decoded = line.includes(sign) ? decode(line) : line
    if (decoded !== line) found.push({ text: decoded, span })
  }
  return found
}

function* linesOf(text: string): Generator<Span> {
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    yield { start, end }
    start = end + 1
  }
}

interface Escape {
  readonly text: string
  readonly end: number
}

function replaceEscapes(line: string, sign: string, read: (line: string, at: number) => Escape | undefined): string {
  let out = ''
  let copied = 0
  for (let at = line.indexOf(sign); at >= 0; at = line.indexOf(sign, at)) {
    const escape = read(line, at)
    if (escape === undefined) {
      at++
      continue
    }
    out += line.slice(copied, at) + escape.text
    copied = at = escape.end
  }
  return out + line.slice(copied)
}

/** A run of percent escapes at once, since a character may take several. */
function readPercent(line: string, at: number): Escape | undefined {
  const bytes: number[] = []
  let end = at
  while (line[end] === '%') {
    const byte = readNumber(line.slice(end + 1, end + 3), 16)
    if (byte === undefined || end + 3 > line.length) break
    bytes.push(byte)
    end += 3
  }
  return bytes.length === 0 ? undefined : { text: Buffer.from(bytes).toString('utf8'), end }
}

const MAX_ENTITY = 12
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
    Tab: '\t',
    NewLine: '\n',
    period: '.',
    comma: ',',
    colon: ':',
    semi: ';',
    excl: '!',
    quest: '?',
    lpar: '(',
    rpar: ')',
    lsqb: '[',
    rsqb: ']',
    lcub: '{',
    rcub: '}',
    num: '#',
    dollar: '$',
    sol: '/',
    bsol: '\\',
    lowbar: '_',
    hyphen: '-',
    shy: '',
    zwnj: '',
    zwj: '',
    vert: '|',
  }),
)

/** A numeric reference needs no semicolon (browsers accept it so); a named one does. */
function readEntity(line: string, at: number): Escape | undefined {
  if (line[at + 1] !== '#') {
    const semicolon = line.slice(at, at + MAX_ENTITY).indexOf(';')
    const named = semicolon < 0 ? undefined : NAMED.get(line.slice(at + 1, at + semicolon))
    return named === undefined ? undefined : { text: named, end: at + semicolon + 1 }
  }
  const hex = line[at + 2] === 'x' || line[at + 2] === 'X'
  const from = at + (hex ? 3 : 2)
  let end = from
  while (end - from < MAX_ENTITY && readNumber(line.charAt(end), hex ? 16 : 10) !== undefined) end++
  const code = readNumber(line.slice(from, end), hex ? 16 : 10)
  if (code === undefined || code > 0x10ffff) return undefined
  return { text: String.fromCodePoint(code).toWellFormed(), end: line[end] === ';' ? end + 1 : end }
}

const DIGITS = '0123456789abcdef'

/** The number that digits spell, undefined when there is none or something else. */
function readNumber(digits: string, radix: 10 | 16): number | undefined {
  if (digits === '') return undefined
  let value = 0
  for (const digit of digits.toLowerCase()) {
    const worth = DIGITS.indexOf(digit)
    if (worth < 0 || worth >= radix) return undefined
    value = value * radix + worth
  }
  return value
}
