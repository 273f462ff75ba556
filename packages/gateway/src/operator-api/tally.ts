import type { Decision, DecisionEvent, Hook, Power } from '@ringwall/core'
import { Durations } from './durations.ts'
import type { LayerCounts, OutcomeCounts, Overview, OverviewOutcome } from './contract.ts'

const MAX_LAYERS = 100
const MAX_CODES = 200
const OTHER = 'other'

interface HookTally {
  readonly outcomes: Mutable<OutcomeCounts>
  readonly durations: Durations
}
type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** What happened in some span of time. It has a largest size, whatever happens: layers and codes beyond it are counted as `other`. */
export class Tally {
  readonly outcomes: Mutable<OutcomeCounts> = { allow: 0, flag: 0, ask: 0, deny: 0 }
  failures = 0
  readonly hooks: Map<Hook, HookTally> = new Map()
  readonly layers: Map<string, Mutable<LayerCounts>> = new Map()
  /** How often a hook reached each layer, and how often it denied. */
  readonly calls: Map<string, { calls: number; denials: number }> = new Map()
  /** By layer and code, as JSON. */
  readonly codes: Map<string, number> = new Map()

  /** Counts a decision, and the layers that it reached. */
  addDecision({ hook, decision, durationMs }: DecisionEvent, reached: readonly string[]): void {
    const outcome = outcomeOf(decision)
    this.outcomes[outcome]++
    const { outcomes, durations } = this.#hook(hook)
    outcomes[outcome]++
    durations.add(durationMs)
    for (const { layer, kind, code, enforced } of decision.rulings) {
      this.#layer(layer)[kind]++
      if (!enforced) this.#layer(layer).observed++
      this.#addCode(layer, code, 1)
    }
    for (const layer of reached) this.#calls(layer).calls++
    if (decision.outcome !== 'deny') return
    const denier = decision.rulings.findLast(({ kind, enforced }) => kind === 'deny' && enforced)
    if (denier) this.#calls(denier.layer).denials++
  }

  /** Counts a layer that threw or was late. */
  addFailure(layer: string): void {
    this.failures++
    this.#layer(layer).failed++
  }

  /** Adds another span of time to this one. */
  add(other: Tally): void {
    addCounts(this.outcomes, other.outcomes)
    this.failures += other.failures
    for (const [hook, { outcomes, durations }] of other.hooks) {
      const own = this.#hook(hook)
      addCounts(own.outcomes, outcomes)
      own.durations.merge(durations)
    }
    for (const [layer, counts] of other.layers) addCounts(this.#layer(layer), counts)
    for (const [layer, { calls, denials }] of other.calls) {
      const own = this.#calls(layer)
      own.calls += calls
      own.denials += denials
    }
    for (const [key, count] of other.codes) this.#count(key, count)
  }

  /** The layers that said most, at most so many. */
  loudest(limit: number): ReadonlySet<string> {
    const sums = [...this.layers].map(([id, { observed: _part, ...kinds }]) => [id, sumOf(kinds)] as const)
    return new Set(
      sums
        .toSorted(([, a], [, b]) => b - a)
        .slice(0, limit)
        .map(([id]) => id),
    )
  }

  /** What those layers said, and the rest as `other`, without what nobody said. */
  layersAmong(named: ReadonlySet<string>): Overview['buckets'][number]['layers'] {
    const shown = new Map<string, Mutable<LayerCounts>>()
    for (const [id, counts] of this.layers) addCounts(entry(shown, named.has(id) ? id : OTHER, noCounts), counts)
    return [...shown].map(([id, counts]) => ({
      id,
      outcomes: Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    }))
  }

  #hook(hook: Hook): HookTally {
    return entry(this.hooks, hook, () => ({
      outcomes: { allow: 0, flag: 0, ask: 0, deny: 0 },
      durations: new Durations(),
    }))
  }

  #layer(layer: string): Mutable<LayerCounts> {
    return entry(this.layers, bounded(this.layers, layer, MAX_LAYERS), noCounts)
  }

  #calls(layer: string): { calls: number; denials: number } {
    return entry(this.calls, bounded(this.calls, layer, MAX_LAYERS), () => ({ calls: 0, denials: 0 }))
  }

  #addCode(layer: string, code: string, count: number): void {
    this.#count(JSON.stringify([layer, code]), count)
  }

  #count(key: string, count: number): void {
    const known = bounded(this.codes, key, MAX_CODES, JSON.stringify([OTHER, OTHER]))
    this.codes.set(known, (this.codes.get(known) ?? 0) + count)
  }
}

/** An allow about which a layer said something is a `flag`. */
export function outcomeOf({ outcome, rulings }: Pick<Decision, 'outcome' | 'rulings'>): OverviewOutcome {
  return outcome === 'allow' && rulings.length > 0 ? 'flag' : outcome
}

function noCounts(): Mutable<LayerCounts> {
  const kinds: { [K in Power]: number } = { deny: 0, ask: 0, grant: 0, rewrite: 0, flag: 0, instruct: 0 }
  return { ...kinds, failed: 0, observed: 0 }
}

function addCounts<K extends string>(to: Record<K, number>, from: Readonly<Record<K, number>>): void {
  for (const key of Object.keys(from) as K[]) to[key] += from[key] // the keys are those of the record
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

function bounded(map: ReadonlyMap<string, unknown>, key: string, limit: number, other: string = OTHER): string {
  return map.has(key) || map.size < limit ? key : other
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make()
  map.set(key, found)
  return found
}
