import type { AnchorVisitor } from './anchor-search.ts'
import { FOLD, spelledNumbers, tellAnchors, type Anchor, type AnchorPart } from './anchor.ts'
import { FOLDED, VARIANTS } from './unit-classes.ts'

/** How an anchor of a pair is told: by three of its bytes, from one place on, counted from the pair's first. The first that fits is taken. */
const KINDS = [
  { sign: 1, from: 0 },
  { sign: 2, from: -1 },
  { sign: 4, from: -2 },
  { sign: 8, from: 1 },
] as const
/** The pair alone says all: the literal is not longer. */
const ALONE = 16
const THREE = 3
const BITS = 16
const MIX = 0x9e3779b1

/** Anchors of short literals by a pair of bytes at an even place of a text, and by the byte beside it. */
export class ShortAnchors {
  /** By pair: 0 where it is that of no anchor. All that is asked of most pairs. */
  readonly signs: Uint8Array = new Uint8Array(0x10000)
  readonly #filter: Uint8Array = new Uint8Array(1 << BITS)
  /** By sign. */
  readonly #parts: ReadonlyMap<number, Map<number, AnchorPart[]>> = new Map(
    [...KINDS.map(({ sign }) => sign), ALONE].map((sign) => [sign, new Map<number, AnchorPart[]>()]),
  )

  /** Adds an anchor by the pair that begins at `offset`: -1 for a byte before it, which may be any, and its first. */
  add(anchor: Anchor, offset: number): void {
    const { length } = anchor.literal
    const kind = KINDS.find(({ from }) => offset + from >= 0 && offset + from + THREE <= length)
    const sign = kind?.sign ?? ALONE
    for (const first of spellings(anchor, offset)) {
      for (const second of spellings(anchor, offset + 1)) {
        const pair = first | (second << 8)
        this.signs[pair] = (this.signs[pair] ?? 0) | sign
        if (kind === undefined) this.#enter(ALONE, pair, { anchor, offset })
      }
    }
    if (kind === undefined) return
    for (const three of spelledNumbers(anchor, offset + kind.from, THREE)) {
      const bit = bitOfThree(three)
      this.#filter[bit] = (this.#filter[bit] ?? 0) | sign
      this.#enter(sign, three, { anchor, offset })
    }
  }

  #enter(sign: number, key: number, part: AnchorPart): void {
    const parts = this.#parts.get(sign)
    const known = parts?.get(key)
    if (known === undefined) parts?.set(key, [part])
    else known.push(part)
  }

  /** Tells each use of an anchor that stands where a pair with signs does. */
  meet(bytes: Uint8Array, length: number, at: number, signs: number, pair: number, visit: AnchorVisitor): void {
    if ((signs & 1) !== 0) this.#meet(1, pair | ((bytes[at + 2] ?? 0) << 16), bytes, length, at, visit)
    if ((signs & 2) !== 0) this.#meet(2, (bytes[at - 1] ?? 0) | (pair << 8), bytes, length, at, visit)
    if ((signs & 4) !== 0) this.#meet(4, threeAt(bytes, at - 2), bytes, length, at, visit)
    if ((signs & 8) !== 0) this.#meet(8, threeAt(bytes, at + 1), bytes, length, at, visit)
    if ((signs & ALONE) !== 0) tellAnchors(this.#parts.get(ALONE)?.get(pair), bytes, length, at, visit)
  }

  #meet(sign: number, three: number, bytes: Uint8Array, length: number, at: number, visit: AnchorVisitor): void {
    const folded = three | FOLD_THREE
    if (((this.#filter[bitOfThree(folded)] ?? 0) & sign) === 0) return
    tellAnchors(this.#parts.get(sign)?.get(folded), bytes, length, at, visit)
  }
}

const FOLD_THREE = FOLD & 0xffffff

function threeAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)
}

const ANY: readonly number[] = [...FOLDED.keys()]

function spellings({ literal, foldsCase }: Anchor, at: number): readonly number[] {
  const byte = literal[at]
  if (byte === undefined) return ANY
  return foldsCase ? (VARIANTS[byte] ?? ANY) : [byte]
}

function bitOfThree(three: number): number {
  return Math.imul(three, MIX) >>> (32 - BITS)
}
