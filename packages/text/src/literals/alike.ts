import { asSymbols } from './fold-character.ts'
import type { Literal } from './literal.ts'

/** A value that has fewer equal characters is like too many others. In bits, over random hexadecimal digits. */
const LEAST_BITS = 27

/** In a text of sixty different characters, a row of different ones is no sign of anything; each that repeats at its place is one in sixty. */
const LEAST_REPEATS = 2

/** Tells tokens that are a literal with each character changed for another, always the same, whatever the key. */
export interface Alike {
  find(token: string): { readonly id: string; readonly share: number } | undefined
}

/** Prepares the shapes of literals: which of their characters are equal. */
export function createAlike(literals: readonly Literal[]): Alike {
  const shapes = new Map<string, string>()
  let [shortest, longest] = [Infinity, 0]
  for (const { id, value, prefix = '' } of literals) {
    const folded = value.toLowerCase()
    const secret = folded.startsWith(prefix.toLowerCase()) ? folded.slice(prefix.length) : folded
    for (const text of new Set([folded, value, secret, asSymbols(folded)])) {
      const characters = Array.from(text)
      if (characters.length < LEAST_LENGTH || bitsOf(characters) < LEAST_BITS) continue
      if (characters.length - new Set(characters).size < LEAST_REPEATS) continue
      shortest = Math.min(shortest, characters.length)
      longest = Math.max(longest, characters.length)
      shapes.set(shapeOf(characters), id)
      shapes.set(shapeOf(characters.toReversed()), id)
    }
  }
  return {
    find(token) {
      if (token.length < shortest || token.length > 2 * longest) return undefined
      const characters = Array.from(token)
      const id = characters.length > longest ? undefined : shapes.get(shapeOf(characters))
      return id === undefined ? undefined : { id, share: 1 }
    },
  }
}

const LEAST_LENGTH = 12
function shapeOf(characters: readonly string[]): string {
  const order = new Map<string, number>()
  return characters
    .map((character) => {
      const known = order.get(character) ?? order.size
      order.set(character, known)
      return known
    })
    .join(' ')
}

/** How unlikely a shape is in random hexadecimal digits, in bits; a first occurrence is likely, a repetition is not. */
function bitsOf(characters: readonly string[]): number {
  const seen = new Set<string>()
  let bits = 0
  for (const character of characters) {
    if (seen.has(character)) bits += 4
    else bits -= Math.log2(Math.max(1, 16 - seen.size) / 16)
    seen.add(character)
  }
  return bits
}
