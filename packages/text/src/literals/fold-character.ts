import { Decomposer, isSpace } from '../characters.ts'
import { LATIN } from '../confusables.ts'

/** What a code unit is to the search for literals. */
export const KIND = { sign: 0, space: 1, letter: 2, digit: 3, foreign: 4, odd: 5 } as const

/** KIND by ASCII code. */
export const ASCII_KINDS: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  if (/[a-z]/i.test(character)) return KIND.letter
  if (/\d/.test(character)) return KIND.digit
  return isSpace(code) ? KIND.space : KIND.sign
})

/** What a character stands for: no symbols for a sign or an invisible one, mostly one letter or digit. */
export interface Folded {
  readonly kind: number
  /** ASCII letters in lower case and digits. */
  readonly symbols: string
}

const DIGIT = /^\p{Nd}$/u
const LETTER = /^[\p{L}\p{M}]$/u
const PLAIN = /^[\p{P}\p{Sm}\p{Sc}]$/u
const HIDDEN = /^[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]$/u
const MARK = /^\p{M}$/u
/** Numerals that are letters: Chinese, also the ones of banks. */
const NUMERALS = ['〇零', '一壹弌', '二贰貳弍', '三叁參弎', '四肆', '五伍', '六陆陸', '七柒', '八捌', '九玖']
/** First code points of rows of numerals that do not decompose, and the number that each row begins with. */
const ROWS: readonly (readonly [first: number, value: number, count: number])[] = [
  [0x2776, 1, 9],
  [0x2780, 1, 9],
  [0x278a, 1, 9],
  [0x24f5, 1, 9],
  [0x24ff, 0, 1],
  [0x1f10b, 0, 1],
  [0x1f10c, 0, 1],
  [0x3021, 1, 9],
]

/** Folds characters beyond ASCII, each code point once. */
export class Folder {
  readonly #decomposer = new Decomposer()
  readonly #known = new Map<number, Folded>()

  of(codePoint: number): Folded {
    let folded = this.#known.get(codePoint)
    if (folded === undefined) {
      // Texts in thousands of different characters must not fill the memory.
      if (this.#known.size > 4096) this.#known.clear()
      this.#known.set(codePoint, (folded = this.#fold(codePoint)))
    }
    return folded
  }

  #fold(codePoint: number): Folded {
    const character = String.fromCodePoint(codePoint)
    if (codePoint >= 0xe0020 && codePoint < 0xe007f)
      return { kind: KIND.odd, symbols: asSymbols(String.fromCharCode(codePoint - 0xe0000)) }
    if (isSpace(codePoint)) return { kind: KIND.space, symbols: '' }
    const numeral = NUMERALS.findIndex((row) => row.includes(character))
    if (numeral >= 0) return { kind: KIND.odd, symbols: String(numeral) }
    for (const [first, value, count] of ROWS)
      if (codePoint >= first && codePoint < first + count)
        return { kind: KIND.odd, symbols: String(codePoint - first + value) }
    if (HIDDEN.test(character)) return { kind: KIND.odd, symbols: '' }
    if (MARK.test(character))
      return { kind: codePoint < 0x370 || codePoint === 0x20e3 ? KIND.odd : KIND.foreign, symbols: '' }
    if (DIGIT.test(character) && asSymbols(character.normalize('NFKD')) === '')
      return { kind: KIND.odd, symbols: String(digitOf(codePoint)) }
    return this.#decompose(codePoint, character)
  }

  #decompose(codePoint: number, character: string): Folded {
    const parts = this.#decomposer.partsOf(codePoint)
    const symbols = parts.map(({ latin, strong, weak, lower }) => asSymbols(latin ?? strong ?? weak ?? lower)).join('')
    // An accent or a look-alike is how a language writes; the word around it tells whether it is one.
    const isLetter = LETTER.test(character)
    const isStyled = symbols !== '' && (LATIN.has(character) ? !isLetter : parts.every(({ isAscii }) => isAscii))
    const isEveryday = isLetter && !isStyled && codePoint < 0xff00
    if (isEveryday) return { kind: KIND.foreign, symbols: symbols.length > 2 ? '' : symbols }
    if (symbols === '' && PLAIN.test(character)) return { kind: KIND.sign, symbols: '' }
    return { kind: KIND.odd, symbols: symbols.length > 3 ? '' : symbols }
  }
}

/** Decimal digits come in rows of ten, from 0 to 9. */
function digitOf(codePoint: number): number {
  let value = 0
  while (value < 9 && DIGIT.test(String.fromCodePoint(codePoint - value - 1))) value++
  return value
}

/** The letters in lower case and digits of an ASCII text. */
export function asSymbols(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}
