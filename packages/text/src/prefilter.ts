import { createKeywordIndex } from './keyword-index.ts'
import type { Pattern } from './pattern.ts'
import { requiredLiterals, type LiteralSet } from './required-literals.ts'
import { addWindow, reachOf } from './windows.ts'

/** Rules by number to the windows in which to run them: starts and ends, in turns; undefined means nowhere. */
export type Windows = (number[] | undefined)[]

/**
 * Returns, for a text, the windows of each pattern around its keywords that hold all else that its matches must hold;
 * undefined when there are none at all. The text is read once.
 */
export function createPrefilter(patterns: readonly Pattern[]): (text: string) => Windows | undefined {
  const { literals, keywordOf, partOf, required } = listLiterals(patterns)
  const lengths = literals.map(({ length }) => length)
  const maxLengths = patterns.map(({ maxLength }) => maxLength)
  const setCount = 1 + Math.max(-1, ...required.flat(2))
  const noEnds: readonly (number[] | undefined)[] = Array.from({ length: setCount })
  const noWindows: Readonly<Windows> = Array.from({ length: patterns.length })
  const index = createKeywordIndex(literals)
  return (text) => {
    let windows: Windows | undefined
    const ends = noEnds.slice()
    index.search(text, (literal, end) => {
      const sets = partOf[literal] ?? NONE
      for (let i = 0; i < sets.length; i++) {
        const set = sets[i] ?? 0
        const known = ends[set]
        if (known === undefined) ends[set] = [end]
        else known.push(end)
      }
      const users = keywordOf[literal] ?? NONE
      if (users.length === 0) return
      windows ??= noWindows.slice()
      const start = end - (lengths[literal] ?? 0)
      for (let i = 0; i < users.length; i++) {
        const user = users[i] ?? 0
        windows[user] = addWindow(windows[user], maxLengths[user], start, end, text.length)
      }
    })
    return windows && select(windows, required, ends)
  }
}

const NONE: readonly never[] = Object.freeze([])

/** Sets by number, in branches. */
type Branches = readonly (readonly number[])[]

interface Literals {
  readonly literals: readonly string[]
  /** By literal: the patterns whose keyword it is. */
  readonly keywordOf: readonly (readonly number[])[]
  /** By literal: the sets that it is in. */
  readonly partOf: readonly (readonly number[])[]
  /** By pattern: the branches, with the sets of which a match that takes it holds a literal each. */
  readonly required: readonly Branches[]
}

function listLiterals(patterns: readonly Pattern[]): Literals {
  const numbers = new Map<string, number>()
  const [keywordOf, partOf]: [number[][], number[][]] = [[], []]
  const numberOf = (literal: string): number => {
    const known = numbers.get(literal)
    if (known !== undefined) return known
    numbers.set(literal, keywordOf.push([]) - 1)
    partOf.push([])
    return keywordOf.length - 1
  }
  /** Patterns of one family often require the same. */
  const sets = new Map<string, number>()
  const numberOfSet = (set: LiteralSet): number => {
    const key = set.join('\n')
    const known = sets.get(key)
    if (known !== undefined) return known
    const added = sets.size
    sets.set(key, added)
    for (const literal of set) partOf[numberOf(literal)]?.push(added)
    return added
  }
  const required = patterns.map(({ regex, keywords, maxLength }, i) => {
    if (keywords === 'none') return NONE
    for (const keyword of new Set(keywords)) keywordOf[numberOf(keyword)]?.push(i)
    const branches = requiredLiterals(regex, keywords, reachOf(maxLength))
    return branches.map((branch) => branch.map(numberOfSet))
  })
  return { literals: [...numbers.keys()], keywordOf, partOf, required }
}

type Ends = readonly (readonly number[] | undefined)[]

/** Keeps the windows that hold, for one branch, a literal of each of its sets. */
function select(windows: Windows, required: readonly Branches[], ends: Ends): Windows | undefined {
  let isAny = false
  for (const [i, spans] of windows.entries()) {
    if (spans === undefined) continue
    const branches = required[i] ?? NONE
    const kept = branches.length === 0 ? spans : keep(spans, branches, ends)
    windows[i] = kept
    isAny ||= kept !== undefined
  }
  return isAny ? windows : undefined
}

function keep(spans: readonly number[], branches: Branches, ends: Ends): number[] | undefined {
  const possible = branches.filter((branch) => branch.every((set) => ends[set] !== undefined))
  if (possible.length === 0) return undefined
  let kept: number[] | undefined
  for (let i = 0; i < spans.length; i += 2) {
    const [start = 0, end = 0] = [spans[i], spans[i + 1]]
    if (!holdsOne(possible, ends, start, end)) continue
    kept ??= []
    kept.push(start, end)
  }
  return kept
}

function holdsOne(branches: Branches, ends: Ends, start: number, end: number): boolean {
  for (let i = 0; i < branches.length; i++) {
    const branch = branches[i] ?? NONE
    let held = 0
    while (held < branch.length && endsIn(ends[branch[held] ?? 0] ?? NONE, start, end)) held++
    if (held === branch.length) return true
  }
  return false
}

/** True where one of the ascending ends is in a window, which may yet be widened by a unit so as to split no pair of surrogates. */
function endsIn(ends: readonly number[], start: number, end: number): boolean {
  let [low, high] = [0, ends.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ends[middle] ?? 0) < start) low = middle + 1
    else high = middle
  }
  return low < ends.length && (ends[low] ?? 0) <= end + 1
}
