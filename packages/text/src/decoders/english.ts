import { WORD_LIST } from './word-list.ts'

const WORDS: ReadonlySet<string> = new Set(WORD_LIST)
/** Endings that a word may have that is not listed with them. */
export const ENDINGS: readonly string[] = ['s', 'es', 'ers', 'ed', 'd', 'ing', 'ly', 'er', 'n', 'able']
const ENDINGS_BY_LAST: ReadonlyMap<string, readonly string[]> = Map.groupBy(ENDINGS, (ending) => ending.slice(-1))

/** 1 to 26 for ASCII letters of either case, 0 for every other unit. */
export const LETTERS: Uint8Array = letterTable()

function letterTable(): Uint8Array {
  const table = new Uint8Array(0x10000)
  for (let letter = 1; letter <= 26; letter++) table[0x40 + letter] = table[0x60 + letter] = letter
  return table
}

/** The number of an ASCII letter, 0 for every other unit. */
export function letterAt(text: string, at: number): number {
  return at >= 0 && at < text.length ? (LETTERS[text.charCodeAt(at)] ?? 0) : 0
}

/** 1 at three letters in a row that some word holds (0 is the edge of a word). */
export const TRIGRAMS: Uint8Array = trigramTable()

function trigramTable(): Uint8Array {
  const table = new Uint8Array(0x8000)
  for (const word of WORD_LIST) {
    for (let i = 0; i < word.length; i++) {
      table[trigram(letterAt(word, i - 1), letterAt(word, i), letterAt(word, i + 1))] = 1
    }
  }
  return table
}

/** The place of three letters in the tables. */
export function trigram(a: number, b: number, c: number): number {
  return (a << 10) | (b << 5) | c
}

/** True for a listed word and for one with a common ending; takes small letters. */
export function isWord(word: string): boolean {
  if (WORDS.has(word)) return true
  if (word.length < 4) return false
  const endings = ENDINGS_BY_LAST.get(word.charAt(word.length - 1))
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
