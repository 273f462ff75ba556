import type { Session } from '@ringwall/core'
import type { Store } from '@ringwall/store'
import { NAME } from './codes.ts'
import type { BudgetGuardConfig } from './config.ts'
import { executionKey } from './counters.ts'
import { later } from './later.ts'
import type { Refusal } from './service.ts'

/** The tool calls of executions. Both methods reject when the store does. */
export interface Steps {
  /** Counts one call before it is made; the refusal if it is one too many, which is not counted. */
  take(session: Session): Promise<Refusal | undefined>
  /** What `take` would refuse; counts nothing. */
  predict(session: Session): Promise<Refusal | undefined>
}

/** Counts steps in the store, so that all processes of an execution count together. */
export function createSteps(
  store: Store,
  config: Pick<BudgetGuardConfig, 'steps' | 'execution' | 'executionMs'>,
): Steps {
  const { executionMs: windowMs, steps } = config
  const limit = steps === 'unlimited' ? Infinity : steps
  const keyOf = (session: Session): string => `steps/${windowMs}/${executionKey(session, config)}`
  const refuse = async (oldestAt: number | null): Promise<Refusal> => {
    const retryAfterMs = oldestAt === null ? windowMs : Math.max(1, oldestAt + windowMs - (await store.time()))
    return {
      layer: NAME,
      code: 'BUDGET_STEPS_EXCEEDED',
      rule: 'steps.execution',
      message: `The agent has made as many tool calls as it may. The next one is possible ${later(retryAfterMs)}.`,
      detail: `steps.execution: ${limit} tool calls in ${windowMs} ms`,
      retryAfterMs,
    }
  }
  return {
    async take(session) {
      if (limit === Infinity) return undefined
      const { allowed, oldestAt } = await store.hit(keyOf(session), { windowMs, limit })
      return allowed ? undefined : refuse(oldestAt)
    },
    async predict(session) {
      const { count, oldestAt } = await store.count(keyOf(session), windowMs)
      return count < limit ? undefined : refuse(oldestAt)
    },
  }
}
