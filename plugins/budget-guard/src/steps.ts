import type { Session } from '@ringwall/core'
import type { Store, WindowCount } from '@ringwall/store'
import { NAME } from './codes.ts'
import type { BudgetGuardConfig } from './config.ts'
import { callerKey, executionKey, HOUR_MS } from './counters.ts'
import { later } from './later.ts'
import type { Refusal } from './service.ts'

/** Tool calls: those of an execution, and those of whoever starts executions. Both methods reject when the store does. */
export interface Steps {
  /** Counts one call before it is made; the refusal if it is one too many. */
  take(session: Session): Promise<Refusal | undefined>
  /** What `take` would refuse; counts nothing. */
  predict(session: Session): Promise<Refusal | undefined>
}

/** Counts steps in the store, so that all processes of an execution count together. */
export function createSteps(
  store: Store,
  config: Pick<BudgetGuardConfig, 'steps' | 'stepsPerHour' | 'execution' | 'executionMs'>,
): Steps {
  const { executionMs, steps, stepsPerHour } = config

  const windowsOf = (session: Session): readonly Window[] => [
    ...windowOf('steps.execution', executionKey(session, config), executionMs, steps),
    ...windowOf('steps.hour', callerKey(session), HOUR_MS, stepsPerHour),
  ]

  /** The refusal of the first window that is full; the wait is that of the last one to have room. */
  const refusalOf = async (full: readonly (Window & Pick<WindowCount, 'oldestAt'>)[]): Promise<Refusal | undefined> => {
    const [first] = full
    if (!first) return undefined
    const now = await store.time()
    const retryAfterMs = Math.max(
      1,
      ...full.map(({ oldestAt, windowMs }) => (oldestAt === null ? windowMs : oldestAt + windowMs - now)),
    )
    return {
      layer: NAME,
      code: 'BUDGET_STEPS_EXCEEDED',
      rule: first.rule,
      message: `The agent has made as many tool calls as it may. The next one is possible ${later(retryAfterMs)}.`,
      detail: `${first.rule}: ${first.limit} tool calls in ${first.windowMs} ms`,
      retryAfterMs,
    }
  }

  return {
    async take(session) {
      // Together, so that a store that commits in groups lets the call wait once.
      const counted = await Promise.all(
        windowsOf(session).map(async (window) => {
          const { key, windowMs, limit } = window
          return { ...window, ...(await store.hit(key, { windowMs, limit })) }
        }),
      )
      return refusalOf(counted.filter(({ allowed }) => !allowed))
    },
    async predict(session) {
      const measured = await Promise.all(
        windowsOf(session).map(async (window) => ({ ...window, ...(await store.count(window.key, window.windowMs)) })),
      )
      return refusalOf(measured.filter(({ count, limit }) => count >= limit))
    },
  }
}

interface Window {
  readonly rule: string
  readonly key: string
  readonly windowMs: number
  readonly limit: number
}

function windowOf(rule: string, owner: string, windowMs: number, limit: BudgetGuardConfig['steps']): readonly Window[] {
  return limit === 'unlimited' ? [] : [{ rule, key: `steps/${windowMs}/${owner}`, windowMs, limit }]
}
