import { excess, windowsOf } from '../src/classifier/classify.ts'
import { bucketCount, MAX_CONTEXT, type Featurizer, type Word } from '../src/classifier/features.ts'
import { KINDS } from '../src/classifier/model.ts'
import { logistic } from '../src/classifier/portable-math.ts'
import { createRandom, type Random } from './random.ts'

/** One view of a text: its words, and which kind of view it is. */
export interface Segment {
  readonly words: readonly Word[]
  /** 0 where a word is said again. */
  readonly fresh: Uint8Array
  readonly kind: number
}
/** A text to learn from. */
export interface Sample {
  readonly segments: readonly Segment[]
  readonly positive: boolean
  /** True where any part of an attack belongs to the attack; false where an honest text carries it. */
  readonly broad: boolean
  /** How much it counts. */
  readonly weight: number
}

/** How a model learns. */
export interface TrainOptions {
  readonly bits: number
  readonly windows: readonly number[]
  readonly lengthPenalty: number
  readonly epochs: number
  /** From this epoch on the weights are averaged. */
  readonly averageFrom: number
  readonly rate: number
  /** Shares of the steps that learn from meanings alone and from words alone, so that neither leans on the other. */
  readonly meaningsAlone: number
  readonly wordsAlone: number
  readonly seed: number
}

/** What was learnt. */
export interface Learnt {
  readonly table: Float32Array
  readonly bias: Float32Array
}

interface Window {
  readonly segment: Segment
  readonly start: number
  readonly end: number
  readonly slot: number
  readonly score: number
}

/** Smaller gradients teach nothing. */
const MIN_GRADIENT = 1e-3
/** What a second window of an attack counts, as it may be one of its harmless parts. */
const BREADTH = 0.5
/** How often the weights are added to the average in an epoch. */
const SNAPSHOTS = 4

/**
 * Logistic regression over the highest window of each text (multiple-instance learning), by Adagrad (Duchi et al. 2011) with
 * averaged weights. The same samples and options give the same weights on every machine.
 */
export class Trainer {
  readonly #options: TrainOptions
  readonly #featurizer: Featurizer
  readonly #table: Float32Array
  readonly #bias: Float32Array
  readonly #tableSquares: Float32Array
  readonly #biasSquares: Float32Array
  readonly #tableSum: Float64Array
  readonly #biasSum: Float64Array
  readonly #context: Int32Array = new Int32Array(MAX_CONTEXT)
  readonly #firstMeaning: number
  #sums: Float64Array = new Float64Array(1024)
  #snapshots = 0
  #useWords = true
  #useMeanings = true

  constructor(options: TrainOptions, featurizer: Featurizer) {
    const [buckets, slots] = [bucketCount(options.bits), options.windows.length * KINDS]
    this.#options = options
    this.#featurizer = featurizer
    this.#firstMeaning = 1 << options.bits
    this.#table = new Float32Array(buckets)
    this.#bias = new Float32Array(slots)
    this.#tableSquares = new Float32Array(buckets).fill(1)
    this.#biasSquares = new Float32Array(slots).fill(1)
    this.#tableSum = new Float64Array(buckets)
    this.#biasSum = new Float64Array(slots)
  }

  /** Learns from all samples; tells how far it is after each epoch. */
  learn(samples: readonly Sample[], tell: (epoch: number) => void): Learnt {
    const { epochs, averageFrom, seed } = this.#options
    for (let epoch = 0; epoch < epochs; epoch++) {
      this.#runEpoch(samples, createRandom(seed + epoch), epoch >= averageFrom)
      tell(epoch + 1)
    }
    const mean = (sum: number): number => sum / this.#snapshots
    return { table: Float32Array.from(this.#tableSum, mean), bias: Float32Array.from(this.#biasSum, mean) }
  }

  #runEpoch(samples: readonly Sample[], random: Random, averaging: boolean): void {
    const { meaningsAlone, wordsAlone } = this.#options
    const every = Math.ceil(samples.length / SNAPSHOTS)
    for (const [done, index] of shuffled(samples.length, random).entries()) {
      const dice = random.next()
      this.#useWords = dice >= meaningsAlone
      this.#useMeanings = dice < 1 - wordsAlone
      const sample = samples[index]
      if (sample) this.#study(sample, random)
      if (averaging && (done + 1) % every === 0) this.#addToAverage()
    }
    if (averaging) this.#addToAverage()
  }

  /** The highest window decides; one more is looked at, so that not everything hangs on a few phrases. */
  #study(sample: Sample, random: Random): void {
    const best = this.#findBest(sample)
    if (best === undefined) return
    this.#step(best, sample.positive, sample.weight)
    if (sample.positive && !sample.broad) return
    const segment = sample.positive ? sample.segments[0] : random.pick(sample.segments)
    const window = segment && this.#randomWindow(segment, random)
    if (window) this.#step(window, sample.positive, sample.positive ? sample.weight * BREADTH : sample.weight)
  }

  #findBest({ segments }: Sample): Window | undefined {
    const { lengthPenalty } = this.#options
    let best: Window | undefined
    for (const segment of segments) {
      const count = segment.words.length
      if (count === 0) continue
      const sums = this.#accumulate(segment)
      const windows = windowsOf(segment.words, this.#options.windows)
      const penalty = lengthPenalty * excess(count, windows)
      for (const [w, size] of windows.entries()) {
        if (w > 0 && count <= (windows[w - 1] ?? 0)) break
        const slot = w * KINDS + segment.kind
        const base = (this.#bias[slot] ?? 0) - penalty
        const length = Math.min(size, count)
        for (let start = 0; start + length <= count; start++) {
          const score = (sums[start + length] ?? 0) - (sums[start] ?? 0) + base
          if (best === undefined || score > best.score) best = { segment, start, end: start + length, slot, score }
        }
      }
    }
    return best
  }

  #randomWindow(segment: Segment, random: Random): Window | undefined {
    const windows = windowsOf(segment.words, this.#options.windows)
    const count = segment.words.length
    const size = Math.min(count, random.pick(windows))
    if (size === 0) return undefined
    const start = random.below(count - size + 1)
    const slot =
      Math.max(
        0,
        windows.findIndex((length) => length >= size),
      ) *
        KINDS +
      segment.kind
    let score = this.#bias[slot] ?? 0
    for (let i = start; i < start + size; i++) score += this.#weightAt(segment.words, segment.fresh, i)
    return { segment, start, end: start + size, slot, score }
  }

  #accumulate({ words, fresh }: Segment): Float64Array {
    if (this.#sums.length <= words.length) this.#sums = new Float64Array(words.length * 2)
    let total = 0
    for (let i = 0; i < words.length; i++) this.#sums[i + 1] = total += this.#weightAt(words, fresh, i)
    return this.#sums
  }

  #weightAt(words: readonly Word[], fresh: Uint8Array, i: number): number {
    const word = words[i]
    if (word === undefined || fresh[i] === 0) return 0
    const n = this.#featurizer.context(words, i, this.#context)
    let total = this.#sum(word.buckets, word.buckets.length) + this.#sum(this.#context, n)
    if (this.#useWords) total += this.#sum(word.grams, word.grams.length)
    return total
  }

  #sum(buckets: Int32Array, n: number): number {
    let total = 0
    for (let k = 0; k < n; k++) {
      const bucket = buckets[k] ?? 0
      if (this.#isUsed(bucket)) total += this.#table[bucket] ?? 0
    }
    return total
  }

  #isUsed(bucket: number): boolean {
    return bucket < this.#firstMeaning ? this.#useWords : this.#useMeanings
  }

  #step({ segment: { words, fresh }, start, end, slot, score }: Window, positive: boolean, weight: number): void {
    const gradient = (logistic(score) - (positive ? 1 : 0)) * weight
    if (Math.abs(gradient) < MIN_GRADIENT) return
    for (let i = start; i < end; i++) {
      const word = words[i]
      if (word === undefined || fresh[i] === 0) continue
      this.#move(word.buckets, word.buckets.length, gradient)
      if (this.#useWords) this.#move(word.grams, word.grams.length, gradient)
      this.#move(this.#context, this.#featurizer.context(words, i, this.#context), gradient)
    }
    adagrad(this.#bias, this.#biasSquares, slot, gradient, this.#options.rate)
  }

  #move(buckets: Int32Array, n: number, gradient: number): void {
    for (let k = 0; k < n; k++) {
      const bucket = buckets[k] ?? 0
      if (this.#isUsed(bucket)) adagrad(this.#table, this.#tableSquares, bucket, gradient, this.#options.rate)
    }
  }

  #addToAverage(): void {
    this.#snapshots++
    add(this.#tableSum, this.#table)
    add(this.#biasSum, this.#bias)
  }
}

function adagrad(values: Float32Array, squares: Float32Array, k: number, gradient: number, rate: number): void {
  const square = (squares[k] ?? 0) + gradient * gradient
  squares[k] = square
  values[k] = (values[k] ?? 0) - (rate * gradient) / Math.sqrt(square)
}

function add(sums: Float64Array, values: Float32Array): void {
  for (let i = 0; i < values.length; i++) sums[i] = (sums[i] ?? 0) + (values[i] ?? 0)
}

/** Fisher and Yates. */
function shuffled(length: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i)
  for (let i = length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const kept = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = kept
  }
  return order
}
