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

/** A shorter value has no shape of its own. */
const LEAST_LENGTH = 12

/** Prepares the shapes of literals: which of their characters are equal. */
export function createAlike(literals: readonly Literal[]): Alike {
  const writings = literals.flatMap(charactersOf)
  const lengths = new Set(writings.map(({ characters }) => characters.length))
  const [shortest, longest] = [Math.min(...lengths), Math.max(0, ...lengths)]
  // Made for the first token that is as long as one of them: most texts have none.
  let shapes: ReadonlyMap<string, string> | undefined
  return {
    find(token) {
      if (token.length < shortest || token.length > 2 * longest || !lengths.has(lengthOf(token))) return undefined
      shapes ??= shapesOf(writings)
      const id = shapes.get(shapeOf(Array.from(token)))
      return id === undefined ? undefined : { id, share: 1 }
    },
  }
}

interface Writing {
  readonly id: string
  readonly characters: readonly string[]
}

function charactersOf({ id, value, prefix = '' }: Literal): readonly Writing[] {
  const folded = value.toLowerCase()
  const secret = folded.startsWith(prefix.toLowerCase()) ? folded.slice(prefix.length) : folded
  return [...new Set([folded, value, secret, asSymbols(folded)])]
    .map((text) => ({ id, characters: Array.from(text) }))
    .filter(({ characters }) => characters.length >= LEAST_LENGTH)
}

function shapesOf(writings: readonly Writing[]): ReadonlyMap<string, string> {
  const shapes = new Map<string, string>()
  for (const { id, characters } of writings) {
    if (bitsOf(characters) < LEAST_BITS || characters.length - new Set(characters).size < LEAST_REPEATS) continue
    shapes.set(shapeOf(characters), id)
    shapes.set(shapeOf(characters.toReversed()), id)
  }
  return shapes
}

/** In code points. */
function lengthOf(text: string): number {
  let length = 0
  for (let at = 0; at < text.length; at++, length++) if ((text.codePointAt(at) ?? 0) > 0xffff) at++
  return length
}

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
