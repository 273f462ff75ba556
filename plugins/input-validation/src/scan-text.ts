import type { Span } from '@ringwall/core'
import type { Config } from './config.ts'

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
/** A black flag and its subdivision (GB-SCT) in tag characters, closed by CANCEL TAG: UTS #51, ED-14a. */
const FLAG = '\u{1f3f4}'
const FLAG_TAGS = /^[\u{e0061}-\u{e007a}]{2}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{1,3}\u{e007f}$/u
const SELECTOR = '\\u180b-\\u180d\\u180f\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}'
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
    // No letter of ASCII has variants: a selector after one carries a hidden byte.
    ['variation-selectors', new RegExp(`[A-Za-z][${SELECTOR}]|[${SELECTOR}]{${invisible},}`, 'gu')],
    // With selectors, or taking turns would keep both runs short.
    ['zero-width-run', new RegExp(`[${ZERO_WIDTH}${SELECTOR}]{${invisible},}`, 'gu')],
  ]
  const tags = new RegExp(`[${TAG}]+`, 'gu')
  const suspicious = new RegExp(`[\\p{Cs}\\p{M}${BIDI}${TAG}${SELECTOR}${ZERO_WIDTH}]`, 'u')
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
  return (text) => {
    const problems = [...findWhitespace(text, config), ...findRepetition(text, config, segmenter)]
    if (!BEYOND_PRINTABLE.test(text)) return problems
    problems.push(...findAll('control-character', text, CONTROL))
    if (!suspicious.test(text)) return problems
    for (const [rule, regex] of rules) problems.push(...findAll(rule, text, regex))
    problems.push(...findAll('tag-characters', text, tags, isFlag))
    return problems
  }
}

function findAll(
  rule: TextRule,
  text: string,
  regex: RegExp,
  isFine: (text: string, span: Span) => boolean = () => false,
): readonly TextProblem[] {
  const problems: TextProblem[] = []
  for (const { index, 0: found } of text.matchAll(regex)) {
    const span = { start: index, end: index + found.length }
    if (!isFine(text, span) && problems.push({ rule, span }) === MAX_PLACES) break
  }
  return problems
}

/** Tag characters spell hidden ASCII; the flags of a country's regions are the only honest use. */
function isFlag(text: string, { start, end }: Span): boolean {
  return text.startsWith(FLAG, start - FLAG.length) && FLAG_TAGS.test(text.slice(start, end))
}

function findWhitespace(text: string, { whitespaceFrom, maxWhitespaceShare }: Config): readonly TextProblem[] {
  if (text.length < whitespaceFrom || text === '') return []
  // Reading ends at the character with which the share can no longer be exceeded: in most texts after a few.
  const enough = visibleEnough(text.length, maxWhitespaceShare)
  let visible = 0
  for (let i = 0; i < text.length && visible < enough; i++) if (!isBlank(text.charCodeAt(i))) visible++
  return visible < enough ? [{ rule: 'whitespace-share' }] : []
}

/** The least number of visible units with which a text of this length does not exceed the share. */
function visibleEnough(length: number, share: number): number {
  const isEnough = (visible: number): boolean => (length - visible) / length <= share
  let visible = Math.max(0, Math.floor(length * (1 - share)) - 1)
  while (!isEnough(visible)) visible++
  return visible
}

/** True for Unicode's white space and for what looks the same: fillers and the empty Braille cell. */
function isBlank(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)
  if (unit < 0x115f) return unit === 0xa0 || unit === 0x85
  return (unit >= 0x2000 && unit <= 0x200a) || OTHER_BLANKS.has(unit)
}

const OTHER_BLANKS: ReadonlySet<number> = new Set([
  0x115f, 0x1160, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x2800, 0x3000, 0x3164, 0xffa0,
])

/** Units of the longest cycle looked for: an emoji family has 11, a region's flag 14. */
const MAX_PERIOD = 16
/** Units after a sample that must repeat before a run is measured: chance repeats in prose are shorter. */
const PROOF = 16
/** More characters than this taking turns are a pattern that somebody may have meant. */
const MAX_CYCLE = 4

/**
 * The first run in which one character, or a few in turns, repeat too often. Samples stand so close that every such
 * run holds one with its proof; a run is measured once. So the cost is linear, with a small constant.
 */
function findRepetition(text: string, config: Config, segmenter: Intl.Segmenter): readonly TextProblem[] {
  const shortest = Math.min(config.letterRepeatLimit, config.repeatLimit, config.spaceRepeatLimit, config.cycleLimit)
  const proof = Math.min(PROOF, shortest >> 1)
  const stride = Math.max(1, shortest - proof - MAX_PERIOD)
  for (let at = 0; at + proof < text.length;) {
    const period = periodAt(text, at, proof)
    const span = period === 0 ? { start: at, end: at } : measureRun(text, at, period)
    if (period > 0 && repeatsTooOften(text, span, period, config, segmenter)) {
      return [{ rule: 'repetition', span }]
    }
    at = Math.max(span.end - period, at + stride)
  }
  return []
}

/** The smallest distance at which the text at a sample repeats itself, or 0. */
function periodAt(text: string, at: number, proof: number): number {
  for (let period = 1; period <= MAX_PERIOD && at + period + proof <= text.length; period++) {
    let same = 0
    while (same < proof && text.charCodeAt(at + same) === text.charCodeAt(at + same + period)) same++
    if (same === proof) return period
  }
  return 0
}

function measureRun(text: string, at: number, period: number): Span {
  let start = at
  while (start > 0 && text.charCodeAt(start - 1) === text.charCodeAt(start - 1 + period)) start--
  let end = at + period
  while (end < text.length && text.charCodeAt(end) === text.charCodeAt(end - period)) end++
  return { start, end }
}

function repeatsTooOften(
  text: string,
  { start, end }: Span,
  period: number,
  { repeatLimit, letterRepeatLimit, spaceRepeatLimit, cycleLimit }: Config,
  segmenter: Intl.Segmenter,
): boolean {
  const length = end - start
  if (length < Math.min(repeatLimit, letterRepeatLimit, spaceRepeatLimit, cycleLimit)) return false
  // The second turn: a run may start inside a character.
  const turns = [...segmenter.segment(text.slice(start, start + 3 * period))]
  const characters = turns.filter(({ index }) => index >= period && index < 2 * period)
  if (characters.length > MAX_CYCLE) return false
  if (characters.length > 1) return length >= cycleLimit
  const first = text.slice(start, start + 2)
  const limit = LETTER.test(first) ? letterRepeatLimit : SPACE.test(first) ? spaceRepeatLimit : repeatLimit
  return Math.floor(length / period) >= limit
}

const LETTER = /^\p{L}/u
/** Tables and indented code are padded with these, by hundreds; with line breaks they are not. */
const SPACE = /^[ \t\xa0]/
