import { isRingwallError } from '@ringwall/core'
import type { Demand, HitOptions, HitResult, Reservation, WindowCount } from '../store.ts'
import type { ContractHarness } from './case.ts'
import { equal } from './expect.ts'

/** One step against a counter. */
export type WindowStep =
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'count'; readonly key: string; readonly windowMs: number }
  | ({ readonly kind: 'hit'; readonly key: string } & HitOptions)
  | { readonly kind: 'reserve'; readonly name: string; readonly demands: readonly Demand[]; readonly holdMs: number }
  | { readonly kind: 'settle'; readonly name: string; readonly cost: number | null }

interface Hit {
  readonly key: string
  readonly at: number
  readonly windowMs: number
  readonly cost: number
}

interface Hold {
  readonly name: string
  readonly hits: readonly Hit[]
}

/** The documented meaning of a sliding window, with a list and no thought of cost. */
class WindowModel {
  #now = 0
  readonly #hits: Hit[] = []
  #holds: Hold[] = []

  advance(ms: number): void {
    this.#now += ms
  }

  count(key: string, windowMs: number): WindowCount {
    const hits = [...this.#hits, ...this.#holds.flatMap((hold) => hold.hits)].filter(
      (hit) => hit.key === key && hit.cost > 0 && this.#now < hit.at + windowMs && this.#now < hit.at + hit.windowMs,
    )
    const count = hits.reduce((sum, hit) => sum + hit.cost, 0)
    return { count, oldestAt: hits.length === 0 ? null : Math.min(...hits.map((hit) => hit.at)) }
  }

  hit(key: string, { windowMs, cost = 1, limit = Infinity, recordDenied = false }: HitOptions): HitResult {
    const allowed = this.count(key, windowMs).count + cost <= limit
    if (allowed || recordDenied) this.#hits.push({ key, at: this.#now, windowMs, cost })
    return { ...this.count(key, windowMs), allowed }
  }

  reserve(name: string, demands: readonly Demand[], holdMs: number): Reservation | 'STORE_RESERVATION_OPEN' {
    if (this.#find(name) !== undefined) return 'STORE_RESERVATION_OPEN'
    const fits = demands.map(
      ({ key, windowMs, cost, limit = Infinity }) => this.count(key, windowMs).count + cost <= limit,
    )
    const allowed = fits.every(Boolean)
    if (allowed) this.#holds.push({ name, hits: demands.map((demand) => ({ ...demand, at: this.#now + holdMs })) })
    const windows = demands.map(({ key, windowMs }, place) => ({
      ...this.count(key, windowMs),
      allowed: fits[place] === true,
    }))
    return { allowed, windows }
  }

  /** Settles all demands with one cost. */
  settle(name: string, cost: number | null): boolean {
    const hold = this.#find(name)
    if (hold === undefined) return false
    this.#holds = this.#holds.filter((other) => other !== hold)
    if (cost !== null)
      this.#hits.push(...hold.hits.map(({ key, windowMs }) => ({ key, windowMs, cost, at: this.#now })))
    return true
  }

  sizeOf(name: string): number {
    return this.#find(name)?.hits.length ?? 1
  }

  #find(name: string): Hold | undefined {
    return this.#holds.findLast(
      (hold) => hold.name === name && hold.hits.some((hit) => this.#now < hit.at + hit.windowMs),
    )
  }
}

/** Takes the steps on the store and on the model; throws at the first difference. */
export async function compareWithModel(
  { store, advance }: ContractHarness,
  steps: readonly WindowStep[],
): Promise<void> {
  const model = new WindowModel()
  // A hit on another key tells what the store's clock says.
  const start = (await store.hit('model/start', { windowMs: 1 })).oldestAt ?? NaN
  const sinceStart = <T extends WindowCount>(result: T): T => {
    return result.oldestAt === null ? result : { ...result, oldestAt: result.oldestAt - start }
  }
  for (const [index, step] of steps.entries()) {
    const what = `step ${index} (${JSON.stringify(step)})`
    if (step.kind === 'advance') {
      advance(step.ms)
      model.advance(step.ms)
    } else if (step.kind === 'count') {
      equal(sinceStart(await store.count(step.key, step.windowMs)), model.count(step.key, step.windowMs), what)
    } else if (step.kind === 'reserve') {
      const { name, demands, holdMs } = step
      const got = await store.reserve(name, demands, { holdMs }).catch(codeOf)
      const windows = typeof got === 'string' ? got : { ...got, windows: got.windows.map(sinceStart) }
      equal(windows, model.reserve(name, demands, holdMs), what)
    } else if (step.kind === 'settle') {
      const { name, cost } = step
      const costs = cost === null ? [] : [Array.from({ length: model.sizeOf(name) }, () => cost)]
      equal(await store.settle(name, ...costs), model.settle(name, cost), what)
    } else {
      const { kind: _kind, key, ...options } = step
      equal(sinceStart(await store.hit(key, options)), model.hit(key, options), what)
    }
  }
}

function codeOf(error: unknown): string {
  return isRingwallError(error) ? error.code : String(error)
}
