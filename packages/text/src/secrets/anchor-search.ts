import type { ByteText } from './byte-text.ts'
import { isInRun, type Plan } from './format-plan.ts'
import { createPairPicker } from './rare-pairs.ts'
import { FOLDED, TOKEN, VARIANTS, WORD } from './unit-classes.ts'

/** Told of each place where the literal of a plan stands with what must stand around it: the plan's number, and where. */
export type AnchorVisitor = (plan: number, at: number) => void

/** Finds the anchors of many plans. By plan they come in an order that differs from that of the text by a literal's length at most. */
export type AnchorSearch = (text: ByteText, visit: AnchorVisitor) => void

/** A literal of a plan, found by the two bytes of it that stand at `offset`. */
interface Anchor {
  readonly plan: number
  readonly literal: Uint8Array
  readonly offset: number
  readonly foldsCase: boolean
  readonly isBounded: boolean
  readonly lead: number
  readonly run: number
}

/**
 * Two loops that skip. Most literals have three units at least, so that a pair of bytes stands at an even offset in them
 * and another at an odd one: one of the two is met when every other pair of a text is looked up. The others stand at the
 * words of long runs of token characters, and where there are none, hardly any byte is read.
 */
export function createAnchorSearch(plans: readonly Plan[]): AnchorSearch {
  const sampled = new AnchorTable()
  const inRun = new AnchorTable()
  const pick = createPairPicker()
  const literals = plans.flatMap((plan, number) => plan.literals.map((text) => ({ plan, number, text })))
  // The shortest have the least choice.
  for (const { plan, number, text } of literals.sort((a, b) => a.text.length - b.text.length)) {
    const { foldsCase, isBounded, lead, run } = plan
    const literal = Uint8Array.from(text, (character) => character.charCodeAt(0))
    const anchor = { plan: number, literal, foldsCase, isBounded, lead, run }
    if (isInRun(plan)) inRun.add({ ...anchor, offset: 0 })
    else for (const parity of [0, 1]) sampled.add({ ...anchor, offset: pick(text, parity, foldsCase) })
  }
  const runs = plans.filter(isInRun)
  const least = Math.min(...runs.map(({ lead, run }) => lead + run))
  const leastFrom = Math.min(...runs.map(({ run }) => run))
  return (text, visit) => {
    if (!sampled.isEmpty) searchSampled(text, sampled, visit)
    if (!inRun.isEmpty) searchRuns(text, inRun, { least, leastFrom }, visit)
  }
}

/** Anchors by a pair of bytes. */
class AnchorTable {
  /** By pair: 1 where it is that of an anchor. All that is asked of most pairs, so it is small. */
  readonly signs: Uint8Array = new Uint8Array(0x10000)
  readonly #slots: Uint16Array = new Uint16Array(0x10000)
  readonly #anchors: Anchor[][] = [[]]
  /** By slot, a bit for each byte modulo 32 that stands behind the pair, or before it where the pair is the end of the literal. */
  readonly #behind: number[] = [0]
  readonly #before: number[] = [0]

  get isEmpty(): boolean {
    return this.#anchors.length === 1
  }

  add(anchor: Anchor): void {
    const { literal, offset, foldsCase } = anchor
    const spellings = (byte: number | undefined): readonly number[] => {
      if (byte === undefined) return NONE
      return foldsCase ? (VARIANTS[byte] ?? NONE) : [byte]
    }
    for (const first of spellings(literal[offset])) {
      for (const second of spellings(literal[offset + 1])) {
        const slot = this.#slotOf(pairOf(first, second))
        this.#anchors[slot]?.push(anchor)
        const masks = literal.length > offset + 2 ? this.#behind : this.#before
        const beside = literal.length > offset + 2 ? spellings(literal[offset + 2]) : spellings(literal[offset - 1])
        for (const byte of beside) masks[slot] = (masks[slot] ?? 0) | (1 << (byte & 31))
        // A literal that is the pair has nothing beside it to be told by.
        if (literal.length === 2) masks[slot] = ANY
      }
    }
  }

  #slotOf(pair: number): number {
    const known = this.#slots[pair] ?? 0
    if (known > 0) return known
    const slot = this.#anchors.push([]) - 1
    this.#behind.push(0)
    this.#before.push(0)
    this.#slots[pair] = slot
    this.signs[pair] = 1
    return slot
  }

  /** The anchors that may stand where a pair does. */
  at(bytes: Uint8Array, at: number, pair: number): readonly Anchor[] {
    const slot = this.#slots[pair] ?? 0
    const isBehind = ((this.#behind[slot] ?? 0) >>> ((bytes[at + 2] ?? 0) & 31)) & 1
    const isBefore =
      at > 0 ? ((this.#before[slot] ?? 0) >>> ((bytes[at - 1] ?? 0) & 31)) & 1 : (this.#before[slot] ?? 0) === ANY
    return isBehind || isBefore ? (this.#anchors[slot] ?? NONE) : NONE
  }
}

const NONE: readonly never[] = Object.freeze([])
/** Every bit. */
const ANY = -1

function searchSampled({ bytes, words, length }: ByteText, table: AnchorTable, visit: AnchorVisitor): void {
  const { signs } = table
  const end = (length + 3) >> 2
  for (let i = 0; i < end; i++) {
    const word = words[i] ?? 0
    const low = word & 0xffff
    const high = word >>> 16
    if (((signs[low] ?? 0) | (signs[high] ?? 0)) === 0) continue
    const at = 4 * i
    meet(bytes, length, table, at, IS_LITTLE_ENDIAN ? low : high, visit)
    meet(bytes, length, table, at + 2, IS_LITTLE_ENDIAN ? high : low, visit)
  }
}

function meet(
  bytes: Uint8Array,
  length: number,
  table: AnchorTable,
  pairAt: number,
  pair: number,
  visit: AnchorVisitor,
): void {
  if (table.signs[pair] === 0) return
  const anchors = table.at(bytes, pairAt, pair)
  for (let i = 0; i < anchors.length; i++) {
    const anchor = anchors[i]
    if (anchor === undefined) continue
    const at = pairAt - anchor.offset
    if (at >= 0 && at + anchor.literal.length <= length && standsAt(bytes, at, anchor)) visit(anchor.plan, at)
  }
}

/** What runs must have: so many token characters, and so many from an anchor on. */
interface Least {
  readonly least: number
  readonly leastFrom: number
}

function searchRuns(
  { bytes, length }: ByteText,
  table: AnchorTable,
  { least, leastFrom }: Least,
  visit: AnchorVisitor,
): void {
  let start = 0
  while (start + least <= length) {
    let at = start + least - 1
    while (at >= start && TOKEN[bytes[at] ?? 0] === 1) at--
    if (at >= start) {
      start = at + 1
      continue
    }
    let end = start + least
    while (end < length && TOKEN[bytes[end] ?? 0] === 1) end++
    searchRun(bytes, { start, end, last: end - leastFrom }, table, visit)
    start = end + 1
  }
}

/** A run of token characters, and the last place in it where an anchor can stand. */
interface Run {
  readonly start: number
  readonly end: number
  readonly last: number
}

function searchRun(bytes: Uint8Array, { start, end, last }: Run, table: AnchorTable, visit: AnchorVisitor): void {
  let isWord = start > 0 ? WORD[bytes[start - 1] ?? 0] : 0
  for (let at = start; at <= last; at++) {
    const wasWord = isWord
    isWord = WORD[bytes[at] ?? 0]
    if (isWord === wasWord) continue
    const pair = pairOf(bytes[at] ?? 0, bytes[at + 1] ?? 0)
    if (table.signs[pair] === 0) continue
    for (const anchor of table.at(bytes, at, pair)) {
      if (at + anchor.run <= end && at - anchor.lead >= start && standsAt(bytes, at, anchor)) visit(anchor.plan, at)
    }
  }
}

function isBoundary(bytes: Uint8Array, at: number): boolean {
  return (at > 0 ? WORD[bytes[at - 1] ?? 0] : 0) !== WORD[bytes[at] ?? 0]
}

function standsAt(bytes: Uint8Array, at: number, { literal, foldsCase, isBounded }: Anchor): boolean {
  for (let i = 0; i < literal.length; i++) {
    const byte = bytes[at + i] ?? 0
    if ((foldsCase ? FOLDED[byte] : byte) !== literal[i]) return false
  }
  return !isBounded || isBoundary(bytes, at)
}

const IS_LITTLE_ENDIAN = new Uint16Array(Uint8Array.of(1, 0).buffer)[0] === 1

/** Two bytes as they are read at once. */
function pairOf(first: number, second: number): number {
  return IS_LITTLE_ENDIAN ? first | (second << 8) : (first << 8) | second
}
