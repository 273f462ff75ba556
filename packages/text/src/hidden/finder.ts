import type { Engine, Span } from '../engine.ts'
import { createByteReader } from '../secrets/byte-text.ts'
import type { Secret, SecretScanner } from '../secrets/scanner.ts'
import { uniteSpans } from '../unite-spans.ts'
import { readBytes } from './bytes.ts'
import { holdsCode } from './code-runs.ts'
import { readEscapes } from './escapes.ts'
import { readVisible } from './invisible.ts'
import { survey } from './survey.ts'
import { createMirroredKeys } from './mirrored-keys.ts'
import { isOddPiece } from './odd-piece.ts'
import { openCodes, readCodes } from './printed.ts'
import { readMirrored } from './mirrored.ts'
import { createPrefixes } from './prefixes.ts'
import type { Reading } from './reading.ts'
import { LEAST_RUN, openRun, RUN_REACH } from './runs.ts'
import {
  beginsWord,
  contentEnd,
  lastSplits,
  LONGEST_GAP,
  LONGEST_PIECE,
  pairAt,
  readSplit,
  type Split,
} from './splits.ts'

/** How often what was decoded is decoded again. */
const DEPTH = 2

/** Finds secrets in other writings: encoded, mirrored, cut into pieces. */
export interface HiddenSecretFinder {
  /** The secrets that a text hides, by position; none overlaps another. `plain` are those that stand in it openly. */
  scan(text: string, plain: readonly Span[]): readonly Secret[]
  /** The offset from which something in `text` may still become a hidden secret, or a longer one; before it all is settled. */
  pending(text: string): number
}

/**
 * Reads text in base64, base64url, hex, percent-encoding, escapes of programming languages and HTML, rot13, from the end, without
 * invisible characters, and without separators between pieces of equal length; what is critical to the scanner in one of these
 * readings is a hidden secret. Linear in the text.
 */
export function createHiddenSecretFinder(engine: Engine, scanner: SecretScanner): HiddenSecretFinder {
  const keys = createMirroredKeys(engine)
  const prefixes = createPrefixes()
  const read = createByteReader()
  const inReading = ({ text, spanOf }: Reading, depth: number): readonly Secret[] => {
    const plain = scanner.scan(text).critical
    const all = depth > 1 ? [...plain, ...inText(text, plain, depth - 1)] : plain
    return all.map(({ start, end, rule }) => ({ ...spanOf(start, end), rule }))
  }
  const inText = (text: string, plain: readonly Span[], depth: number): readonly Secret[] => {
    if (!/\d/.test(text)) return [] // a random value without a digit is rare, and most prose has none
    const { runs, splits, starts } = survey(text, read(text), prefixes)
    const readings: Reading[] = []
    for (const run of runs) {
      if (run.isCode) readings.push(...readBytes(text, run))
      const unescaped = run.hasEscapes ? readEscapes(text, run) : undefined
      if (unescaped) readings.push(unescaped)
    }
    const pairs = [...starts, ...wrapped(text, runs)].flatMap((at) => pairAt(text, at) ?? [])
    for (const split of [...splits, ...pairs]) if (!isTouched(split, plain)) readings.push(...readingsOf(text, split))
    const found = readings.flatMap((reading) => inReading(reading, depth))
    const mirrored = readMirrored(text, runs)
    if (mirrored) found.push(...inReading(mirrored, 1))
    return found
  }
  const readingsOf = (text: string, split: Split): readonly Reading[] => {
    if (split.end - split.start < LEAST_RUN || !/\d/.test(text.slice(split.start, split.end))) return []
    const whole = readSplit(text, split, split.start)
    const { bytes } = read(whole.text)
    const starts: number[] = []
    for (let at = 0; at < whole.text.length; at += split.size) if (prefixes.startsAt(bytes, at)) starts.push(at)
    const readings = starts.slice(0, 1).map((at) => from(whole, at))
    if (starts.length > 1) readings.push(broken(whole, starts))
    let odd = 0
    while (odd < whole.text.length && !isOddPiece(whole.text, odd, Math.min(odd + split.size, whole.text.length)))
      odd += split.size
    if (odd < whole.text.length && holdsCode(bytes, odd, whole.text.length)) {
      const rest = from(whole, odd, split.size === 2)
      for (const { text: decoded, spanOf } of readBytes(rest.text, { start: 0, end: rest.text.length })) {
        readings.push({
          text: decoded,
          spanOf: (start, end) => {
            const span = spanOf(start, end)
            return rest.spanOf(span.start, span.end)
          },
        })
      }
    }
    return readings
  }
  const mayHold = (text: string, bytes: Uint8Array, start: number, end: number): boolean =>
    prefixes.mayStartAt(bytes, start, end) || isOddPiece(text, start, end)
  /** Splits of which only a piece, or one and a part, has come: all words in the last two of their parts that may begin a value. */
  const lastPairs = (text: string): readonly Split[] => {
    const pairs: Split[] = []
    const { bytes } = read(text)
    for (let at = Math.max(0, text.length - 2 * (LONGEST_PIECE + LONGEST_GAP)); at < text.length; at++) {
      if (!beginsWord(text, at)) continue
      const pair = pairAt(text, at)
      if (pair && (mayHold(text, bytes, at, at + pair.size) || mayHold(text, bytes, at + pair.step, pair.end)))
        pairs.push(pair)
    }
    return pairs
  }
  const openSplit = (text: string): number => {
    const base = Math.max(0, text.length - RUN_REACH)
    const tail = text.slice(base)
    let first = tail.length
    for (const split of [...lastSplits(tail), ...lastPairs(tail)]) {
      const rest = tail.slice(split.end, split.end + LONGEST_GAP + 1)
      if (rest.length > LONGEST_GAP || rest.trim().length > 1) continue // it has ended
      const { text: joined } = readSplit(tail, split, split.start)
      const { bytes, length } = read(joined)
      for (
        let at = 0, piece = split.start;
        at < joined.length && piece < first;
        at += split.size, piece += split.step
      ) {
        if (!prefixes.mayStartAt(bytes, at, length) && !isOddPiece(joined, at, Math.min(at + split.size, length)))
          continue
        first = piece
      }
    }
    return base + first
  }
  return {
    scan(text, plain) {
      const visible = readVisible(text)
      const found = visible ? [...inReading(visible, DEPTH + 1)] : [...inText(text, plain, DEPTH)]
      for (const reading of readCodes(text)) found.push(...inReading(reading, 1))
      return uniteSpans([...found, ...keys.find(text).filter(({ start, end }) => end > start)])
    },
    pending(text) {
      const visible = readVisible(text)
      const base = visible?.text ?? text
      const from = Math.min(
        openRun(base),
        openSplit(base),
        keys.openFrom(base),
        visible ? scanner.pending(base) : Infinity,
      )
      const codes = openCodes(text)
      if (visible === undefined) return Math.min(from, codes)
      return Math.min(codes, from < base.length ? visible.spanOf(from, from + 1).start : text.length)
    },
  }
}

/** The starts of runs that a line break ends: an encoded value that is wrapped once. */
function wrapped(text: string, runs: readonly Span[]): readonly number[] {
  const starts = runs.filter(({ end }) => text[end] === '\n' || text[end] === '\r').map(({ start }) => start)
  return starts.filter((start) => isOddPiece(text, start, contentEnd(text, start, LONGEST_PIECE)))
}

/** The rest of a reading, in whole pairs of digits where it is one of those. */
function from({ text, spanOf }: Reading, at: number, inPairs = false): Reading {
  const end = inPairs ? text.length - ((text.length - at) % 2) : text.length
  return { text: text.slice(at, end), spanOf: (start, end) => spanOf(start + at, end + at) }
}

/** The reading with a line break before each of the starts, so that each can begin a secret. */
function broken({ text, spanOf }: Reading, starts: readonly number[]): Reading {
  const offsets: number[] = []
  let out = ''
  for (const [i, start] of starts.entries()) {
    const part = `${text.slice(start, starts[i + 1])}\n`
    for (let at = 0; at < part.length; at++) offsets.push(start + at)
    out += part
  }
  return {
    text: out,
    spanOf: (start, end) => spanOf(offsets[start] ?? 0, Math.min(text.length, (offsets[end - 1] ?? 0) + 1)),
  }
}

/** Asks ordered spans that do not overlap. */
function isTouched({ start, end }: Span, plain: readonly Span[]): boolean {
  let [low, high] = [0, plain.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((plain[middle]?.end ?? 0) <= start) low = middle + 1
    else high = middle
  }
  return (plain[low]?.start ?? Infinity) < end
}
