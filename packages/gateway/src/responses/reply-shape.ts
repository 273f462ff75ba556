import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { z } from 'zod'
import { SEALED } from '../anthropic/request.ts'
import { fail } from '../errors.ts'
import { parseJson, type Usage } from '../reply-shape.ts'
import { blamesRequest } from '../spending.ts'
import type { ReplyEvent, ReplyItem, ReplyResponse, ResponseUsage } from './reply-types.ts'

const Label = z
  .string()
  .regex(/^[\w.:-]{1,128}$/)
  .optional()
  .catch(undefined)
const Count = z.number().optional().catch(undefined)
const UsageShape = z
  .object({
    input_tokens: Count,
    input_tokens_details: z.object({ cached_tokens: Count, cache_write_tokens: Count }).optional().catch(undefined),
    output_tokens: Count,
    output_tokens_details: z.object({ reasoning_tokens: Count }).optional().catch(undefined),
    total_tokens: Count,
  })
  .nullish()
  .catch(undefined)
/** What an item holds besides what it says. */
const UNSAID: ReadonlySet<string> = new Set([
  'call_id',
  'encrypted_content',
  'id',
  'logprobs',
  'namespace',
  'phase',
  'status',
  'type',
])
/** Any type that is not known here: held back, never passed on. */
function held(...known: readonly string[]) {
  const type = z.string().refine((name) => !known.includes(name))
  return z.object({ type }).transform(() => ({ type: 'held' as const }))
}
const Part = z.union([
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('output_text'), text: z.string(), logprobs: z.unknown().optional() }),
    z.object({ type: z.literal('refusal'), refusal: z.string() }),
  ]),
  held('output_text', 'refusal'),
])
const common = { id: Label, status: Label }
const called = { ...common, call_id: z.string() }
const Structure = z.record(z.string(), z.unknown())
const named = { ...called, name: z.string(), namespace: Label }
const Thoughts = z.array(z.object({ text: z.string() }))
const Message = z.object({ type: z.literal('message'), ...common, phase: Label, content: z.array(Part) })
const Reasoning = z.object({
  type: z.literal('reasoning'),
  ...common,
  summary: Thoughts.nullish(),
  content: Thoughts.nullish(),
  encrypted_content: z.string().regex(SEALED).nullish(),
})
const ItemShape = z.union([
  z.discriminatedUnion('type', [
    Message,
    Reasoning,
    z.object({ type: z.literal('function_call'), ...named, arguments: z.string() }),
    z.object({ type: z.literal('custom_tool_call'), ...named, input: z.string() }),
    z.object({ type: z.literal('local_shell_call'), ...called, action: Structure }),
    z.object({ type: z.literal('shell_call'), ...called, action: Structure }),
    z.object({ type: z.literal('apply_patch_call'), ...called, operation: Structure }),
    z.object({
      type: z.literal('computer_call'),
      ...called,
      action: Structure.optional(),
      actions: z.array(Structure).optional(),
      pending_safety_checks: z.array(z.object({ id: Label, code: Label, message: z.string().nullish() })).nullish(),
    }),
  ]),
  held(
    'message',
    'reasoning',
    'function_call',
    'custom_tool_call',
    'local_shell_call',
    'shell_call',
    'apply_patch_call',
    'computer_call',
  ),
])
const ReplyShape = z.looseObject({
  output: z.array(ItemShape),
  usage: UsageShape,
  status: z.enum(['completed', 'incomplete', 'failed']).optional(),
  incomplete_details: z.object({ reason: Label }).nullish().catch(undefined),
  error: z.object({ code: Label, message: z.string() }).nullish(),
})
const index = z.int().min(0)
const DELTAS = [
  'response.output_text.delta',
  'response.refusal.delta',
  'response.reasoning_text.delta',
  'response.reasoning_summary_text.delta',
] as const
const STARTS = ['response.created', 'response.in_progress', 'response.queued'] as const
const ENDS = ['response.completed', 'response.incomplete'] as const
const ITEMS = ['response.output_item.added', 'response.output_item.done'] as const
const EventShape = z.union([
  z.discriminatedUnion('type', [
    z.object({ type: z.enum(STARTS), response: z.looseObject({}) }),
    z.object({
      type: z.literal('response.output_item.added'),
      output_index: index,
      item: z.object({ type: z.string(), id: Label, phase: Label }),
    }),
    z.object({
      type: z.enum(DELTAS),
      output_index: index,
      delta: z.string(),
      summary_index: index.optional().catch(undefined),
    }),
    z.object({ type: z.literal('response.output_item.done'), output_index: index, item: ItemShape }),
    z.object({ type: z.enum(ENDS), response: ReplyShape }),
  ]),
  z
    .object({
      type: z.string().refine((name) => ![...DELTAS, ...STARTS, ...ENDS, ...ITEMS].some((known) => known === name)),
      delta: z.string().optional().catch(undefined),
      output_index: index.optional().catch(undefined),
    })
    .transform(({ delta = '', output_index: at }) => ({ type: 'held' as const, delta, output_index: at })),
])

/** A whole reply. Throws UPSTREAM_INVALID. */
export function parseReply(reply: unknown): ReplyResponse {
  const parsed = ReplyShape.safeParse(reply)
  if (parsed.success) return parsed.data
  throw fail('UPSTREAM_INVALID', { problem: 'it is not a response' }, parsed.error)
}

/** One event of a stream. Throws UPSTREAM_INVALID. */
export function parseEvent(data: string): ReplyEvent {
  const parsed = EventShape.safeParse(parseJson(data, 'an event is not JSON'))
  if (parsed.success) return parsed.data
  throw fail('UPSTREAM_INVALID', { problem: 'an event is not one of a streamed response' }, parsed.error)
}

/** Upstream's error in an event, in the form of the other protocols. */
export function errorIn(data: string): string | undefined {
  if (!data.includes('error') && !data.includes('failed')) return undefined // most events; the rest is parsed twice
  const event = parseJson(data, 'an event is not JSON') as JsonValue
  if (!isJsonObject(event)) return undefined
  const { type, response = null, ...fields } = event
  if (type !== 'error' && type !== 'response.failed') return undefined
  const told = type === 'error' ? fields : isJsonObject(response) ? response.error : undefined
  const error: JsonObject = told !== undefined && isJsonObject(told) ? told : {}
  const fault = blamesRequest(JSON.stringify({ error })) ? 'invalid_request_error' : 'server_error'
  return JSON.stringify({ error: { ...error, type: fault } })
}

/** What an item says, in bytes of UTF-8: texts and calls, not what is sealed. */
export function saidBytes(item: ReplyItem): number {
  return bytesOf(item)
}

function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce((sum, [key, item]) => (UNSAID.has(key) ? sum : sum + bytesOf(item)), 0)
}

/** The counts as budgets know them. Undefined where upstream counted nothing. */
export function spentOf(usage: ResponseUsage | null | undefined): Usage | undefined {
  if (!usage) return undefined
  const { cached_tokens: cached, cache_write_tokens: written } = usage.input_tokens_details ?? {}
  return {
    prompt_tokens: usage.input_tokens,
    completion_tokens: usage.output_tokens,
    total_tokens: usage.total_tokens,
    prompt_tokens_details: { cached_tokens: cached, cache_write_tokens: written },
  }
}
