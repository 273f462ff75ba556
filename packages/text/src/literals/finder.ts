import { createAlike, type Alike } from './alike.ts'
import { byteTracks } from './byte-tracks.ts'
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
interface Search {
  readonly track: Track
  readonly kind: keyof Writings
  readonly least: number
  /** Every how many symbols are looked at, from each start in turn. */
  readonly step?: number
}

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
    for (const { track, kind, step = 1 } of searches(reading, false)) {
      from = Math.min(from, track.open ?? from)
      for (let last = track.length - 1; last >= Math.max(0, track.length - step); last--) {
        const count = this.#needles[kind].alive(track, last, step)
        if (count > 0) from = Math.min(from, track.starts[last - (count - 1) * step] ?? from)
      }
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
    for (const search of searches(reading, true)) this.#search(search, found)
    for (const token of runsWithoutSpace(text, start, end)) {
      const word = text.slice(token.start, token.end)
      const alike = this.#alike.find(word)
      if (alike) found.push({ ...alike, ...token, form: 'substitution' })
      for (const { id, form, share } of this.#unwrapped(word, 1)) found.push({ id, form, share, ...token })
    }
  }

  #search({ track, kind, least, step = 1 }: Search, found: Sighting[]): void {
    const needles = this.#needles[kind]
    if (track.length < LEAST_TOGETHER * step) return
    for (let first = 0; first < step; first++)
      needles.find(track, (common) => this.#add(common, track, kind, least, step, found), step, first)
  }

  #add(common: Common, track: Track, kind: keyof Writings, least: number, step: number, found: Sighting[]): void {
    const { needle, from, offset, length } = common
    const start = track.starts[from] ?? 0
    const end = track.ends[from + (length - 1) * step] ?? 0
    const secrets = sum(needle.secret, offset, offset + length)
    if (end - start > LITERAL_WINDOW || secrets < LEAST_TOGETHER / 2) return
    if (length < leastOf(common, track, least, step)) return
    const share = Math.min(1, secrets / sum(needle.secret, 0, needle.secret.length))
    const picked = step > 1 ? 'every few characters' : track.form
    const isPlain = kind === 'orders' && needle.form === '' && picked === 'spaced' && end - start === length
    const form = [picked === 'spaced' && needle.form !== '' ? '' : picked, needle.form].filter(Boolean).join(', ')
    found.push({ id: needle.id, start, end, form: isPlain ? 'plain' : form, share })
  }

  /** What a token holds when it is decoded as a whole, again and again. */
  #unwrapped(token: string, layer: number): readonly Sighting[] {
    const found: Sighting[] = []
    for (const { form, text } of unwrap(token)) {
      const inner: Sighting[] = []
      const reading = readStretch(text, 0, text.length, this.#folder)
      for (const search of coreSearches(reading)) this.#search({ ...search, least: LEAST_APART }, inner)
      if (layer < MOST_LAYERS)
        for (const { start, end } of runsWithoutSpace(text, 0, text.length))
          inner.push(...this.#unwrapped(text.slice(start, end), layer + 1))
      found.push(...inner.map((sighting) => ({ ...sighting, form: `${form}, ${sighting.form}` })))
    }
    return found
  }
}

/** All readings of a stretch that can come to something. Where it is not whole, more may follow, and all can. */
function* searches(reading: Reading, isWhole: boolean): Generator<Search> {
  const { characters, tokens, counts } = reading
  const has = (count: number, least: number): boolean => count >= least || !isWhole
  yield* coreSearches(reading)
  if (has(counts.escapes, 2)) yield { track: escaped(reading), kind: 'orders', least: LEAST_APART }
  if (has(counts.quotes, 4)) yield { track: quoted(reading), kind: 'orders', least: LEAST_APART }
  if (has(characters.length, LEAST_HIDDEN)) {
    yield { track: hexOnly(reading), kind: 'orders', least: LEAST_HIDDEN }
    yield { track: leetTrack(reading), kind: 'leet', least: 0 }
  }
  if (has(tokens.length, LEAST_TOGETHER)) {
    yield { track: spelled(reading), kind: 'orders', least: LEAST_APART }
    for (const track of pickTracks(reading)) yield { track, kind: 'orders', least: LEAST_PICKED }
  }
  for (let step = 2; step <= 4; step++) yield { track: characters, kind: 'orders', least: LEAST_PICKED, step }
  const raw = rawTrack(reading)
  yield { track: raw, kind: 'raw', least: 0 }
  yield { track: differencesOf(raw, '', (a, b) => ((b - a + 0x110000) % 256) + 1), kind: 'sum', least: 0 }
  const folded = foldRaw(raw)
  for (let step = 2; step <= 5; step++) yield { track: folded, kind: 'orders', least: LEAST_PICKED, step }
  const bytes = byteTracks(reading, isWhole)
  for (const track of bytes.characters) yield { track, kind: 'orders', least: LEAST_PICKED }
  for (const track of bytes.xor) yield { track, kind: 'xor', least: 0 }
  for (const track of bytes.sum) yield { track, kind: 'sum', least: 0 }
  if (has(counts.strokes + counts.odd, 2 * LEAST_TOGETHER))
    yield { track: morse(reading), kind: 'orders', least: LEAST_PICKED }
  if (has(counts.odd, LEAST_TOGETHER)) {
    for (const track of braille(reading)) yield { track, kind: 'orders', least: LEAST_APART }
    for (const track of hiddenBytes(reading)) yield { track, kind: 'orders', least: LEAST_PICKED }
  }
}

/** Symbols in a row that are no accident where a reading picks them from among others, and where it leaves most out. */
const LEAST_PICKED = 11
const LEAST_HIDDEN = 15

function* coreSearches({ characters }: Reading): Generator<Search> {
  yield { track: characters, kind: 'orders', least: LEAST_TOGETHER }
  yield { track: characters, kind: 'ciphers', least: LEAST_TOGETHER }
}

/** A row whose characters stand together, or all equally far apart, needs fewer than one with anything between. */
function leastOf({ needle, from, offset, length }: Common, track: Track, least: number, step: number): number {
  let isRegular = true
  const gap = (i: number): number => (track.starts[from + i * step] ?? 0) - (track.ends[from + (i - 1) * step] ?? 0)
  for (let i = 2; i < length && isRegular; i++) isRegular = gap(i) === gap(1)
  // The prefix is no secret, but no accident either.
  const hasPrefix = sum(needle.secret, offset, offset + length) <= length - LEAST_TOGETHER / 2
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

/** The start of the run without white space that the text ends in; a longer one than a token matters only in its last part. */
function runStart(text: string): number {
  const least = Math.max(0, text.length - LONGEST_TOKEN - 1)
  let at = text.length
  while (at > least && text.charCodeAt(at - 1) > 0x20) at--
  return at
}
