import type { LanguageModelV4Content, LanguageModelV4ToolCall } from '@ai-sdk/provider'
import type { JsonObject, JsonValue } from '@ringwall/core'
import { decideToolCall } from '@ringwall/host'
import { allowed, refuse } from './denied.ts'
import { admitUnscanned, readFile, type Unscanned } from './files.ts'
import type { Inspector } from './inspector.ts'
import { json, unknown } from './parts.ts'
import type { KnownTool } from './tools.ts'

/** One call of a model, from its checked parameters to the end of its reply. */
export interface ModelCall {
  readonly inspector: Inspector
  readonly model: string
  readonly unscanned: ReadonlySet<Unscanned>
  readonly signal: AbortSignal | undefined
  /** The tool under this name as the policy knows it, and whether its `execute` is guarded. */
  readonly toolOf: (name: string) => KnownTool
}

type Part = Exclude<LanguageModelV4Content, { type: 'text' | 'reasoning' }>

/** Throws Denied where two calls have one id: the SDK would run the one that a person was not shown, on a yes to the other, and take the result of one for the other's. */
export function checkCallIds(parts: readonly LanguageModelV4Content[]): void {
  const ids = parts.flatMap((part) => (part.type === 'tool-call' ? [part.toolCallId] : []))
  if (new Set(ids).size !== ids.length) throw refuse('AI_CALL_ID_TWICE')
}

/** A part of a reply that is not text, as it may go on. Throws Denied. */
export async function guardPart(part: Part, call: ModelCall): Promise<Part> {
  const { inspector, model } = call
  switch (part.type) {
    case 'tool-call':
      return guardCall(part, call)
    case 'tool-result': {
      const { policyName } = call.toolOf(part.toolName)
      const meta = { tool: policyName, callId: part.toolCallId, failed: part.isError === true }
      const result = await inspector.result(json(part.result), { source: 'tool', meta })
      return { ...part, result: result as typeof part.result }
    }
    case 'source': {
      const { type: _type, sourceType: _kind, providerMetadata, ...labels } = part
      await leavesUnchanged(json(labels), call, 'source')
      return providerMetadata === undefined ? part : withoutChanged(part, call)
    }
    case 'file':
    case 'reasoning-file': {
      const read = readFile<typeof part.data>(part)
      if (read) {
        const text = await inspector.outboundText(read.text, { model, field: part.type })
        return text === read.text ? part : { ...part, data: read.with(text) }
      }
      await admitUnscanned(part, call.unscanned, (labels) => leavesUnchanged(labels, call, part.type))
      return part
    }
    case 'custom':
      await leavesUnchanged(json(part.providerMetadata ?? {}), call, 'custom')
      return part
    case 'tool-approval-request':
      return part
    default:
      throw unknown(part)
  }
}

/** A part or reply without those fields beside its content that a layer would change: they are for the caller's code, and not worth a denial. */
export async function withoutChanged<T extends { readonly providerMetadata?: unknown; readonly citations?: unknown }>(
  part: T,
  { inspector, model }: ModelCall,
): Promise<T> {
  let kept = part
  for (const field of ['providerMetadata', 'citations'] as const) {
    if (part[field] === undefined) continue
    const body = json(part[field])
    const after = await inspector.outbound(body, { model, field }).catch(() => undefined)
    if (JSON.stringify(after) === JSON.stringify(body)) continue
    const { [field]: _changed, ...rest } = kept
    kept = rest as T
  }
  return kept
}

/**
 * A call whose tool runs behind this guard is judged there, once, with what the SDK made of its input. Any other one is judged here:
 * the client's own tools, and those that the provider has run already.
 */
async function guardCall(part: LanguageModelV4ToolCall, call: ModelCall): Promise<LanguageModelV4ToolCall> {
  const { policyName, isGuarded } = call.toolOf(part.toolName)
  if (isGuarded && part.providerExecuted !== true) return part
  const { inspector, signal } = call
  const args = readInput(part)
  const meta = { callId: part.toolCallId, ...(part.providerExecuted ? { providerExecuted: true } : {}) }
  const decision = await decideToolCall(inspector, { tool: policyName, args, meta }, signal)
  return { ...part, input: JSON.stringify(allowed(decision).args) }
}

function readInput({ input, toolName }: LanguageModelV4ToolCall): JsonObject {
  let value: JsonValue
  try {
    value = input.trim() === '' ? {} : json(JSON.parse(input))
  } catch (error) {
    throw refuse('AI_TOOL_ARGS_INVALID', { tool: toolName }, undefined, error)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuse('AI_TOOL_ARGS_INVALID', { tool: toolName })
  return value as JsonObject
}

async function leavesUnchanged(body: JsonValue, { inspector, model }: ModelCall, field: string): Promise<void> {
  const after = await inspector.outbound(body, { model, field })
  if (JSON.stringify(after) !== JSON.stringify(body))
    throw refuse('AI_REWRITE_IMPOSSIBLE', {}, inspector.session.traceId)
}
