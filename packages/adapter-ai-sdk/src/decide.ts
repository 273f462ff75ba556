import { token, type Decision, type Ruling, type Session, type Token, type ToolCall } from '@ringwall/core'
import type { Inspector } from './inspector.ts'

/** A request that waits for a person, as approval-gate tells it. */
export interface PendingApproval {
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
  withdraw(session: Session): number
}
/** The service of approvals, wherever it comes from. */
export const ApprovalsToken: Token<Approvals> = token<Approvals>('Approvals')

const WITHDRAW_MS = 250

/** Puts a call to the layers. One that waits for a person while its caller leaves must not take the approval that another one waits for. */
export async function decideToolCall(
  { wall, session }: Inspector,
  call: ToolCall,
  signal: AbortSignal | undefined,
): Promise<Decision<'onToolCall'>> {
  const waiting = wall.find(ApprovalsToken) // that of the layers on which the call runs: a reload brings another
  let timer: NodeJS.Timeout | undefined
  const leave = (): void => {
    waiting?.withdraw(session)
    timer ??= setInterval(leave, WITHDRAW_MS) // it may begin to wait a moment from now
  }
  signal?.addEventListener('abort', leave, { once: true })
  try {
    return await wall.onToolCall(call, session)
  } finally {
    clearInterval(timer)
    signal?.removeEventListener('abort', leave)
  }
}
