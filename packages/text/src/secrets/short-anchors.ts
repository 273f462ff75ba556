import type { AnchorVisitor } from './anchor-search.ts'
import { FOLD, spelledNumbers, tellAnchors, type Anchor, type AnchorPart } from './anchor.ts'
import { FOLDED, VARIANTS } from './unit-classes.ts'

/** How an anchor of a pair is told: by three bytes from the pair on, by those from the byte before it on, or the pair says all. */
const FROM_PAIR = 1
const FROM_BEFORE = 2
const ALONE = 4
const THREE = 3
const BITS = 16
const MIX = 0x9e3779b1

/** Anchors of short literals by a pair of bytes at an even place of a text, and by the byte beside it. */
export class ShortAnchors {
  /** By pair: 0 where it is that of no anchor. All that is asked of most pairs. */
  readonly signs: Uint8Array = new Uint8Array(0x10000)
  readonly #filter: Uint8Array = new Uint8Array(1 << BITS)
  readonly #parts: Readonly<Record<1 | 2 | 4, Map<number, AnchorPart[]>>> = {
    [FROM_PAIR]: new Map(),
    [FROM_BEFORE]: new Map(),
    [ALONE]: new Map(),
  }

  /** Adds an anchor by the pair that begins at `offset`: -1 for a byte before it, which may be any, and its first. */
  add(anchor: Anchor, offset: number): void {
    const { length } = anchor.literal
    const sign =
      offset >= 0 && offset + THREE <= length ? FROM_PAIR : offset > 0 && offset + 2 <= length ? FROM_BEFORE : ALONE
    const parts = this.#parts[sign]
    const enter = (key: number, part: AnchorPart): void => {
      const known = parts.get(key)
      if (known === undefined) parts.set(key, [part])
      else known.push(part)
    }
    for (const first of spellings(anchor, offset)) {
      for (const second of spellings(anchor, offset + 1)) {
        const pair = first | (second << 8)
        this.signs[pair] = (this.signs[pair] ?? 0) | sign
        if (sign === ALONE) enter(pair, { anchor, offset })
      }
    }
    if (sign === ALONE) return
    const from = sign === FROM_PAIR ? offset : offset - 1
    for (const three of spelledNumbers(anchor, from, THREE)) {
      const bit = bitOfThree(three)
      this.#filter[bit] = (this.#filter[bit] ?? 0) | sign
      enter(three, { anchor, offset: from })
    }
  }

  /** Tells each use of an anchor that stands where a pair with a sign does. */
  meet(bytes: Uint8Array, length: number, at: number, sign: number, pair: number, visit: AnchorVisitor): void {
    if ((sign & FROM_PAIR) !== 0) {
      const three = foldThree(pair | ((bytes[at + 2] ?? 0) << 16))
      if (((this.#filter[bitOfThree(three)] ?? 0) & FROM_PAIR) !== 0) {
        tellAnchors(this.#parts[FROM_PAIR].get(three), bytes, length, at, visit)
      }
    }
    if ((sign & FROM_BEFORE) !== 0) {
      const three = foldThree((bytes[at - 1] ?? 0) | (pair << 8))
      if (((this.#filter[bitOfThree(three)] ?? 0) & FROM_BEFORE) !== 0) {
        tellAnchors(this.#parts[FROM_BEFORE].get(three), bytes, length, at - 1, visit)
      }
    }
    if ((sign & ALONE) !== 0) tellAnchors(this.#parts[ALONE].get(pair), bytes, length, at, visit)
  }
}

const ANY: readonly number[] = [...FOLDED.keys()]

function spellings({ literal, foldsCase }: Anchor, at: number): readonly number[] {
  const byte = literal[at]
  if (byte === undefined) return ANY
  return foldsCase ? (VARIANTS[byte] ?? ANY) : [byte]
}

function foldThree(three: number): number {
  return three | (FOLD & 0xffffff)
}

function bitOfThree(three: number): number {
  return Math.imul(three, MIX) >>> (32 - BITS)
}
