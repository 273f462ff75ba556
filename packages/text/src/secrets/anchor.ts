import type { AnchorVisitor } from './anchor-search.ts'
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

/** An anchor, and where in it the bytes stand by which it is found. */
export interface AnchorPart {
  readonly anchor: Anchor
  readonly offset: number
}

/** Makes small letters of capitals, and one of some other pairs of bytes, in four bytes at once. */
export const FOLD = 0x20202020

/** The numbers that some bytes of an anchor may make, the first the lowest, each byte with FOLD; bytes beyond it may be any. */
export function spelledNumbers({ literal, foldsCase }: Anchor, offset: number, length: number): ReadonlySet<number> {
  const numbers = new Set<number>([0])
  for (let i = 0; i < length; i++) {
    const byte = literal[offset + i] ?? 0
    const known = [...numbers]
    numbers.clear()
    for (const variant of foldsCase ? (VARIANTS[byte] ?? []) : [byte]) {
      for (const number of known) numbers.add(number | ((variant | 0x20) << (8 * i)))
    }
  }
  return numbers
}

/** Tells the users of those anchors that stand in a text where bytes of theirs were met. */
export function tellAnchors(
  parts: readonly AnchorPart[] | undefined,
  bytes: Uint8Array,
  length: number,
  metAt: number,
  visit: AnchorVisitor,
): void {
  if (parts === undefined) return
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]
    if (part === undefined) continue
    const { anchor, offset } = part
    const at = metAt - offset
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
