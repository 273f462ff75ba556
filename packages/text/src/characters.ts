import { LATIN, PUNCTUATION, STRONG, WEAK } from './confusables.ts'

/** What becomes of a visible character when a text is normalized; a phrase stands for several parts that nothing around them changes. */
export type CharacterKind = 'space' | 'mark' | 'letter' | 'other' | 'phrase'

/** One character of a compatibility decomposition, with all that it may be folded to. */
export interface Part {
  readonly character: string
  readonly kind: CharacterKind
  readonly isAscii: boolean
  readonly lower: string
  /** The Latin letters that it passes for: anywhere, in words of look-alikes alone, only beside Latin letters. */
  readonly latin: string | undefined
  readonly strong: string | undefined
  readonly weak: string | undefined
  /** The ASCII sign that it stands for. */
  readonly sign: string | undefined
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
  return unit <= 0x3000 && OTHER_SPACES.has(unit)
}

const OTHER_SPACES: ReadonlySet<number> = new Set([0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x2800, 0x3000])

/** True for characters that a reader does not see: zero-width, bidi controls, tags, variation selectors, controls. */
function isInvisible(character: string): boolean {
  return INVISIBLE.test(character) && !isSpace(character.charCodeAt(0))
}

/** Reads code points into their parts, each code point once: most texts use few characters many times. */
export class Decomposer {
  readonly #beyond = new Map<number, readonly Part[]>()

  /** The parts that a code point decomposes into (NFKD); none when it is invisible. A lone surrogate is U+FFFD. */
  partsOf(codePoint: number): readonly Part[] {
    if (codePoint < ALPHABETS_END) return (ALPHABETS[codePoint] ??= decompose(codePoint))
    let parts = this.#beyond.get(codePoint)
    if (parts === undefined) this.#beyond.set(codePoint, (parts = decompose(codePoint)))
    return parts
  }
}

/** Below stand the alphabets, which most texts are written in, and their signs. */
const ALPHABETS_END = 0x3000
// Facts of Unicode, looked up when first needed: nothing that one text or kernel does can be seen by another.
const ALPHABETS: (readonly Part[] | undefined)[] = Array.from({ length: ALPHABETS_END })

function decompose(codePoint: number): readonly Part[] {
  const character = String.fromCodePoint(codePoint).toWellFormed()
  if (codePoint >= 0x4e00 && codePoint < 0xa000) return [toPart(character, 'letter')]
  if (isInvisible(character)) return []
  return foldPhrase(Array.from(character.normalize('NFKD'), (part) => toPart(part, kindOf(part))))
}

/**
 * Puts the inner words of a ligature together: U+FDFA is 18 characters, and a text of it should not cost 18 times as
 * much as another. The first and the last word stay apart, since what stands around the ligature joins them.
 */
function foldPhrase(parts: readonly Part[]): readonly Part[] {
  const start = parts.findIndex(({ kind }) => kind === 'space')
  const end = parts.findLastIndex(({ kind }) => kind === 'space') + 1
  const inner = parts.slice(Math.max(0, start), end)
  if (start < 1 || end === parts.length || inner.length < SHORTEST_PHRASE || !inner.every(isFixed)) return parts
  const phrase = inner.map(({ lower }) => lower).join('')
  return phrase.includes('  ') ? parts : [...parts.slice(0, start), toPart(phrase, 'phrase'), ...parts.slice(end)]
}

const SHORTEST_PHRASE = 4

/** A space, or a letter that is folded to itself in any word that holds no other than such. */
function isFixed({ kind, isAscii, latin, strong }: Part): boolean {
  return kind === 'space' || (kind === 'letter' && !isAscii && latin === undefined && strong === undefined)
}

function toPart(character: string, kind: CharacterKind): Part {
  return {
    character,
    kind,
    isAscii: character.charCodeAt(0) < 0x80,
    lower: character.toLowerCase(),
    latin: lookup(LATIN, character),
    strong: lookup(STRONG, character),
    weak: lookup(WEAK, character),
    sign: PUNCTUATION.get(character),
  }
}

/** An entry for the lower-case letter holds for the capital too, or folding a second time would find more. */
function lookup(table: ReadonlyMap<string, string>, character: string): string | undefined {
  return table.get(character) ?? table.get(character.toLowerCase())
}

function kindOf(character: string): CharacterKind {
  if (isSpace(character.charCodeAt(0))) return 'space'
  // What it will be folded to decides, or folding a second time would see other words.
  if (LATIN.has(character)) return 'letter'
  if (PUNCTUATION.has(character)) return 'other'
  if (MARK.test(character)) return 'mark'
  return LETTER.test(character) ? 'letter' : 'other'
}
