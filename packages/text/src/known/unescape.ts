import type { Reading } from '../hidden/reading.ts'

/** Bytes in a row: percent-encoding, quoted-printable, `\x63`, octal. */
const BYTES = /(?:%[0-9A-Fa-f]{2}|=[0-9A-Fa-f]{2}|\\{1,2}x[0-9A-Fa-f]{2}|\\{1,2}[0-3][0-7]{2})+/g
const BYTE = /[%=x]([0-9A-Fa-f]{2})|\\([0-3][0-7]{2})/g
/** Characters: `\u0063`, `\u{63}`, `&#99;`, `&#x63;`, `&amp;`, a soft line break, and a backslash before a sign. */
const CHARACTER =
  /\\{1,2}[uU]\{?([0-9A-Fa-f]{1,8})\}?|&#0{0,6}([0-9]{1,7});?|&#[xX]0{0,6}([0-9A-Fa-f]{1,6});?|&([A-Za-z]{2,8});|=\r?\n|\\([^\w\s])/g
const ANY = /[%=][0-9A-Fa-f]{2}|\\|&[#A-Za-z]|=\r?\n/
/** What may be the beginning of an escape at the end of a text. */
const UNFINISHED =
  /(?:(?:[%=]|\\{1,2}x)[89A-Fa-f][0-9A-Fa-f]|\\{1,2}[23][0-7]{2}){0,3}(?:&[#\w]{0,12}|\\{1,2}(?:[uUx]\{?[0-9A-Fa-f]{0,8}|[0-3][0-7]?)?|[%=](?:[0-9A-Fa-f]|\r)?)?$/
/** The longest of them, in UTF-16 code units. */
const LONGEST = 32

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  sol: '/',
  bsol: '\\',
  lowbar: '_',
  hyphen: '-',
  dash: '-',
  period: '.',
  comma: ',',
  equals: '=',
  colon: ':',
  semi: ';',
  plus: '+',
  num: '#',
  dollar: '$',
  percnt: '%',
  commat: '@',
  excl: '!',
  quest: '?',
  ast: '*',
  lpar: '(',
  rpar: ')',
  Hat: '^',
  vert: '|',
  grave: '`',
  shy: '',
}

interface Part {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text with the escapes of URLs, mails, HTML and programming languages resolved; undefined where it has none. */
export function unescaped(text: string): Reading | undefined {
  if (!ANY.test(text)) return undefined
  const parts = [...byteParts(text), ...characterParts(text)].toSorted((a, b) => a.start - b.start)
  const starts: number[] = []
  const ends: number[] = []
  let out = ''
  let at = 0
  const keep = (to: number): void => {
    out += text.slice(at, to)
    for (; at < to; at++) {
      starts.push(at)
      ends.push(at + 1)
    }
  }
  for (const part of parts) {
    if (part.start < at) continue
    keep(part.start)
    out += part.text
    for (let i = 0; i < part.text.length; i++) {
      starts.push(part.start)
      ends.push(part.end)
    }
    at = part.end
  }
  keep(text.length)
  if (out.length === text.length) return undefined
  return {
    text: out,
    spanOf: (from, to) => ({ start: starts[from] ?? text.length, end: ends[to - 1] ?? text.length }),
  }
}

/** The offset of an escape that the text ends in; its length where there is none. */
export function unfinishedEscape(text: string): number {
  const from = Math.max(0, text.length - LONGEST)
  const found = UNFINISHED.exec(text.slice(from))
  return found ? from + found.index : text.length
}

function byteParts(text: string): readonly Part[] {
  const parts: Part[] = []
  for (const { 0: run, index } of text.matchAll(BYTES)) {
    const bytes = Array.from(run.matchAll(BYTE), (found) => {
      const [code, hex, octal] = found
      const end = index + found.index + code.length
      return { value: hex === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hex, 16), end }
    })
    let start = index
    for (let i = 0; i < bytes.length;) {
      const length = lengthOf(bytes[i]?.value ?? 0)
      const some = bytes.slice(i, i + length)
      const end = some.at(-1)?.end ?? start
      parts.push({ start, end, text: Buffer.from(some.map(({ value }) => value)).toString() })
      start = end
      i += length
    }
  }
  return parts
}

/** The bytes of a character in UTF-8, by the first. */
function lengthOf(byte: number): number {
  if (byte < 0xc0) return 1
  if (byte < 0xe0) return 2
  return byte < 0xf0 ? 3 : 4
}

function characterParts(text: string): readonly Part[] {
  const parts: Part[] = []
  for (const found of text.matchAll(CHARACTER)) {
    const { 0: code, index } = found
    const [, unicode, decimal, hex, name, sign] = found
    let made: string | undefined = ''
    if (unicode !== undefined || hex !== undefined) made = character(Number.parseInt(unicode ?? hex ?? '', 16))
    else if (decimal !== undefined) made = character(Number(decimal))
    else if (name !== undefined) made = NAMED[name]
    else if (sign !== undefined) made = sign
    if (made !== undefined) parts.push({ start: index, end: index + code.length, text: made })
  }
  return parts
}

function character(point: number): string | undefined {
  return point <= 0x10_ffff ? String.fromCodePoint(point) : undefined
}
