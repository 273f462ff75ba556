import type { Span } from '@ringwall/core'
import type { Config } from './config.ts'
import { findRepetition } from './scan-repetition.ts'

/** What may be wrong with the characters of a text. */
export type TextRule =
  | 'whitespace-share'
  | 'repetition'
  | 'invalid-utf16'
  | 'control-character'
  | 'bidi-control'
  | 'combining-marks'
  | 'tag-characters'
  | 'variation-selectors'
  | 'zero-width-run'

/** A rule that a text breaks, and where: absent where it is the text as a whole. */
export interface TextProblem {
  readonly rule: TextRule
  readonly span?: Span
}

/** Finds what is wrong with a text, a few places per rule. The cost is linear in the text. */
export type ScanText = (text: string) => readonly TextProblem[]

/** Places reported per rule: enough to see the pattern, and no flood of findings from a flood of characters. */
const MAX_PLACES = 8

// Every expression here is a class, or a class with a counted repeat: linear, whatever the text.
const BEYOND_PRINTABLE = /[^\t\n\r\x20-\x7e]/
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g // oxlint-disable-line no-control-regex
/** Embeddings, overrides and isolates; the marks LRM, RLM and ALM belong to ordinary right-to-left text. */
const BIDI = '\\u202a-\\u202e\\u2066-\\u2069'
const TAG = '\\u{e0000}-\\u{e007f}'
const TAGS = new RegExp(`[${TAG}]+`, 'gu')
/** A black flag and its subdivision (GB-SCT) in tag characters, closed by CANCEL TAG: UTS #51, ED-14a. */
const FLAG = '\u{1f3f4}'
const FLAG_TAGS = /^[\u{e0061}-\u{e007a}]{2}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{1,3}\u{e007f}$/u
/** England, Scotland and Wales: the only regions whose flags all fonts draw. */
const DRAWN: ReadonlySet<string> = new Set(['gbeng', 'gbsct', 'gbwls'])
/** Flags of other regions in a text. Five letters each, more of them would spell a message. */
const MAX_OTHER_FLAGS = 2
const SELECTOR = '\\u180b-\\u180d\\u180f\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}'
/**
 * A selector after what has no variants carries a hidden byte: any after a letter of ASCII, the first fourteen after other
 * letters of these scripts and after emoji, and those of ideographs (UTS #37) after anything else.
 */
const MISPLACED_SELECTOR = `[A-Za-z][${SELECTOR}]|[\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{Extended_Pictographic}][\\ufe00-\\ufe0d]|(?<!\\p{Ideographic})[\\u{e0100}-\\u{e01ef}]`
/** Joiners, marks of direction, soft hyphen, fillers, word joiners, invisible operators, controls of shorthand and music. */
const ZERO_WIDTH =
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u2060-\\u2065\\u206a-\\u206f\\u3164\\ufeff\\uffa0\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}'

/** Compiles the rules for the limits given. */
export function createTextScanner(config: Config): ScanText {
  const marks = config.maxMarks + 1
  const marksOnAscii = Math.ceil(config.maxMarks / 2) + 1 // Latin stacks three at most, other scripts about six
  const invisible = config.maxInvisibleRun + 1
  const rules: readonly (readonly [TextRule, RegExp])[] = [
    ['invalid-utf16', /\p{Cs}/gu],
    ['bidi-control', new RegExp(`[${BIDI}]`, 'gu')],
    ['combining-marks', new RegExp(`[A-Za-z]\\p{M}{${marksOnAscii},}|\\p{M}{${marks},}`, 'gu')],
    ['variation-selectors', new RegExp(`${MISPLACED_SELECTOR}|[${SELECTOR}]{${invisible},}`, 'gu')],
    // With selectors, or taking turns would keep both runs short.
    ['zero-width-run', new RegExp(`[${ZERO_WIDTH}${SELECTOR}]{${invisible},}`, 'gu')],
  ]
  const suspicious = new RegExp(`[\\p{Cs}\\p{M}${BIDI}${TAG}${SELECTOR}${ZERO_WIDTH}]`, 'u')
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
  return (text) => {
    const problems = [...findWhitespace(text, config)]
    const run = findRepetition(text, config, segmenter)
    if (run) problems.push({ rule: 'repetition', span: run })
    if (!BEYOND_PRINTABLE.test(text)) return problems
    problems.push(...findAll('control-character', text, CONTROL))
    if (!suspicious.test(text)) return problems
    for (const [rule, regex] of rules) problems.push(...findAll(rule, text, regex))
    problems.push(...findTags(text))
    return problems
  }
}

function findAll(rule: TextRule, text: string, regex: RegExp): readonly TextProblem[] {
  const problems: TextProblem[] = []
  for (const { index, 0: found } of text.matchAll(regex)) {
    if (problems.push({ rule, span: { start: index, end: index + found.length } }) === MAX_PLACES) break
  }
  return problems
}

/** Tag characters spell hidden ASCII; the flags of a country's regions are the only honest use. */
function findTags(text: string): readonly TextProblem[] {
  const problems: TextProblem[] = []
  let otherFlags = 0
  for (const { index, 0: tags } of text.matchAll(TAGS)) {
    const isFlag = text.startsWith(FLAG, index - FLAG.length) && FLAG_TAGS.test(tags)
    if (isFlag && (DRAWN.has(spell(tags)) || ++otherFlags <= MAX_OTHER_FLAGS)) continue
    const span = { start: index, end: index + tags.length }
    if (problems.push({ rule: 'tag-characters', span }) === MAX_PLACES) break
  }
  return problems
}

/** The ASCII that tag characters stand for, without the one that ends them. */
function spell(tags: string): string {
  return Array.from(tags, (tag) => String.fromCharCode((tag.codePointAt(0) ?? 0) & 0x7f))
    .join('')
    .slice(0, -1)
}

/** Cells of tables are padded: white space in a row, a line with two bars or more, is not counted. */
function findWhitespace(text: string, { whitespaceFrom, maxWhitespaceShare }: Config): readonly TextProblem[] {
  if (text.length < whitespaceFrom || text === '') return []
  // Most texts show after a few characters that the share cannot be exceeded, whatever is counted in tables.
  const enough = visibleEnough(text.length, maxWhitespaceShare)
  let visible = 0
  for (let i = 0; i < text.length && visible < enough; i++) if (!isBlank(text.charCodeAt(i))) visible++
  if (visible === enough) return []
  return countBlank(text) / text.length > maxWhitespaceShare ? [{ rule: 'whitespace-share' }] : []
}

/** The least number of visible units with which a text of this length does not exceed the share. */
function visibleEnough(length: number, share: number): number {
  const isEnough = (visible: number): boolean => (length - visible) / length <= share
  let visible = Math.max(0, Math.floor(length * (1 - share)) - 1)
  while (!isEnough(visible)) visible++
  return visible
}

function countBlank(text: string): number {
  let [blank, inLine, bars] = [0, 0, 0]
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === LINE_FEED) {
      blank += 1 + (bars < 2 ? inLine : 0)
      inLine = bars = 0
    } else if (BARS.has(unit)) bars++
    else if (isBlank(unit)) inLine++
  }
  return bars < 2 ? blank + inLine : blank
}

const LINE_FEED = 0x0a
/** `|`, and the bars that boxes are drawn with. */
const BARS: ReadonlySet<number> = new Set([0x7c, 0x2502, 0x2503, 0x2551])

/** True for Unicode's white space and for what looks the same: fillers and the empty Braille cell. */
function isBlank(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)
  if (unit < 0x115f) return unit === 0xa0 || unit === 0x85
  return (unit >= 0x2000 && unit <= 0x200a) || OTHER_BLANKS.has(unit)
}

const OTHER_BLANKS: ReadonlySet<number> = new Set([
  0x115f, 0x1160, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x2800, 0x3000, 0x3164, 0xffa0,
])
