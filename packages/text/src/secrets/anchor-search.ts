import type { Anchor, AnchorUser } from './anchor.ts'
import { IS_LITTLE_ENDIAN, type ByteText } from './byte-text.ts'
import { isInRun, type Plan } from './format-plan.ts'
import { bitOfFour, LONG_LITERAL, LongAnchors } from './long-anchors.ts'
import { createPairPicker } from './rare-pairs.ts'
import { createRunSearch } from './run-search.ts'
import { ShortAnchors } from './short-anchors.ts'

/** Told of each place where the literal of a plan stands: the plan's number, and where. */
export type AnchorVisitor = (plan: number, at: number) => void

/** Finds the anchors of many plans. By plan they come in an order that differs from that of the text by a literal's length at most. */
export type AnchorSearch = (text: ByteText, visit: AnchorVisitor) => void

/**
 * Two loops that skip. Of a long literal four bytes begin at an even place of the text; of a short one a pair stands at an
 * even offset and another at an odd one: one of the two is met when every other pair of a text is looked up. Literals of
 * two units stand, where they can, at the words of long runs of token characters, and where there are none, hardly any
 * byte is read.
 */
export function createAnchorSearch(plans: readonly Plan[]): AnchorSearch {
  const inRun = [...plans.keys()].filter((number) => plans[number] && isInRun(plans[number]))
  const searchRuns = inRun.length > 0 ? createRunSearch(plans, inRun) : undefined
  const anchors = anchorsOf(plans)
  if (anchors.length === 0) return searchRuns ?? ((): undefined => undefined)
  const tables = { short: new ShortAnchors(), long: new LongAnchors() }
  const pick = createPairPicker()
  // The shortest have the least choice.
  for (const { anchor, text } of anchors.sort((a, b) => a.text.length - b.text.length)) {
    if (text.length >= LONG_LITERAL) tables.long.add(anchor, text)
    else for (const parity of [0, 1]) tables.short.add(anchor, pick(text, parity, anchor.foldsCase))
  }
  return (text, visit) => {
    searchSampled(text, tables, visit)
    searchRuns?.(text, visit)
  }
}

interface Tables {
  readonly short: ShortAnchors
  readonly long: LongAnchors
}

/** One anchor for each literal, whatever plans share it. */
function anchorsOf(plans: readonly Plan[]): { readonly text: string; readonly anchor: Anchor }[] {
  const users = new Map<string, AnchorUser[]>()
  for (const [number, plan] of plans.entries()) {
    if (isInRun(plan)) continue
    for (const text of plan.literals) {
      const key = `${plan.foldsCase ? 'i' : 'c'}${text}`
      const user = { plan: number, isBounded: plan.isBounded }
      const known = users.get(key)
      if (known === undefined) users.set(key, [user])
      else known.push(user)
    }
  }
  return Array.from(users, ([key, users]) => {
    const text = key.slice(1)
    const literal = Uint8Array.from(text, (character) => character.charCodeAt(0))
    return { text, anchor: { literal, foldsCase: key.startsWith('i'), users } }
  })
}

function searchSampled({ bytes, words, length }: ByteText, { short, long }: Tables, visit: AnchorVisitor): void {
  const { signs } = short
  const { filter } = long
  const end = (length + 3) >> 2
  let next = wordAt(words, 0)
  // A short literal may begin with the last byte of a pair that is looked up, and end with the first of the next.
  for (let i = 0; i < end; i++) {
    const word = next
    next = wordAt(words, i + 1)
    const low = word & 0xffff
    const high = word >>> 16
    const middle = high | (next << 16)
    const first = bitOfFour(word)
    const second = bitOfFour(middle)
    const isFirst = ((filter[first >>> 5] ?? 0) >>> (first & 31)) & 1
    const isSecond = ((filter[second >>> 5] ?? 0) >>> (second & 31)) & 1
    const lowSign = signs[low] ?? 0
    const highSign = signs[high] ?? 0
    if ((lowSign | highSign | isFirst | isSecond) === 0) continue
    const at = 4 * i
    if (lowSign !== 0) short.meet(bytes, length, at, lowSign, low, visit)
    if (isFirst === 1) long.meet(bytes, length, at, word, visit)
    if (highSign !== 0) short.meet(bytes, length, at + 2, highSign, high, visit)
    if (isSecond === 1) long.meet(bytes, length, at + 2, middle, visit)
  }
}

/** Four bytes, the first the lowest. */
function wordAt(words: Int32Array, at: number): number {
  const word = words[at] ?? 0
  if (IS_LITTLE_ENDIAN) return word
  return (word >>> 24) | ((word >>> 8) & 0xff00) | ((word << 8) & 0xff0000) | (word << 24)
}
