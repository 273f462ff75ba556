import type { Disguised } from './disguised.ts'
import { isWord, letterAt, LETTERS, TRIGRAMS } from './english.ts'
import { segment } from './segment.ts'
import { isSentence } from './sentence.ts'
import type { Places } from './text-facts.ts'
import { EVIDENT, flagsOf, hashLetter, KNOWN } from './word-table.ts'

/** Shorter names are names. */
const MIN_NAME = 16
const HASH = 0x23
/** A part that is longer and no word may be several. */
const LONG_PART = 8
const PARTS = "_-./+=~:%,;|\\'"

/** A sentence written as one name: IgnoreAllRules, ignore_all_rules, ignore-all-rules, of many words or of telling ones. */
export function* readNames(text: string, tokens: Places): Generator<Disguised> {
  for (let i = 0; i < tokens.length; i += 2) {
    const last = tokens[i + 1] ?? 0
    let start = tokens[i] ?? 0
    for (let at = start; at <= last; at++) {
      if (at < last && isNameUnit(text, at)) continue
      if (at - start >= MIN_NAME) {
        const found = readName(text, start, at)
        if (found !== undefined) yield { encoding: 'split', text: found, span: { start, end: at } }
      }
      start = at + 1
    }
  }
}

function readName(text: string, start: number, end: number): string | undefined {
  if (!hasFewDigits(text, start, end) || !mayHoldWords(text, start, end) || !areKnown(text, start, end))
    return undefined
  return wordsOf(text.slice(start, end), text.charCodeAt(start - 1) === HASH)
}

/** 1 at letters and at what may part the words of a name, 2 at digits. */
const NAME_UNITS: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, unit) => {
  if (unit >= 0x30 && unit <= 0x39) return 2
  return (LETTERS[unit] ?? 0) > 0 || (unit > 0x20 && PARTS.includes(String.fromCharCode(unit))) ? 1 : 0
})

function isNameUnit(text: string, at: number): boolean {
  return (NAME_UNITS[text.charCodeAt(at)] ?? 0) > 0
}

/** Identifiers and addresses with numbers are no sentences. */
function hasFewDigits(text: string, start: number, end: number): boolean {
  let digits = 0
  for (let at = start; at < end; at++) if (NAME_UNITS[text.charCodeAt(at)] === 2) digits++
  return digits * 10 < end - start
}

/** Three places at least where a word may start, or letters in a row that are too long for a word: most names have fewer. */
function mayHoldWords(text: string, start: number, end: number): boolean {
  let [starts, row] = [0, 0]
  for (let at = start + 1; at < end; at++) {
    const unit = text.charCodeAt(at)
    const isLower = unit >= 0x61 && unit <= 0x7a
    row = isLower ? row + 1 : 0
    if (row >= MIN_NAME) return true
    if (!isLower && (isLowerAt(text, at + 1) || (letterAt(text, at) === 0 && letterAt(text, at + 1) > 0))) starts++
  }
  return starts >= 3
}

/** False where too few of the parts are words, or hardly any of a sentence; longer ones may be several, so these are looked at as a whole. */
function areKnown(text: string, start: number, end: number): boolean {
  let parts = 0
  let known = 0
  let evident = 0
  let hash = 0
  let from = start
  for (let at = start; at <= end; at++) {
    const letter = at < end ? letterAt(text, at) : 0
    const isUpper = letter > 0 && text.charCodeAt(at) < 0x60
    const startsWord = isUpper && (isLowerAt(text, at - 1) || isLowerAt(text, at + 1))
    if (letter > 0 && !startsWord) {
      hash = hashLetter(hash, letter)
      continue
    }
    if (at > from) {
      parts++
      const flags = flagsOf(hash)
      if ((flags & EVIDENT) !== 0) evident++
      if ((flags & KNOWN) !== 0) known++
      else if (at - from > LONG_PART && isSmooth(text, from, at)) return true
    }
    hash = startsWord ? letter : 0
    from = startsWord ? at : at + 1
  }
  return evident > 1 && known >= parts * 0.75
}

const MIN_SMOOTH = 0.6

/** True where letters stand beside one another as in English. */
function isSmooth(text: string, start: number, end: number): boolean {
  let three = 0
  let smooth = 0
  for (let at = start; at < end; at++) {
    three = ((three << 5) & 0x7fff) | letterAt(text, at)
    if (at >= start + 2) smooth += TRIGRAMS[three] ?? 0
  }
  return smooth >= (end - start - 2) * MIN_SMOOTH
}

/** The words of a name, where nearly all are words. */
function wordsOf(name: string, isAnchor: boolean): string | undefined {
  const parts: string[] = []
  let [start, seen] = [0, 0]
  const cut = (end: number): boolean => {
    if (end > start) parts.push(name.slice(start, end).toLowerCase())
    // A look at the first few tells addresses and encoded data.
    return parts.length !== 4 || parts.some((part) => part.length > 2 && isWord(part))
  }
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i)
    const isUpper = unit >= 0x41 && unit <= 0x5a
    const isLetter = letterAt(name, i) > 0
    const before = name.charCodeAt(i - 1)
    const startsWord = isUpper && ((before >= 0x61 && before <= 0x7a) || isLowerAt(name, i + 1))
    if (isLetter && !startsWord) continue
    if (!cut(i)) return undefined
    seen++
    start = isLetter ? i : i + 1
  }
  if (seen === 0) return undefined
  cut(name.length)
  const words = parts.flatMap((part) => (part.length > LONG_PART && part.length < 60 ? wordsIn(part) : [part]))
  return isSentence(words, isAnchor || name.includes('/')) ? words.join(' ') : undefined
}

/** The words of a part that is none, unless they are crumbs: "not if i cat i on". */
function wordsIn(part: string): readonly string[] {
  if (isWord(part)) return [part]
  const { words } = segment(part)
  return words.length * 3 > part.length ? [part] : words
}

function isLowerAt(name: string, at: number): boolean {
  const unit = name.charCodeAt(at)
  return unit >= 0x61 && unit <= 0x7a
}
