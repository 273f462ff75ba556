import { bucketCount, MAX_CONTEXT, type Featurizer, type Word } from '../src/classifier/features.ts'
import { createRandom, type Random } from './random.ts'

/** A text to learn from: the readings of its views. */
export interface Sample {
  readonly segments: readonly Segment[]
  readonly positive: boolean
  readonly broad: boolean
  /** How much it counts. */
  readonly weight: number
}
/** One view of it. */
export interface Segment {
  readonly words: readonly Word[]
  /** 0 plain, 1 joined, 2 decoded. */
  readonly kind: number
  fresh?: Uint8Array
}

export interface Options {
  readonly bits: number
  readonly windows: readonly number[]
  readonly epochs: number
  readonly rate: number
  readonly gramRate: number
  readonly meaningRate: number
  readonly dropLexical: number
  readonly dropMeaning: number
  readonly l2: number
  readonly seed: number
  readonly average: number
  readonly dedupe: number
  readonly breadth: number
  readonly length: number
}

interface Best {
  segment: Segment
  start: number
  end: number
  slot: number
  score: number
}

export class Trainer {
  readonly options: Options
  readonly featurizer: Featurizer
  table: Float32Array
  bias: Float32Array
  readonly base: number
  readonly #squares: Float32Array
  readonly #biasSquares: Float32Array
  readonly #out: Int32Array = new Int32Array(MAX_CONTEXT)
  #sums = new Float64Array(1024)
  #averaged: Float64Array
  #averagedBias: Float64Array
  #averages = 0
  // which groups count now
  #useWords = true
  #useMeanings = true

  constructor(options: Options, featurizer: Featurizer) {
    this.options = options
    this.featurizer = featurizer
    const size = bucketCount(options.bits)
    this.base = 1 << options.bits
    this.table = new Float32Array(size)
    this.bias = new Float32Array(options.windows.length * 3)
    this.#squares = new Float32Array(size).fill(1)
    this.#biasSquares = new Float32Array(options.windows.length * 3).fill(1)
    this.#averaged = new Float64Array(size)
    this.#averagedBias = new Float64Array(options.windows.length * 3)
  }

  best(sample: Sample): Best | undefined {
    let best: Best | undefined
    for (const segment of sample.segments) {
      const n = segment.words.length
      if (n === 0) continue
      const sums = this.#sum(segment.words, this.#fresh(segment))
      const penalty = this.options.length * Math.log(Math.max(n, 14) / 14)
      for (const [w, size] of this.options.windows.entries()) {
        const slot = w * 3 + segment.kind
        const bias = this.bias[slot] ?? 0
        if (w > 0 && n <= (this.options.windows[w - 1] ?? 0)) break
        const length = Math.min(size, n)
        for (let start = 0; start + length <= n; start++) {
          const score = (sums[start + length] ?? 0) - (sums[start] ?? 0) + bias - penalty
          if (best === undefined || score > best.score) best = { segment, start, end: start + length, slot, score }
        }
      }
    }
    return best
  }

  #sum(words: readonly Word[], fresh: Uint8Array): Float64Array {
    if (this.#sums.length <= words.length) this.#sums = new Float64Array(words.length * 2)
    const sums = this.#sums
    let total = 0
    sums[0] = 0
    for (let i = 0; i < words.length; i++) {
      total += this.#at(words, i, fresh)
      sums[i + 1] = total
    }
    return sums
  }

  #at(words: readonly Word[], i: number, fresh: Uint8Array): number {
    const { table, base } = this
    const out = this.#out
    const word = words[i]
    if (word === undefined) return 0
    let total = 0
    const own = word.buckets
    const [lex, mean] = [this.#useWords, this.#useMeanings]
    for (let k = 0; k < own.length; k++) {
      const b = own[k] ?? 0
      if (b < base ? lex : mean) total += table[b] ?? 0
    }
    if (lex) for (let k = 0; k < word.grams.length; k++) total += table[word.grams[k] ?? 0] ?? 0
    const n = this.featurizer.context(words, i, out)
    for (let k = 0; k < n; k++) {
      const b = out[k] ?? 0
      if (b < base ? lex : mean) total += table[b] ?? 0
    }
    return total
  }

  update(best: Best, positive: boolean, weight: number): void {
    const p = logistic(best.score)
    const gradient = (p - (positive ? 1 : 0)) * weight
    if (Math.abs(gradient) < 1e-3) return
    const { table, bias, base } = this
    const { rate, gramRate, meaningRate } = this.options
    const out = this.#out
    const fresh = this.#fresh(best.segment)
    const [lex, mean] = [this.#useWords, this.#useMeanings]
    for (let i = best.start; i < best.end; i++) {
      const word = best.segment.words[i]
      if (word === undefined || fresh[i] === 0) continue
      const own = word.buckets
      for (let k = 0; k < own.length; k++) {
        const b = own[k] ?? 0
        if (b < base) {
          if (lex) this.#step(table, this.#squares, b, gradient, rate)
        } else if (mean) this.#step(table, this.#squares, b, gradient, meaningRate)
      }
      if (lex)
        for (let k = 0; k < word.grams.length; k++)
          this.#step(table, this.#squares, word.grams[k] ?? 0, gradient, gramRate)
      const n = this.featurizer.context(best.segment.words, i, out)
      for (let k = 0; k < n; k++) {
        const b = out[k] ?? 0
        if (b < base) {
          if (lex) this.#step(table, this.#squares, b, gradient, rate)
        } else if (mean) this.#step(table, this.#squares, b, gradient, meaningRate)
      }
    }
    this.#step(bias, this.#biasSquares, best.slot, gradient, rate)
  }

  #fresh(segment: Segment): Uint8Array {
    if (segment.fresh) return segment.fresh
    const { words } = segment
    const fresh = new Uint8Array(words.length).fill(1)
    const n = this.options.dedupe
    const last = new Map<Word, number>()
    if (n > 0)
      for (let i = 0; i < words.length; i++) {
        const w = words[i] as Word
        const p = last.get(w)
        if (p !== undefined && i - p <= n) fresh[i] = 0
        last.set(w, i)
      }
    segment.fresh = fresh
    return fresh
  }

  #step(table: Float32Array, squares: Float32Array, k: number, gradient: number, rate: number): void {
    const g = gradient + this.options.l2 * (table[k] ?? 0)
    const square = (squares[k] ?? 0) + g * g
    squares[k] = square
    table[k] = (table[k] ?? 0) - (rate * g) / Math.sqrt(square)
  }

  #mask(random: Random): void {
    const x = random.next()
    const { dropLexical, dropMeaning } = this.options
    this.#useWords = x >= dropLexical
    this.#useMeanings = x < 1 - dropMeaning
  }

  epoch(samples: readonly Sample[], epoch: number): void {
    const order = shuffled(samples.length, this.options.seed + epoch)
    const random = createRandom(this.options.seed * 31 + epoch)
    const snapshot = Math.ceil(samples.length / 4)
    let seen = 0
    for (const index of order) {
      const sample = samples[index]
      if (sample === undefined) continue
      this.#mask(random)
      const best = this.best(sample)
      if (best === undefined) continue
      this.update(best, sample.positive, sample.weight)
      if (!sample.positive || (sample.broad && random.chance(this.options.breadth))) {
        const segment = sample.positive ? (sample.segments[0] as Segment) : random.pick(sample.segments)
        const size = Math.min(segment.words.length, random.pick(this.options.windows))
        if (size === 0) continue
        const start = random.below(segment.words.length - size + 1)
        const slot =
          Math.max(
            0,
            this.options.windows.findIndex((w) => w >= size),
          ) *
            3 +
          segment.kind
        let score = this.bias[slot] ?? 0
        for (let i = start; i < start + size; i++) score += this.#at(segment.words, i, this.#fresh(segment))
        this.update(
          { segment, start, end: start + size, slot, score },
          sample.positive,
          sample.positive ? sample.weight * 0.5 : sample.weight,
        )
      }
      if (++seen % snapshot === 0 && epoch >= this.options.average) this.#snapshot()
    }
    this.#useWords = this.#useMeanings = true
  }

  #snapshot(): void {
    this.#averages++
    for (let i = 0; i < this.table.length; i++) this.#averaged[i] = (this.#averaged[i] ?? 0) + (this.table[i] ?? 0)
    for (let i = 0; i < this.bias.length; i++)
      this.#averagedBias[i] = (this.#averagedBias[i] ?? 0) + (this.bias[i] ?? 0)
  }

  /** max, mean over windows of the plain segment */
  stats(sample: Sample): [number, number, number] {
    const segment = sample.segments[0] as Segment
    const n = segment.words.length
    if (n === 0) return [-9, -9, 0]
    const sums = this.#sum(segment.words, this.#fresh(segment))
    const size = Math.min(this.options.windows[0] ?? 14, n)
    const mean = ((sums[n] ?? 0) / n) * size + (this.bias[0] ?? 0)
    return [this.best(sample)?.score ?? -9, mean, Math.log(n)]
  }

  finish(): void {
    this.#useWords = this.#useMeanings = true
    if (this.#averages === 0) return
    this.table = Float32Array.from(this.#averaged, (x) => x / this.#averages)
    this.bias = Float32Array.from(this.#averagedBias, (x) => x / this.#averages)
  }
}

export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

function shuffled(length: number, seed: number): Uint32Array {
  const random = createRandom(seed)
  const order = Uint32Array.from({ length }, (_, i) => i)
  for (let i = length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const a = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = a
  }
  return order
}
