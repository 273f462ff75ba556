import { createAlike, type Alike } from './alike.ts'
import { byteTracks } from './byte-tracks.ts'
import {
  differencesOf,
  escaped,
  hexOnly,
  leetTrack,
  pickTracks,
  quoted,
  rawTrack,
  spelled,
} from './character-tracks.ts'
import { Folder } from './fold-character.ts'
import type { Literal, LiteralFinder, Sighting } from './literal.ts'
import { Needles, type Common } from './needle.ts'
import { findRegions } from './regions.ts'
import { braille, hiddenBytes, morse } from './sign-tracks.ts'
import { readStretch, type Reading } from './tokens.ts'
import type { Track } from './track.ts'
import { LONGEST_TOKEN, unwrap } from './unwrap.ts'
import { LEAST_APART, LEAST_TOGETHER, writingsOf, type Writings } from './writings.ts'

/** No sighting is longer than this, in code points (a UTF-16 code unit is at most one). */
export const LITERAL_WINDOW = 4096
/** How often a token is decoded that was decoded from another. */
const MOST_LAYERS = 3

/** A track, the needles it is searched with, and how many symbols are no accident. */
type Search = readonly [track: Track, kind: keyof Writings, least: number]

/**
 * Prepares the search for literals, as they are and in disguise: spaced, spelled, encoded, enciphered, reordered, in part.
 * Values shorter than eight letters and digits are found only as they are. Time and memory are linear in the text.
 */
export function createLiteralFinder(literals: readonly Literal[]): LiteralFinder {
  return new Finder(literals.filter(({ value }) => value !== ''))
}

class Finder implements LiteralFinder {
  readonly #folder = new Folder()
  readonly #alike: Alike
  readonly #needles: { readonly [K in keyof Writings]: Needles }
  readonly #exact: readonly Literal[]

  constructor(literals: readonly Literal[]) {
    this.#exact = literals.toSorted((a, b) => b.value.length - a.value.length)
    this.#alike = createAlike(literals)
    const all = literals.map(writingsOf)
    const of = (kind: keyof Writings): Needles => new Needles(all.flatMap((writings) => writings[kind]))
    this.#needles = {
      orders: of('orders'),
      ciphers: of('ciphers'),
      raw: of('raw'),
      xor: of('xor'),
      sum: of('sum'),
      leet: of('leet'),
    }
  }

  scan(text: string): readonly Sighting[] {
    const found = this.#findExact(text)
    for (const { start, end } of findRegions(text, this.#folder).list) this.#scanStretch(text, start, end, found)
    return unite(found)
  }

  pending(text: string): number {
    const run = runStart(text)
    const { openFrom } = findRegions(text, this.#folder, run)
    let from = Math.min(run, this.#exactPending(text))
    if (openFrom >= run) return from
    const reading = readStretch(text, Math.max(openFrom, run - LITERAL_WINDOW), run, this.#folder)
    for (const [track, kind] of searches(reading, false)) {
      const count = this.#needles[kind].alive(track.symbols)
      from = Math.min(from, track.open ?? from, count > 0 ? (track.starts[track.length - count] ?? from) : from)
    }
    return from
  }

  #findExact(text: string): Sighting[] {
    const found: Sighting[] = []
    for (const { id, value } of this.#exact)
      for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length))
        found.push({ id, start: at, end: at + value.length, form: 'plain', share: 1 })
    return found
  }

  #exactPending(text: string): number {
    let from = text.length
    for (const { value } of this.#exact)
      for (let at = Math.max(0, text.length - value.length); at < from; at++)
        if (value.startsWith(text.slice(at))) from = at
    return from
  }

  #scanStretch(text: string, start: number, end: number, found: Sighting[]): void {
    const reading = readStretch(text, start, end, this.#folder)
    for (const [track, kind, least] of searches(reading, true)) this.#search(track, kind, least, found)
    for (const token of runsWithoutSpace(text, start, end)) {
      const word = text.slice(token.start, token.end)
      const points = Array.from(word)
      const alike = this.#alike.find(points) ?? this.#alike.find(trimmed(points))
      if (alike) found.push({ ...alike, ...token, form: 'substitution' })
      for (const { id, form, share } of this.#unwrapped(word, 1)) found.push({ id, form, share, ...token })
    }
  }

  #search(track: Track, kind: keyof Writings, least: number, found: Sighting[]): void {
    this.#needles[kind].find(track.symbols, (common) => {
      const { needle, from, to, offset } = common
      const start = track.starts[from] ?? 0
      const end = track.ends[to - 1] ?? 0
      const secrets = sum(needle.secret, offset, offset + to - from)
      if (end - start > LITERAL_WINDOW || secrets < LEAST_TOGETHER / 2) return
      if (to - from < leastOf(common, track, least)) return
      const share = Math.min(1, secrets / sum(needle.secret, 0, needle.secret.length))
      const isPlain = kind === 'orders' && needle.form === '' && track.form === 'spaced' && end - start === to - from
      const form = [track.form === 'spaced' && needle.form !== '' ? '' : track.form, needle.form]
        .filter(Boolean)
        .join(', ')
      found.push({ id: needle.id, start, end, form: isPlain ? 'plain' : form, share })
    })
  }

  /** What a token holds when it is decoded as a whole, again and again. */
  #unwrapped(token: string, layer: number): readonly Sighting[] {
    const found: Sighting[] = []
    for (const { form, text } of unwrap(token)) {
      const inner: Sighting[] = []
      const reading = readStretch(text, 0, text.length, this.#folder)
      for (const [track, kind] of coreSearches(reading)) this.#search(track, kind, LEAST_APART, inner)
      if (layer < MOST_LAYERS)
        for (const { start, end } of runsWithoutSpace(text, 0, text.length))
          inner.push(...this.#unwrapped(text.slice(start, end), layer + 1))
      found.push(...inner.map((sighting) => ({ ...sighting, form: `${form}, ${sighting.form}` })))
    }
    return found
  }
}

/** All readings of a stretch. Where it is not whole, all of them may still come to something. */
function* searches(reading: Reading, isWhole: boolean): Generator<Search> {
  yield* coreSearches(reading)
  yield [escaped(reading), 'orders', LEAST_APART]
  yield [quoted(reading), 'orders', LEAST_APART]
  yield [hexOnly(reading), 'orders', LEAST_HIDDEN]
  yield [spelled(reading), 'orders', LEAST_APART]
  for (const track of pickTracks(reading)) yield [track, 'orders', LEAST_PICKED]
  yield [leetTrack(reading), 'leet', 0]
  const raw = rawTrack(reading)
  yield [raw, 'raw', 0]
  yield [differencesOf(raw, '', (a, b) => ((b - a + 0x110000) % 256) + 1), 'sum', 0]
  for (let step = 2; step <= 5; step++)
    for (let first = 0; first < step; first++) yield [every(raw, step, first), 'orders', LEAST_HIDDEN - 2]
  const bytes = byteTracks(reading, isWhole)
  for (const track of bytes.characters) yield [track, 'orders', LEAST_PICKED]
  for (const track of bytes.xor) yield [track, 'xor', 0]
  for (const track of bytes.sum) yield [track, 'sum', 0]
  yield [morse(reading), 'orders', LEAST_PICKED]
  if (reading.foreign > 0) {
    for (const track of braille(reading)) yield [track, 'orders', LEAST_APART]
    for (const track of hiddenBytes(reading)) yield [track, 'orders', LEAST_PICKED]
  }
}

/** Symbols in a row that are no accident where a reading picks them from among others, and where it leaves most out. */
const LEAST_PICKED = 11
const LEAST_HIDDEN = 15

function* coreSearches(reading: Reading): Generator<Search> {
  yield [reading.characters, 'orders', LEAST_TOGETHER]
  yield [reading.characters, 'ciphers', LEAST_TOGETHER]
}

function every(track: Track, step: number, first: number): Track {
  const made = new (track.constructor as new (form: string) => Track)('every few characters')
  for (let i = first; i < track.length; i += step) {
    const symbol = track.symbols[i] ?? 0
    const folded = symbol >= 0x41 && symbol <= 0x5a ? symbol + 32 : symbol
    if (folded >= 0x30 && folded <= 0x7a) made.add(folded, track.starts[i] ?? 0, track.ends[i] ?? 0)
  }
  return made
}

/** A row whose characters stand together, or all equally far apart, needs fewer than one with anything between. */
function leastOf({ needle, from, to, offset }: Common, track: Track, least: number): number {
  const gaps = new Set<number>()
  for (let i = from + 1; i < to; i++) gaps.add((track.starts[i] ?? 0) - (track.ends[i - 1] ?? 0))
  const isRegular = gaps.size <= 1
  // The prefix is no secret, but no accident either.
  const hasPrefix = sum(needle.secret, offset, offset + to - from) <= to - from - LEAST_TOGETHER / 2
  return Math.max(needle.least, isRegular || hasPrefix ? least : Math.max(least, LEAST_APART))
}

function sum(values: readonly number[], from: number, to: number): number {
  let total = 0
  for (let i = from; i < to; i++) total += values[i] ?? 0
  return total
}

/** Overlapping sightings as one, so that no half of either stays; the one with the greatest share names it. */
function unite(found: readonly Sighting[]): readonly Sighting[] {
  const united: { id: string; start: number; end: number; form: string; share: number }[] = []
  for (const one of found.toSorted((a, b) => a.start - b.start || b.share - a.share || b.end - a.end)) {
    const last = united.at(-1)
    if (!last || one.start >= last.end) {
      united.push({ ...one })
      continue
    }
    last.end = Math.max(last.end, one.end)
    if (one.share > last.share) [last.id, last.form, last.share] = [one.id, one.form, one.share]
  }
  return united
}

/** Runs of anything but white space. */
function* runsWithoutSpace(text: string, start: number, end: number): Generator<{ start: number; end: number }> {
  let from = start
  for (let at = start; at <= end; at++) {
    if (at < end && text.charCodeAt(at) > 0x20) continue
    if (at > from) yield { start: from, end: at }
    from = at + 1
  }
}

function trimmed(points: readonly string[]): readonly string[] {
  let [from, to] = [0, points.length]
  while (from < to && '"\'`([{<*:'.includes(points[from] ?? '')) from++
  while (to > from && '"\'`)]}>*.,;:!?'.includes(points[to - 1] ?? '')) to--
  return points.slice(from, to)
}

/** The start of the run without white space that the text ends in; a longer one than a token matters only in its last part. */
function runStart(text: string): number {
  const least = Math.max(0, text.length - LONGEST_TOKEN - 1)
  let at = text.length
  while (at > least && text.charCodeAt(at - 1) > 0x20) at--
  return at
}
