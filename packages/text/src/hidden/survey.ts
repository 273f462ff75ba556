import type { Span } from '../engine.ts'
import { classOf, CONTENT, SEPARATOR, WORD } from './classes.ts'
import type { Prefixes } from './prefixes.ts'
import { LEAST_RUN } from './runs.ts'
import { splitAt, type Split } from './splits.ts'

/** Where in a text something may be hidden. */
export interface Survey {
  /** Runs of what encoded values consist of, of at least LEAST_RUN. */
  readonly runs: readonly Span[]
  /** Splits of three pieces and more. */
  readonly splits: readonly Split[]
  /** Where a word begins with the prefix of a format. */
  readonly starts: readonly number[]
}

/** Looks at every code unit once. */
export function survey(text: string, prefixes: Prefixes): Survey {
  const [runs, splits, starts]: [Span[], Split[], number[]] = [[], [], []]
  /** By separator: where it stood last, and up to where it was read already. */
  const last = new Int32Array(128).fill(-1)
  const done = new Int32Array(128)
  let runStart = 0
  let before = 0
  const { length } = text
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at)
    const bits = classOf(unit)
    if ((bits & CONTENT) === 0) {
      if (at - runStart >= LEAST_RUN) runs.push({ start: runStart, end: at })
      runStart = at + 1
    }
    const isStart = (bits & WORD & ~before) !== 0
    before = bits
    if (isStart && prefixes.startsAt(text, at)) starts.push(at)
    if ((bits & SEPARATOR) !== 0) {
      const first = last[unit] ?? -1
      if (first === at - 1) continue // a wide gap, or a piece that begins with the separator, counts from the first
      last[unit] = at
      const step = at - first
      if (first < (done[unit] ?? 0) || first < 0) continue
      // Most words are neither as long as the one before nor as the one behind.
      const isEven = at + step < length && text.charCodeAt(at + step) === unit
      const isLed = first < step || (classOf(text.charCodeAt(first - step)) & WORD) === 0
      const split = isEven || isLed ? splitAt(text, first, at) : undefined
      if (split) {
        splits.push(split.split)
        done[unit] = split.last
      }
    }
  }
  if (text.length - runStart >= LEAST_RUN) runs.push({ start: runStart, end: text.length })
  return { runs, splits, starts }
}
