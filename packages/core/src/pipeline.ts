import { absorb } from './answer.ts'
import type { Deadlines } from './deadlines.ts'
import { messageOf } from './errors.ts'
import type { Events } from './events.ts'
import type { Generation } from './generation.ts'
import type { Hook } from './hooks.ts'
import { EventView, type Place, type Run, type Step } from './run.ts'
import { join } from './verdict.ts'

/** The code of every ruling that stands for a failure of a layer. */
export const LAYER_FAILED = 'LAYER_FAILED'

/** Runs the chain from a step on; a promise only where a layer answered with one. Never throws: whatever a layer does wrong becomes its ruling. */
export function runSteps<H extends Hook>(generation: Generation, run: Run<H>, from = 0): Promise<void> | undefined {
  const steps: readonly Step<H>[] = generation.steps[run.hook]
  const view = new EventView(run)
  for (let at = from; at < steps.length && run.outcome !== 'deny'; at++) {
    const step = steps[at]
    if (!step) break
    try {
      run.step = step.layer
      const answer: unknown = step.handler(view)
      if (answer === undefined) continue
      if (isThenable(answer)) return resume(generation, run, at, step, answer)
      absorb(step, run, answer)
    } catch (error) {
      recordFailure(step, run, generation.events, error)
    }
  }
  return undefined
}

async function resume<H extends Hook>(
  generation: Generation,
  run: Run<H>,
  at: number,
  step: Step<H>,
  promise: PromiseLike<unknown>,
): Promise<void> {
  try {
    const answer = await settle(promise, step.deadlineMs, run, generation.deadlines)
    if (answer !== undefined) absorb(step, run, answer)
  } catch (error) {
    recordFailure(step, run, generation.events, error)
  }
  await runSteps(generation, run, at + 1)
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** Waits until the deadline, which starts now: a synchronous handler cannot be interrupted, so it has none. */
export function settle(answer: unknown, ms: number, run: Run, deadlines: Deadlines): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const late = (): Error => new Error(`answered later than ${ms} ms`)
    const stop = deadlines.start(ms, () => {
      reject(late()) // first: a handler that settles on abort must not win the race
      run.controller?.abort(late())
      run.controller = undefined
    })
    Promise.resolve(answer).then(
      (value) => (stop() ? resolve(value) : reject(late())),
      (error: unknown) => {
        stop()
        reject(error)
      },
    )
  })
}

type FailedStep = Pick<Place, 'layer' | 'hook' | 'stage' | 'enforced' | 'onFailure'>

/** Turns what a layer did wrong into its ruling. */
export function recordFailure(step: FailedStep, run: Run, events: Events, error: unknown): void {
  const { layer, hook, stage, enforced } = step
  const problem = error instanceof Error ? messageOf(error) : `threw ${messageOf(error)}`
  const bypassed = enforced && step.onFailure === 'flag'
  const kind = bypassed ? 'flag' : 'deny'
  run.rulings.push(
    Object.freeze({ layer, hook, stage, kind, code: LAYER_FAILED, findings: [], detail: problem, enforced }),
  )
  if (enforced) run.outcome = join(run.outcome, kind)
  events.emit('failure', { time: Date.now(), layer, hook, session: run.session, problem, bypassed })
}
