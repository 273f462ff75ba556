import type { AnchorVisitor } from './anchor-search.ts'
import { FOLD, spelledNumbers, tellAnchors, type Anchor, type AnchorPart } from './anchor.ts'
import { pairFrequency } from './rare-pairs.ts'

/** From this length on a literal has four units at an even place of a text, wherever it stands. */
export const LONG_LITERAL = 5
const FOUR = 4
/** Bits of the filter: many more than literals, so that few other texts share one. */
const BITS = 19
const MIX = 0x9e3779b1

/** Of four bytes as one number: their bit in the filter. */
export function bitOfFour(four: number): number {
  return Math.imul(four | FOLD, MIX) >>> (32 - BITS)
}

/** Anchors of long literals, by four of their bytes: the rarest that begin at an even place of a text. */
export class LongAnchors {
  /** A bit is 0 where the four bytes whose it is are of no anchor. All that is asked of nearly all of a text. */
  readonly filter: Int32Array = new Int32Array(1 << (BITS - 5))
  readonly #parts: Map<number, AnchorPart[]> = new Map()

  /** Adds an anchor by bytes of it for where it stands at an even place, and for where it stands at an odd one. */
  add(anchor: Anchor, text: string): void {
    for (const parity of [0, 1]) {
      const offset = rarestFour(text, parity)
      for (const four of spelledNumbers(anchor, offset, FOUR)) {
        const bit = bitOfFour(four)
        this.filter[bit >>> 5] = (this.filter[bit >>> 5] ?? 0) | (1 << (bit & 31))
        const known = this.#parts.get(four)
        if (known === undefined) this.#parts.set(four, [{ anchor, offset }])
        else known.push({ anchor, offset })
      }
    }
  }

  /** Tells each use of an anchor that stands where four bytes do. */
  meet(bytes: Uint8Array, length: number, at: number, four: number, visit: AnchorVisitor): void {
    tellAnchors(this.#parts.get(four | FOLD), bytes, length, at, visit)
  }
}

function rarestFour(text: string, parity: number): number {
  let best = parity
  let least = Infinity
  for (let offset = parity; offset + FOUR <= text.length; offset += 2) {
    const met = pairFrequency(text.slice(offset, offset + 2)) * pairFrequency(text.slice(offset + 2, offset + FOUR))
    if (met < least) [best, least] = [offset, met]
  }
  return best
}
