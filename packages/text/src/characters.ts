import { LATIN, PUNCTUATION } from './confusables.ts'

/** What becomes of a visible character when a text is normalized. */
export type CharacterKind = 'space' | 'mark' | 'letter' | 'other'

/** One character of a compatibility decomposition. */
export interface Part {
  readonly character: string
  readonly kind: CharacterKind
}

// Each tests a single character, so its cost is fixed.
const INVISIBLE = /^[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]$/u
const MARK = /^\p{M}$/u
const LETTER = /^\p{L}$/u

/**
 * True for the code units of white space, Unicode's and the two that it leaves out: U+0085, a line break, and
 * U+2800, the Braille cell without dots. U+FEFF is none here: it has no width.
 */
export function isSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)
  if (unit < 0x1680) return unit === 0xa0 || unit === 0x85
  if (unit >= 0x2000 && unit <= 0x200a) return true
  return OTHER_SPACES.has(unit)
}

const OTHER_SPACES: ReadonlySet<number> = new Set([0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x2800, 0x3000])

/** True for characters that a reader does not see: zero-width, bidi controls, tags, variation selectors, controls. */
function isInvisible(character: string): boolean {
  return INVISIBLE.test(character) && !isSpace(character.charCodeAt(0))
}

/** The parts that a code point decomposes into (NFKD); none when it is invisible. A lone surrogate is U+FFFD. */
export function decompose(codePoint: number): readonly Part[] {
  const character = String.fromCodePoint(codePoint).toWellFormed()
  if (isInvisible(character)) return []
  return Array.from(character.normalize('NFKD'), (part) => ({ character: part, kind: kindOf(part) }))
}

function kindOf(character: string): CharacterKind {
  if (isSpace(character.charCodeAt(0))) return 'space'
  // What it will be folded to decides, or folding a second time would see other words.
  if (LATIN.has(character)) return 'letter'
  if (PUNCTUATION.has(character)) return 'other'
  if (MARK.test(character)) return 'mark'
  return LETTER.test(character) ? 'letter' : 'other'
}
