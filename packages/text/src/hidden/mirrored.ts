import type { Span } from '../engine.ts'
import { RUN_REACH } from './runs.ts'
import type { Reading } from './reading.ts'

/** No format goes on over this, so that runs can be read together. */
const GAP = '\n\u0000\n'

interface Place {
  /** Where it begins in the reading. */
  readonly at: number
  readonly run: Span
  readonly isReversed: boolean
}

/** All runs in rot13 and from their end to their beginning, in one text; a run longer than RUN_REACH in rot13 only. */
export function readMirrored(text: string, runs: readonly Span[]): Reading | undefined {
  const places: Place[] = []
  let out = ''
  const add = (read: string, run: Span, isReversed: boolean): void => {
    out += GAP
    places.push({ at: out.length, run, isReversed })
    out += read
  }
  for (const run of runs) {
    const source = text.slice(run.start, run.end)
    if (!/\d/.test(source)) continue // a random value without a digit is rare, a path or a name is not
    add(rot13(source), run, false)
    if (source.length <= RUN_REACH) add(reverse(source), run, true)
  }
  if (places.length === 0) return undefined
  return {
    text: out,
    spanOf: (start, end) => {
      const { at, run, isReversed } = placeBefore(places, start)
      const to = Math.min(end - at, run.end - run.start)
      return isReversed
        ? { start: run.end - to, end: run.end - (start - at) }
        : { start: run.start + (start - at), end: run.start + to }
    },
  }
}

/** The last place that begins at or before an offset. */
function placeBefore(places: readonly Place[], offset: number): Place {
  let [low, high] = [0, places.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((places[middle]?.at ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return places[low] ?? { at: 0, run: { start: 0, end: 0 }, isReversed: false }
}

/** The text with every ASCII letter moved by half the alphabet. */
export function rot13(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) => {
    const unit = letter.charCodeAt(0)
    return String.fromCharCode(unit + ((unit & 31) <= 13 ? 13 : -13))
  })
}

/** The text's UTF-16 code units from last to first. */
export function reverse(text: string): string {
  return text.split('').toReversed().join('')
}
