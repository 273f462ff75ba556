import { AnchorTable, IS_LITTLE_ENDIAN, standsAt, type Anchor } from './anchor-table.ts'
import type { ByteText } from './byte-text.ts'
import { isInRun, type Plan } from './format-plan.ts'
import { createPairPicker } from './rare-pairs.ts'
import { createRunSearch } from './run-search.ts'

/** Told of each place where the literal of a plan stands with what must stand around it: the plan's number, and where. */
export type AnchorVisitor = (plan: number, at: number) => void

/** Finds the anchors of many plans. By plan they come in an order that differs from that of the text by a literal's length at most. */
export type AnchorSearch = (text: ByteText, visit: AnchorVisitor) => void

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
  const searchRuns = runs.length > 0 ? createRunSearch(runs, inRun) : undefined
  return (text, visit) => {
    if (!sampled.isEmpty) searchSampled(text, sampled, visit)
    searchRuns?.(text, visit)
  }
}

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
  meetAll(bytes, length, table.before(bytes, pairAt, pair), pairAt, visit)
  meetAll(bytes, length, table.behind(bytes, pairAt, pair), pairAt, visit)
}

function meetAll(
  bytes: Uint8Array,
  length: number,
  anchors: readonly Anchor[],
  pairAt: number,
  visit: AnchorVisitor,
): void {
  for (let i = 0; i < anchors.length; i++) {
    const anchor = anchors[i]
    if (anchor === undefined) continue
    const at = pairAt - anchor.offset
    if (at >= 0 && at + anchor.literal.length <= length && standsAt(bytes, at, anchor)) visit(anchor.plan, at)
  }
}
