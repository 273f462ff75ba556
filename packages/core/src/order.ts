import { fail } from './errors.ts'

/** Pairs of names: the first comes before the second. */
export type Edges = readonly (readonly [string, string])[]

/** Sorts items by name so that every edge [earlier, later] holds; otherwise the given order stays. Throws ORDER_CYCLE. */
export function sortByEdges<T>(items: readonly T[], edges: Edges, nameOf: (item: T) => string): readonly T[] {
  const known = new Set(items.map(nameOf))
  const open = edges.filter(([a, b]) => known.has(a) && known.has(b))
  const waiting = [...items]
  const out: T[] = []
  while (waiting.length > 0) {
    const blockers = new Set(waiting.map(nameOf))
    const stuck = open.filter(([a]) => blockers.has(a))
    const blocked = new Set(stuck.map(([, b]) => b))
    const next = waiting.findIndex((item) => !blocked.has(nameOf(item)))
    if (next < 0) throw fail('ORDER_CYCLE', { cycle: findCycle(stuck, [...blockers][0] ?? '') })
    out.push(...waiting.splice(next, 1))
  }
  return out
}

function findCycle(edges: Edges, from: string): string {
  const path: string[] = []
  // Every name still waiting is blocked by another one waiting, so walking backwards must meet itself.
  for (let at: string | undefined = from; at !== undefined; at = edges.find(([, b]) => b === path.at(-1))?.[0]) {
    if (path.includes(at)) return [at, ...path.slice(path.indexOf(at) + 1).toReversed(), at].join(' -> ')
    path.push(at)
  }
  return path.toReversed().join(' -> ')
}
