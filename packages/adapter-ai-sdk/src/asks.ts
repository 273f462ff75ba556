import { token, type Decision, type Ruling, type Token, type ToolCall } from '@ringwall/core'
import type { ModelMessage, ToolApprovalRequest, ToolApprovalResponse } from 'ai'
import type { Inspector } from './inspector.ts'

/** A request that waits for a person, as approval-gate tells it. */
interface PendingApproval {
  readonly id: string
  readonly hash: string
}
/** What this package uses of the service of approval-gate. */
interface Approvals {
  requestIn(rulings: readonly Ruling[]): string | undefined
  list(): Promise<{ readonly pending: readonly PendingApproval[] }>
  approve(
    id: string,
    options: { readonly approver: string; readonly expectedHash: string; readonly note?: string },
  ): Promise<unknown>
}
const ApprovalsToken: Token<Approvals> = token<Approvals>('Approvals')

/** So many calls are remembered between the SDK's question and its answer. */
const MAX_ASKED = 1000

interface Asked {
  readonly args: string
  readonly decision: Decision<'onToolCall'>
  /** The request that the person at the SDK is asked about. */
  readonly request?: PendingApproval
}

/** Calls that the SDK asks its user about before it runs them. */
export class Asks {
  readonly #asked = new Map<string, Asked>()

  /** Whether the layers want a person to decide about the call. What they said is kept for when the call runs. */
  async ask(call: ToolCall, inspector: Inspector, judge: () => Promise<Decision<'onToolCall'>>): Promise<boolean> {
    const decision = await judge()
    const id = decision.outcome === 'ask' ? this.requestIn(decision, inspector) : undefined
    const list = id === undefined ? undefined : await inspector.kernel.find(ApprovalsToken)?.list()
    const request = list?.pending.find((one) => one.id === id)
    this.#asked.set(keyOf(call), { args: JSON.stringify(call.args), decision, ...(request ? { request } : {}) })
    for (const oldest of this.#asked.keys()) if (this.#asked.size > MAX_ASKED) this.#asked.delete(oldest)
    return request !== undefined // an ask that nobody can settle is none to put to a person: it is told as a denial
  }

  /** The decision on a call that is about to run, with the yes of the SDK's user, if there is one to this very call. */
  async settle(
    call: ToolCall,
    messages: readonly ModelMessage[],
    inspector: Inspector,
    judge: () => Promise<Decision<'onToolCall'>>,
  ): Promise<Decision<'onToolCall'>> {
    const asked = this.#asked.get(keyOf(call))
    this.#asked.delete(keyOf(call))
    // An agreement is to those arguments alone.
    if (!asked || asked.args !== JSON.stringify(call.args)) return judge()
    const { request, decision } = asked
    if (!request) return decision
    if (!isAgreed(messages, call)) return judge()
    const { userId, sessionId } = inspector.session
    const approver = userId ?? `the user of session ${sessionId}`
    const note = 'asked through the AI SDK'
    await inspector.kernel.find(ApprovalsToken)?.approve(request.id, { approver, expectedHash: request.hash, note })
    return judge()
  }

  /** The id of the request that waits for a person. */
  requestIn({ rulings }: Decision, { kernel }: Inspector): string | undefined {
    return kernel.find(ApprovalsToken)?.requestIn(rulings)
  }
}

/** Whether the question that the SDK put about this call was answered with yes: the newest one, since a model may give the id of an earlier call again. */
function isAgreed(messages: readonly ModelMessage[], { meta }: ToolCall): boolean {
  const parts = messages.flatMap(({ content }): readonly { readonly type: string }[] =>
    typeof content === 'string' ? [] : content,
  )
  const asked = parts.filter((part): part is ToolApprovalRequest => part.type === 'tool-approval-request')
  const question = asked.findLast(({ toolCallId }) => toolCallId === meta?.callId)
  const answers = parts.filter((part): part is ToolApprovalResponse => part.type === 'tool-approval-response')
  return answers.some(({ approvalId, approved }) => approved === true && approvalId === question?.approvalId)
}

function keyOf({ tool, meta }: ToolCall): string {
  return JSON.stringify([tool, meta?.callId ?? null])
}
