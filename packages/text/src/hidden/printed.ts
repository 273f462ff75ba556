import type { Span } from '../engine.ts'
import { readingOf, type Reading } from './reading.ts'
import { LEAST_RUN, RUN_REACH } from './runs.ts'

const NUMBER = /\d{1,3}/g
const BETWEEN = /^,\s{0,4}$/
const LONGEST_BETWEEN = 5
/** ASCII in tags, which nobody sees. */
const TAGS = /(?:\udb40[\udc20-\udc7e]){16,}/g
const FIRST_TAG = 0xdc00

/** What stands in a text as the codes of its characters: decimal numbers, tags of Unicode. */
export function readCodes(text: string): readonly Reading[] {
  const readings: Reading[] = []
  // Most texts hold no digit before a comma.
  if (/\d,\s{0,4}\d/.test(text))
    for (const row of numberRows(text)) {
      const read = row.map(({ code }) => String.fromCharCode(code)).join('')
      const starts = row.map(({ start }) => start)
      readings.push(readingOf(read, starts, row.at(-1)?.end ?? 0))
    }
  if (text.includes('\udb40'))
    for (const { index, 0: run } of text.matchAll(TAGS)) {
      const starts = Array.from({ length: run.length / 2 }, (_, i) => index + 2 * i)
      const read = starts.map((at) => String.fromCharCode(text.charCodeAt(at + 1) - FIRST_TAG)).join('')
      readings.push(readingOf(read, starts, index + run.length))
    }
  return readings.map(endingWithItsCode)
}

/** Bytes as decimal numbers in a row, as a list or behind the name of a function. */
function numberRows(text: string): readonly (readonly (Span & { readonly code: number })[])[] {
  const rows: (Span & { readonly code: number })[][] = []
  let row: (Span & { readonly code: number })[] = []
  let last = 0
  for (const { index: start, 0: digits } of text.matchAll(NUMBER)) {
    const goesOn = start - last <= LONGEST_BETWEEN && BETWEEN.test(text.slice(last, start))
    if (!goesOn || digits.length < 2) row = []
    last = start + digits.length
    row.push({ start, end: last, code: Number(digits) })
    if (row.length === LEAST_RUN) rows.push(row)
  }
  return rows
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
