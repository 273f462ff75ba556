import type { HitOptions, HitResult, WindowCount } from '../store.ts'
import type { ContractHarness } from './case.ts'
import { equal } from './expect.ts'

/** One step against a counter. */
export type WindowStep =
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'count'; readonly key: string; readonly windowMs: number }
  | ({ readonly kind: 'hit'; readonly key: string } & HitOptions)

/** The documented meaning of a sliding window, with a list and no thought of cost. */
class WindowModel {
  #now = 0
  readonly #hits: { key: string; at: number; windowMs: number; cost: number }[] = []

  advance(ms: number): void {
    this.#now += ms
  }

  count(key: string, windowMs: number): WindowCount {
    const hits = this.#hits.filter(
      (hit) => hit.key === key && this.#now < hit.at + windowMs && this.#now < hit.at + hit.windowMs,
    )
    const count = hits.reduce((sum, hit) => sum + hit.cost, 0)
    return { count, oldestAt: hits.length === 0 ? null : Math.min(...hits.map((hit) => hit.at)) }
  }

  hit(key: string, { windowMs, cost = 1, limit = Infinity, recordDenied = false }: HitOptions): HitResult {
    const allowed = this.count(key, windowMs).count + cost <= limit
    if (allowed || recordDenied) this.#hits.push({ key, at: this.#now, windowMs, cost })
    return { ...this.count(key, windowMs), allowed }
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
    } else {
      const { kind: _kind, key, ...options } = step
      equal(sinceStart(await store.hit(key, options)), model.hit(key, options), what)
    }
  }
}
