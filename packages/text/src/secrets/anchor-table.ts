import { FOLDED, VARIANTS, WORD } from './unit-classes.ts'

/** A literal that is looked for, and the plans whose it is. */
export interface Anchor {
  readonly literal: Uint8Array
  readonly foldsCase: boolean
  readonly users: readonly AnchorUser[]
}

/** A plan by its number, and whether its anchor must stand at a \b. */
export interface AnchorUser {
  readonly plan: number
  readonly isBounded: boolean
}

/** An anchor, and where in it a pair of bytes stands. */
interface Entry {
  readonly anchor: Anchor
  readonly offset: number
}

/** What is known of a pair of bytes: anchors may be there by the byte before it, by the one behind, or by itself alone. */
const BEFORE = 1
const BEHIND = 2
const ALONE = 4

/**
 * Anchors by a pair of bytes and by a byte beside it. Three questions, each asked only where the one before it says yes:
 * is the pair known, are the three bytes known (without case; of all threes, some share an answer), and which anchors are
 * theirs.
 */
export class AnchorTable {
  /** By pair: 0 where it is that of no anchor. All that is asked of most pairs. */
  readonly signs: Uint8Array = new Uint8Array(0x10000)
  readonly #threes: Uint8Array = new Uint8Array(0x10000)
  readonly #entries: Map<number, Entry[]> = new Map()

  /** Adds an anchor by the pair that begins at `offset`: -1 for a byte before it, which may be any, and its first. */
  add(anchor: Anchor, offset: number): void {
    const { literal, foldsCase } = anchor
    const spellings = (at: number): readonly number[] => {
      const byte = literal[at]
      if (byte === undefined) return ANY
      return foldsCase ? (VARIANTS[byte] ?? ANY) : [byte]
    }
    const isInside = offset >= 0 && offset + 1 < literal.length
    const sign = !isInside || literal.length === 2 ? ALONE : offset > 0 ? BEFORE : BEHIND
    for (const first of spellings(offset)) {
      for (const second of spellings(offset + 1)) {
        const pair = pairOf(first, second)
        this.signs[pair] = (this.signs[pair] ?? 0) | sign
        if (sign === ALONE) this.#enter(ALONE, pair, { anchor, offset })
      }
    }
    if (sign === ALONE) return
    const three = threeOf(literal, sign === BEFORE ? offset - 1 : offset)
    this.#threes[hashOf(three)] = (this.#threes[hashOf(three)] ?? 0) | sign
    this.#enter(sign, three, { anchor, offset })
  }

  #enter(sign: number, place: number, entry: Entry): void {
    const key = keyOf(sign, place)
    const known = this.#entries.get(key)
    if (known === undefined) this.#entries.set(key, [entry])
    else known.push(entry)
  }

  /** Tells each use of an anchor that stands where a pair does. */
  meet(bytes: Uint8Array, length: number, at: number, pair: number, visit: (plan: number, at: number) => void): void {
    const sign = this.signs[pair] ?? 0
    if ((sign & BEFORE) !== 0 && at > 0) {
      const three = threeOf(bytes, at - 1)
      if (((this.#threes[hashOf(three)] ?? 0) & BEFORE) !== 0) {
        visitAll(this.#entries.get(keyOf(BEFORE, three)), bytes, length, at, visit)
      }
    }
    if ((sign & BEHIND) !== 0) {
      const three = threeOf(bytes, at)
      if (((this.#threes[hashOf(three)] ?? 0) & BEHIND) !== 0) {
        visitAll(this.#entries.get(keyOf(BEHIND, three)), bytes, length, at, visit)
      }
    }
    if ((sign & ALONE) !== 0) visitAll(this.#entries.get(keyOf(ALONE, pair)), bytes, length, at, visit)
  }
}

const ANY: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte)

/** Three bytes without case as one number. */
function threeOf(bytes: Uint8Array, at: number): number {
  const first = FOLDED[bytes[at] ?? 0] ?? 0
  const second = FOLDED[bytes[at + 1] ?? 0] ?? 0
  return (first << 16) | (second << 8) | (FOLDED[bytes[at + 2] ?? 0] ?? 0)
}

function hashOf(three: number): number {
  return Math.imul(three, 0x9e3779b1) >>> 16
}

function keyOf(sign: number, place: number): number {
  return (sign << 24) | place
}

function visitAll(
  entries: readonly Entry[] | undefined,
  bytes: Uint8Array,
  length: number,
  pairAt: number,
  visit: (plan: number, at: number) => void,
): void {
  if (entries === undefined) return
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]
    if (entry === undefined) continue
    const { anchor, offset } = entry
    const at = pairAt - offset
    if (at < 0 || at + anchor.literal.length > length || !standsAt(bytes, at, anchor)) continue
    const isAtBoundary = isBoundary(bytes, at)
    for (const { plan, isBounded } of anchor.users) if (!isBounded || isAtBoundary) visit(plan, at)
  }
}

function standsAt(bytes: Uint8Array, at: number, { literal, foldsCase }: Anchor): boolean {
  for (let i = 0; i < literal.length; i++) {
    const byte = bytes[at + i] ?? 0
    if ((foldsCase ? FOLDED[byte] : byte) !== literal[i]) return false
  }
  return true
}

/** True where \b holds. */
export function isBoundary(bytes: Uint8Array, at: number): boolean {
  return (at > 0 ? WORD[bytes[at - 1] ?? 0] : 0) !== WORD[bytes[at] ?? 0]
}

/** How four bytes stand in a word. */
export const IS_LITTLE_ENDIAN: boolean = new Uint16Array(Uint8Array.of(1, 0).buffer)[0] === 1

/** Two bytes as they are read at once. */
export function pairOf(first: number, second: number): number {
  return IS_LITTLE_ENDIAN ? first | (second << 8) : (first << 8) | second
}
