import type { Span } from '../engine.ts'
import type { Disguised } from './disguised.ts'
import { isListed, isWord, letterAt, makeupOf, smoothnessOf } from './english.ts'
import { LONGEST_WORD, widen } from './odd-runs.ts'
import type { OddRun } from './odd-runs.ts'
import { segment } from './segment.ts'
import { isSentence } from './sentence.ts'
import { WORD_LIST } from './word-list.ts'
import { flagsOf, hashLetter, hashOf, KNOWN } from './word-table.ts'

/** Words that attacks are written in. */
const TELLING: ReadonlySet<string> = new Set(
  (
    'ignore disregard forget override bypass instructions instruction previous prior rules system prompt reveal secret ' +
    'secrets password passwords pretend guidelines restrictions jailbreak confidential credentials you your are unrestricted'
  ).split(' '),
)

/** True for short pieces, and for a row of letters that is too long for a word. */
export function isInPieces({ longest, words, letters }: OddRun): boolean {
  return longest > LONGEST_WORD || (words >= 4 && letters <= words * 4.2)
}

/** What a run in pieces says once its letters, whatever parts them, are put together and parted into words. */
export function* readSplit(text: string, run: OddRun): Generator<Disguised> {
  const spans = run.letters > run.words * 1.5 ? [widen(text, run), run] : [withSingles(text, run), widen(text, run)]
  for (const span of spans) {
    const letters = lettersOf(text, span)
    if (letters.length < 10 || smoothnessOf(letters) < 0.72) continue
    if (letters.length > 2 * PROBE && segment(letters.slice(0, PROBE)).known < PROBE * 0.6) continue
    const { words, known } = segment(letters)
    if (!isLikely(words, known, letters.length)) continue
    yield { encoding: 'split', text: words.join(' '), span: { start: span.start, end: span.end } }
    return
  }
}

/** Letters of a long run that are parted first, to see whether it is worth it. */
const PROBE = 40
const MAX_SINGLES = 4

/** A run of single letters, with the ones beside it that are words in themselves: the I of "I g n o r e". */
function withSingles(text: string, run: OddRun): Span {
  let { start, end } = run
  for (let i = 0; i < MAX_SINGLES; i++) {
    const before = singleAt(text, start - 1, -1)
    const after = singleAt(text, end, 1)
    if (before >= 0) start = before
    if (after >= 0) end = after + 1
  }
  return { start, end }
}

/** Where the next letter is, if it stands alone and near. */
function singleAt(text: string, from: number, step: 1 | -1): number {
  let at = from
  while (at >= 0 && at < text.length && letterAt(text, at) === 0 && Math.abs(at - from) < MAX_SINGLES) at += step
  return at !== from && letterAt(text, at) > 0 && letterAt(text, at + step) === 0 ? at : -1
}

function lettersOf(text: string, { start, end }: Span): string {
  let out = ''
  let copied = start
  for (let at = start; at < end; at++) {
    if (letterAt(text, at) > 0) continue
    if (at > copied) out += text.slice(copied, at)
    copied = at + 1
  }
  return (out + text.slice(copied, end)).toLowerCase()
}

function isLikely(words: readonly string[], known: number, letters: number): boolean {
  if (known < letters * 0.9 || words.length < 3 || letters < words.length * 3) return false
  return isSentence(words)
}

const VOWELS = 'aeiou'

function withoutVowels(word: string): string {
  let out = ''
  for (let i = 0; i < word.length; i++) if (!VOWELS.includes(word.charAt(i))) out += word.charAt(i)
  return out
}

/** Every letter that stands twice or more in a row, once. */
function squeeze(word: string): string {
  let out = ''
  for (let i = 0; i < word.length; i++) if (word[i] !== word[i - 1]) out += word.charAt(i)
  return out
}

/** First and last letter, and those between in the order of the alphabet. */
function scrambleKey(word: string): string {
  return word.charAt(0) + word.slice(1, -1).split('').sort().join('') + word.slice(-1)
}

/** Words by what is left of them; where several leave the same, one that attacks are written in, else the commonest. */
function indexBy(key: (word: string) => string, least: number): ReadonlyMap<string, string> {
  const index = new Map<string, string>()
  const add = (word: string): void => {
    const left = key(word)
    if (word.length >= least && left !== '' && !index.has(left)) index.set(left, word)
  }
  for (const word of TELLING) add(word)
  for (const word of COMMON) add(word)
  for (const word of WORD_LIST) add(word)
  return index
}

const COMMON: readonly string[] = (
  'the and all to of in it is that for on with as at be this have from or by what my me now do not are was were his her they ' +
  'can will would which their there about into over then them out up one first people please tell send'
).split(' ')

const BY_CONSONANTS = indexBy(withoutVowels, 1)
const BY_SQUEEZED = indexBy(squeeze, 3)
const BY_SCRAMBLE = indexBy(scrambleKey, 4)

/** What a run says once its vowels are put back. */
export function* readVowelless(text: string, run: OddRun): Generator<Disguised> {
  const span = widen(text, run)
  const written = text.slice(span.start, span.end)
  let [words, known, tested] = [0, 0, 0]
  const restored = replaceWords(written, (word) => {
    tested++
    if (withoutVowels(word) !== word) return isWord(word) ? word : undefined
    words++
    const found = BY_CONSONANTS.get(word)
    if (found !== undefined) known += word.length > 1 ? 1 : 0
    return found
  })
  if (words >= 4 && words >= tested * 0.6 && known >= words * 0.6 && known >= 4)
    yield { encoding: 'vowelless', text: restored, span }
}

/** What a corrigible run says once letters written twice are written once and scrambled words are put in order. */
export function* readMisspelt(text: string, run: OddRun): Generator<Disguised> {
  const span = widen(text, run)
  const written = text.slice(span.start, span.end)
  let corrected = 0
  let longest = 0
  const restored = replaceWords(written, (word) => {
    if (word === 'aa' || word === 'ii') return word.charAt(0)
    if (isWord(word) || word.length < 3) return word
    const found = word.length === 3 ? shortened(word) : correct(word)
    if (found === undefined) return undefined
    corrected++
    longest = Math.max(longest, found.length)
    return found
  })
  if (corrected < 2 || longest < 5) return
  const { letters, known } = makeupOf(restored)
  if (known >= letters * 0.8) yield { encoding: 'misspelt', text: restored, span }
}

/** "mee", "onn": the words of two letters that they are drawn out of. */
function shortened(word: string): string | undefined {
  const found = squeeze(word)
  return found.length === 2 && isListed(found) ? found : undefined
}

/** Words of a run that are looked at before all of it is. */
const MAX_PROBES = 6
const FIRST_PROBES = 3

/** True where two of the first longer words that are none can be corrected. */
export function isCorrigible(text: string, { start, end }: Span): boolean {
  let probes = 0
  let found = 0
  for (let at = start; at < end && probes < MAX_PROBES; at++) {
    const from = at
    let hash = 0
    let letter = letterAt(text, at)
    while (letter > 0) {
      hash = hashLetter(hash, letter)
      letter = letterAt(text, ++at)
    }
    if (at - from < 4 || at - from > LONGEST_CORRECTED || (flagsOf(hash) & KNOWN) !== 0) continue
    probes++
    if (mayBeCorrected(text, from, at) && correct(text.slice(from, at).toLowerCase()) !== undefined) found++
    else if (found === 0 && probes === FIRST_PROBES) return false
  }
  return found >= 2 && found * 2 >= probes
}

/** False where correct() finds nothing, by two numbers alone. */
function mayBeCorrected(text: string, start: number, end: number): boolean {
  let hash = 0
  let squeezed = 0
  let sum = 0
  let before = 0
  for (let at = start; at < end; at++) {
    const letter = letterAt(text, at)
    if (letter !== before) {
      hash = hashLetter(hash, letter)
      squeezed++
    }
    sum += letter * letter * letter
    before = letter
  }
  return squeezed < 3 || hasBit(hash) || hasBit((sum * 32 + letterAt(text, start)) * 32 + letterAt(text, end - 1))
}

function hasBit(hash: number): boolean {
  const at = Math.imul(hash, 0x9e3779b1) >>> 16
  return (((CORRECTIONS[at >> 5] ?? 0) >> (at & 31)) & 1) === 1
}

const LONGEST_CORRECTED = 40

/** A number that scrambling inner letters does not change; few words share one. */
function signature(word: string): number {
  let sum = 0
  for (let i = 0; i < word.length; i++) {
    const letter = word.charCodeAt(i) - 0x60
    sum += letter * letter * letter
  }
  return (sum * 32 + word.charCodeAt(0) - 0x60) * 32 + word.charCodeAt(word.length - 1) - 0x60
}

const SIGNATURES: ReadonlySet<number> = new Set(WORD_LIST.map(signature))

/** One bit for each squeezed word and for each signature. */
const CORRECTIONS = correctionBits()

function correctionBits(): Int32Array {
  const bits = new Int32Array(0x10000 >> 5)
  const set = (hash: number): void => {
    const at = Math.imul(hash, 0x9e3779b1) >>> 16
    bits[at >> 5] = (bits[at >> 5] ?? 0) | (1 << (at & 31))
  }
  for (const word of BY_SQUEEZED.keys()) set(hashOf(word))
  for (const sum of SIGNATURES) set(sum)
  return bits
}

function unscramble(word: string): string | undefined {
  return SIGNATURES.has(signature(word)) ? BY_SCRAMBLE.get(scrambleKey(word)) : undefined
}

function correct(word: string): string | undefined {
  const squeezed = squeeze(word)
  if (squeezed.length < 3) return isListed(squeezed) ? squeezed : undefined
  return BY_SQUEEZED.get(squeezed) ?? unscramble(word)
}

/** Replaces each run of ASCII letters; what has no replacement stays. */
function replaceWords(text: string, replace: (word: string) => string | undefined): string {
  let out = ''
  for (let at = 0; at < text.length;) {
    const start = at
    while (at < text.length && letterAt(text, at) > 0) at++
    if (at > start) out += replace(text.slice(start, at).toLowerCase()) ?? text.slice(start, at)
    const gap = at
    while (at < text.length && letterAt(text, at) === 0) at++
    out += text.slice(gap, at)
  }
  return out
}

const MIN_PIG_WORDS = 3

/** Lines of pig latin: most words end in "ay". */
export function* readPigLatin(text: string): Generator<Disguised> {
  let last = 0
  for (let at = text.indexOf('ay'); at >= 0; at = text.indexOf('ay', Math.max(at + 2, last))) {
    const start = text.lastIndexOf('\n', at) + 1
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    last = end
    let endings = 0
    for (let i = at; i >= 0 && i < end; i = text.indexOf('ay', i + 2)) if (letterAt(text, i + 2) === 0) endings++
    if (endings < MIN_PIG_WORDS || endings * 12 < end - start) continue
    let [words, pigs] = [0, 0]
    const plain = replaceWords(text.slice(start, end), (word) => {
      words++
      const found = fromPigLatin(word)
      if (found !== undefined) pigs++
      return found
    })
    if (pigs >= MIN_PIG_WORDS && pigs >= words * 0.6) yield { encoding: 'piglatin', text: plain, span: { start, end } }
  }
}

/** "ignoreway", "eviouspray": the consonants that were moved are the ones that give a word. */
function fromPigLatin(word: string): string | undefined {
  if (!word.endsWith('ay') || word.length < 3) return undefined
  const stem = word.slice(0, -2)
  const guesses = [1, 2, 3, 4].map((size) => stem.slice(-size) + stem.slice(0, -size))
  if (VOWELS.includes(word.charAt(0))) {
    const [last = ''] = stem.slice(-1)
    if (last === 'w' || last === 'y' || last === 'h') guesses.unshift(stem.slice(0, -1))
    guesses.push(stem)
  }
  return guesses.find(isListed) ?? guesses.find(isWord)
}
