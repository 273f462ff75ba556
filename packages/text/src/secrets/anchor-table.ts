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

/** Anchors by a pair of bytes and by a byte beside it: the one before, or the one behind where the pair begins the literal. */
export class AnchorTable {
  /** By pair: 1 where it is that of an anchor. All that is asked of most pairs, so it is small. */
  readonly signs: Uint8Array = new Uint8Array(0x10000)
  readonly #slots: Uint16Array = new Uint16Array(0x10000)
  /** By slot: lists for what stands before, modulo 32, and as many for what stands behind. */
  readonly #lists: (readonly Anchor[])[] = []
  #slotCount = 0

  get isEmpty(): boolean {
    return this.#slotCount === 0
  }

  add(anchor: Anchor): void {
    const { literal, offset, foldsCase } = anchor
    const spellings = (byte = 0): readonly number[] => (foldsCase ? (VARIANTS[byte] ?? NONE) : [byte])
    const isFirst = offset === 0
    // A literal that is the pair has nothing beside it to be told by.
    const beside = literal.length === 2 ? ALL : spellings(literal[isFirst ? 2 : offset - 1]).map(residue)
    for (const first of spellings(literal[offset])) {
      for (const second of spellings(literal[offset + 1])) {
        const lists = this.#slotOf(pairOf(first, second)) * 2 * RESIDUES + (isFirst ? RESIDUES : 0)
        for (const key of new Set(beside)) this.#lists[lists + key] = [...(this.#lists[lists + key] ?? NONE), anchor]
      }
    }
  }

  #slotOf(pair: number): number {
    if (this.signs[pair] === 0) {
      this.signs[pair] = 1
      this.#slots[pair] = this.#slotCount++
      for (let i = 0; i < 2 * RESIDUES; i++) this.#lists.push(NONE)
    }
    return this.#slots[pair] ?? 0
  }

  /** The anchors whose pair this is and that have begun before it, by what stands there. */
  before(bytes: Uint8Array, at: number, pair: number): readonly Anchor[] {
    return this.#lists[(this.#slots[pair] ?? 0) * 2 * RESIDUES + residue(bytes[at - 1] ?? 0)] ?? NONE
  }

  /** The anchors that begin with the pair, by what stands behind it. */
  behind(bytes: Uint8Array, at: number, pair: number): readonly Anchor[] {
    return this.#lists[((this.#slots[pair] ?? 0) * 2 + 1) * RESIDUES + residue(bytes[at + 2] ?? 0)] ?? NONE
  }
}

/** Bytes beside a pair are told apart modulo this, so that letters are one in either case. */
const RESIDUES = 32
const ALL: readonly number[] = Array.from({ length: RESIDUES }, (_, i) => i)

function residue(byte: number): number {
  return byte % RESIDUES
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
