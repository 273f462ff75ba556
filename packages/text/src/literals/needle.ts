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
/** A row of symbols that a track and a needle have in common. */
export interface Common {
  readonly needle: Needle
  /** Offsets in the track: from inclusive, to exclusive. */
  readonly from: number
  readonly to: number
  readonly offset: number
}

/** Symbols that a search begins with. */
const GRAM = 4
const SIZE = 1 << 14

/** Needles that are looked for together, in time linear in the track. */
export class Needles {
  readonly #needles: readonly Needle[]
  readonly #grams = new Map<number, number[]>()
  readonly #short: readonly Set<number>[] = [new Set(), new Set(), new Set(), new Set()]
  readonly #may = new Uint8Array(SIZE)

  constructor(needles: readonly Needle[]) {
    this.#needles = needles
    for (const [index, { symbols }] of needles.entries()) {
      for (let at = 0; at < symbols.length; at++) {
        let gram = 0
        for (let n = 1; n <= GRAM && at + n <= symbols.length; n++) {
          gram = next(gram, symbols[at + n - 1] ?? 0)
          if (n < GRAM) this.#short[n]?.add(gram)
        }
        if (at + GRAM > symbols.length) continue
        this.#may[slot(gram)] = 1
        const places = this.#grams.get(gram)
        const place = index * 4096 + at
        if (places) places.push(place)
        else this.#grams.set(gram, [place])
      }
    }
  }

  get isEmpty(): boolean {
    return this.#needles.length === 0
  }

  /** Every longest row in common that is long enough. */
  find(symbols: readonly number[], found: (common: Common) => void): void {
    let gram = 0
    for (let i = 0; i < symbols.length; i++) {
      gram = next(gram, symbols[i] ?? 0)
      if (this.#may[slot(gram)] === 0 || i < GRAM - 1) continue
      for (const place of this.#grams.get(gram) ?? []) this.#extend(symbols, i - GRAM + 1, place, found)
    }
  }

  #extend(symbols: readonly number[], at: number, place: number, found: (common: Common) => void): void {
    const needle = this.#needles[Math.floor(place / 4096)]
    if (!needle) return
    const offset = place % 4096
    const row = needle.symbols
    // Only its first gram reports a row.
    if (offset > 0 && at > 0 && row[offset - 1] === symbols[at - 1]) return
    let length = GRAM
    while (offset + length < row.length && row[offset + length] === symbols[at + length]) length++
    if (length >= needle.least) found({ needle, from: at, to: at + length, offset })
  }

  /** How many of the last symbols are a part of a needle and so may go on as one. */
  alive(symbols: readonly number[]): number {
    const end = symbols.length
    let gram = 0
    for (let i = Math.max(0, end - GRAM); i < end; i++) gram = next(gram, symbols[i] ?? 0)
    let longest = 0
    if (end >= GRAM && this.#may[slot(gram)] === 1) {
      for (const place of this.#grams.get(gram) ?? []) {
        const row = this.#needles[Math.floor(place / 4096)]?.symbols ?? []
        const offset = place % 4096
        let length = GRAM
        while (length <= offset + GRAM - 1 && row[offset + GRAM - 1 - length] === symbols[end - 1 - length]) length++
        longest = Math.max(longest, length)
      }
    }
    for (let n = GRAM - 1; n > longest; n--) {
      if (n > end) continue
      let short = 0
      for (let i = end - n; i < end; i++) short = next(short, symbols[i] ?? 0)
      if (this.#short[n]?.has(short)) return n
    }
    return longest
  }
}

/** The last four symbols, of seven bits each. */
function next(gram: number, symbol: number): number {
  return ((gram << 7) | (symbol & 0x7f)) & 0xfffffff
}

function slot(gram: number): number {
  return (Math.imul(gram, 0x9e3779b1) >>> 18) & (SIZE - 1)
}
