import { addGrams, hashText, mix, SEED } from './hashes.ts'
import { KnownWords } from './known-words.ts'
import type { Lexicon } from './lexicon.ts'
import { endOfToken, isAlone, isSpace, LOOKAHEAD, tokenize, type Tokens } from './tokens.ts'

/** What is known of a word wherever it stands. */
export interface Word {
  /** What it is known by. */
  readonly key: string
  readonly hash: number
  /** What it weighs wherever it stands. */
  readonly own: number
  /** True for a character of a script without spaces: words are runs of these. */
  readonly isAlone: boolean
  readonly meanings: readonly number[]
  /** The buckets of the word and of its meanings; empty where only its weight is kept. */
  readonly buckets: Int32Array
  /** The buckets of its letters; empty likewise. */
  readonly grams: Int32Array
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
  /** Starts and ends, in turns, of the words that add something else than those of the reading before; absent where all may. */
  readonly stale?: readonly number[]
  /** True where some are characters of a script without spaces. */
  readonly hasCharacters: boolean
  /** How often the list of known words had begun anew: words of two readings are only then the same objects where that has not changed. */
  readonly restarts: number
}

/** Turns texts to features: numbers of buckets that a model has weights for. */
export interface Featurizer {
  /** Given the reading of a text that differs in few places, it is read only there; the reading is the same. */
  read(text: string, before?: Reading): Reading
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

/** Characters of the longest run that is a feature. */
const MAX_RUN = 5
/** A character that is half a word has fewer features than a word with its letters; each counts for more. */
const COPIES = 2
/** What a token that begins with no letter is known by. */
const MAX_SIGNS = 4
/** A word that stood at most this many tokens before is a repetition. */
const REPEAT_REACH = 16
/** Words before one that what it adds depends on, at most. */
const MEMORY = REPEAT_REACH
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
  /** Words known from one text to the next; past these the list starts anew, so that floods of new words cost no memory. */
  readonly maxKnown?: number
}

const MAX_KNOWN = 20_000
const NO_BUCKETS = new Int32Array()

/** Makes a featurizer. */
export function createFeaturizer({ bits, lexicon, weigh, maxKnown = MAX_KNOWN }: FeaturizerOptions): Featurizer {
  const shift = 32 - bits
  const meaningShift = shift + 2
  const meaningBase = 1 << bits
  const known = new KnownWords<Word>(maxKnown)
  let readings = 0

  const learn = (key: string, text: string, meanings: readonly number[]): Word => {
    // As a signed number it stands in the word itself, where one that needs 33 bits would be an object.
    const hash = hashText(text, SEED.word) | 0
    const found = [hash >>> shift]
    const grams: number[] = []
    if (text.length > 1 && !isAlone(text.charCodeAt(0))) addGrams(text, shift, grams)
    for (const meaning of meanings) found.push(meaningBase + (mix(meaning, SEED.meaning) >>> meaningShift))
    const all = Int32Array.from([...found, ...grams])
    const buckets = weigh ? NO_BUCKETS : all
    const word: Word = {
      key,
      hash,
      own: weigh?.(all) ?? 0,
      isAlone: isAlone(text.charCodeAt(0)),
      meanings,
      buckets: buckets.subarray(0, found.length),
      grams: buckets.subarray(found.length),
      lastAt: 0,
      lastReading: 0,
    }
    known.add(word)
    return word
  }

  /** Numbers by their length, other tokens that begin with no letter by their first signs, else the word. */
  const wordAt = (text: string, start: number, end: number): Word => {
    const first = text.charCodeAt(start)
    if (isNumber(text, start, end)) {
      const key = `#${Math.min(end - start, 5)}`
      return known.get(key) ?? learn(key, key, lexicon.meaningsOf(key))
    }
    const isSign = !(first >= 0x61 && first <= 0x7a) && first < 0x80
    const to = isSign ? Math.min(end, start + MAX_SIGNS) : end
    const word = known.find(text, start, to)
    if (word !== undefined) return word
    const key = text.slice(start, to)
    return learn(key, key, lexicon.meaningsOf(key))
  }

  /** A character of a script without spaces, with the meanings of the word that ends in it. */
  const characterAt = (text: string, start: number, end: number): Word => {
    const meanings = lexicon.meaningsAt(text, end)
    const character = text.slice(start, end)
    const key = meanings.length > 0 ? `${character} ${meanings.join(' ')}` : character
    return known.get(key) ?? learn(key, character, meanings)
  }

  const readAll = (text: string): Reading => {
    const tokens = tokenize(text)
    const { count, starts, ends } = tokens
    const words: Word[] = []
    const fresh = new Uint8Array(count)
    const { restarts } = known
    let hasCharacters = false
    readings++
    for (let i = 0; i < count; i++) {
      const start = starts[i] ?? 0
      const end = ends[i] ?? 0
      const isCharacter = isAlone(text.charCodeAt(start))
      hasCharacters ||= isCharacter
      const word = isCharacter ? characterAt(text, start, end) : wordAt(text, start, end)
      fresh[i] = word.lastReading === readings && i - word.lastAt <= REPEAT_REACH ? 0 : 1
      word.lastReading = readings
      word.lastAt = i
      words.push(word)
    }
    return { tokens, words, fresh, restarts, hasCharacters }
  }

  /** Reads a text in which some words are others than in the one before; undefined where more than that has changed. */
  const readChanges = (text: string, before: Reading): Reading | undefined => {
    const { tokens, restarts } = before
    const { starts, ends, count } = tokens
    // What a character means depends on those before it, so they are all read.
    if (before.hasCharacters || text.length !== tokens.text.length || restarts !== known.restarts) return undefined
    const words = before.words.slice()
    const stale: number[] = []
    let j = 0
    for (
      let at = nextChange(text, tokens.text, 0);
      at < text.length;
      at = nextChange(text, tokens.text, ends[j] ?? 0)
    ) {
      while ((ends[j] ?? Infinity) <= at) j++
      const start = starts[j] ?? Infinity
      if (start > at || isSpace(text.charCodeAt(start)) || isAlone(text.charCodeAt(start))) return undefined
      for (let k = j; k >= 0 && (ends[k] ?? 0) + LOOKAHEAD > at; k--)
        if (endOfToken(text, starts[k] ?? 0) !== ends[k]) return undefined
      words[j] = wordAt(text, start, ends[j] ?? 0)
      const last = stale.length - 1
      if (last < 0 || (stale[last] ?? 0) < j) stale.push(j, Math.min(count, j + MEMORY + 1))
      else stale[last] = Math.min(count, j + MEMORY + 1)
    }
    const fresh = before.fresh.slice()
    for (let k = 0; k < stale.length; k += 2)
      for (let i = stale[k] ?? 0; i < (stale[k + 1] ?? 0); i++) fresh[i] = isRepeated(words, i) ? 0 : 1
    return { tokens: { ...tokens, text }, words, fresh, stale, restarts, hasCharacters: false }
  }

  return {
    read(text, before) {
      const reading = (before && readChanges(text, before)) ?? readAll(text)
      known.forget()
      return reading
    },
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

/** True where the word at `i` stands shortly before. */
function isRepeated(words: readonly Word[], i: number): boolean {
  for (let j = i - 1; j >= 0 && j >= i - REPEAT_REACH; j--) if (words[j] === words[i]) return true
  return false
}

/** The first place from `from` on where two texts of one length differ; their length where they do not. */
function nextChange(text: string, other: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) === other.charCodeAt(at)) at++
  return at
}

function isNumber(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (text.charCodeAt(i) < 0x30 || text.charCodeAt(i) > 0x39) return false
  return true
}
