import type { Plan } from './format-plan.ts'
import {
  createSuffixAutomaton,
  MAX_BRANCHES,
  type AtEnd,
  type Branches,
  type SuffixAutomaton,
  type Work,
} from './suffix-automaton.ts'

/** Plans with literals in common: what stands behind a literal is read once for all of them. */
class PlanGroup {
  readonly #plans: readonly Plan[]
  readonly #atEnd: AtEnd
  #automaton: SuffixAutomaton | undefined
  /** The place that was asked about last, in which search, and the answer. */
  #work: Work | undefined
  #at = -1
  #may = 0

  constructor(plans: readonly Plan[], atEnd: AtEnd) {
    this.#plans = plans
    this.#atEnd = atEnd
  }

  /** One bit for each plan, 0 where no match of it goes on from a place. */
  mayMatch(bytes: Uint8Array, at: number, end: number, work: Work): number {
    if (this.#at === at && this.#work === work) return this.#may
    this.#automaton ??= this.#createAutomaton()
    this.#at = at
    this.#work = work
    this.#may = this.#automaton.mayMatch(bytes, at, end, work)
    return this.#may
  }

  #createAutomaton(): SuffixAutomaton {
    const branches = joined(this.#plans.map(({ rest }, branch) => ({ nodes: rest, next: branch })))
    const foldsCase = this.#plans.some((plan) => plan.foldsCase)
    return createSuffixAutomaton(branches, foldsCase, this.#atEnd) ?? EVERYTHING
  }
}

/** For what is too large to be told apart. */
const EVERYTHING: SuffixAutomaton = { mayMatch: () => -1 }

/** A plan's place in its group. */
export interface GroupMember {
  readonly group: Pick<PlanGroup, 'mayMatch'>
  readonly bit: number
}

/** Plans, in their order, as members of groups of those that have literals in common, with one another or with a third. */
export function groupPlans(plans: readonly Plan[], atEnd: AtEnd): readonly GroupMember[] {
  const leaders = [...plans.keys()]
  const leaderOf = (number: number): number => {
    let leader = number
    while (leaders[leader] !== undefined && leaders[leader] !== leader) leader = leaders[leader] ?? leader
    return leader
  }
  const firsts = new Map<string, number>()
  for (const [number, { literals, foldsCase }] of plans.entries()) {
    for (const literal of literals) {
      const key = `${foldsCase ? 'i' : 'c'}${literal}`
      const first = firsts.get(key)
      if (first === undefined) firsts.set(key, number)
      else leaders[leaderOf(number)] = leaderOf(first)
    }
  }
  const members: GroupMember[] = []
  for (const [, numbers] of Map.groupBy(plans.keys(), leaderOf)) {
    for (let from = 0; from < numbers.length; from += MAX_BRANCHES) {
      const part = numbers.slice(from, from + MAX_BRANCHES)
      const group = new PlanGroup(
        part.flatMap((number) => plans[number] ?? []),
        atEnd,
      )
      for (const [branch, number] of part.entries()) members[number] = { group, bit: 1 << branch }
    }
  }
  return members
}

/** Branches as a tree: what several begin with is there once. */
function joined(branches: readonly Branches[]): Branches {
  if (branches.length === 1 && branches[0]) return branches[0]
  const next: Branches[] = []
  for (const [, alike] of Map.groupBy(branches, ({ nodes: [first] }) => JSON.stringify(first))) {
    const [one] = alike
    const [first] = one?.nodes ?? []
    if (one === undefined) continue
    if (alike.length === 1 || first === undefined) next.push(...alike)
    else {
      const rest = joined(alike.map((branch) => ({ ...branch, nodes: branch.nodes.slice(1) })))
      next.push({ ...rest, nodes: [first, ...rest.nodes] })
    }
  }
  return { nodes: [], next }
}
