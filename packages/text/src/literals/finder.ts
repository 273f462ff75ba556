import type { Span } from '../engine.ts'
import { createAlike, type Alike } from './alike.ts'
import { Folder } from './fold-character.ts'
import type { Literal, LiteralFinder, Sighting } from './literal.ts'
import { LEAD_REACH, leadOf, liveFrom } from './lead.ts'
import { Digits } from './digits.ts'
import { Needles, needlesOf, type Common } from './needle.ts'
import { Orders } from './orders.ts'
import { findRegions } from './regions.ts'
import { searchCharacters, searchReadings } from './readings.ts'
import type { Row } from './row.ts'
import { Sieve } from './sieve.ts'
import { readStretch } from './tokens.ts'
import { Tracks, type Track } from './track.ts'
import { LONGEST_TOKEN, SHORTEST_TOKEN, trim, unwrap, unwrapSigns, type Unwrapped } from './unwrap.ts'
import { LEAST_APART, LEAST_TOGETHER, writingsOf, type Writings } from './writings.ts'

/** No sighting is longer than this, in code points (a UTF-16 code unit is at most one). */
export const LITERAL_WINDOW = 2048
/** How much of a long stretch is read at once. */
const PIECE = 4 * LITERAL_WINDOW
/** How often a token is decoded that was decoded from another. */
const MOST_LAYERS = 3
/** How much decoded text is looked at for a token, and for each of its characters more, over all layers. In UTF-16 code units. */
const TEXT_OF_TOKEN = 4096
const TEXT_OF_CHARACTER = 8
/** What encodes more counts as a sighting: it was made so that nobody looks through it. */
const PACKED = { form: 'packed beyond the limit', share: 1 }
/** How many tokens are kept that nothing is in, and how long they are at most. */
const MOST_KNOWN = 256
const LONGEST_KNOWN = 128

/** Prepares searches for literals. */
export type MakeLiteralFinder = (literals: readonly Literal[]) => LiteralFinder

/**
 * Prepares the search for literals, as they are and in disguise: spaced, spelled, encoded, enciphered, reordered, in part.
 * Values shorter than eight letters and digits are found only as they are. Time and memory are linear in the text.
 */
export function createLiteralFinder(literals: readonly Literal[]): LiteralFinder {
  return createLiteralFinders()(literals)
}

/** Prepares many finders, of which each is asked for some texts alone: they share what is no literal's own, and the room that they read in. */
export function createLiteralFinders(): MakeLiteralFinder {
  const shared: Shared = { folder: new Folder(), tracks: new Tracks(), orders: new Orders() }
  return (literals) =>
    new Finder(
      literals.filter(({ value }) => value !== ''),
      shared,
    )
}

/** What finders share: a call of one ends before another begins. */
interface Shared {
  readonly folder: Folder
  readonly tracks: Tracks
  readonly orders: Orders
}

class Finder implements LiteralFinder {
  readonly #folder: Folder
  readonly #tracks: Tracks
  readonly #alike: Alike
  readonly #writings: readonly Writings[]
  /** Made when a text first needs them: most texts never do. */
  readonly #rows: { -readonly [K in keyof Writings]?: readonly (readonly Row[])[] } = {}
  readonly #sieves: { -readonly [K in keyof Writings]?: Sieve } = {}
  readonly #needles: { -readonly [K in keyof Writings]?: Needles } = {}
  #digits: Digits | undefined
  readonly #exact: readonly Literal[]
  /** Tokens that nothing is in, by their layer, and what looking cost: a text repeats them, and a stream shows them again with each chunk. */
  readonly #empty = new Map<string, number>()
  /** The stretch that was last asked about, and how much of it is held. */
  #asked = { stretch: '', held: 0 }

  constructor(literals: readonly Literal[], { folder, tracks, orders }: Shared) {
    this.#folder = folder
    this.#tracks = tracks
    this.#exact = literals.toSorted((a, b) => b.value.length - a.value.length)
    this.#alike = createAlike(literals)
    this.#writings = literals.map((literal) => writingsOf(literal, orders))
  }

  /** By literal. */
  #rowsOf(kind: keyof Writings): readonly (readonly Row[])[] {
    return (this.#rows[kind] ??= this.#writings.map((writings) => writings[kind]()))
  }

  #of(kind: keyof Writings): Needles {
    return (this.#needles[kind] ??= new Needles(this.#rowsOf(kind).flatMap(needlesOf)))
  }

  scan(text: string): readonly Sighting[] {
    const found = this.#findExact(text)
    for (const { start, end, names } of findRegions(text, this.#folder).list)
      // In pieces that overlap by the longest sighting, so that the memory it takes has a limit.
      for (let from = start; from < end; from += PIECE) {
        const to = Math.min(end, from + PIECE + LITERAL_WINDOW)
        this.#scanStretch(text, from, to, names, found)
        if (to === end) break
      }
    this.#tracks.trim()
    return unite(found)
  }

  pending(text: string): number {
    const run = runStart(text)
    const { openFrom } = findRegions(text, this.#folder, run)
    const from = Math.min(run, this.#exactPending(text))
    if (openFrom >= run) return from
    return Math.min(from, run - this.#heldBefore(text, Math.max(openFrom, run - LITERAL_WINDOW), run))
  }

  /** How much of an open stretch is held. A stream asks again for each chunk, and most chunks only make its last word longer. */
  #heldBefore(text: string, start: number, run: number): number {
    const stretch = text.slice(start, run)
    if (stretch === this.#asked.stretch) return this.#asked.held
    let from = run
    this.#tracks.reset()
    const reading = readStretch(text, start, run, this.#folder, this.#tracks)
    searchReadings(reading, { names: 0, hasDigits: () => true, isWhole: false }, (track, kind, _least, step = 1) => {
      for (let last = track.length - 1; last >= Math.max(0, track.length - step); last--)
        from = Math.min(from, liveFrom(this.#of(kind), track, last, step, run) ?? from)
      if (track.open !== undefined && run - track.open <= LEAD_REACH) from = Math.min(from, track.open)
    })
    this.#tracks.trim()
    this.#asked = { stretch, held: run - from }
    return run - from
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

  #scanStretch(text: string, start: number, end: number, names: number, found: Sighting[]): void {
    this.#tracks.reset()
    const reading = readStretch(text, start, end, this.#folder, this.#tracks)
    const { characters, counts } = reading
    if (characters.length + counts.odd + counts.strokes < LEAST_TOGETHER) return
    const digits = (this.#digits ??= new Digits(
      this.#rowsOf('plain').flatMap((rows) => rows.map(({ symbols }) => symbols)),
    ))
    const hasDigits = (least: number): boolean => digits.has(counts.byDigit, least)
    searchReadings(reading, { names, hasDigits, isWhole: true }, (track, kind, least, step) =>
      this.#search(track, kind, least, step ?? 1, found),
    )
    for (const token of runsWithoutSpace(text, start, end)) {
      const word = text.slice(token.start, token.end)
      const bare = trim(word)
      const inner = { start: token.start + bare.from, end: token.start + bare.from + bare.text.length }
      // Signs around a token may be a part of it.
      const isWhole = bare.text.length === word.length
      const alike = this.#alike.find(bare.text)
      if (alike) found.push({ ...alike, ...inner, form: 'substitution' })
      else if (!isWhole) {
        const other = this.#alike.find(word)
        if (other) found.push({ ...other, ...token, form: 'substitution' })
      }
      for (const one of this.#inside(bare.text, unwrap)) found.push({ ...one, ...inner })
      if (!isWhole) for (const one of this.#inside(word, unwrapSigns)) found.push({ ...one, ...token })
    }
  }

  /** What a token encodes, at any depth. */
  #inside(token: string, open: (token: string) => readonly Unwrapped[]): readonly Sighting[] {
    const kept = this.#tracks.used
    const budget = { left: TEXT_OF_TOKEN + TEXT_OF_CHARACTER * token.length }
    const found = this.#unwrapped(token, open, 1, budget)
    this.#tracks.reset(kept)
    const [first] = this.#exact
    return first && budget.left < 0 ? [...found, { ...PACKED, id: first.id, start: 0, end: token.length }] : found
  }

  #search(track: Track, kind: keyof Writings, least: number, step: number, found: Sighting[]): void {
    if (track.length < LEAST_TOGETHER * step) return
    const sieve = (this.#sieves[kind] ??= new Sieve(this.#rowsOf(kind).flat()))
    for (let first = 0; first < step; first++)
      if (sieve.has(track, step, first))
        this.#of(kind).find(track, (common) => this.#add(common, track, kind, least, step, found), step, first)
  }

  #add(common: Common, track: Track, kind: keyof Writings, least: number, step: number, found: Sighting[]): void {
    const { needle, from, offset, length } = common
    const start = track.starts[from + leadOf(track, from, step, length) * step] ?? 0
    const end = track.ends[from + (length - 1) * step] ?? 0
    const secrets = sum(needle.secret, offset, offset + length)
    if (end - start > LITERAL_WINDOW || secrets < LEAST_TOGETHER / 2) return
    if (length < leastOf(common, track, least, step)) return
    const share = Math.min(1, secrets / sum(needle.secret, 0, needle.secret.length))
    const picked = step > 1 ? 'every few characters' : track.form
    const isPlain = kind === 'plain' && needle.form === '' && picked === 'spaced' && end - start === length
    const form = [picked === 'spaced' && needle.form !== '' ? '' : picked, needle.form].filter(Boolean).join(', ')
    found.push({ id: needle.id, start, end, form: isPlain ? 'plain' : form, share })
  }

  #unwrapped(token: string, open: typeof unwrap, layer: number, budget: { left: number }): readonly Sighting[] {
    if (token.length < SHORTEST_TOKEN || token.length > LONGEST_TOKEN) return []
    const name = `${layer}${open === unwrap ? ' ' : '_'}${token}`
    const known = this.#empty.get(name)
    budget.left -= known ?? 0 // what is known costs the same, so that the same text always comes to the same
    if (budget.left < 0 || known !== undefined) return []
    const before = budget.left
    const found: Sighting[] = []
    for (const { form, text } of open(token)) {
      budget.left -= text.length
      if (budget.left < 0) break
      const inner: Sighting[] = []
      const kept = this.#tracks.used
      const reading = readStretch(text, 0, text.length, this.#folder, this.#tracks)
      searchCharacters(reading, (track, kind, least) => this.#search(track, kind, least, 1, inner), LEAST_APART)
      this.#tracks.reset(kept)
      if (layer < MOST_LAYERS)
        for (const { start, end } of runsWithoutSpace(text, 0, text.length))
          inner.push(...this.#unwrapped(trim(text.slice(start, end)).text, unwrap, layer + 1, budget))
      for (const sighting of inner) found.push({ ...sighting, form: `${form}, ${sighting.form}` })
    }
    if (found.length === 0 && budget.left >= 0 && token.length <= LONGEST_KNOWN) {
      if (this.#empty.size >= MOST_KNOWN) this.#empty.clear()
      this.#empty.set(name, before - budget.left)
    }
    return found
  }
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

/** Runs of anything but white space that are not too short. */
function runsWithoutSpace(text: string, start: number, end: number): readonly Span[] {
  const runs: Span[] = []
  let from = start
  for (let at = start; at <= end; at++) {
    if (at < end && text.charCodeAt(at) > 0x20) continue
    if (at - from >= LEAST_TOGETHER) runs.push({ start: from, end: at })
    from = at + 1
  }
  return runs
}

/** The start of the run without white space that the text ends in; a longer one than a token matters only in its last part. */
function runStart(text: string): number {
  const least = Math.max(0, text.length - LONGEST_TOKEN - 1)
  let at = text.length
  while (at > least && text.charCodeAt(at - 1) > 0x20) at--
  return at
}
