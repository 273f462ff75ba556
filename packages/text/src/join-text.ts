import { unitsOf } from './code-units.ts'
import { MappedTextBuilder } from './span-map.ts'
import type { MappedText, SpanMap } from './span-map.ts'

/** Digits and signs written for letters; the commonest reading of each. */
const LEET: ReadonlyMap<string, string> = new Map(
  Object.entries({
    0: 'o',
    1: 'i',
    3: 'e',
    4: 'a',
    5: 's',
    7: 't',
    8: 'b',
    9: 'g',
    '@': 'a',
    $: 's',
    '!': 'i',
  }),
)
/** All digits and the signs: what may stand in a word without being a letter. */
const LEET_UNITS = '0123456789@$!'
/** Signs end sentences and start amounts, so they are letters only where a letter or digit follows. */
const SIGNS = '@$!'
/** What may stand between letters that are spaced apart. */
const SEPARATORS = ' .-_*/|,+~:;\'"`'
/** Units of a separator: a sign with a space on each side. */
const MAX_SEPARATOR = 3
/** Fewer letters in a row are initials or an abbreviation. */
const MIN_SPACED = 3

/**
 * A normalized text with spaced letters ("i g n o r e", "i.g.n.o.r.e") put together and leetspeak ("1gn0r3") read.
 * Where single spaces part letters and wider ones part words, the words stay apart.
 */
export function joinText(normalized: MappedText): MappedText {
  const edits = new Rewriter(normalized.text)
  joinInto(edits, normalized, unitsOf(normalized.text), normalized.text.length)
  return edits.unchanged ? normalized : compose(edits.build(), normalized.map)
}

/** Nothing stands behind the loop: V8 leaves code that it compiled while a loop ran at the first thing behind it, each time. */
function joinInto(edits: Rewriter, normalized: MappedText, units: Uint16Array, length: number): void {
  for (let at = 0; at < length;) {
    let kinds = 0
    let end = at
    for (; end < length; end++) {
      const unit = units[end] ?? 0
      const kind = unit < 0x80 ? (WORD_UNITS[unit] ?? 0) : 1
      if (kind === 0) break
      kinds |= kind
    }
    if (end === at) at++
    else if (end > at + 1) {
      // Digits and signs alone are a number, and stay.
      if (kinds === 3) rewriteWord(edits, units, at, end)
      at = end
    } else at = mayBeSpaced(units, at, length) ? joinLetters(edits, normalized, at) : end
  }
}

/** A derived text in which a few spans are replaced, left to right. */
class Rewriter {
  readonly #text: string
  readonly #builder: MappedTextBuilder = new MappedTextBuilder()
  #copied = 0

  constructor(text: string) {
    this.#text = text
  }

  get unchanged(): boolean {
    return this.#copied === 0
  }

  replace(start: number, end: number, by: string): void {
    this.#builder.copy(this.#text.slice(this.#copied, start), this.#copied)
    this.#builder.put(by, start, end)
    this.#copied = end
  }

  /** Puts other units in their places, so that each leads back to its own. */
  overwrite(start: number, by: string): void {
    this.#builder.copy(this.#text.slice(this.#copied, start), this.#copied)
    this.#builder.copy(by, start)
    this.#copied = start + by.length
  }

  build(): MappedText {
    this.#builder.copy(this.#text.slice(this.#copied), this.#copied)
    return this.#builder.build()
  }
}

function compose({ text, map }: MappedText, outer: SpanMap): MappedText {
  return {
    text,
    map: (start, end) => {
      const span = map(start, end)
      return outer(span.start, span.end)
    },
  }
}

/** Reads the leetspeak of a word; a sign at its end is punctuation. */
function rewriteWord(edits: Rewriter, units: Uint16Array, start: number, end: number): void {
  let read = ''
  let isRead = false
  for (let at = start; at < end; at++) {
    const unit = units[at] ?? 0
    const letter = unit < 0x80 && !(at === end - 1 && isSign(unit)) ? (LEET_LETTERS[unit] ?? 0) : 0
    isRead ||= letter !== 0
    read += String.fromCharCode(letter === 0 ? unit : letter)
  }
  if (isRead) edits.overwrite(start, read)
}

function isSign(unit: number): boolean {
  return unit < 0x30 || unit === 0x40
}

/** True where a single letter or digit stands near behind the one at `at`. */
function mayBeSpaced(units: Uint16Array, at: number, length: number): boolean {
  let next = at + 1
  while (next - at <= MAX_SEPARATOR && isSeparator(units[next] ?? 0)) next++
  return next > at + 1 && next < length && isWordUnit(units[next] ?? 0) && !isWordUnit(units[next + 1] ?? 0)
}

/** Puts the spaced letters that start here together, if they are such; returns where to go on. */
function joinLetters(edits: Rewriter, normalized: MappedText, start: number): number {
  const positions = spacedLetters(normalized, start)
  const end = (positions.at(-1) ?? start) + 1
  const letters = positions.map((i) => normalized.text.charAt(i)).join('')
  if (positions.length < MIN_SPACED) return start + 1
  if (hasLetter(letters)) edits.replace(start, end, readLeet(letters))
  return end
}

/** The positions of single letters from `at` on that the same separator parts, as wide in the original each time. */
function spacedLetters({ text, map }: MappedText, at: number): readonly number[] {
  const positions = [at]
  let separator: string | undefined
  let width = 0
  for (let last = at; ;) {
    const next = afterSeparator(text, last + 1)
    if (next === last + 1 || next - last - 1 > MAX_SEPARATOR || endOfWord(text, next) !== next + 1) return positions
    const found = text.slice(last + 1, next)
    const span = map(last + 1, next)
    separator ??= found
    width ||= span.end - span.start
    if (found !== separator || span.end - span.start !== width) return positions
    positions.push(next)
    last = next
  }
}

/** The first position from `from` on that holds no separator; looks no further than it must. */
function afterSeparator(text: string, from: number): number {
  let i = from
  while (i - from <= MAX_SEPARATOR && i < text.length && SEPARATORS.includes(text.charAt(i))) i++
  return i
}

/** A word's letters and digits for letters; a word without any letter is a number and stays. */
function readLeet(word: string): string {
  if (!hasLetter(word)) return word
  let out = ''
  for (let i = 0; i < word.length; i++) {
    const unit = word.charAt(i)
    const isSign = SIGNS.includes(unit)
    out += isSign && i === word.length - 1 ? unit : (LEET.get(unit) ?? unit)
  }
  return out
}

function hasLetter(word: string): boolean {
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) > 0x40) return true
  return false
}

function endOfWord(text: string, from: number): number {
  let i = from
  while (i < text.length && isWordUnit(text.charCodeAt(i))) i++
  return i
}

function isWordUnit(unit: number): boolean {
  return unit >= 0x80 || WORD_UNITS[unit] !== 0
}

/** 1 at what may stand between letters that are spaced apart. */
const SEPARATOR_UNITS: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  unit > 0 && SEPARATORS.includes(String.fromCharCode(unit)) ? 1 : 0,
)

function isSeparator(unit: number): boolean {
  return unit < 0x80 && SEPARATOR_UNITS[unit] === 1
}

/** The letter that a digit or sign of ASCII is written for. */
const LEET_LETTERS: Uint8Array = Uint8Array.from(
  { length: 0x80 },
  (_, unit) => LEET.get(String.fromCharCode(unit))?.charCodeAt(0) ?? 0,
)

/** ASCII: 0 stands between words, 1 is a letter, 2 a digit or sign that may stand for one. Normalized text has no capitals. */
const WORD_UNITS: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, unit) => {
  if (unit >= 0x61 && unit <= 0x7a) return 1
  return LEET_UNITS.includes(String.fromCharCode(unit)) ? 2 : 0
})
