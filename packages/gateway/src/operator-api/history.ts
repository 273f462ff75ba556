import type { ChainLink, DecisionEvent, FailureEvent, Hook } from '@ringwall/core'
import { listenTo, type WatchedWall } from '../watched-wall.ts'
import type { Overview } from './contract.ts'
import { Tally } from './tally.ts'

const MINUTE_MS = 60_000
/** How far back it goes. */
const MAX_MINUTES = 1440
/** About as many buckets as a chart can show. */
const MAX_BUCKETS = 120
const BUCKET_MINUTES = [1, 5, 15]
const MAX_CODES = 20
/** So many layers a reader can tell apart over time. */
const MAX_LAYERS = 8
/** Agents come from tokens, so that no honest config comes near. */
const MAX_CHAINS = 1000
const MAX_FAILED = 100

/** The layers of one hook of an agent. */
interface Chain {
  readonly links: readonly ChainLink[]
  readonly layers: readonly string[]
}

/** What happened in the last day, minute by minute, by the events of this process alone. */
export class History {
  readonly #wall: WatchedWall
  readonly #since = Date.now()
  readonly #minutes = new Map<number, Tally>()
  readonly #failedAt = new Map<string, number>()
  readonly #chains = new Map<string, Chain>()
  readonly #stops: readonly (() => void)[]

  constructor(wall: WatchedWall) {
    this.#wall = wall
    this.#stops = [
      listenTo(wall, 'decision', (event) => this.#addDecision(event as unknown as DecisionEvent)),
      listenTo(wall, 'failure', (event) => this.#addFailure(event as unknown as FailureEvent)),
      listenTo(wall, 'reload', () => this.#chains.clear()),
    ]
  }

  /** Counts no more. */
  dispose(): void {
    for (const stop of this.#stops) stop()
  }

  /** The last minutes, this one included. */
  overview(minutes: number): Overview {
    const step = BUCKET_MINUTES.find((size) => minutes / size <= MAX_BUCKETS) ?? MAX_MINUTES
    const now = Date.now()
    const end = Math.floor(now / MINUTE_MS) + 1
    const count = Math.ceil(minutes / step)
    const starts = Array.from({ length: count }, (_, at) => end - (count - at) * step)
    const total = this.sum(count * step)
    const { outcomes } = total
    const loudest = total.loudest(MAX_LAYERS)
    return {
      process: { pid: process.pid, since: this.#since },
      from: (starts[0] ?? end) * MINUTE_MS,
      to: now,
      bucketMs: step * MINUTE_MS,
      buckets: starts.map((start) => {
        const sum = this.#sumOf(start, start + step)
        const { outcomes, failures } = sum
        return { at: start * MINUTE_MS, outcomes, failures, layers: sum.layersAmong(loudest) }
      }),
      totals: {
        ...outcomes,
        decisions: outcomes.allow + outcomes.flag + outcomes.ask + outcomes.deny,
        failures: total.failures,
      },
      hooks: [...total.hooks].map(([hook, { outcomes, durations }]) => ({
        hook,
        outcomes,
        medianMs: durations.median(),
      })),
      layers: [...total.layers].map(([id, outcomes]) => ({ id, outcomes })),
      codes: [...total.codes]
        .toSorted(([, a], [, b]) => b - a)
        .slice(0, MAX_CODES)
        .map(([key, count]) => {
          const [layer, code] = JSON.parse(key) as [string, string] // as the tally wrote it
          return { layer, code, count }
        }),
    }
  }

  /** All of the last minutes. */
  sum(minutes: number): Tally {
    const end = Math.floor(Date.now() / MINUTE_MS) + 1
    return this.#sumOf(end - minutes, end)
  }

  /** When a layer failed last, of what is remembered. */
  failedAt(layer: string): number | null {
    return this.#failedAt.get(layer) ?? null
  }

  #sumOf(from: number, to: number): Tally {
    const sum = new Tally()
    for (let minute = from; minute < to; minute++) {
      const tally = this.#minutes.get(minute)
      if (tally) sum.add(tally)
    }
    return sum
  }

  #addDecision(event: DecisionEvent): void {
    this.#now().addDecision(event, this.#reached(event))
  }

  #addFailure({ layer, time }: FailureEvent): void {
    this.#now().addFailure(layer)
    if (this.#failedAt.has(layer) || this.#failedAt.size < MAX_FAILED) this.#failedAt.set(layer, time)
  }

  #now(): Tally {
    const minute = Math.floor(Date.now() / MINUTE_MS)
    const found = this.#minutes.get(minute)
    if (found) return found
    const made = new Tally()
    this.#minutes.set(minute, made)
    for (const old of this.#minutes.keys()) if (old <= minute - MAX_MINUTES || old > minute) this.#minutes.delete(old)
    return made
  }

  /** The layers of the hook up to the one that denied. */
  #reached({ hook, session, decision }: DecisionEvent): readonly string[] {
    const { links, layers } = this.#chain(session.agentId, hook)
    if (decision.outcome !== 'deny') return layers
    const denier = decision.rulings.findLast(({ kind, enforced }) => kind === 'deny' && enforced)
    const at = links.findIndex(({ layer, stage }) => layer === denier?.layer && stage === denier.stage)
    // A denial by the kernel itself comes before all layers.
    return namesIn(links.slice(0, at + 1))
  }

  #chain(agent: string, hook: Hook): Chain {
    const key = `${hook} ${agent}`
    const known = this.#chains.get(key)
    if (known) return known
    const links = this.#wall
      .for(agent)
      .explain()
      .filter((link) => link.hook === hook)
    const made = { links, layers: namesIn(links) }
    if (this.#chains.size < MAX_CHAINS) this.#chains.set(key, made)
    return made
  }
}

function namesIn(links: readonly ChainLink[]): readonly string[] {
  return [...new Set(links.map(({ layer }) => layer))]
}
