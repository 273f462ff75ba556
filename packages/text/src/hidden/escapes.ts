import type { Span } from '../engine.ts'
import { readingOf, type Reading } from './reading.ts'

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lowbar: '_',
  UnderBar: '_',
  hyphen: '-',
  dash: '-',
  period: '.',
  equals: '=',
  sol: '/',
  colon: ':',
  plus: '+',
  num: '#',
  dollar: '$',
  commat: '@',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  Tab: '\t',
  NewLine: '\n',
}
const SIMPLE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '/': '/', '\\': '\\', '"': '"' }

/** Percent-encoding, `\x67`, `\u0067`, `\u{67}`, `\147`, `&#103;`, `&#x67;` and named references, sticky. */
const ESCAPE =
  /%([0-9A-Fa-f]{2})|\\x([0-9A-Fa-f]{2})|\\u([0-9A-Fa-f]{4})|\\u\{([0-9A-Fa-f]{1,6})\}|\\U([0-9A-Fa-f]{8})|\\([0-3][0-7]{2})|&#([0-9]{1,7});|&#[xX]([0-9A-Fa-f]{1,6});|&([A-Za-z]{2,8});|\\([nrt/\\"])/y
const HEX_GROUPS = [1, 2, 3, 4, 5, 8]

/** What a run reads as with its escapes resolved; undefined where it has none. */
export function readEscapes(text: string, { start, end }: Span): Reading | undefined {
  const run = text.slice(start, end)
  const starts: number[] = []
  let out = ''
  let isChanged = false
  for (let at = 0; at < run.length;) {
    ESCAPE.lastIndex = at
    const character =
      run.charCodeAt(at) === 0x25 || run[at] === '\\' || run[at] === '&' ? resolve(ESCAPE.exec(run)) : ''
    const made = character === '' ? run.charAt(at) : character
    for (let i = 0; i < made.length; i++) starts.push(start + at)
    out += made
    // A line break or a quote in JSON alone is no disguise: the formats know those.
    isChanged ||= character !== '' && !(ESCAPE.lastIndex === at + 2 && run[at] === '\\')
    at = character === '' ? at + 1 : ESCAPE.lastIndex
  }
  return isChanged ? readingOf(out, starts, end) : undefined
}

function resolve(match: RegExpExecArray | null): string {
  if (match === null) return ''
  for (const group of HEX_GROUPS) {
    const digits = match[group]
    if (digits !== undefined) return character(Number.parseInt(digits, 16))
  }
  if (match[6] !== undefined) return character(Number.parseInt(match[6], 8))
  if (match[7] !== undefined) return character(Number(match[7]))
  return NAMED[match[9] ?? ''] ?? SIMPLE[match[10] ?? ''] ?? ''
}

function character(point: number): string {
  return point <= 0x10_ffff ? String.fromCodePoint(point) : ''
}
