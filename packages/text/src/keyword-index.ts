import { foldUnit, variantsOf } from './case-fold.ts'

/** Told of each occurrence: which keyword (its index), and the position after its last code unit. */
export type KeywordVisitor = (keyword: number, end: number) => void

/** Finds all occurrences of many keywords, without case, in one pass whose cost does not depend on how many there are. */
export interface KeywordIndex {
  search(text: string, visit: KeywordVisitor): void
  /** True where any keyword occurs. */
  occursIn(text: string): boolean
}

/**
 * An Aho-Corasick automaton with every transition filled in. Case folding is part of the table that sorts code
 * units into classes, so the text is read once and never copied. A transition into a state that ends a keyword
 * is stored as its complement: the loop tests one sign bit per code unit and nothing else.
 */
export function createKeywordIndex(keywords: readonly string[]): KeywordIndex {
  const folded = keywords.map((keyword) =>
    Array.from({ length: keyword.length }, (_, i) => foldUnit(keyword.charAt(i))),
  )
  const classes = new Map<string, number>()
  for (const unit of folded.flat()) if (!classes.has(unit)) classes.set(unit, classes.size + 1)
  const width = classes.size + 1
  const trie = buildTrie(
    folded.map((units) => units.map((unit) => classes.get(unit) ?? 0)),
    width,
  )
  const { next, ends } = fillTransitions(trie, width)
  const classOf = classTable(classes)
  return {
    search(text, visit) {
      let state = 0
      for (let i = 0; i < text.length; i++) {
        const to = next[state + (classOf[text.charCodeAt(i)] ?? 0)] ?? 0
        state = to
        if (to >= 0) continue
        state = ~to
        for (const keyword of ends[state / width] ?? []) visit(keyword, i + 1)
      }
    },
    occursIn(text) {
      let state = 0
      for (let i = 0; i < text.length && state >= 0; i++) {
        state = next[state + (classOf[text.charCodeAt(i)] ?? 0)] ?? 0
      }
      return state < 0
    },
  }
}

interface Trie {
  /** `children[state * width + class]`; 0 is none, as nothing leads back to the root. */
  readonly children: Int32Array
  /** The keywords that end in each state. */
  readonly ends: number[][]
}

function classTable(classes: ReadonlyMap<string, number>): Uint16Array {
  const table = new Uint16Array(0x10000)
  for (const [unit, index] of classes) {
    for (const variant of variantsOf(unit)) table[variant.charCodeAt(0)] = index
  }
  return table
}

function buildTrie(keywords: readonly (readonly number[])[], width: number): Trie {
  const most = keywords.reduce((sum, { length }) => sum + length, 1)
  const children = new Int32Array(most * width)
  const ends: number[][] = [[]]
  for (const [index, keyword] of keywords.entries()) {
    let state = 0
    for (const cls of keyword) {
      const place = state * width + cls
      if (children[place] === 0) children[place] = ends.push([]) - 1
      state = children[place] ?? 0
    }
    ends[state]?.push(index)
  }
  return { children, ends }
}

/** Every transition of every state. */
interface Automaton {
  readonly next: Int32Array
  readonly ends: readonly (readonly number[])[]
}

/**
 * Breadth first, so that the state of the longest proper suffix is complete before the states that borrow from it.
 * States are numbered in that order: those near the root, where most of a text is read, stand close in memory.
 */
function fillTransitions({ children, ends }: Trie, width: number): Automaton {
  const suffix = new Int32Array(ends.length)
  const queue = [0]
  for (const state of queue) {
    const row = state * width
    const borrowed = (suffix[state] ?? 0) * width
    for (let cls = 0; cls < width; cls++) {
      const child = children[row + cls] ?? 0
      const detour = state === 0 ? 0 : (children[borrowed + cls] ?? 0)
      if (child === 0) {
        children[row + cls] = detour
        continue
      }
      suffix[child] = detour
      const found = ends[detour] ?? []
      if (found.length > 0) ends[child]?.push(...found)
      queue.push(child)
    }
  }
  /** By state: where its transitions go to, as its complement where a keyword ends there. */
  const target = new Int32Array(ends.length)
  for (const [i, state] of queue.entries()) target[state] = (ends[state]?.length ?? 0) > 0 ? ~(i * width) : i * width
  const next = new Int32Array(ends.length * width)
  for (const [i, state] of queue.entries()) {
    for (let cls = 0; cls < width; cls++) next[i * width + cls] = target[children[state * width + cls] ?? 0] ?? 0
  }
  return { next, ends: queue.map((state) => ends[state] ?? []) }
}
