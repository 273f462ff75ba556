import type { AnchorSearch, AnchorVisitor } from './anchor-search.ts'
import { isBoundary } from './anchor.ts'
import { pairOf, type ByteText } from './byte-text.ts'
import type { Plan } from './format-plan.ts'
import { TOKEN, VARIANTS, WORD } from './unit-classes.ts'

/** What is known of a pair of bytes: whether both are token characters, and which of them are of words. */
const TOKENS = 1
const FIRST_IS_WORD = 2
const SECOND_IS_WORD = 4
const WORDS = FIRST_IS_WORD | SECOND_IS_WORD

/** Finds the anchors of some of the plans at the boundaries of words in runs of token characters that are long enough for one of them. */
export function createRunSearch(plans: readonly Plan[], numbers: readonly number[]): AnchorSearch {
  const table = tableOf(plans, numbers)
  const used = numbers.flatMap((number) => plans[number] ?? [])
  const least = Math.min(...used.map(({ lead, run }) => lead + run))
  const leastFrom = Math.min(...used.map(({ run }) => run))
  const kinds = kindsOfPairs()
  return (text, visit) => {
    const { bytes, length } = text
    let start = 0
    while (start + least <= length) {
      let at = start + least - 1
      while (at >= start && TOKEN[bytes[at] ?? 0] === 1) at--
      if (at >= start) {
        start = at + 1
        continue
      }
      const end = endOfRun(text, start + least, kinds)
      const run = { start, end, last: end - leastFrom }
      for (let from = start; from <= run.last; from = nextBoundary(text, from, run.last, kinds)) {
        if (isBoundary(bytes, from)) meet(bytes, run, table, from, visit)
      }
      start = end + 1
    }
  }
}

/** A run of token characters, and the last place in it where an anchor can stand. */
interface Run {
  readonly start: number
  readonly end: number
  readonly last: number
}

/** By pair: the plans of which a literal begins with it. */
type RunTable = ReadonlyMap<number, readonly RunAnchor[]>

interface RunAnchor {
  readonly number: number
  readonly plan: Plan
}

function tableOf(plans: readonly Plan[], numbers: readonly number[]): RunTable {
  const table = new Map<number, RunAnchor[]>()
  for (const number of numbers) {
    const plan = plans[number]
    for (const text of plan?.literals ?? []) {
      const spellings = (at: number): readonly number[] => {
        const byte = text.charCodeAt(at)
        return plan?.foldsCase ? (VARIANTS[byte] ?? []) : [byte]
      }
      for (const first of spellings(0)) {
        for (const second of spellings(1)) {
          const pair = pairOf(first, second)
          if (plan) table.set(pair, [...(table.get(pair) ?? []), { number, plan }])
        }
      }
    }
  }
  return table
}

function meet(bytes: Uint8Array, { start, end }: Run, table: RunTable, at: number, visit: AnchorVisitor): void {
  const anchors = table.get(pairOf(bytes[at] ?? 0, bytes[at + 1] ?? 0))
  if (anchors === undefined) return
  // What else a literal may hold is asked of the automaton.
  for (const { number, plan } of anchors) {
    if (at + plan.run <= end && at - plan.lead >= start) visit(number, at)
  }
}

/** Four bytes at a time. */
function endOfRun({ bytes, words, length }: ByteText, from: number, kinds: Uint8Array): number {
  let end = from
  while ((end & 3) !== 0 && end < length && TOKEN[bytes[end] ?? 0] === 1) end++
  if ((end & 3) === 0) {
    for (let word = words[end >> 2] ?? 0; end + 4 <= length; word = words[end >> 2] ?? 0) {
      if (((kinds[word & 0xffff] ?? 0) & (kinds[word >>> 16] ?? 0) & TOKENS) === 0) break
      end += 4
    }
  }
  while (end < length && TOKEN[bytes[end] ?? 0] === 1) end++
  return end
}

/** The first place after `from` where a word may begin or end, or one behind the last. Four bytes at a time. */
function nextBoundary({ bytes, words }: ByteText, from: number, last: number, kinds: Uint8Array): number {
  const isWord = WORD[bytes[from] ?? 0]
  let at = from + 1
  while ((at & 3) !== 0 && at <= last && WORD[bytes[at] ?? 0] === isWord) at++
  if ((at & 3) === 0) {
    const same = isWord === 1 ? 2 * WORDS : 0
    for (let word = words[at >> 2] ?? 0; at <= last; word = words[at >> 2] ?? 0) {
      if (((kinds[word & 0xffff] ?? 0) & WORDS) + ((kinds[word >>> 16] ?? 0) & WORDS) !== same) break
      at += 4
    }
  }
  while (at <= last && WORD[bytes[at] ?? 0] === isWord) at++
  return at
}

function kindsOfPairs(): Uint8Array {
  const kinds = new Uint8Array(0x10000)
  for (let first = 0; first < 256; first++) {
    for (let second = 0; second < 256; second++) {
      kinds[pairOf(first, second)] =
        (TOKEN[first] === 1 && TOKEN[second] === 1 ? TOKENS : 0) |
        (WORD[first] === 1 ? FIRST_IS_WORD : 0) |
        (WORD[second] === 1 ? SECOND_IS_WORD : 0)
    }
  }
  return kinds
}
