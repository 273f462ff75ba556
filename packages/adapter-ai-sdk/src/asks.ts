import type { Decision, ToolCall } from '@ringwall/core'
import { ApprovalsToken, type PendingApproval } from './decide.ts'
import type { Inspector } from './inspector.ts'

/** So many calls are remembered between the SDK's question and its answer. */
const MAX_ASKED = 1000

interface Asked {
  readonly args: string
  readonly decision: Decision<'onToolCall'>
  /** The request that the person at the SDK is asked about. */
  readonly request?: PendingApproval
}

/** Calls of one tool that the SDK asks its user about before it runs them. */
export class Asks {
  readonly #asked = new Map<string, Asked>()

  /** Whether the layers want a person to decide about the call. What they said is kept for when the call runs. */
  async ask(call: ToolCall, inspector: Inspector, judge: () => Promise<Decision<'onToolCall'>>): Promise<boolean> {
    const decision = await judge()
    const id = decision.outcome === 'ask' ? this.requestIn(decision, inspector) : undefined
    const list = id === undefined ? undefined : await inspector.wall.find(ApprovalsToken)?.list()
    const request = list?.pending.find((one) => one.id === id)
    this.#asked.set(keyOf(call), { args: JSON.stringify(call.args), decision, ...(request ? { request } : {}) })
    for (const oldest of this.#asked.keys()) if (this.#asked.size > MAX_ASKED) this.#asked.delete(oldest)
    return request !== undefined // an ask that nobody can settle is none to put to a person: it is told as a denial
  }

  /** The decision on a call that is about to run: the SDK runs one that it had to ask about only after its user has agreed. */
  async settle(
    call: ToolCall,
    inspector: Inspector,
    judge: () => Promise<Decision<'onToolCall'>>,
  ): Promise<Decision<'onToolCall'>> {
    const asked = this.#asked.get(keyOf(call))
    this.#asked.delete(keyOf(call))
    // An agreement is to those arguments alone.
    if (!asked || asked.args !== JSON.stringify(call.args)) return judge()
    const { request, decision } = asked
    if (!request) return decision
    const { userId, sessionId } = inspector.session
    const approver = userId ?? `the user of session ${sessionId}`
    const note = 'asked through the AI SDK'
    await inspector.wall.find(ApprovalsToken)?.approve(request.id, { approver, expectedHash: request.hash, note })
    return judge()
  }

  /** The id of the request that waits for a person. */
  requestIn({ rulings }: Decision, { wall }: Inspector): string | undefined {
    return wall.find(ApprovalsToken)?.requestIn(rulings)
  }
}

function keyOf({ meta }: ToolCall): string {
  return String(meta?.callId)
}
