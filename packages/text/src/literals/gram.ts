/** Symbols that a search begins with. */
export const GRAM = 4

/** The last four symbols, of seven bits each. */
export function next(gram: number, symbol: number): number {
  return ((gram << 7) | (symbol & 0x7f)) & 0xfffffff
}

/** 2 to the 32nd power by the golden ratio spreads what lies close together (Knuth, The Art of Computer Programming 6.4). */
const GOLDEN = 0x9e3779b1

/** The hash of a row, of so many bits as `shift` lacks to 32. */
export function hashOf(gram: number, shift: number): number {
  return Math.imul(gram, GOLDEN) >>> shift
}
