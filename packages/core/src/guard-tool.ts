import { messageOf } from './errors.ts'
import type { JsonValue, Session, ToolCall } from './hooks.ts'
import type { Kernel } from './kernel.ts'
import type { Decision, Outcome } from './verdict.ts'

/** What came of a guarded tool call. Only an `allow` has `text`: the result as it may enter the agent's context. */
export interface ToolResult {
  readonly outcome: Outcome
  readonly text?: string
  /** True where the tool ran and threw; `text` is then its guarded error message. */
  readonly failed: boolean
  readonly call: Decision<'onToolCall'>
  /** Absent where the tool did not run. */
  readonly result?: Decision<'onInbound'>
}

/** Runs a tool with the checked arguments. */
export type RunTool = (args: ToolCall['args']) => Promise<JsonValue> | JsonValue

/** Guards one tool call from request to result. Never rejects: a tool that throws has a result too. */
export async function guardToolCall(
  kernel: Pick<Kernel, 'onToolCall' | 'onInbound'>,
  call: ToolCall,
  session: Session,
  run: RunTool,
): Promise<ToolResult> {
  const before = await kernel.onToolCall(call, session)
  if (before.outcome !== 'allow') return { outcome: before.outcome, failed: false, call: before }
  let failed = false
  let text: string
  try {
    const value: unknown = await run(before.payload.args)
    text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  } catch (error) {
    failed = true
    text = error instanceof Error ? `${error.name}: ${messageOf(error)}` : messageOf(error) // attackers write error messages too
  }
  const after = await kernel.onInbound({ source: 'tool', text, meta: { tool: before.payload.tool, failed } }, session)
  if (after.outcome !== 'allow') return { outcome: after.outcome, failed, call: before, result: after }
  return { outcome: 'allow', text: after.payload.text, failed, call: before, result: after }
}
