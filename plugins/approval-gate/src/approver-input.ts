import { fail } from './errors.ts'
import type { RequestRow } from './rows.ts'
import { SCOPES, type Scope } from './scopes.ts'
import type { ApproveOptions, SettleOptions } from './services.ts'

const MAX_NAME = 200
const MAX_NOTE = 1000
const LEAST_ID = 4

/** Who it is, and what they note. Throws APPROVALS_ARGUMENT_INVALID. */
export function checkWho({ approver, note }: SettleOptions): { readonly by: string; readonly note?: string } {
  const bad = (argument: string, problem: string): Error => fail('APPROVALS_ARGUMENT_INVALID', { argument, problem })
  if (typeof approver !== 'string' || approver.trim() === '') throw bad('approver', 'it is empty')
  if (approver.length > MAX_NAME) throw bad('approver', `it has more than ${MAX_NAME} characters`)
  if (note === undefined) return { by: approver }
  if (typeof note !== 'string' || note.length > MAX_NOTE) throw bad('note', `it has more than ${MAX_NOTE} characters`)
  return { by: approver, note }
}

/** How far the approval reaches, and until when. Throws APPROVALS_SCOPE_REFUSED; nothing is shortened in silence. */
export function checkScope(
  { id, terms }: RequestRow,
  { scope = 'once', until }: Pick<ApproveOptions, 'scope' | 'until'>,
  now: number,
): { readonly scope: Scope; readonly until: number } {
  const refuse = (problem: string): Error => fail('APPROVALS_SCOPE_REFUSED', { id, problem })
  if (!SCOPES.includes(scope)) throw refuse(`there is no scope ${String(scope)}`)
  if (!terms.scopes.includes(scope)) throw refuse(`the config permits ${terms.scopes.join(', ')}`)
  if (scope === 'once') {
    if (until !== undefined) throw refuse('an approval of one call takes no time')
    return { scope, until: now + terms.approvalCacheMs }
  }
  if (until === undefined) {
    if (scope === 'until') throw refuse('it needs a time')
    return { scope, until: now + terms.maxGrantMs }
  }
  if (!Number.isSafeInteger(until) || until <= now) throw refuse('the time is no time to come')
  if (until > now + terms.maxGrantMs) throw refuse(`the time is later than ${terms.maxGrantMs} ms from now`)
  return { scope, until }
}

/** The one whose id begins so. Throws APPROVALS_UNKNOWN or APPROVALS_AMBIGUOUS. */
export function pick<T>(id: string, all: readonly T[], idOf: (one: T) => string, what: string): T {
  const exact = all.filter((one) => idOf(one) === id)
  const found = exact.length > 0 ? exact : all.filter((one) => id.length >= LEAST_ID && idOf(one).startsWith(id))
  const [first] = found
  if (first === undefined) throw fail('APPROVALS_UNKNOWN', { what, id })
  if (found.length > 1) throw fail('APPROVALS_AMBIGUOUS', { id, ids: found.map(idOf).join(', ') })
  return first
}
