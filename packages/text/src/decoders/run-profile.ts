import type { Span } from '../engine.ts'
import { LETTERS, TRIGRAMS } from './english.ts'

/** What one look at the first letters of a run says about the readings that are worth a try; shares from 0 to 1. */
export interface RunProfile {
  /** Letters that stand beside each other as in English words. */
  readonly smooth: number
  /** The same, from right to left. */
  readonly reversed: number
  /** The same, whatever parts the letters. */
  readonly joined: number
  readonly vowels: number
  /** Capitals behind other letters of a word. */
  readonly capitals: number
}

/** Units of a run that are looked at. */
const MOST = 240
const VOWEL = Uint8Array.from({ length: 27 }, (_, letter) =>
  'aeiou'.includes(String.fromCharCode(0x60 + letter)) ? 1 : 0,
)

/** The profile of a run; its cost is bounded. */
export function profileOf(text: string, { start, end }: Span): RunProfile {
  let [letters, smooth, reversed, joined, vowels, capitals] = [0, 0, 0, 0, 0, 0]
  let [before, last, row] = [0, 0, 0]
  const to = Math.min(end, start + MOST)
  for (let at = start; at <= to; at++) {
    const unit = at < to ? text.charCodeAt(at) : 0
    const letter = LETTERS[unit] ?? 0
    if (last !== 0) {
      smooth += TRIGRAMS[(before << 10) | (last << 5) | letter] ?? 0
      reversed += TRIGRAMS[(letter << 10) | (last << 5) | before] ?? 0
    }
    if (letter !== 0) {
      letters++
      row = ((row << 5) & 0x7fff) | letter
      joined += TRIGRAMS[row] ?? 0
      vowels += VOWEL[letter] ?? 0
      if (last !== 0 && unit < 0x60) capitals++
    }
    before = last
    last = letter
  }
  const all = Math.max(letters, 1)
  return {
    smooth: smooth / all,
    reversed: reversed / all,
    joined: joined / Math.max(letters - 2, 1),
    vowels: vowels / all,
    capitals: capitals / all,
  }
}
