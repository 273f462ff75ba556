import type { Span } from '../engine.ts'
import { CLASS_TABLE, CONTENT, DIGIT, ESCAPE, SEPARATOR, WORD } from './classes.ts'
import { holdsCode } from './code-runs.ts'
import type { Prefixes } from './prefixes.ts'
import type { ByteText } from '../secrets/byte-text.ts'
import { LEAST_RUN } from './runs.ts'
import { LONGEST_GAP, LONGEST_PIECE, splitAt, type Split } from './splits.ts'

/** A run of what encoded values consist of, of at least LEAST_RUN, and in which writings it may hold something. */
export interface Run extends Span {
  /** Base64 or hex of readable text. */
  readonly isCode: boolean
  readonly hasEscapes: boolean
  /** The beginning of a value in rot13; one from its end to its start. */
  readonly isRotated: boolean
  readonly isReversed: boolean
}

/** Where in a text something may be hidden. */
export interface Survey {
  readonly runs: readonly Run[]
  /** Splits of three pieces and more with a digit. */
  readonly splits: readonly Split[]
  /** Where a word begins with the prefix of a format. */
  readonly starts: readonly number[]
}

/** Looks at every code unit of a text once, and once more where runs are long; `read` is the text as bytes. */
export function survey(text: string, read: ByteText, prefixes: Prefixes): Survey {
  const [runs, splits, starts]: [Run[], Split[], number[]] = [[], [], []]
  const { bytes, length } = read
  const classes = CLASS_TABLE
  const splitBefore = createSplitSearch(text, read)
  const endRun = (start: number, end: number): void => {
    if (end - start >= LEAST_RUN) runs.push(inspect(bytes, start, end, prefixes))
  }
  let runStart = 0
  for (let at = 0; at < length; at++) {
    let bits = classes[bytes[at] ?? 0] ?? 0
    if ((bits & WORD) !== 0) {
      if (prefixes.startsAt(bytes, at)) starts.push(at)
      do bits = classes[bytes[++at] ?? 0] ?? 0
      while ((bits & WORD) !== 0) // behind the text stands a 0
      if (at === length) break
    }
    if ((bits & CONTENT) === 0) {
      endRun(runStart, at)
      runStart = at + 1
    }
    if ((bits & SEPARATOR) !== 0) {
      const split = splitBefore(bytes[at] ?? 0, at)
      if (split) splits.push(split)
    }
  }
  endRun(runStart, length)
  return { runs, splits, starts }
}

/** Tells what one run may hold. */
function inspect(bytes: Uint8Array, start: number, end: number, prefixes: Prefixes): Run {
  let before = 0
  let seen = 0
  let isRotated = false
  let isReversed = false
  for (let at = start; at < end; at++) {
    const bits = CLASS_TABLE[bytes[at] ?? 0] ?? 0
    seen |= bits
    if (((bits ^ before) & WORD) !== 0) {
      if ((bits & WORD) === 0) isReversed ||= prefixes.endsReversed(bytes, at)
      else isRotated ||= prefixes.startsRotated(bytes, at)
    }
    before = bits
  }
  if ((before & WORD) !== 0) isReversed ||= prefixes.endsReversed(bytes, end)
  const hasDigit = (seen & DIGIT) !== 0
  return {
    start,
    end,
    isCode: holdsCode(bytes, start, end),
    hasEscapes: (seen & ESCAPE) !== 0,
    // A random value without a digit is rare.
    isRotated: isRotated && hasDigit,
    isReversed: isReversed && hasDigit,
  }
}

/** The longest distance from one separator to the next. */
const LONGEST_STEP = LONGEST_PIECE + LONGEST_GAP

/** Asked for each separator in turn: the split of which it ends the first whole piece, or the second. */
function createSplitSearch(text: string, { bytes, length }: ByteText): (unit: number, at: number) => Split | undefined {
  /** By separator: where it stood last, and up to where it was read already. */
  const last = new Int32Array(128).fill(-1)
  const done = new Int32Array(128)
  /** By separator: the step at which it was found to recur, and up to where, so that an even row is read once. */
  const evenStep = new Int32Array(128)
  const evenTo = new Int32Array(128)
  let digit = -1
  return (unit, at) => {
    const first = last[unit] ?? -1
    if (first === at - 1) return undefined // a wide gap, or a piece that begins with the separator, counts from the first
    last[unit] = at
    const step = at - first
    if (first < (done[unit] ?? 0) || first < 0 || step > LONGEST_STEP) return undefined
    // Most words are neither as long as the one before nor as the one behind.
    const isEven = at + step < length && bytes[at + step] === unit
    const isLed = first < step || ((CLASS_TABLE[bytes[first - step] ?? 0] ?? 0) & WORD) === 0
    if (!isEven && !isLed) return undefined
    // A random value without a digit is rare, and most prose has none: the pieces must reach to the next one.
    if (digit < first - step) {
      digit = Math.max(0, first - step)
      while (digit < length && ((CLASS_TABLE[bytes[digit] ?? 0] ?? 0) & DIGIT) === 0) digit++
    }
    const known = evenTo[unit] ?? 0
    const isKnown = evenStep[unit] === step && known > at && (known - at) % step === 0
    let gap = isKnown ? known : at
    while (gap + step <= digit && bytes[gap + step] === unit) gap += step
    evenStep[unit] = step
    evenTo[unit] = gap
    if (gap + step <= digit) return undefined
    const found = splitAt(text, first, at)
    if (found) done[unit] = found.last
    return found?.split
  }
}
