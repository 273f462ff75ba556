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

/** By what an entry is told beside its pair: bytes from one place to another, counted from the pair's first. Each kind is one bit; the first that fits is taken. */
const KINDS = [
  { sign: 1, from: -1, to: 3 },
  { sign: 2, from: 0, to: 4 },
  { sign: 4, from: -2, to: 2 },
  { sign: 8, from: 0, to: 3 },
  { sign: 16, from: -1, to: 2 },
] as const
/** The pair alone says all: the literal is not longer. */
const ALONE = 32

/**
 * Anchors by a pair of bytes and by bytes beside it. Three questions, each asked only where the one before it says yes: is
 * the pair known, are the three or four bytes known (without case; some share an answer), and which anchors are theirs.
 */
export class AnchorTable {
  /** By pair: 0 where it is that of no anchor. All that is asked of most pairs. */
  readonly signs: Uint8Array = new Uint8Array(0x10000)
  readonly #marks: Uint8Array = new Uint8Array(0x10000)
  readonly #entries: Map<number, Entry[]> = new Map()

  /** Adds an anchor by the pair that begins at `offset`: -1 for a byte before it, which may be any, and its first. */
  add(anchor: Anchor, offset: number): void {
    const { literal, foldsCase } = anchor
    const spellings = (at: number): readonly number[] => {
      const byte = literal[at]
      if (byte === undefined) return ANY
      return foldsCase ? (VARIANTS[byte] ?? ANY) : [byte]
    }
    const kind = KINDS.find(({ from, to }) => offset + from >= 0 && offset + to <= literal.length)
    const sign = kind?.sign ?? ALONE
    for (const first of spellings(offset)) {
      for (const second of spellings(offset + 1)) {
        const pair = pairOf(first, second)
        this.signs[pair] = (this.signs[pair] ?? 0) | sign
        if (kind === undefined) this.#enter(ALONE, pair, { anchor, offset })
      }
    }
    if (kind === undefined) return
    const read = kind.to - kind.from === 4 ? fourOf : threeOf
    const mix = Math.imul(read(literal, offset + kind.from), MIX)
    this.#marks[mix >>> 16] = (this.#marks[mix >>> 16] ?? 0) | sign
    this.#enter(sign, mix, { anchor, offset })
  }

  #enter(sign: number, place: number, entry: Entry): void {
    const key = keyOf(sign, place)
    const known = this.#entries.get(key)
    if (known === undefined) this.#entries.set(key, [entry])
    else known.push(entry)
  }

  /** Tells each use of an anchor that stands where a pair does. */
  meet(bytes: Uint8Array, length: number, at: number, pair: number, visit: (plan: number, at: number) => void): void {
    const signs = this.signs[pair] ?? 0
    if (signs === 0) return
    if ((signs & 1) !== 0) this.#meet(1, fourOf(bytes, at - 1), bytes, length, at, visit)
    if ((signs & 2) !== 0) this.#meet(2, fourOf(bytes, at), bytes, length, at, visit)
    if ((signs & 4) !== 0) this.#meet(4, fourOf(bytes, at - 2), bytes, length, at, visit)
    if ((signs & 8) !== 0) this.#meet(8, threeOf(bytes, at), bytes, length, at, visit)
    if ((signs & 16) !== 0) this.#meet(16, threeOf(bytes, at - 1), bytes, length, at, visit)
    if ((signs & ALONE) !== 0) visitAll(this.#entries.get(keyOf(ALONE, pair)), bytes, length, at, visit)
  }

  #meet(
    sign: number,
    joined: number,
    bytes: Uint8Array,
    length: number,
    at: number,
    visit: (plan: number, at: number) => void,
  ): void {
    const mix = Math.imul(joined, MIX)
    if (((this.#marks[mix >>> 16] ?? 0) & sign) === 0) return
    visitAll(this.#entries.get(keyOf(sign, mix)), bytes, length, at, visit)
  }
}

const ANY: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte)

const MIX = 0x9e3779b1

/** Three bytes without case. */
function threeOf(bytes: Uint8Array, at: number): number {
  const first = FOLDED[bytes[at] ?? 0] ?? 0
  const second = FOLDED[bytes[at + 1] ?? 0] ?? 0
  return (first << 16) | (second << 8) | (FOLDED[bytes[at + 2] ?? 0] ?? 0)
}

/** Four bytes without case. */
function fourOf(bytes: Uint8Array, at: number): number {
  return (threeOf(bytes, at) << 8) | (FOLDED[bytes[at + 3] ?? 0] ?? 0)
}

/** What shares a key is told apart by the literal itself. */
function keyOf(sign: number, place: number): number {
  return (place ^ Math.imul(sign, 0x85ebca6b)) & 0x3fffffff
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
