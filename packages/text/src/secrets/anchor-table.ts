import { FOLDED, VARIANTS, WORD } from './unit-classes.ts'

/** A literal of a plan, found by the two bytes of it that stand at `offset`. */
export interface Anchor {
  readonly plan: number
  readonly literal: Uint8Array
  readonly offset: number
  readonly foldsCase: boolean
  readonly isBounded: boolean
  readonly lead: number
  readonly run: number
}

/** Anchors by a pair of bytes and by a byte beside it: the one behind, or the one before where the pair ends the literal. */
export class AnchorTable {
  /** By pair: 1 where it is that of an anchor. All that is asked of most pairs, so it is small. */
  readonly signs: Uint8Array = new Uint8Array(0x10000)
  readonly #slots: Uint16Array = new Uint16Array(0x10000)
  /** By slot: lists for what stands behind, modulo 32, and as many for what stands before. */
  readonly #lists: (Anchor[] | undefined)[] = []
  #slotCount = 0

  get isEmpty(): boolean {
    return this.#slotCount === 0
  }

  add(anchor: Anchor): void {
    const { literal, offset, foldsCase } = anchor
    const spellings = (byte = 0): readonly number[] => (foldsCase ? (VARIANTS[byte] ?? NONE) : [byte])
    const isAtEnd = offset + 2 === literal.length
    const beside = isAtEnd ? spellings(literal[offset - 1]) : spellings(literal[offset + 2])
    // A literal that is the pair has nothing beside it to be told by.
    const keys = literal.length === 2 ? Array.from({ length: KEYS }, (_, key) => key) : beside.map(keyOf)
    for (const first of spellings(literal[offset])) {
      for (const second of spellings(literal[offset + 1])) {
        const lists = this.#slotOf(pairOf(first, second)) * 2 * KEYS + (isAtEnd && literal.length > 2 ? KEYS : 0)
        for (const key of new Set(keys)) (this.#lists[lists + key] ??= []).push(anchor)
      }
    }
  }

  #slotOf(pair: number): number {
    if (this.signs[pair] === 0) {
      this.signs[pair] = 1
      this.#slots[pair] = this.#slotCount++
      this.#lists.push(...Array.from({ length: 2 * KEYS }, () => undefined))
    }
    return this.#slots[pair] ?? 0
  }

  /** The anchors whose pair this is, by what stands behind it. */
  behind(bytes: Uint8Array, at: number, pair: number): readonly Anchor[] | undefined {
    return this.#lists[(this.#slots[pair] ?? 0) * 2 * KEYS + keyOf(bytes[at + 2] ?? 0)]
  }

  /** The anchors that the pair is the end of, by what stands before it. */
  before(bytes: Uint8Array, at: number, pair: number): readonly Anchor[] | undefined {
    return at > 0 ? this.#lists[((this.#slots[pair] ?? 0) * 2 + 1) * KEYS + keyOf(bytes[at - 1] ?? 0)] : undefined
  }
}

const KEYS = 32

function keyOf(byte: number): number {
  return byte % KEYS
}

/** No anchors. */
export const NONE: readonly never[] = Object.freeze([])

/** True where \b holds. */
export function isBoundary(bytes: Uint8Array, at: number): boolean {
  return (at > 0 ? WORD[bytes[at - 1] ?? 0] : 0) !== WORD[bytes[at] ?? 0]
}

/** True where the literal of an anchor stands, at a boundary if it must. */
export function standsAt(bytes: Uint8Array, at: number, { literal, foldsCase, isBounded }: Anchor): boolean {
  for (let i = 0; i < literal.length; i++) {
    const byte = bytes[at + i] ?? 0
    if ((foldsCase ? FOLDED[byte] : byte) !== literal[i]) return false
  }
  return !isBounded || isBoundary(bytes, at)
}

/** How four bytes stand in a word. */
export const IS_LITTLE_ENDIAN = new Uint16Array(Uint8Array.of(1, 0).buffer)[0] === 1

/** Two bytes as they are read at once. */
export function pairOf(first: number, second: number): number {
  return IS_LITTLE_ENDIAN ? first | (second << 8) : (first << 8) | second
}
