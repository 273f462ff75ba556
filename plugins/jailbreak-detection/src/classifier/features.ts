import type { Lexicon } from './lexicon.ts'
import { isAlone, tokenize, type Tokens } from './tokens.ts'

/** What is known of a word wherever it stands. */
export interface Word {
  readonly hash: number
  /** True for a character of a script without spaces: words are runs of these. */
  readonly isAlone: boolean
  readonly meanings: readonly number[]
  /** The buckets of the word and of its meanings; empty where only its weight is kept. */
  readonly buckets: Int32Array
  /** The buckets of its letters; empty likewise. */
  readonly grams: Int32Array
  /** What it weighs wherever it stands. */
  readonly own: number
  /** Where it stood last, in which reading: for the featurizer alone. */
  lastAt: number
  lastReading: number
}

/** A text as the classifier reads it. */
export interface Reading {
  readonly tokens: Tokens
  readonly words: readonly Word[]
  /** 0 where the same word stands shortly before: saying it again says no more, and floods must not add up. */
  readonly fresh: Uint8Array
}

/** Turns texts to features: numbers of buckets that a model has weights for. */
export interface Featurizer {
  read(text: string): Reading
  /**
   * Writes the buckets of the word at `i` with those before it to `out`, and what each stands for to `notes`; returns how many
   * there are, MAX_CONTEXT at most.
   */
  context(words: readonly Word[], i: number, out: Int32Array, notes?: Note[]): number
}

/** What a bucket stands for: the words from `from` on, or the meanings that stand there. */
export interface Note {
  readonly from: number
  readonly meanings: readonly number[]
}

/** The most features that `context` writes. */
export const MAX_CONTEXT = 96

/** Every kind of feature has a seed of its own, so that equal values of two kinds are two features. */
const SEED = {
  word: 0x9e3779b1,
  gram: 0x85ebca77,
  meaning: 0xc2b2ae3d,
  pair: 0x27d4eb2f,
  skip: 0x165667b1,
  triple: 0xd3a2646c,
  meanings: 0xfd7046c5,
  near: 0x4cf5ad43,
  chain: 0xb55a4f09,
  mixed: 0x68e31da4,
  mixedBack: 0x1b56c4e9,
  run: 0x7feb352d,
}
const GRAMS = [3, 4, 5]
/** A syllable of Korean is a unit. */
const SYLLABLE_GRAMS = [2, 3, 4]
/** Letters of a word that are read; longer ones are no words. */
const MAX_GRAM_UNITS = 24
/** Characters of the longest run that is a feature. */
const MAX_RUN = 5
/** A character that is half a word has fewer features than a word with its letters; each counts for more. */
const COPIES = 2
/** A word that stood at most this many tokens before is a repetition. */
const REPEAT_REACH = 16
/** How far meanings that belong together stand apart, in words. */
const REACH = 10
/** Meanings this near are told apart from those that are not. */
const NEAR = 3
/** Meanings before a word that it is paired with. */
const PARTNERS = 4

/** Buckets of words and letters come first; those of meanings follow, a quarter of them. */
export function bucketCount(bits: number): number {
  return (1 << bits) + (1 << (bits - 2))
}

/** What a featurizer is made of. */
export interface FeaturizerOptions {
  /** Words and letters have 2^bits buckets. */
  readonly bits: number
  readonly lexicon: Lexicon
  /** The weight of buckets; asked for once for each word, whose buckets are then forgotten. */
  readonly weigh?: (buckets: Int32Array) => number
  /** Words known at once; past these the list starts anew, so that floods of new words cost no memory. */
  readonly maxKnown?: number
}

const MAX_KNOWN = 20_000
const NO_BUCKETS = new Int32Array()

/** Makes a featurizer. */
export function createFeaturizer({ bits, lexicon, weigh, maxKnown = MAX_KNOWN }: FeaturizerOptions): Featurizer {
  const shift = 32 - bits
  const meaningShift = shift + 2
  const meaningBase = 1 << bits
  let known = new Map<string, Word>()
  let readings = 0

  const wordOf = (text: string, meanings: readonly number[]): Word => {
    const hash = hashText(text, SEED.word)
    const found = [hash >>> shift]
    const grams: number[] = []
    if (text.length > 1 && !isAlone(text.charCodeAt(0))) addGrams(text, shift, grams)
    for (const meaning of meanings) found.push(meaningBase + (mix(meaning, SEED.meaning) >>> meaningShift))
    const all = Int32Array.from([...found, ...grams])
    const buckets = weigh ? NO_BUCKETS : all
    return {
      hash,
      isAlone: isAlone(text.charCodeAt(0)),
      meanings,
      buckets: buckets.subarray(0, found.length),
      grams: buckets.subarray(found.length),
      own: weigh?.(all) ?? 0,
      lastAt: 0,
      lastReading: 0,
    }
  }

  const read = (text: string): Reading => {
    const tokens = tokenize(text)
    const { count, starts, ends } = tokens
    const words: Word[] = []
    const fresh = new Uint8Array(count)
    readings++
    for (let i = 0; i < count; i++) {
      const start = starts[i] ?? 0
      const end = ends[i] ?? 0
      let key = text.slice(start, end)
      let meanings: readonly number[] | undefined
      if (isAlone(text.charCodeAt(start))) {
        meanings = lexicon.meaningsAt(text, end)
        if (meanings.length > 0) key += ` ${meanings.join(' ')}`
      } else key = shapeOf(key)
      let word = known.get(key)
      if (word === undefined) {
        const own = meanings === undefined ? key : text.slice(start, end)
        word = wordOf(own, meanings ?? lexicon.meaningsOf(key))
        if (known.size >= maxKnown) known = new Map()
        known.set(key, word)
      }
      fresh[i] = word.lastReading === readings && i - word.lastAt <= REPEAT_REACH ? 0 : 1
      word.lastReading = readings
      word.lastAt = i
      words.push(word)
    }
    return { tokens, words, fresh }
  }

  return {
    read,
    context(words, i, out, notes) {
      const word = words[i]
      const before = words[i - 1]
      if (word === undefined || before === undefined) return 0
      const second = words[i - 2]
      let n = 0
      out[n++] = mix(Math.imul(before.hash, 31) + word.hash, SEED.pair) >>> shift
      notes?.push({ from: i - 1, meanings: [] })
      if (second) {
        out[n++] = mix(Math.imul(second.hash, 31) + word.hash, SEED.skip) >>> shift
        out[n++] = mix(Math.imul(Math.imul(second.hash, 31) + before.hash, 31) + word.hash, SEED.triple) >>> shift
        notes?.push({ from: i - 2, meanings: [] }, { from: i - 2, meanings: [] })
      }
      if (word.isAlone) n = runs(words, i, out, n, notes)
      for (let k = 0; k < word.meanings.length; k++) {
        out[n++] = mix(Math.imul(before.hash, 31) + (word.meanings[k] ?? 0), SEED.mixed) >>> shift
        notes?.push({ from: i - 1, meanings: [] })
      }
      for (let k = 0; k < before.meanings.length; k++) {
        out[n++] = mix(Math.imul(word.hash, 31) + (before.meanings[k] ?? 0), SEED.mixedBack) >>> shift
        notes?.push({ from: i - 1, meanings: [] })
      }
      return word.meanings.length === 0 ? n : chain(words, i, out, n, notes)
    },
  }

  /** Runs of characters up to each length, which are what words and their letters are elsewhere. */
  function runs(words: readonly Word[], i: number, out: Int32Array, from: number, notes: Note[] | undefined): number {
    let n = from
    let hash = words[i]?.hash ?? 0
    for (let j = i - 1; j >= 0 && j > i - MAX_RUN && words[j]?.isAlone; j--) {
      hash = Math.imul(hash, 31) + (words[j]?.hash ?? 0)
      const bucket = mix(hash, SEED.run) >>> shift
      for (let copy = 0; copy < COPIES; copy++) {
        out[n++] = bucket
        notes?.push({ from: j, meanings: [] })
      }
    }
    return n
  }

  /** Meanings in a row, whatever stands between them. */
  function chain(words: readonly Word[], i: number, out: Int32Array, from: number, notes: Note[] | undefined): number {
    const own = words[i]?.meanings ?? []
    let n = from
    let partners = 0
    let nearest: readonly number[] | undefined
    for (let j = i - 1; j >= 0 && j >= i - REACH && partners < PARTNERS; j--) {
      const other = words[j]?.meanings ?? []
      if (other.length === 0) continue
      partners++
      for (const a of other)
        for (const b of own) {
          if (n > MAX_CONTEXT - 4) return n
          out[n++] = meaningBase + (mix(a * 64 + b, SEED.meanings) >>> meaningShift)
          notes?.push({ from: j, meanings: [a, b] })
          if (i - j <= NEAR) {
            out[n++] = meaningBase + (mix(a * 64 + b, SEED.near) >>> meaningShift)
            notes?.push({ from: j, meanings: [a, b] })
          }
          for (const c of nearest ?? []) {
            if (n > MAX_CONTEXT - 4) return n
            out[n++] = meaningBase + (mix((a * 64 + c) * 64 + b, SEED.chain) >>> meaningShift)
            notes?.push({ from: j, meanings: [a, c, b] })
          }
        }
      nearest ??= other
    }
    return n
  }
}

/** Numbers by their length, runs of a sign by their length up to four, else the word. */
function shapeOf(token: string): string {
  const first = token.charCodeAt(0)
  if (isNumber(token)) return `#${Math.min(token.length, 5)}`
  const isSign = !(first >= 0x61 && first <= 0x7a) && first < 0x80
  return isSign && token.length > 4 ? token.slice(0, 4) : token
}

function isNumber(token: string): boolean {
  for (let i = 0; i < token.length; i++) if (token.charCodeAt(i) < 0x30 || token.charCodeAt(i) > 0x39) return false
  return true
}

function addGrams(word: string, shift: number, found: number[]): void {
  const framed = `<${word.slice(0, MAX_GRAM_UNITS)}>`
  const first = word.charCodeAt(0)
  const sizes = first >= 0xac00 && first <= 0xd7a3 ? SYLLABLE_GRAMS : GRAMS
  for (const size of sizes) {
    for (let i = 0; i + size <= framed.length; i++) {
      let hash = SEED.gram + size
      for (let j = i; j < i + size; j++) hash = Math.imul(hash ^ framed.charCodeAt(j), 0x01000193)
      found.push(finish(hash) >>> shift)
    }
  }
}

function hashText(text: string, seed: number): number {
  let hash = seed | 0
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return finish(hash)
}

function mix(value: number, seed: number): number {
  return finish(Math.imul(value ^ seed, 0x9e3779b1))
}

/** The last steps of MurmurHash3 by Austin Appleby (public domain): every bit of the input reaches the upper bits. */
function finish(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
