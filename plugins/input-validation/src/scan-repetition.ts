import type { Span } from '@ringwall/core'
import type { Config } from './config.ts'

/** The limits of runs. */
export type RunLimits = Pick<Config, 'repeatLimit' | 'letterRepeatLimit' | 'spaceRepeatLimit' | 'cycleLimit'>

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
export function findRepetition(text: string, config: RunLimits, segmenter: Intl.Segmenter): Span | undefined {
  const shortest = Math.min(config.letterRepeatLimit, config.repeatLimit, config.spaceRepeatLimit, config.cycleLimit)
  const proof = Math.min(PROOF, shortest >> 1)
  const stride = Math.max(1, shortest - proof - MAX_PERIOD)
  let isPadding: ((run: Span) => boolean) | undefined
  for (let at = 0; at + proof < text.length;) {
    const period = periodAt(text, at, proof)
    const span = period === 0 ? { start: at, end: at } : measureRun(text, at, period)
    if (period > 0 && repeatsTooOften(text, span, period, config, segmenter)) {
      isPadding ??= createPaddingTest(text)
      if (!isTableRule(text, span) && !isPadding(span)) return span
    }
    at = Math.max(span.end - period, at + stride)
  }
  return undefined
}

/** Rules of tables are as wide as the widest cell, which may be an address. */
const WIDEST_CELL = 1_000

/** True for the dashes under a heading of a Markdown table: between two bars, with a colon or a space. */
function isTableRule(text: string, { start, end }: Span): boolean {
  if (text[start] !== '-' || end - start > WIDEST_CELL) return false
  return /\| ?:?$/.test(text.slice(Math.max(0, start - 3), start)) && /^:? ?\|/.test(text.slice(end, end + 3))
}

/**
 * Says of runs, asked about in the order of the text, whether they are zero bytes or one bits in an embedded file:
 * pictures are full of them. What is nothing else is a flood in disguise.
 */
function createPaddingTest(text: string): (run: Span) => boolean {
  const files = text.matchAll(/;base64,[A-Za-z0-9+/]*/g)
  const next = (): Span => {
    const { value } = files.next()
    return value ? { start: value.index, end: value.index + value[0].length } : { start: Infinity, end: Infinity }
  }
  let file = next()
  return ({ start, end }) => {
    while (file.end < end) file = next()
    const char = text[start]
    return (char === 'A' || char === '/') && file.start < start && 2 * (end - start) < file.end - file.start
  }
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
  { repeatLimit, letterRepeatLimit, spaceRepeatLimit, cycleLimit }: RunLimits,
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
