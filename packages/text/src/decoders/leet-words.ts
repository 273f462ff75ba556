import { LETTERS } from './english.ts'
import { WORD_LIST } from './word-list.ts'

/**
 * Letters and signs by what they may stand for: words that are written with the same signs have one key, so one look-up
 * reads a word whichever letter a sign stands for in it.
 */
const CLASSES: ReadonlyMap<string, string> = new Map(
  ['i1l|!¡¦][', 'o0', 'e3€£', 'a4@^', 's5$z2§', 't7+†', 'b8g69', 'c(<{¢©', 'h#', 'x%×', 'y¥'].flatMap((row) =>
    Array.from(row, (sign): [string, string] => [sign, row.charAt(0)]),
  ),
)

/** The same by unit. */
const CLASS_UNITS: Uint16Array = Uint16Array.from({ length: 0x80 }, (_, unit) => classOfSign(unit))

function classOfSign(unit: number): number {
  return CLASSES.get(String.fromCharCode(unit))?.charCodeAt(0) ?? unit
}

function classOf(unit: number): number {
  return unit < 0x80 ? (CLASS_UNITS[unit] ?? 0) : classOfSign(unit)
}

function keyOf(word: string): string {
  let key = ''
  for (let i = 0; i < word.length; i++) key += String.fromCharCode(classOf(word.charCodeAt(i)))
  return key
}

/** The first word of a key is the commonest of those that the list holds, or the one that attacks are written in. */
const BY_KEY: ReadonlyMap<string, string> = indexWords()

function indexWords(): ReadonlyMap<string, string> {
  const index = new Map<string, string>()
  for (const word of [
    'all',
    'is',
    'your',
    'tell',
    'to',
    'so',
    'as',
    'at',
    'in',
    'it',
    'get',
    'bill',
    'will',
    'or',
    'of',
    ...WORD_LIST,
  ]) {
    const key = keyOf(word)
    if (!index.has(key)) index.set(key, word)
  }
  return index
}

/** One bit per hash of a key: most tokens are told by it from all words. */
const KEY_BITS = keyBits()

function keyBits(): Int32Array {
  const bits = new Int32Array(0x10000 >> 5)
  for (const key of BY_KEY.keys()) {
    let hash = 0
    for (let i = 0; i < key.length; i++) hash = mix(hash, key.charCodeAt(i))
    const at = hash >>> 16
    bits[at >> 5] = (bits[at >> 5] ?? 0) | (1 << (at & 31))
  }
  return bits
}

/** Units of the longest word that may be read, with an ending. */
export const LONGEST_KEY: number = Math.max(...Array.from(BY_KEY.keys(), (key) => key.length)) + 3

function mix(hash: number, unit: number): number {
  return Math.imul(hash + unit, 0x9e3779b1) ^ (hash >>> 15)
}

function hasKey(hash: number): boolean {
  const at = hash >>> 16
  return (((KEY_BITS[at >> 5] ?? 0) >> (at & 31)) & 1) === 1
}

/** False where neither a word nor one of its stems is a key: endings have three letters at most. */
export function mayBeKey(text: string, start: number, end: number): boolean {
  let hash = 0
  let one = 0
  let two = 0
  let three = 0
  for (let i = start; i < end; i++) {
    three = two
    two = one
    one = hash
    const unit = text.charCodeAt(i)
    hash = mix(hash, classOf((LETTERS[unit] ?? 0) === 0 ? unit : unit | 0x20))
  }
  return hasKey(hash) || hasKey(one) || hasKey(two) || hasKey(three)
}

/** The word that one with signs or digits for letters stands for; undefined when it is none of the known ones. */
export function fromLeet(word: string): string | undefined {
  if (!mayBeKey(word, 0, word.length)) return undefined
  const key = keyOf(word)
  const found = BY_KEY.get(key)
  if (found !== undefined) return found
  for (const [ending, letters] of ENDINGS) {
    const stem = key.endsWith(ending) ? BY_KEY.get(key.slice(0, -ending.length)) : undefined
    if (stem !== undefined && stem.length > 2) return stem + letters
  }
  return undefined
}

const ENDINGS: readonly (readonly [string, string])[] = ['s', 'ed', 'ing', 'er', 'ly'].map((ending) => [
  keyOf(ending),
  ending,
])
