import { GRAM, hashOf, next } from './gram.ts'
import { lengthOf, placeOf, symbolAt, type Row } from './row.ts'
import type { Track } from './track.ts'

/** One way in which a literal is written, as a row of symbols that is looked for in tracks. */
export interface Needle {
  readonly id: string
  /** How it was written over; empty as it is. */
  readonly form: string
  readonly symbols: readonly number[]
  /** 1 at symbols of the secret part, 0 at those of the prefix. */
  readonly secret: readonly number[]
  /** The least number of symbols in a row that is no accident. */
  readonly least: number
}

/** Rows written out, each once. */
export function needlesOf(rows: readonly Row[]): readonly Needle[] {
  const seen = new Set<string>()
  const needles: Needle[] = []
  for (const row of rows)
    for (const way of row.ways) {
      const length = lengthOf(row, way)
      const symbols: number[] = []
      for (let i = 0; i < length; i++) symbols.push(symbolAt(row, way, i))
      const key = `${row.id} ${String.fromCharCode(...symbols)}`
      if (seen.has(key)) continue
      seen.add(key)
      const secret: number[] = []
      for (let i = 0; i < length; i++) secret.push(row.secret[placeOf(row, way, i)] ?? 0)
      needles.push({ id: row.id, form: way.form, symbols, secret, least: way.least })
    }
  return needles
}

/** A row of symbols that a track and a needle have in common. */
export interface Common {
  readonly needle: Needle
  /** Offset of its first symbol in the track and in the needle, and how many there are. */
  readonly from: number
  readonly offset: number
  readonly length: number
}

/** A table has places for at least 2 to this power. */
const LEAST_BITS = 8

/** Needles that are looked for together, in time linear in the track. */
export class Needles {
  readonly #needles: readonly Needle[]
  /** Places of rows of GRAM symbols: the first by hash (0 for none), and then the next one of the same hash. */
  readonly #heads: Int32Array
  readonly #shift: number
  readonly #nexts: Int32Array
  readonly #grams: Int32Array
  readonly #owners: Int32Array
  readonly #offsets: Int32Array
  /** Hashes of rows, by their length, with room for few collisions: most symbols of a text are told from them by one look. */
  readonly #short: readonly Hashes[]
  readonly #full: Hashes

  constructor(needles: readonly Needle[]) {
    this.#needles = needles
    const size = needles.reduce((total, { symbols }) => total + symbols.length, 1)
    const bits = Math.max(LEAST_BITS, Math.ceil(Math.log2(size)))
    this.#heads = new Int32Array(1 << bits)
    this.#shift = 32 - bits
    this.#short = Array.from({ length: GRAM }, (_, length) => new Hashes(Math.min(7 * length, bits + 2 * ROOM)))
    this.#full = new Hashes(bits + ROOM)
    this.#nexts = new Int32Array(size)
    this.#grams = new Int32Array(size)
    this.#owners = new Int32Array(size)
    this.#offsets = new Int32Array(size)
    let count = 0
    for (const [index, { symbols }] of needles.entries()) {
      for (let at = 0; at < symbols.length; at++) {
        const rest = Math.min(GRAM, symbols.length - at)
        let gram = 0
        for (let n = 1; n <= rest; n++) {
          gram = next(gram, symbols[at + n - 1] ?? 0)
          if (n < GRAM) this.#short[n]?.add(gram)
        }
        if (at + GRAM > symbols.length) continue
        count++
        this.#full.add(gram)
        this.#grams[count] = gram
        this.#owners[count] = index
        this.#offsets[count] = at
        const slot = hashOf(gram, this.#shift)
        this.#nexts[count] = this.#heads[slot] ?? 0
        this.#heads[slot] = count
      }
    }
  }

  /** Every longest row in common that is long enough, among every `step`-th symbol from the `first` on. */
  find({ symbols, length: end }: Track, found: (common: Common) => void, step: number = 1, first: number = 0): void {
    const full = (GRAM - 1) * step
    const { bits, shift } = this.#full
    let gram = 0
    for (let i = first; i < end; i += step) {
      gram = next(gram, symbols[i] ?? 0)
      const hash = hashOf(gram, shift)
      if ((((bits[hash >>> 3] ?? 0) >>> (hash & 7)) & 1) === 0 || i < first + full) continue
      for (let at = this.#headOf(gram); at > 0; at = this.#nexts[at] ?? 0)
        if (this.#grams[at] === gram) this.#extend(symbols, end, i - full, step, at, found)
    }
  }

  #headOf(gram: number): number {
    return this.#heads[hashOf(gram, this.#shift)] ?? 0
  }

  #extend(
    symbols: Int32Array,
    end: number,
    at: number,
    step: number,
    place: number,
    found: (common: Common) => void,
  ): void {
    const needle = this.#needles[this.#owners[place] ?? 0]
    if (!needle) return
    const offset = this.#offsets[place] ?? 0
    const row = needle.symbols
    // Only its first gram reports a row.
    if (offset > 0 && at >= step && row[offset - 1] === symbols[at - step]) return
    let length = 0
    for (let i = at; i < end && offset + length < row.length && row[offset + length] === symbols[i]; i += step) length++
    if (length >= needle.least) found({ needle, from: at, offset, length })
  }

  /** How many of the symbols up to `last`, every `step`-th, are a part of a needle and so may go on as one. */
  alive({ symbols }: Track, last: number, step: number = 1): number {
    let longest = 0
    const gram = gramOf(symbols, last, step, GRAM)
    for (let at = gram < 0 ? 0 : this.#headOf(gram); at > 0; at = this.#nexts[at] ?? 0) {
      if (this.#grams[at] !== gram) continue
      const row = this.#needles[this.#owners[at] ?? 0]?.symbols ?? []
      const offset = (this.#offsets[at] ?? 0) + GRAM - 1
      let length = GRAM
      while (length <= offset && last >= length * step && row[offset - length] === symbols[last - length * step])
        length++
      longest = Math.max(longest, length)
    }
    for (let n = GRAM - 1; n > longest; n--) {
      const short = gramOf(symbols, last, step, n)
      if (short >= 0 && this.#short[n]?.has(short) === true) return n
    }
    return longest
  }
}

/** The last `count` symbols as one number; negative where there are fewer. */
function gramOf(symbols: Int32Array, last: number, step: number, count: number): number {
  const first = last - (count - 1) * step
  if (first < 0) return -1
  let gram = 0
  for (let i = first; i <= last; i += step) gram = next(gram, symbols[i] ?? 0)
  return gram
}

/** A set of hashes has room for 2 to this power as many as there are rows; of short rows, which a stream is held for, for its square. */
const ROOM = 4

/** A set of rows by their hashes: what it does not have is not there. */
class Hashes {
  readonly bits: Uint8Array
  readonly shift: number

  constructor(size: number) {
    const log = Math.max(LEAST_BITS, size)
    this.bits = new Uint8Array(1 << (log - 3))
    this.shift = 32 - log
  }

  add(gram: number): void {
    const hash = hashOf(gram, this.shift)
    this.bits[hash >>> 3] = (this.bits[hash >>> 3] ?? 0) | (1 << (hash & 7))
  }

  has(gram: number): boolean {
    const hash = hashOf(gram, this.shift)
    return (((this.bits[hash >>> 3] ?? 0) >>> (hash & 7)) & 1) === 1
  }
}
