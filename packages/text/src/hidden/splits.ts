import { classOf, CONTENT, SEPARATOR, WORD } from './classes.ts'
import { readingOf, type Reading } from './reading.ts'

/** A value in pieces of equal length with one separator between them; the last piece may be shorter. */
export interface Split {
  readonly start: number
  readonly end: number
  /** The length of a piece, and the distance from one piece's start to the next, in UTF-16 code units. */
  readonly size: number
  readonly step: number
}

/** The longest piece, and the longest separator, in UTF-16 code units. */
export const LONGEST_PIECE = 80
export const LONGEST_GAP = 12

/**
 * The split in which two separators in a row stand, and the last separator in it; undefined where they are in none of three
 * pieces and more. The first piece begins a word.
 */
export function splitAt(
  text: string,
  at: number,
  next: number,
): { readonly split: Split; readonly last: number } | undefined {
  const gap = gapAt(text, at)
  const step = next - at
  const size = step - gap
  if (size <= 0 || size > LONGEST_PIECE) return undefined
  const last = lastGap(text, at, size, gap)
  if (last === at) return undefined
  const isLed = !isWord(text, at - size - 1) && isPiece(text, at - size, at)
  if (!isLed && last === next) return undefined
  const split = { start: isLed ? at - size : at + gap, end: contentEnd(text, last + gap, size), size, step }
  return { split, last }
}

/** The split of a piece from `start` up to white space, and of one behind it that is not longer; undefined where there is none. */
export function pairAt(text: string, start: number): Split | undefined {
  const at = contentEnd(text, start, LONGEST_PIECE + 1)
  const size = at - start
  if (size > LONGEST_PIECE || (classOf(text.charCodeAt(at)) & SEPARATOR) === 0) return undefined
  const gap = gapAt(text, at)
  const end = contentEnd(text, at + gap, size + 1)
  const isPair = end - at - gap <= size && (end > at + gap || end === text.length)
  return isPair ? { start, end, size, step: size + gap } : undefined
}

/** The characters that may separate pieces. */
const SEPARATORS = [' ', '\n', '\r', '-', ':', '\t'] as const

/** The splits that may go on at the end of the text: of each separator that whose pieces are as long as the last whole one. */
export function lastSplits(text: string): readonly Split[] {
  return SEPARATORS.flatMap((unit) => {
    const next = separatorBefore(text, unit, text.length)
    if (next <= 0 || text.length - next > LONGEST_PIECE + LONGEST_GAP) return []
    let at = separatorBefore(text, unit, next)
    const step = next - at
    const gap = at < 0 ? 0 : gapAt(text, at)
    if (at < 0 || step <= gap || step - gap > LONGEST_PIECE || !isPiece(text, at + gap, next)) return []
    while (text[at - step] === unit && gapAt(text, at - step) === gap && isPiece(text, at - step + gap, at)) at -= step
    return splitAt(text, at, at + step)?.split ?? []
  })
}

/** The last place before `end` where the separator stands; of several in a row the first. */
function separatorBefore(text: string, unit: string, end: number): number {
  let at = end <= 0 ? -1 : text.lastIndexOf(unit, end - 1)
  for (let width = 1; at > 0 && width < LONGEST_GAP && text[at - 1] === unit; width++) at--
  return at
}

/** The pieces of a split, or of its part from `from` on, put together. */
export function readSplit(text: string, { end, size, step }: Split, from: number): Reading {
  const starts: number[] = []
  const parts: string[] = []
  for (let at = from; at < end; at += step) {
    const to = Math.min(at + size, end)
    parts.push(text.slice(at, to))
    for (let i = at; i < to; i++) starts.push(i)
  }
  const joined = parts.join('')
  const { spanOf } = readingOf(joined, starts, end)
  return {
    text: joined,
    spanOf: (first, last) => ({ start: spanOf(first, last).start, end: (starts[last - 1] ?? end - 1) + 1 }),
  }
}

/** The separator with the spaces behind it. */
function gapAt(text: string, at: number): number {
  let end = at + 1
  if (text[at] === '\r' && text[end] === '\n') end++
  if (text[at] !== '-' && text[at] !== ':') while (end < at + LONGEST_GAP && text[end] === ' ') end++
  return end - at
}

/** The last separator that the stride from the one at `at` reaches over whole pieces; `at` where it reaches none. */
function lastGap(text: string, at: number, size: number, gap: number): number {
  const step = size + gap
  const unit = text.charCodeAt(at)
  let last = at
  while (
    last + step < text.length &&
    text.charCodeAt(last + step) === unit &&
    gapAt(text, last + step) === gap &&
    isPiece(text, last + gap, last + step)
  )
    last += step
  return last
}

function isPiece(text: string, start: number, end: number): boolean {
  if (start < 0) return false
  for (let at = start; at < end; at++) if ((classOf(text.charCodeAt(at)) & CONTENT) === 0) return false
  return true
}

/** The end of what may be part of a value, at most `most` units from `start`. */
export function contentEnd(text: string, start: number, most: number): number {
  let end = start
  while (end < text.length && end - start < most && (classOf(text.charCodeAt(end)) & CONTENT) !== 0) end++
  return end
}

/** True for the offsets at which a word begins. */
export function beginsWord(text: string, at: number): boolean {
  return isWord(text, at) && !isWord(text, at - 1)
}

function isWord(text: string, at: number): boolean {
  return at >= 0 && (classOf(text.charCodeAt(at)) & WORD) !== 0
}
