import { readingOf, type Reading } from './reading.ts'
import { LEAST_RUN, RUN_REACH } from './runs.ts'

/** Bytes as decimal numbers in a row, as a list or behind the name of a function. */
const NUMBERS = /\d{2,3}(?:,\s{0,4}\d{2,3}){15,}/g
/** ASCII in tags, which nobody sees. */
const TAGS = /(?:\udb40[\udc20-\udc7e]){16,}/g
const FIRST_TAG = 0xdc00

/** What stands in a text as the codes of its characters: decimal numbers, tags of Unicode. */
export function readCodes(text: string): readonly Reading[] {
  const readings: Reading[] = []
  // Most texts hold no digit before a comma.
  if (/\d,\s{0,4}\d/.test(text))
    for (const { index, 0: run } of text.matchAll(NUMBERS)) {
      const numbers = Array.from(run.matchAll(/\d+/g))
      const starts = numbers.map((number) => index + number.index)
      const read = numbers.map(([digits]) => String.fromCharCode(Number(digits))).join('')
      readings.push(readingOf(read, starts, index + run.length))
    }
  if (text.includes('\udb40'))
    for (const { index, 0: run } of text.matchAll(TAGS)) {
      const starts = Array.from({ length: run.length / 2 }, (_, i) => index + 2 * i)
      const read = starts.map((at) => String.fromCharCode(text.charCodeAt(at + 1) - FIRST_TAG)).join('')
      readings.push(readingOf(read, starts, index + run.length))
    }
  return readings.map(endingWithItsCode)
}

/** Up to the end of the last code, not to the start of the next one. */
function endingWithItsCode({ text, spanOf }: Reading): Reading {
  return {
    text,
    spanOf(start, end) {
      const span = spanOf(start, end)
      return { start: span.start, end: end < text.length ? spanOf(end - 1, end).end : span.end }
    },
  }
}

/** Where an unfinished row of codes begins at the end of the text, or its length. */
export function openCodes(text: string): number {
  const numbers = rowStart(text, isNumeric)
  const row = text.slice(numbers)
  const isRow = /\d,\s{0,4}(?:\d|$)/.test(row) || (/\d$/.test(row) && row.length < LEAST_RUN)
  const first = isRow ? numbers + Math.max(0, row.search(/\S/)) : text.length
  return Math.min(first, rowStart(text, isTag))
}

function isNumeric(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || unit === 0x2c || unit === 0x20 || (unit >= 9 && unit <= 13)
}

function isTag(unit: number): boolean {
  return unit === 0xdb40 || (unit >= 0xdc00 && unit <= 0xdfff)
}

function rowStart(text: string, isPart: (unit: number) => boolean): number {
  const least = Math.max(0, text.length - RUN_REACH)
  let at = text.length
  while (at > least && isPart(text.charCodeAt(at - 1))) at--
  return at
}
