import { GRAM, hashOf, next } from './gram.ts'
import { lengthOf, symbolAt, type Row, type Way } from './row.ts'
import type { Track } from './track.ts'

/** The table has places for at least 2 to this power, and for so many times as many as there are anchors. */
const LEAST_BITS = 8
const ROOM = 4

/**
 * Tells tracks that have nothing long enough in common with any row, and takes a fraction of the time to make that needles
 * take. What is long enough has `least - GRAM + 1` grams side by side, so every so many grams of a row one is an anchor, and
 * each part that is long enough has one.
 */
export class Sieve {
  readonly #rows: readonly Row[]
  /** Anchors: the first by hash (0 for none), and then the next one of the same hash. */
  readonly #heads: Int32Array
  readonly #shift: number
  readonly #nexts: Int32Array
  readonly #grams: Int32Array
  /** Of each anchor: its row, the way that it is written in, and where in it. */
  readonly #owners: Int32Array
  readonly #ways: Int32Array
  readonly #offsets: Int32Array

  constructor(rows: readonly Row[]) {
    this.#rows = rows
    let size = 1
    for (const row of rows) for (const way of row.ways) size += anchorsOf(row, way)
    const bits = Math.max(LEAST_BITS, Math.ceil(Math.log2(size * ROOM)))
    this.#heads = new Int32Array(1 << bits)
    this.#shift = 32 - bits
    const lists = new Int32Array(5 * size)
    const list = (at: number): Int32Array => lists.subarray(at * size, (at + 1) * size)
    ;[this.#nexts, this.#grams, this.#owners, this.#ways, this.#offsets] = [list(0), list(1), list(2), list(3), list(4)]
    let count = 0
    for (let owner = 0; owner < rows.length; owner++) {
      const row = rows[owner]
      const ways = row?.ways ?? []
      for (let index = 0; index < ways.length; index++) {
        const way = ways[index]
        if (row === undefined || way === undefined) continue
        const every = everyOf(way)
        for (let offset = every - 1, left = anchorsOf(row, way); left > 0; left--, offset += every) {
          let gram = 0
          for (let i = offset; i < offset + GRAM; i++) gram = next(gram, symbolAt(row, way, i))
          const slot = hashOf(gram, this.#shift)
          count++
          this.#nexts[count] = this.#heads[slot] ?? 0
          this.#heads[slot] = count
          this.#grams[count] = gram
          this.#owners[count] = owner
          this.#ways[count] = index
          this.#offsets[count] = offset
        }
      }
    }
  }

  /** False where nothing is in common, among every `step`-th symbol from the `first` on. */
  has({ symbols, length: end }: Track, step: number, first: number): boolean {
    const [heads, nexts, grams, shift] = [this.#heads, this.#nexts, this.#grams, this.#shift]
    const reach = (GRAM - 1) * step
    let gram = 0
    for (let i = first; i < end; i += step) {
      gram = next(gram, symbols[i] ?? 0)
      for (let at = heads[hashOf(gram, shift)] ?? 0; at > 0; at = nexts[at] ?? 0)
        if (grams[at] === gram && i >= first + reach && this.#isLong(symbols, end, i - reach, step, at)) return true
    }
    return false
  }

  /** Whether what the track and a row have in common around an anchor is long enough. */
  #isLong(track: Int32Array, end: number, from: number, step: number, anchor: number): boolean {
    const row = this.#rows[this.#owners[anchor] ?? 0]
    const way = row?.ways[this.#ways[anchor] ?? 0]
    if (row === undefined || way === undefined) return true
    const offset = this.#offsets[anchor] ?? 0
    const rest = lengthOf(row, way) - offset
    let after = 0
    for (let i = from; i < end && after < rest && symbolAt(row, way, offset + after) === track[i]; i += step) after++
    let before = 0
    for (let i = from - step; i >= 0 && before < offset; i -= step, before++)
      if (symbolAt(row, way, offset - 1 - before) !== track[i]) break
    return after >= GRAM && before + after >= way.least
  }
}

/** How many grams an anchor stands for: as many as what is long enough has. */
function everyOf({ least }: Way): number {
  return least - GRAM + 1
}

function anchorsOf(row: Row, way: Way): number {
  return Math.max(0, Math.floor((lengthOf(row, way) - GRAM + 1) / everyOf(way)))
}
