import type { WatchedWall } from '../watched-wall.ts'
import { fail } from '../errors.ts'
import { nameOf, type Operator } from './access.ts'
import type { ApproveAnswer, PendingItem, PendingList, SettleAnswer, SettledList, StandingItem } from './contract.ts'
import type { Redactor } from './redact.ts'
import { asking, refusal } from './refused.ts'
import type { ApproveBody } from './requests.ts'
import { demandService, findService, type ApprovalDesk } from './services.ts'

const MINUTE_MS = 60_000
/** Scopes with which a call can be made. */
const CALLING: ReadonlySet<string> = new Set(['*', 'chat', 'guard:tool-call'])

type Own = Pick<PendingItem, 'tenant' | 'agent' | 'user'>

/** The queue of all processes on the store, for operators and for those who approve for their tenant. */
export class ApprovalsApi {
  readonly #wall: WatchedWall
  readonly #redactor: Redactor

  constructor(wall: WatchedWall, redactor: Redactor) {
    this.#wall = wall
    this.#redactor = redactor
  }

  /** What waits. */
  async pending(operator: Operator): Promise<PendingList> {
    const desk = this.#desk()
    const { pending, forged } = await asking(() => desk.list())
    return {
      status: 'pending',
      now: await asking(() => desk.now()),
      pending: pending.filter((one) => mayDecide(operator, one)).map((one) => showPending(one, this.#redactor)),
      forged: operator.rights.includes('operate') ? forged : [],
    }
  }

  /** What was answered. */
  async settled(operator: Operator): Promise<SettledList> {
    const desk = this.#desk()
    const { standing } = await asking(() => desk.list())
    const settled = await asking(() => desk.settled())
    return {
      status: 'settled',
      now: await asking(() => desk.now()),
      standing: standing.filter((one) => mayDecide(operator, one)).map((one) => this.#show(one)),
      settled: settled.filter((one) => mayDecide(operator, one)).map((one) => this.#show(one)),
    }
  }

  /** Approves what was shown. */
  async approve(operator: Operator, id: string, body: ApproveBody): Promise<ApproveAnswer> {
    const desk = this.#desk()
    const { pending } = await asking(() => desk.list())
    const { hash, scope, minutes, note } = body
    const now = await asking(() => desk.now())
    const how = {
      ...settling(operator, note),
      expectedHash: hash,
      scope,
      ...(minutes !== undefined && { until: now + Math.round(minutes * MINUTE_MS) }),
    }
    const approve = (): Promise<StandingItem> => desk.approve(id, how)
    const request = await this.#find(operator, pending, id, approve)
    refuseOwn(operator, request)
    const approved = await this.#recorded(operator, 'approve', id, request, approve)
    return { approved: this.#show(approved) }
  }

  /** Denies a request, or removes what is not authentic. */
  async deny(operator: Operator, id: string, note: string | undefined): Promise<SettleAnswer> {
    const desk = this.#desk()
    const { pending, forged } = await asking(() => desk.list())
    const isForged = operator.rights.includes('operate') && forged.includes(id)
    const deny = (): Promise<void> => desk.deny(id, settling(operator, note))
    const request = isForged ? undefined : await this.#find(operator, pending, id, deny)
    await this.#recorded(operator, 'deny', id, request, deny)
    return { id, state: 'denied' }
  }

  /** Takes an approval back. */
  async revoke(operator: Operator, id: string, note: string | undefined): Promise<SettleAnswer> {
    const desk = this.#desk()
    const { standing } = await asking(() => desk.list())
    const revoke = (): Promise<StandingItem> => desk.revoke(id, settling(operator, note))
    const approval = await this.#find(operator, standing, id, revoke)
    await this.#recorded(operator, 'revoke', id, approval, revoke)
    return { id, state: 'revoked' }
  }

  /** Names and ids stand as they are; what a model or a person wrote may hold anything. */
  #show<T extends { readonly tool: string; readonly note?: string }>(one: T): T {
    const { tool, note } = this.#redactor.redact({ tool: one.tool, note: one.note ?? '' })
    return { ...one, tool, ...(one.note !== undefined && { note }) }
  }

  #desk(): ApprovalDesk {
    return demandService(this.#wall, 'approval-gate')
  }

  /** The one of that very id: no shortened one. Of one that is settled already the desk says how. */
  async #find<T extends Own & { readonly id: string }>(
    operator: Operator,
    all: readonly T[],
    id: string,
    settle: () => Promise<unknown>,
  ): Promise<T> {
    const isMeant = (one: Own & { readonly id: string }): boolean => one.id === id && mayDecide(operator, one)
    const found = all.find(isMeant)
    if (found !== undefined) return found
    const settled = await asking(() => this.#desk().settled())
    if (settled.some(isMeant)) await asking(settle)
    throw refusal('APPROVALS_UNKNOWN', 'There is no request or approval with this id.', 'Look at GET /api/approvals.')
  }

  /** In the audit log before it is done, where there is one; what cannot be recorded is not done. */
  #recorded<T>(
    operator: Operator,
    verb: string,
    target: string,
    { tenant, agent, user }: Partial<Own> = {},
    action: () => Promise<T>,
  ): Promise<T> {
    const did = {
      action: `approvals.${verb}`,
      target,
      by: nameOf(operator),
      ...(tenant !== undefined && { tenant }),
      ...(agent !== undefined && { agent }),
      ...(typeof user === 'string' && { user }),
    }
    const trail = findService(this.#wall, 'audit-log')
    return asking(() => (trail === undefined ? action() : trail.recorded(did, action, () => true)))
  }
}

/** The request as it is shown. */
export function showPending(request: Omit<PendingItem, 'redacted'>, redactor: Redactor): PendingItem {
  const args = redactor.redactJson(request.args)
  const reasons = redactor.redact(request.reasons)
  const tool = redactor.redact([request.tool])[0] ?? ''
  const definition = request.definition === undefined ? undefined : redactor.redactJson(request.definition)
  const redacted =
    args !== request.args || reasons !== request.reasons || tool !== request.tool || definition !== request.definition
  return { ...request, tool, args, reasons, ...(definition !== undefined && { definition }), redacted }
}

/** Who does not operate all of it sees the own tenant. */
export function mayDecide({ rights, caller }: Operator, { tenant }: Pick<Own, 'tenant'>): boolean {
  return rights.includes('operate') || tenant === caller.tenant
}

/** Throws APPROVAL_OWN: with such a token, whoever makes the call would approve it too. */
function refuseOwn({ caller, scopes }: Operator, { tenant, agent, user }: Own): void {
  const isSame = caller.tenant === tenant && caller.agent === agent && (caller.user ?? null) === user
  if (isSame && scopes.some((scope) => CALLING.has(scope))) throw fail('APPROVAL_OWN')
}

function settling(operator: Operator, note: string | undefined): { readonly approver: string; readonly note?: string } {
  return { approver: nameOf(operator), ...(note !== undefined && { note }) }
}
