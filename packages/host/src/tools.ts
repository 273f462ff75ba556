import { token, type Decision, type Kernel, type Session, type Token, type ToolCall } from '@ringwall/core'

/** What is used here of the service of tool-policy. */
interface ToolPolicy {
  visible(tools: readonly string[], session: Session): Promise<readonly string[]>
}
const ToolPolicyToken: Token<ToolPolicy> = token<ToolPolicy>('ToolPolicy')

/** The tools without those that could only ever be denied; `nameOf` is what the policy calls one. Rejects where the policy cannot tell: then none may be shown. */
export async function visibleTools<T>(
  tools: readonly T[],
  nameOf: (tool: T) => string,
  { kernel, session }: { readonly kernel: Pick<Kernel, 'find'>; readonly session: Session },
): Promise<readonly T[]> {
  const policy = tools.length > 0 ? kernel.find(ToolPolicyToken) : undefined
  if (!policy) return tools
  const names = new Set(await policy.visible(tools.map(nameOf), session))
  return tools.filter((tool) => names.has(nameOf(tool)))
}

/** The service of a layer whose calls wait. */
const WaitingCalls: Token<{ withdraw(session: Session): number }> = token('Approvals')
const WITHDRAW_MS = 250

/** Puts a call to the layers. One that waits for a person while its caller leaves, by the signal, must not take the approval that another one waits for. */
export async function decideToolCall(
  { kernel, session }: { readonly kernel: Pick<Kernel, 'find' | 'onToolCall'>; readonly session: Session },
  call: ToolCall,
  signal: AbortSignal | undefined,
): Promise<Decision<'onToolCall'>> {
  const waiting = kernel.find(WaitingCalls) // that of the layers on which the call runs: a reload brings another
  let timer: NodeJS.Timeout | undefined
  const leave = (): void => {
    waiting?.withdraw(session)
    timer ??= setInterval(leave, WITHDRAW_MS) // it may begin to wait a moment from now
  }
  if (signal?.aborted) leave()
  else signal?.addEventListener('abort', leave, { once: true })
  try {
    return await kernel.onToolCall(call, session)
  } finally {
    clearInterval(timer)
    signal?.removeEventListener('abort', leave)
  }
}
