import type { EventName, Fields } from './event.ts'
import type { Answer } from './question.ts'

/** Why something is stopped. */
export interface Reason {
  readonly code: string
  readonly text: string
}

/** The answer to say no with, whatever the event. `instead` is what the agent is to read in place of a result. */
export function stop(event: EventName, reason: Reason, instead?: unknown): Fields {
  const text = sentence(event, reason)
  switch (event) {
    case 'PreToolUse':
      return specific(event, { permissionDecision: 'deny', permissionDecisionReason: text })
    case 'PermissionRequest':
      return specific(event, { decision: { behavior: 'deny', message: text } })
    case 'PostToolUse':
      return {
        decision: 'block',
        reason: text,
        ...(instead === undefined ? {} : specific(event, { updatedToolOutput: instead })),
      }
    case 'UserPromptSubmit':
    case 'PreCompact':
      return { decision: 'block', reason: text }
    case 'SessionStart':
    case 'PostToolUseFailure':
    case 'Stop':
    case 'SubagentStop':
      // Nothing can be held back here any more; the agent can be.
      return { continue: false, stopReason: text }
  }
}

/** The members that belong to one event. */
export function specific(event: EventName, members: Fields): Fields {
  return { hookSpecificOutput: { hookEventName: event, ...members } }
}

const WHAT: Readonly<Record<EventName, string>> = {
  SessionStart: 'this session',
  UserPromptSubmit: 'this prompt',
  PreToolUse: 'this call',
  PermissionRequest: 'this call',
  PostToolUse: 'this result',
  PostToolUseFailure: 'this result',
  Stop: 'this reply',
  SubagentStop: 'this reply',
  PreCompact: 'these instructions',
}

/** What model and user read. */
export function sentence(event: EventName, { code, text }: Reason): string {
  return `Ringwall stopped ${WHAT[event]}. ${code}: ${text}`
}

/** Why an answer is no allow: the first layer that says so. */
export function reasonOf({ outcome, rulings, traceId }: Answer): Reason {
  const said = rulings.find(({ kind, enforced }) => enforced && kind === outcome)
  const { code = 'HOOK_FAILED', message = 'The layers did not let it pass.' } = said ?? {}
  return { code, text: `${message} (trace ${traceId})` }
}

/** Why something that was thrown stops everything. */
export function reasonOfError(error: unknown): Reason {
  const { code, message, fix } = (typeof error === 'object' && error !== null ? error : {}) as Partial<
    Record<'code' | 'message' | 'fix', unknown>
  >
  // Node's own errors have codes too; they say nothing to whoever reads this.
  const isOurs = typeof code === 'string' && typeof fix === 'string'
  if (!isOurs)
    return { code: 'HOOK_FAILED', text: `the hook failed: ${typeof message === 'string' ? message : String(error)}` }
  return { code, text: `${String(message).replace(/\.$/, '')}. ${fix}` }
}
