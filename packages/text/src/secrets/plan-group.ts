import type { RegexNode } from '../regex-tree.ts'
import type { Plan } from './format-plan.ts'
import { createSuffixAutomaton, type AtEnd, type SuffixAutomaton, type Work } from './suffix-automaton.ts'

/** Plans fewer than these are asked each for itself. */
const LEAST = 3

/** Plans with literals in common. What stands behind a literal is read once for all of them, and mostly that is enough. */
export class PlanGroup {
  readonly #plans: readonly Plan[]
  readonly #atEnd: AtEnd
  #automaton: SuffixAutomaton | undefined
  /** The place that was asked about last, in which search, and the answer. */
  #work: Work | undefined
  #at = -1
  #may = false

  constructor(plans: readonly Plan[], atEnd: AtEnd) {
    this.#plans = plans
    this.#atEnd = atEnd
  }

  /** False where no match of any of the plans goes on from a place. */
  mayMatch(bytes: Uint8Array, at: number, end: number, work: Work): boolean {
    if (this.#at === at && this.#work === work) return this.#may
    this.#automaton ??= createSuffixAutomaton(
      [joined(this.#plans.map(({ rest }) => rest))],
      this.#plans.some(({ foldsCase }) => foldsCase),
      this.#atEnd,
    )
    this.#at = at
    this.#work = work
    this.#may = this.#automaton.mayMatch(bytes, at, end, work)
    return this.#may
  }
}

/** By plan: the group that it belongs to, if there are enough that have literals in common with it or with one another. */
export function groupPlans(plans: readonly Plan[], atEnd: AtEnd): readonly (PlanGroup | undefined)[] {
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
  const members = Map.groupBy(plans.keys(), leaderOf)
  const groups = new Map<number, PlanGroup>()
  for (const [leader, numbers] of members) {
    if (numbers.length < LEAST) continue
    groups.set(
      leader,
      new PlanGroup(
        numbers.flatMap((number) => plans[number] ?? []),
        atEnd,
      ),
    )
  }
  return [...plans.keys()].map((number) => groups.get(leaderOf(number)))
}

/** Sequences as one node; what several begin with is there once. */
function joined(sequences: readonly (readonly RegexNode[])[]): RegexNode {
  const nodes: RegexNode[] = []
  for (const [, alike] of Map.groupBy(sequences, ([first]) => JSON.stringify(first))) {
    const [first] = alike[0] ?? []
    if (first === undefined) nodes.push({ kind: 'sequence', nodes: [] })
    else if (alike.length === 1) nodes.push({ kind: 'sequence', nodes: alike[0] ?? [] })
    else nodes.push({ kind: 'sequence', nodes: [first, joined(alike.map((sequence) => sequence.slice(1)))] })
  }
  return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'choice', nodes }
}
