/** Letters, digits and `_`. */
export const WORD = 1
/** What encoded values consist of: everything but white space, quotes, commas and brackets (braces are part of `\u{67}`). */
export const CONTENT = 2
/** What may stand between the pieces of a value. */
export const SEPARATOR = 4
export const DIGIT = 8
/** What begins an escape: of addresses, of programming languages, of HTML. */
export const ESCAPE = 16
/** Digits of base64, in both alphabets, and its padding; which of them are capitals, and which are none of a word. */
export const CODE = 32
export const UPPER = 64
export const SIGN = 128

const CLASSES: readonly (readonly [number, RegExp])[] = [
  [WORD, /\w/],
  [CONTENT, /[A-Za-z0-9_\-./:+=@%~$!#&*?^\\;{}]/],
  [SEPARATOR, /[ \n\r\-:\t]/],
  [DIGIT, /\d/],
  [ESCAPE, /[%\\&]/],
  [CODE, /[A-Za-z0-9+/=_-]/],
  [UPPER, /[A-Z]/],
  [SIGN, /[+/]/],
]

/** The classes of a byte, one bit each; none beyond ASCII. */
export const CLASS_TABLE: Uint8Array = Uint8Array.from({ length: 256 }, (_, unit) =>
  CLASSES.reduce((bits, [bit, characters]) => (characters.test(String.fromCharCode(unit)) ? bits | bit : bits), 0),
)

/** The classes of a UTF-16 code unit. */
export function classOf(unit: number): number {
  return unit < 128 ? (CLASS_TABLE[unit] ?? 0) : 0
}

/** Which code units below 128 are of a class. */
export function classTable(characters: RegExp): readonly boolean[] {
  return Array.from({ length: 128 }, (_, unit) => characters.test(String.fromCharCode(unit)))
}
