import { AnchorTable, IS_LITTLE_ENDIAN, type Anchor, type AnchorUser } from './anchor-table.ts'
import type { ByteText } from './byte-text.ts'
import { isInRun, type Plan } from './format-plan.ts'
import { createPairPicker } from './rare-pairs.ts'
import { createRunSearch } from './run-search.ts'

/** Told of each place where the literal of a plan stands: the plan's number, and where. */
export type AnchorVisitor = (plan: number, at: number) => void

/** Finds the anchors of many plans. By plan they come in an order that differs from that of the text by a literal's length at most. */
export type AnchorSearch = (text: ByteText, visit: AnchorVisitor) => void

/**
 * Two loops that skip. In a literal a pair of bytes stands at an even offset and another at an odd one: one of the two is
 * met when every other pair of a text is looked up. Literals of two units stand, where they can, at the words of long runs
 * of token characters, and where there are none, hardly any byte is read.
 */
export function createAnchorSearch(plans: readonly Plan[]): AnchorSearch {
  const inRun = [...plans.keys()].filter((number) => plans[number] && isInRun(plans[number]))
  const searchRuns = inRun.length > 0 ? createRunSearch(plans, inRun) : undefined
  const anchors = anchorsOf(plans)
  if (anchors.length === 0) return searchRuns ?? ((): undefined => undefined)
  const table = new AnchorTable()
  const pick = createPairPicker()
  // The shortest have the least choice.
  for (const { anchor, text } of anchors.sort((a, b) => a.text.length - b.text.length)) {
    for (const parity of [0, 1]) table.add(anchor, pick(text, parity, anchor.foldsCase))
  }
  return (text, visit) => {
    searchSampled(text, table, visit)
    searchRuns?.(text, visit)
  }
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

function searchSampled({ bytes, words, length }: ByteText, table: AnchorTable, visit: AnchorVisitor): void {
  const { signs } = table
  const end = (length + 3) >> 2
  // A literal may begin with the last byte of a pair that is looked up, and end with the first of the next.
  for (let i = 0; i < end; i++) {
    const word = words[i] ?? 0
    const low = word & 0xffff
    const high = word >>> 16
    if (((signs[low] ?? 0) | (signs[high] ?? 0)) === 0) continue
    const at = 4 * i
    table.meet(bytes, length, at, IS_LITTLE_ENDIAN ? low : high, visit)
    table.meet(bytes, length, at + 2, IS_LITTLE_ENDIAN ? high : low, visit)
  }
}
