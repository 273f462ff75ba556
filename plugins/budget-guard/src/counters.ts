import { hash } from 'node:crypto'
import type { Session } from '@ringwall/core'
import type { BudgetGuardConfig, Limit } from './config.ts'
import { MICRO } from './models.ts'

/** An hour in milliseconds. */
export const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** A sliding window in the store that has a limit: tokens, or millionths of the currency's unit. */
export interface Counter {
  readonly kind: 'tokens' | 'cost'
  /** For findings: kind, whose and how long. */
  readonly rule: string
  readonly key: string
  readonly windowMs: number
  readonly limit: number
}

/** Names what an execution is: nothing that a model writes is part of it. */
export function executionKey(session: Session, { execution }: Pick<BudgetGuardConfig, 'execution'>): string {
  const { tenantId, agentId, userId = null, sessionId, traceId } = session
  const run = execution === 'trace' && traceId !== undefined ? [traceId] : []
  return digest(['execution', tenantId, agentId, userId, sessionId, ...run])
}

/** Names who starts executions: a user at an agent, or the agent where nobody is proven. No session that is begun anew changes it. */
export function callerKey({ tenantId, agentId, userId }: Session): string {
  return digest(['caller', tenantId, agentId, userId ?? null])
}

/** The windows that a call of a model counts in: those that have a limit. */
export function countersOf(session: Session, config: BudgetGuardConfig): readonly Counter[] {
  const { tenantId, userId } = session
  const execution = { name: 'execution', key: executionKey(session, config), windowMs: config.executionMs }
  const tenant = windowsOf('tenant', digest(['tenant', tenantId]))
  const user = userId === undefined ? undefined : windowsOf('user', digest(['user', tenantId, userId]))
  const tokens = (window: Window, limit: Limit): readonly Counter[] => counter('tokens', window, limit)
  const cost = (window: Window, limit: Limit): readonly Counter[] =>
    // Down, so that rounding never makes a limit looser.
    counter('cost', window, limit === 'unlimited' ? limit : Math.floor(limit * MICRO))
  return [
    ...tokens(execution, config.tokensPerExecution),
    ...tokens(tenant.hour, config.tokensPerHour),
    ...tokens(tenant.day, config.tokensPerDay),
    ...(user ? [...tokens(user.hour, config.userTokensPerHour), ...tokens(user.day, config.userTokensPerDay)] : []),
    ...cost(execution, config.costPerExecution),
    ...cost(tenant.hour, config.costPerHour),
    ...cost(tenant.day, config.costPerDay),
    ...(user ? [...cost(user.hour, config.userCostPerHour), ...cost(user.day, config.userCostPerDay)] : []),
  ]
}

/** True where some budget of money is limited, for whomever. */
export function limitsMoney(config: BudgetGuardConfig): boolean {
  const { costPerExecution, costPerHour, costPerDay, userCostPerHour, userCostPerDay } = config
  return [costPerExecution, costPerHour, costPerDay, userCostPerHour, userCostPerDay].some((it) => it !== 'unlimited')
}

/** A key of fixed length for names of any length and characters; JSON keeps their borders. */
export function digest(names: readonly (string | null)[]): string {
  return hash('sha256', JSON.stringify(names), 'base64url')
}

interface Window {
  readonly name: string
  readonly key: string
  readonly windowMs: number
}

function windowsOf(name: string, key: string): { readonly hour: Window; readonly day: Window } {
  return {
    hour: { name: `${name}.hour`, key, windowMs: HOUR_MS },
    day: { name: `${name}.day`, key, windowMs: DAY_MS },
  }
}

function counter(kind: Counter['kind'], { name, key, windowMs }: Window, limit: Limit): readonly Counter[] {
  if (limit === 'unlimited') return []
  // The length is part of the name: the store wants one window for each key.
  return [{ kind, rule: `${kind}.${name}`, key: `${kind}/${windowMs}/${key}`, windowMs, limit }]
}
