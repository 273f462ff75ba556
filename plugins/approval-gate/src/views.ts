import { isLive, type GrantRow, type RequestRow } from './rows.ts'
import type { PendingApproval, SettledApproval, StandingApproval } from './services.ts'

/** The digest in the key of a request: it names all that is shown. */
export function hashOf(key: string): string {
  return key.slice(key.indexOf('/') + 1)
}

/** True while it can be answered. */
export function isWaiting({ state, requestedAt, expiresAt }: RequestRow, now: number): boolean {
  return state === 'pending' && isLive(requestedAt, expiresAt, now)
}

/** For a person. */
export function stateOf({ state, settled }: RequestRow, now: number): string {
  if (state === 'pending' || state === 'expired') return `it timed out (now is ${new Date(now).toISOString()})`
  return settled === undefined ? state : `${state} by ${settled.by}`
}

/** A request as it is shown. */
export function toPending(key: string, row: RequestRow): PendingApproval {
  const { id, tenant, agent, session, user, tool, args, argsHash, reasons, definition, requestedAt, expiresAt, terms } =
    row
  const { scopes, maxGrantMs } = terms
  return {
    id,
    hash: hashOf(key),
    tenant,
    agent,
    session,
    user,
    tool,
    args,
    argsHash,
    reasons,
    ...(definition === undefined ? {} : { definition }),
    requestedAt,
    expiresAt,
    scopes,
    maxGrantMs,
  }
}

/** A request that waits no more as it is shown. */
export function toSettled(row: RequestRow): SettledApproval {
  const { id, tenant, agent, session, user, tool, argsHash, requestedAt, state, settled } = row
  const { by, at, scope, note } = settled ?? {}
  return {
    id,
    tenant,
    agent,
    session,
    user,
    tool,
    argsHash,
    requestedAt,
    state: state === 'pending' ? 'expired' : state,
    ...(by === undefined ? {} : { by }),
    ...(at === undefined ? {} : { at }),
    ...(scope === undefined ? {} : { scope }),
    ...(note === undefined ? {} : { note }),
  }
}

/** An approval of several calls as it is shown. */
export function toStanding({ v: _v, note, ...row }: GrantRow): StandingApproval {
  return { ...row, ...(note === undefined ? {} : { note }) }
}

/** An approval of one call that was not used yet. */
export function toUnused(row: RequestRow, now: number): readonly StandingApproval[] {
  const { id, tenant, agent, session, user, tool, argsHash, reasons, state, settled } = row
  const { by = '', at = 0, until = 0, note, scope } = settled ?? {}
  if (state !== 'granted' || scope !== 'once' || !isLive(at, until, now)) return []
  const of = { id, tenant, agent, session, user, tool, argsHash, reasons: reasons.map(({ code }) => code) }
  return [{ ...of, scope, by, at, until, ...(note === undefined ? {} : { note }) }]
}
