import type { Session } from '@ringwall/core'
import type { Store } from '@ringwall/store'
import { createCatalog } from './catalog.ts'
import type { Rate, ToolPolicyConfig } from './config.ts'
import { deny, type Said } from './policy.ts'
import { keyOf } from './session-key.ts'

/** Counts calls in the store, so that all processes on it share a limit. */
export interface Rates {
  concerns(name: string): boolean
  /** Counts the call, and denies it where a limit is reached. Rejects when the store does. */
  spend(name: string, session: Session): Promise<Said | undefined>
  /** What spend would answer; counts nothing. */
  predict(name: string, session: Session): Promise<Said | undefined>
}

/** The narrowest count first: who is over his own limit takes nothing from others. */
const SCOPES: readonly Rate['per'][] = ['session', 'user', 'agent', 'tenant']

/** Compiles `rates`. */
export function compileRates(config: ToolPolicyConfig, store: Store): Rates {
  const catalog = createCatalog(config)
  const limits = config.rates
    .map(({ tools, limit, windowMs, per }, index) => ({
      appliesTo: catalog.matcher(tools),
      keyFor: keyFor({ tools, windowMs, per }),
      limit,
      windowMs,
      per,
      index,
    }))
    .toSorted((a, b) => SCOPES.indexOf(a.per) - SCOPES.indexOf(b.per) || a.windowMs - b.windowMs)

  const check = async (
    name: string,
    session: Session,
    isWithin: (key: string, limit: number, windowMs: number) => Promise<boolean>,
  ): Promise<Said | undefined> => {
    for (const { appliesTo, keyFor, limit, windowMs, per, index } of limits) {
      if (!appliesTo(name)) continue
      const rule = `rates.${index}`
      const key = keyFor(session)
      if (key === undefined) return deny('TOOL_RATE_LIMITED', rule, 'the limit is per user, and the user is not proven')
      if (!(await isWithin(key, limit, windowMs)))
        return deny('TOOL_RATE_LIMITED', rule, `${limit} calls in ${windowMs} ms are used up, per ${per}`)
    }
    return undefined
  }
  return {
    concerns: (name) => limits.some(({ appliesTo }) => appliesTo(name)),
    spend: (name, session) =>
      check(name, session, async (key, limit, windowMs) => (await store.hit(key, { windowMs, limit })).allowed),
    predict: (name, session) =>
      check(name, session, async (key, limit, windowMs) => (await store.count(key, windowMs)).count < limit),
  }
}

/** The count that a call falls into; undefined where the identity that it is for is not proven. */
function keyFor({ tools, windowMs, per }: Omit<Rate, 'limit'>): (session: Session) => string | undefined {
  // Not the place in the list: an entry that moves keeps its count.
  const entry = [tools.toSorted(), windowMs, per]
  return ({ tenantId, agentId, sessionId, userId }) => {
    const owner = {
      session: [tenantId, agentId, sessionId],
      user: userId === undefined ? undefined : [tenantId, userId],
      agent: [tenantId, agentId],
      tenant: [tenantId],
    }[per]
    return owner && `rate/${keyOf([entry, owner])}`
  }
}
