import { classOf, CODE, DIGIT, SIGN, UPPER } from './classes.ts'

const SHORTEST = 4
const HEX_PIECE = /^[2-7][0-9A-Fa-f]$/

/** True for what may be a piece of an encoded value: it is no word, for it holds a digit or a capital inside; or a byte in hex. */
export function isOddPiece(text: string, start: number, end: number): boolean {
  if (end - start < SHORTEST) return end - start === 2 && HEX_PIECE.test(text.slice(start, end))
  let all = classOf(text.charCodeAt(start)) & ~UPPER
  if ((all & CODE) === 0) return false
  for (let at = start + 1; at < end; at++) {
    const bits = classOf(text.charCodeAt(at))
    if ((bits & CODE) === 0) return false
    all |= bits
  }
  return (all & (DIGIT | UPPER | SIGN)) !== 0
}
