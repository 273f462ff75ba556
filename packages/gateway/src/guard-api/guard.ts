import { token, type Decision, type JsonObject, type Ruling, type Session, type Token } from '@ringwall/core'
import { decideToolCall } from '@ringwall/host'
import type { Caller } from '../auth.ts'
import { fail } from '../errors.ts'
import type { Guard } from '../guard.ts'
import type { Exit } from '../outbound.ts'
import { toAnswer } from './answers.ts'
import { parseGuardRequest, type GuardName, type GuardRequest } from './requests.ts'
import { jsonReply } from '../json-reply.ts'

/** Where a request for a person stands, as the service `Approvals` tells those whose call it is. */
interface ApprovalStatus {
  readonly id: string
  readonly state: string
  readonly tool: string
  readonly requestedAt: number
  readonly expiresAt: number
}
/** What is used here of the service `Approvals`: nothing that decides. */
interface Approvals {
  requestIn(rulings: readonly Ruling[]): string | undefined
  statusOf(id: string, session: Session): Promise<ApprovalStatus | undefined>
}
const ApprovalsToken: Token<Approvals> = token<Approvals>('Approvals')

/** Whose call it is, and how the session that a body names is entered. */
export interface Entry {
  readonly exit: Exit
  readonly caller: Pick<Caller, 'isOperator'>
  /** The same request in another conversation of the same caller. */
  readonly enter: (sessionId: string) => Exit
  /** The header that names the conversation, where there is one. */
  readonly named: string | undefined
}

/** Runs one hook on a body, and answers with the decision. Throws GatewayError. */
export async function answerGuard(name: GuardName, body: JsonObject, entry: Entry): Promise<Response> {
  const { sessionId, ...request } = parseGuardRequest(name, body)
  if (!entry.caller.isOperator) checkValues(request)
  // Two names would leave open whose taint, budget and approvals count.
  if (sessionId !== undefined && entry.named !== undefined && sessionId !== entry.named)
    throw fail('GUARD_REQUEST_INVALID', { param: 'session.sessionId', problem: 'the header names another session' })
  const exit = sessionId === undefined ? entry.exit : entry.enter(sessionId)
  const { kernel, session } = exit
  const asker = { sessionId: session.sessionId, isOperator: entry.caller.isOperator }
  const decision = await dispatch(request, exit)
  const approval = decision.outcome === 'ask' ? await findApproval(decision, kernel, session) : undefined
  const answer = { ...toAnswer(decision, asker), ...(approval && { approval }) }
  return privateJson(answer, { 'x-ringwall-outcome': decision.outcome })
}

/** Where a request for a person stands, for the session whose call it is. Throws APPROVAL_UNKNOWN or APPROVALS_UNAVAILABLE. */
export async function answerApproval(id: string, { kernel, session }: Exit): Promise<Response> {
  const status = await statusOf(id, kernel, session)
  if (status === undefined) throw fail('APPROVAL_UNKNOWN')
  return privateJson(status)
}

/** What counts for others than the one who says it. Throws OPERATOR_VALUE. */
function checkValues({ payload }: GuardRequest<GuardName>): void {
  // A memory of the operator's own outranks all others, in every later session.
  if ('trust' in payload && payload.trust === 'system')
    throw fail('OPERATOR_VALUE', { param: 'payload.trust', value: payload.trust })
  // A breaker is everybody's: who could report failures at will could take a model away from all tenants.
  const outcome = 'destination' in payload ? payload.meta?.outcome : undefined
  if (outcome === 'failed' || outcome === 'unreached')
    throw fail('OPERATOR_VALUE', { param: 'payload.meta.outcome', value: outcome })
}

function dispatch({ payload }: GuardRequest<GuardName>, exit: Exit): Promise<Decision> {
  const { kernel, session } = exit
  if ('source' in payload) return kernel.onInbound(payload, session)
  if ('tool' in payload) return decideToolCall(exit, payload, exit.signal)
  if ('destination' in payload) return kernel.onOutbound(payload, session)
  return kernel.onMemoryWrite(payload, session)
}

async function findApproval(
  { rulings }: Decision,
  kernel: Guard,
  session: Session,
): Promise<ApprovalStatus | undefined> {
  const id = kernel.find(ApprovalsToken)?.requestIn(rulings)
  return id === undefined ? undefined : statusOf(id, kernel, session)
}

async function statusOf(id: string, kernel: Guard, session: Session): Promise<ApprovalStatus | undefined> {
  try {
    return await kernel.find(ApprovalsToken)?.statusOf(id, session)
  } catch (cause) {
    throw fail('APPROVALS_UNAVAILABLE', {}, cause)
  }
}

function privateJson(value: object, more: Readonly<Record<string, string>> = {}): Response {
  return jsonReply(value, { headers: { 'cache-control': 'no-store', ...more } })
}
