import type { Span } from '../engine.ts'
import type { Reading } from './reading.ts'
import { RUN_REACH } from './runs.ts'
import type { Run } from './survey.ts'

/** No format goes on over this, so that runs can be read together. */
const GAP = '\n\u0000\n'
const ROT13 = Uint8Array.from({ length: 256 }, (_, unit) => {
  if (!/[A-Za-z]/.test(String.fromCharCode(unit))) return unit
  return unit + ((unit & 31) <= 13 ? 13 : -13)
})

interface Place {
  /** Where it begins in the reading. */
  readonly at: number
  readonly run: Span
  readonly isReversed: boolean
}

/** The runs that may be in rot13, or from their end to their beginning, in one text; the latter only up to RUN_REACH. */
export function readMirrored(text: string, runs: readonly Run[]): Reading | undefined {
  const places: Place[] = []
  let out = ''
  const add = (read: string, run: Span, isReversed: boolean): void => {
    out += GAP
    places.push({ at: out.length, run, isReversed })
    out += read
  }
  for (const run of runs) {
    if (!run.isRotated && !run.isReversed) continue
    const source = text.slice(run.start, run.end)
    if (run.isRotated) add(rot13(source), run, false)
    if (run.isReversed && source.length <= RUN_REACH) add(reverse(source), run, true)
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

/** ASCII text with every letter moved by half the alphabet. */
export function rot13(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  for (let i = 0; i < bytes.length; i++) bytes[i] = ROT13[bytes[i] ?? 0] ?? 0
  return bytes.toString('latin1')
}

/** ASCII text from its last character to its first. */
export function reverse(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  return Buffer.from(bytes.toReversed()).toString('latin1')
}
