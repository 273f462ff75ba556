import { eachByteTrack, type ByteTrack } from './byte-tracks.ts'
import {
  differencesOf,
  escaped,
  foldRaw,
  hexOnly,
  leetTrack,
  pickTracks,
  quoted,
  rawTrack,
  spelled,
} from './character-tracks.ts'
import { braille, hiddenBytes, morse } from './sign-tracks.ts'
import type { Reading } from './tokens.ts'
import type { Track } from './track.ts'
import { LEAST_APART, LEAST_PICKED, LEAST_TOGETHER, type Writings } from './writings.ts'

/** Searches a track for needles of one kind; `least` symbols are no accident, `step` is every how many are looked at. */
export type Search = (track: Track, kind: keyof Writings, least: number, step?: number) => void

/** Symbols in a row that are no accident where a reading leaves most others out. */
const LEAST_HIDDEN = 15

/** What is known of a stretch before it is read. */
export interface Hints {
  /** Names of characters among its words. */
  readonly names: number
  /** Whether it has the digits that so many symbols of a literal have. */
  readonly hasDigits: (least: number) => boolean
  /** False where more text may follow: then nothing is ruled out. */
  readonly isWhole: boolean
}

/** Searches all readings of a stretch that can come to something. */
export function searchReadings(reading: Reading, { names, hasDigits, isWhole }: Hints, search: Search): void {
  const { characters, tokens, counts } = reading
  const has = (count: number, least: number): boolean => !isWhole || count >= least
  searchCharacters(reading, search, LEAST_TOGETHER)
  if (has(names, 2)) search(spelled(reading), 'plain', LEAST_APART)
  if (has(counts.escapes, 2)) search(escaped(reading), 'plain', LEAST_APART)
  const raw = rawTrack(reading)
  search(raw, 'raw', 0)
  search(differencesOf(raw, '', added), 'sum', 0)
  if (has(characters.length, LEAST_HIDDEN)) search(leetTrack(reading), 'leet', 0)
  if (!isWhole || hasDigits(LEAST_APART)) {
    if (has(counts.quotes, 4)) search(quoted(reading), 'plain', LEAST_APART)
    if (has(characters.length, LEAST_HIDDEN)) search(hexOnly(reading), 'plain', LEAST_HIDDEN)
    if (has(tokens.length, LEAST_TOGETHER))
      for (const track of pickTracks(reading, isWhole)) search(track, 'plain', LEAST_PICKED)
    for (let step = 2; step <= 4; step++) search(characters, 'plain', LEAST_PICKED, step)
    const folded = foldRaw(raw)
    for (let step = 2; step <= 5; step++) search(folded, 'plain', LEAST_PICKED, step)
  }
  eachByteTrack(reading, isWhole, ({ track, kind }: ByteTrack) =>
    search(track, kind, kind === 'plain' ? LEAST_PICKED : 0),
  )
  if (has(counts.strokes + counts.odd, 2 * LEAST_TOGETHER)) search(morse(reading), 'plain', LEAST_PICKED)
  if (counts.odd === 0 || !has(counts.odd, LEAST_TOGETHER)) return
  for (const track of braille(reading)) search(track, 'plain', LEAST_APART)
  for (const track of hiddenBytes(reading)) search(track, 'plain', LEAST_PICKED)
}

/** Searches the characters of a stretch, one after the other. */
export function searchCharacters({ characters }: Reading, search: Search, least: number): void {
  search(characters, 'plain', least)
  search(characters, 'orders', least)
  search(characters, 'ciphers', least)
}

function added(a: number, b: number): number {
  return ((b - a + 0x110000) % 256) + 1
}
