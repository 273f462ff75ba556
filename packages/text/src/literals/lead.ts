import type { Needles } from './needle.ts'
import type { Track } from './track.ts'

/** So many first symbols of a row, where each stands more than so many code units before the next one, are no part of a sighting. */
const MOST_LEAD = 2
/** The reach of it, in UTF-16 code units. */
export const LEAD_REACH = 16

/**
 * How many of the first symbols of a row stand so far before the next one that they are left out of the sighting. Any
 * number and letter of a text may be the first of a row, and a stream need not wait for the rest for long.
 */
export function leadOf({ starts }: Track, from: number, step: number, length: number, next: number = Infinity): number {
  let lead = 0
  for (let i = 0; i < Math.min(MOST_LEAD, length); i++) {
    const following = i + 1 < length ? (starts[from + (i + 1) * step] ?? 0) : next
    if (following - (starts[from + i * step] ?? 0) > LEAD_REACH) lead = i + 1
  }
  return lead
}

/** Where the sighting would begin of what at the `last` symbol is a part of a needle, if the text went on as one. */
export function liveFrom(needles: Needles, track: Track, last: number, step: number, end: number): number | undefined {
  const count = needles.alive(track, last, step)
  const from = last - (count - 1) * step
  const next = track.open ?? end
  const lead = count === 0 ? 0 : leadOf(track, from, step, count, next)
  // What is not read yet is a third symbol, which is never left out.
  if (lead === count) return count === MOST_LEAD ? track.open : undefined
  return track.starts[from + lead * step]
}
