/** The tokens of a text: words, numbers, signs, and single characters of scripts that put no spaces between words. */
export interface Tokens {
  readonly text: string
  readonly count: number
  /** Where each token starts and ends, in UTF-16 code units. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/** Reads a folded text (see the view `normalized`) from left to right; white space is no token. */
export function tokenize(text: string): Tokens {
  const starts: number[] = []
  const ends: number[] = []
  for (let at = startOfToken(text, 0); at < text.length;) {
    starts.push(at)
    const end = endOfToken(text, at)
    ends.push(end)
    at = startOfToken(text, end)
  }
  return { text, count: starts.length, starts, ends }
}

/** The first place from `from` on that holds no white space. */
function startOfToken(text: string, from: number): number {
  let at = from
  while (at < text.length && isSpace(text.charCodeAt(at))) at++
  return at
}

/** True for the white space that parts tokens. */
export function isSpace(unit: number): boolean {
  return unit === SPACE || (unit >= 0x09 && unit <= 0x0d)
}

/** Units behind a token that its end depends on. */
export const LOOKAHEAD = 2

/** Where the token that starts at `at` ends. */
export function endOfToken(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  if (!isWord(unit)) return endOfSigns(text, at, unit)
  return isAlone(unit) ? at + 1 : endOfWord(text, at + 1)
}

const SPACE = 0x20
const APOSTROPHE = 0x27
/** A longer run is no word; it is read in pieces of this length. */
const MAX_WORD = 64
/** Of a run of one sign, more than these say no more. */
const MAX_SIGNS = 200

function endOfWord(text: string, from: number): number {
  const limit = Math.min(text.length, from + MAX_WORD - 1)
  let i = from
  for (; i < limit; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80 ? WORD_UNITS[unit] === 1 : isWord(unit) && !isAlone(unit)) continue
    if (unit === APOSTROPHE && i + 1 < limit && isWord(text.charCodeAt(i + 1))) continue
    break
  }
  return i
}

function endOfSigns(text: string, from: number, unit: number): number {
  const limit = Math.min(text.length, from + MAX_SIGNS)
  let i = from + 1
  while (i < limit && text.charCodeAt(i) === unit) i++
  return i
}

/** True for letters and digits; beyond ASCII for all but the blocks of punctuation and symbols. */
function isWord(unit: number): boolean {
  if (unit < 0x80) return WORD_UNITS[unit] === 1
  if (unit < 0xc0) return false
  return !(
    (unit >= 0x2000 && unit <= 0x2bff) ||
    (unit >= 0x3000 && unit <= 0x3004) ||
    (unit >= 0x3008 && unit <= 0x3020)
  )
}

/** 1 at the letters and digits of ASCII. */
const WORD_UNITS: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x5a) ? 1 : 0,
)

/** True for the scripts that are written without spaces: Thai to Myanmar, Khmer, kana, Chinese characters. */
export function isAlone(unit: number): boolean {
  if (unit < 0x0e00) return false
  return (
    unit <= 0x0eff ||
    (unit >= 0x1000 && unit <= 0x109f) ||
    (unit >= 0x1780 && unit <= 0x17ff) ||
    (unit >= 0x3040 && unit <= 0x30ff) ||
    (unit >= 0x3400 && unit <= 0x9fff) ||
    (unit >= 0xf900 && unit <= 0xfaff)
  )
}
