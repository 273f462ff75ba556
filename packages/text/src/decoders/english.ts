import { WORD_LIST } from './word-list.ts'

const WORDS: ReadonlySet<string> = new Set(WORD_LIST)
/** Endings that a word may have that is not listed with them, by their last letter. */
const ENDINGS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({ s: ['s', 'es', 'ers'], d: ['ed', 'd'], g: ['ing'], y: ['ly'], r: ['er'], n: ['n'], e: ['able'] }),
)
const LONGEST_WORD = 14

/** 1 to 26 for ASCII letters of either case, 0 for every other unit. */
export const LETTERS: Uint8Array = Uint8Array.from({ length: 0x10000 }, (_, unit) => {
  const lower = unit | 0x20
  return unit >= 0x41 && lower >= 0x61 && lower <= 0x7a ? lower - 0x60 : 0
})

/** The number of an ASCII letter, 0 for every other unit. */
export function letterAt(text: string, at: number): number {
  return at >= 0 && at < text.length ? (LETTERS[text.charCodeAt(at)] ?? 0) : 0
}

/** The kind of a word that a noun follows. */
export const BEFORE_NOUN = 2
/** The kind of a word that follows none of those, unless a sentence is read from its end. */
export const NEVER_AFTER_IT = 3
const BEFORE_NOUNS = ['the', 'a', 'an', 'my', 'our', 'his', 'any']
const NEVER_AFTER = 'to of in on at for and or is are was be we me how'.split(' ')

/** 1 at three letters in a row that some word holds (0 is the edge of a word). */
export const TRIGRAMS: Uint8Array = trigramTable()
/** At words of up to three letters (numbered as trigrams are) 1, and the kinds that tell the order of words. */
export const SHORT_WORDS: Uint8Array = shortWordTable()

function trigramTable(): Uint8Array {
  const table = new Uint8Array(0x8000)
  for (const word of WORD_LIST) {
    for (let i = 0; i < word.length; i++) {
      table[trigram(letterAt(word, i - 1), letterAt(word, i), letterAt(word, i + 1))] = 1
    }
  }
  return table
}

function shortWordTable(): Uint8Array {
  const table = new Uint8Array(0x8000)
  for (const word of WORD_LIST) {
    if (word.length <= 3) table[shortIndex(word)] = 1
  }
  for (const word of BEFORE_NOUNS) table[shortIndex(word)] = BEFORE_NOUN
  for (const word of NEVER_AFTER) table[shortIndex(word)] = NEVER_AFTER_IT
  return table
}

/** The place of three letters in the tables. */
export function trigram(a: number, b: number, c: number): number {
  return (a << 10) | (b << 5) | c
}

function shortIndex(word: string): number {
  return trigram(letterAt(word, 0), letterAt(word, 1), letterAt(word, 2))
}

/** True for a listed word and for one with a common ending; takes small letters. */
export function isWord(word: string): boolean {
  if (WORDS.has(word)) return true
  if (word.length < 4) return false
  const endings = ENDINGS.get(word.charAt(word.length - 1))
  return (
    endings !== undefined && endings.some((ending) => word.endsWith(ending) && WORDS.has(word.slice(0, -ending.length)))
  )
}

/** True for a word that is listed as it stands. */
export function isListed(word: string): boolean {
  return WORDS.has(word)
}

/** What a text is made of. */
export interface Makeup {
  /** ASCII letters. */
  readonly letters: number
  /** Letters of known words. */
  readonly known: number
  /** Letters whose neighbours are such as words have. */
  readonly smooth: number
  /** Units that are neither white space nor ASCII letters. */
  readonly others: number
}

/** Counts letters by how English they are; reads at most `most` units. */
export function makeupOf(text: string, most = 4096): Makeup {
  const lower = text.slice(0, most).toLowerCase()
  let [letters, known, smooth, others] = [0, 0, 0, 0]
  for (let at = 0; at < lower.length;) {
    if (letterAt(lower, at) === 0) {
      if (lower.charCodeAt(at) > 0x20) others++
      at++
      continue
    }
    const start = at
    while (letterAt(lower, at) !== 0) {
      smooth +=
        TRIGRAMS[trigram(at > start ? letterAt(lower, at - 1) : 0, letterAt(lower, at), letterAt(lower, at + 1))] ?? 0
      at++
    }
    letters += at - start
    if (isWord(lower.slice(start, at))) known += at - start
  }
  return { letters, known, smooth, others }
}

const MIN_LETTERS = 8

/** True for a text that is made of English words for the most part. */
export function isEnglish(text: string): boolean {
  const { letters, known, smooth, others } = makeupOf(text)
  if (letters < MIN_LETTERS || others > letters * 0.5) return false
  return known >= letters * (letters < 16 ? 0.8 : 0.6) && smooth >= letters * 0.75
}

const LETTER = /^\p{L}$/u

/** True for a text that somebody may have written in any language: English letters in a likely order, or letters of another script. */
export function isProse(text: string): boolean {
  const { letters, smooth, others } = makeupOf(text)
  if (letters >= 5 && others <= letters * 0.4 && smooth >= letters * 0.6) return true
  let foreign = 0
  let units = 0
  for (const character of text.slice(0, 400)) {
    units++
    if (character.charCodeAt(0) >= 0xaa && LETTER.test(character)) foreign++
  }
  return foreign >= 4 && foreign >= units * 0.5
}

/** The share of letters that follow two others as they do inside words; no heed is paid to where words end. */
export function smoothnessOf(letters: string, most = 400): number {
  const end = Math.min(letters.length, most)
  let smooth = 0
  for (let i = 1; i + 1 < end; i++) {
    smooth += TRIGRAMS[trigram(letterAt(letters, i - 1), letterAt(letters, i), letterAt(letters, i + 1))] ?? 0
  }
  return end < 3 ? 0 : smooth / (end - 2)
}

/** Letters in a row, parted into words as well as can be. */
export interface Segmentation {
  readonly words: readonly string[]
  /** Letters of known words. */
  readonly known: number
}

const UNKNOWN = 14
/** Words that stand between others so often that a parting with them is the likelier one. */
const SMALL_WORDS: ReadonlySet<string> = new Set(
  (
    'the and you your for are with that this from not all have was his her they what when how can any out about into ' +
    'to of in is me my on it be or an we do no so at as by us up if go he'
  ).split(' '),
)

const COSTS: ReadonlyMap<string, number> = new Map([
  ...WORD_LIST.map((word): [string, number] => [word, [0, UNKNOWN, 12, 10][word.length] ?? 8]),
  ...Array.from(SMALL_WORDS, (word): [string, number] => [word, word.length === 2 ? 8 : 6.5]),
  ['a', 10],
  ['i', 10],
])

function costOf(word: string): number {
  return COSTS.get(word) ?? (word.length > 4 && isWord(word) ? 8.5 : UNKNOWN * word.length)
}

/** Parts small letters into the fewest words; the cost is linear, since no word is longer than LONGEST_WORD. */
export function segment(letters: string): Segmentation {
  const costs = new Float64Array(letters.length + 1)
  const sizes = new Int8Array(letters.length + 1)
  for (let end = 1; end <= letters.length; end++) {
    let cost = (costs[end - 1] ?? 0) + UNKNOWN
    let best = -1
    for (let size = 1; size <= LONGEST_WORD && size <= end; size++) {
      const before = costs[end - size] ?? 0
      if (before + 6 >= cost) continue
      const total = before + costOf(letters.slice(end - size, end))
      if (total < cost) {
        cost = total
        best = size
      }
    }
    costs[end] = cost
    sizes[end] = best
  }
  const words: string[] = []
  let known = 0
  let unknownEnd = -1
  for (let end = letters.length; end > 0;) {
    const size = sizes[end] ?? -1
    if (size < 0) {
      if (unknownEnd < 0) unknownEnd = end
      end--
      continue
    }
    if (unknownEnd > 0) words.push(letters.slice(end, unknownEnd))
    unknownEnd = -1
    words.push(letters.slice(end - size, end))
    known += size
    end -= size
  }
  if (unknownEnd > 0) words.push(letters.slice(0, unknownEnd))
  return { words: words.toReversed(), known }
}
