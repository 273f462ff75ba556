import { ENDINGS } from './english.ts'
import { EVIDENCE } from './sentence.ts'
import { WORD_LIST } from './word-list.ts'

/** What the table says of a word: 0 for one that is not listed. */
export const KNOWN = 1
export const BEFORE_NOUN = 2
export const NEVER_AFTER_IT = 4
export const SPELLING = 8
export const STARTER = 16
export const EVIDENT = 32

/** Words that a noun follows. */
const BEFORE_NOUNS = ['the', 'a', 'an', 'my', 'our', 'his', 'any']
/** Words that follow none of those, unless a sentence is read from its end. */
const NEVER_AFTER = 'to of in on at for and or is are was be we me how'.split(' ')

/** Words that sentences start with, so that a line which ends in one may be read from its end. */
export const STARTERS: ReadonlySet<string> = new Set(
  (
    'the a an my your our his any every to of in on at for from with and or is are was be i me we how that this must ' +
    'will without about all tell send give show what reveal ignore forget repeat override disregard delete explain ' +
    'you could can please do why when now if'
  ).split(' '),
)
const SPELLING_WORDS =
  'alfa alpha bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray ray yankee zulu'.split(
    ' ',
  )

const SLOTS = 0x10000
/** The hash of each listed word and of those with a common ending, open-addressed; 0 where there is none. */
const HASHES = new Int32Array(SLOTS)
const FLAGS = new Uint8Array(SLOTS)
const MULTIPLIER = 0x01003f4d
/** Who never decodes a text need not wait for the table. */
let isFilled = false

/** The hash of a word goes on with the number (1 to 26) of its next letter. */
export function hashLetter(hash: number, letter: number): number {
  return Math.imul(hash, MULTIPLIER) + letter
}

/** The hash of a word in small letters; with that of others, of one that they begin. */
export function hashOf(word: string, from = 0): number {
  let hash = from
  for (let i = 0; i < word.length; i++) hash = hashLetter(hash, word.charCodeAt(i) - 0x60)
  return hash | 0
}

function slotOf(hash: number): number {
  let slot = Math.imul(hash, 0x9e3779b1) >>> 16
  while (HASHES[slot] !== 0 && HASHES[slot] !== hash) slot = (slot + 1) & (SLOTS - 1)
  return slot
}

function add(hash: number, flag: number): void {
  const slot = slotOf(hash)
  HASHES[slot] = hash
  FLAGS[slot] = (FLAGS[slot] ?? 0) | flag
}

/** The flags of the word that has this hash. */
export function flagsOf(hash: number): number {
  if (!isFilled) fill()
  return FLAGS[slotOf(hash | 0)] ?? 0
}

function addAll(words: readonly string[], flag: number): void {
  for (const word of words) add(hashOf(word), flag)
}

function fill(): void {
  isFilled = true
  for (const word of WORD_LIST) {
    const hash = hashOf(word)
    add(hash, KNOWN)
    for (const ending of ENDINGS) if (word.length + ending.length > 3) add(hashOf(ending, hash), KNOWN)
  }
  addAll(BEFORE_NOUNS, KNOWN + BEFORE_NOUN)
  addAll(NEVER_AFTER, KNOWN + NEVER_AFTER_IT)
  addAll(SPELLING_WORDS, SPELLING)
  addAll([...STARTERS], STARTER)
  addAll(EVIDENCE, EVIDENT)
}
