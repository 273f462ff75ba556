import type { JsonObject } from '@ringwall/core'
import type { Denial } from '@ringwall/host'
import { z } from 'zod'
import { denialExtension } from '../denial.ts'
import { fail } from '../errors.ts'
import { parseJson, type Usage } from '../reply-shape.ts'
import { MODEL_NAME } from '../request.ts'
import { compact, SEALED } from './request.ts'

const STOP_REASONS = [
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
  'model_context_window_exceeded',
] as const

const Count = z.number().nullish().catch(undefined)
const Label = z
  .string()
  .regex(/^[\w.:-]{1,128}$/)
  .optional()
  .catch(undefined)
const UsageShape = z
  .object({
    input_tokens: Count,
    output_tokens: Count,
    cache_creation_input_tokens: Count,
    cache_read_input_tokens: Count,
    cache_creation: z
      .object({ ephemeral_5m_input_tokens: Count, ephemeral_1h_input_tokens: Count })
      .nullish()
      .catch(undefined),
    service_tier: Label,
  })
  .optional()
  .catch(undefined)
const envelope = {
  id: Label,
  model: z.string().regex(MODEL_NAME).optional().catch(undefined),
  usage: UsageShape,
}
const Sealed = z.string().regex(SEALED)
const Text = z.object({ type: z.literal('text'), text: z.string() })
const Thinking = z.object({
  type: z.literal('thinking'),
  thinking: z.string(),
  signature: Sealed.optional().catch(undefined),
})
const SealedThinking = z.object({ type: z.literal('redacted_thinking'), data: Sealed })
const Call = z.object({
  type: z.literal('tool_use'),
  id: z.string(),
  name: z.string(),
  input: z.unknown().optional(),
})
/** Any type that is not known here: held back, never passed on. */
function held(...known: readonly string[]) {
  const type = z.string().refine((name) => !known.includes(name))
  return z.object({ type }).transform(() => ({ type: 'held' as const }))
}
const BlockShape = z.union([
  z.discriminatedUnion('type', [Text, Thinking, SealedThinking, Call]),
  held('text', 'thinking', 'redacted_thinking', 'tool_use'),
])
const DeltaShape = z.union([
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('text_delta'), text: z.string() }),
    z.object({ type: z.literal('input_json_delta'), partial_json: z.string() }),
    z.object({ type: z.literal('thinking_delta'), thinking: z.string() }),
    z.object({ type: z.literal('signature_delta'), signature: Sealed }),
  ]),
  held('text_delta', 'input_json_delta', 'thinking_delta', 'signature_delta'),
])
const stop = {
  stop_reason: z.string().nullish(),
  stop_sequence: z.string().nullish(),
  stop_details: z
    .object({ type: z.literal('refusal'), category: Label.nullable() })
    .nullish()
    .catch(undefined),
}
const MessageShape = z.object({ ...envelope, type: z.literal('message'), content: z.array(BlockShape), ...stop })
const index = z.int().min(0)
const EventShape = z.union([
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('message_start'), message: z.object(envelope) }),
    z.object({ type: z.literal('content_block_start'), index, content_block: BlockShape }),
    z.object({ type: z.literal('content_block_delta'), index, delta: DeltaShape }),
    z.object({ type: z.literal('content_block_stop'), index }),
    z.object({ type: z.literal('message_delta'), delta: z.object(stop), usage: UsageShape }),
    z.object({ type: z.literal('message_stop') }),
    z.object({ type: z.literal('ping') }),
  ]),
  held(
    'message_start',
    'content_block_start',
    'content_block_delta',
    'content_block_stop',
    'message_delta',
    'message_stop',
    'ping',
  ),
])

/** What upstream counted. */
export interface MessageUsage {
  readonly input_tokens?: number | null | undefined
  readonly output_tokens?: number | null | undefined
  readonly cache_creation_input_tokens?: number | null | undefined
  readonly cache_read_input_tokens?: number | null | undefined
  readonly cache_creation?: object | null | undefined
  readonly service_tier?: string | undefined
}
/** What stands around the content. */
export interface MessageEnvelope {
  readonly id?: string | undefined
  readonly model?: string | undefined
  readonly usage?: MessageUsage | undefined
}
/** Why a reply ended. */
export interface Stop {
  readonly stop_reason?: string | null | undefined
  readonly stop_sequence?: string | null | undefined
  readonly stop_details?: { readonly type: 'refusal'; readonly category?: string | null | undefined } | null | undefined
}
/** Something of a type that is not known here. */
export interface Held {
  readonly type: 'held'
}
/** One block of a reply. */
export type ReplyBlock =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature?: string | undefined }
  | { readonly type: 'redacted_thinking'; readonly data: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input?: unknown }
  | Held
/** One more piece of a block. */
export type BlockDelta =
  | { readonly type: 'text_delta'; readonly text: string }
  | { readonly type: 'input_json_delta'; readonly partial_json: string }
  | { readonly type: 'thinking_delta'; readonly thinking: string }
  | { readonly type: 'signature_delta'; readonly signature: string }
  | Held
/** A whole reply, as much of it as is passed on. */
export interface ReplyMessage extends MessageEnvelope, Stop {
  readonly content: readonly ReplyBlock[]
}
/** One event of a stream. */
export type ReplyEvent =
  | { readonly type: 'message_start'; readonly message: MessageEnvelope }
  | { readonly type: 'content_block_start'; readonly index: number; readonly content_block: ReplyBlock }
  | { readonly type: 'content_block_delta'; readonly index: number; readonly delta: BlockDelta }
  | { readonly type: 'content_block_stop'; readonly index: number }
  | { readonly type: 'message_delta'; readonly delta: Stop; readonly usage?: MessageUsage | undefined }
  | { readonly type: 'message_stop' }
  | { readonly type: 'ping' }
  | Held

/** A whole reply. Throws UPSTREAM_INVALID. */
export function parseMessage(text: string): ReplyMessage {
  const parsed = MessageShape.safeParse(parseJson(text, 'it is not JSON'))
  if (parsed.success) return parsed.data
  throw fail('UPSTREAM_INVALID', { problem: 'it is not a message' }, parsed.error)
}

/** One event of a stream. Throws UPSTREAM_INVALID. */
export function parseEvent(data: string): ReplyEvent {
  const parsed = EventShape.safeParse(parseJson(data, 'an event is not JSON'))
  if (parsed.success) return parsed.data
  throw fail('UPSTREAM_INVALID', { problem: 'an event is not one of a streamed message' }, parsed.error)
}

/** A message without content: the labels of upstream where they are sane, our own otherwise. */
export function envelopeOf({ id, model }: MessageEnvelope, asked: string): JsonObject {
  return {
    id: id ?? `msg_${crypto.randomUUID().replaceAll('-', '')}`,
    type: 'message',
    role: 'assistant',
    model: model ?? asked,
  }
}

/** The end as the protocol knows it; `end_turn` for a reason of any other kind. A sequence is told only if the client named it, and of a refusal its category alone. */
export function stopOf(
  { stop_reason: reason, stop_sequence: sequence, stop_details: details }: Stop,
  named: readonly string[],
): JsonObject {
  return {
    ...(details ? { stop_details: { type: details.type, category: details.category ?? null, explanation: null } } : {}),
    stop_reason: STOP_REASONS.find((known) => known === reason) ?? 'end_turn',
    stop_sequence: typeof sequence === 'string' && named.includes(sequence) ? sequence : null,
  }
}

/** How a denial ends a message: the protocol's own refusal, and beside it which layer. */
export function refusalOf(denial: Denial): { readonly stop: JsonObject; readonly extension: JsonObject } {
  const details = { type: 'refusal', category: null, explanation: denial.message }
  return {
    stop: { stop_reason: 'refusal', stop_sequence: null, stop_details: details },
    extension: { ringwall: denialExtension(denial) },
  }
}

/** What a block or a piece of one says, in bytes of UTF-8: texts and calls, not what is sealed. */
export function saidBytes(said: ReplyBlock | BlockDelta): number {
  const fields: Readonly<Record<string, unknown>> = { ...said }
  return ['text', 'thinking', 'partial_json', 'name', 'input'].reduce((sum, name) => {
    const value = fields[name] ?? ''
    return sum + Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value))
  }, 0)
}

/** Usage as clients want it: counts that upstream left out are 0. */
export function usageOf(usage: MessageUsage = {}): JsonObject {
  return { input_tokens: 0, output_tokens: 0, ...compact(JSON.parse(JSON.stringify(usage)) as JsonObject) }
}

/** The counts as budgets know them. `input_tokens` is without what a cache holds. Undefined where upstream counted nothing. */
export function spentOf(usage: MessageUsage | undefined): Usage | undefined {
  if (!usage) return undefined
  const { input_tokens: fresh, cache_creation_input_tokens: written, cache_read_input_tokens: read } = usage
  return {
    prompt_tokens: typeof fresh === 'number' ? fresh + (written ?? 0) + (read ?? 0) : undefined,
    completion_tokens: usage.output_tokens ?? undefined,
    prompt_tokens_details: { cached_tokens: read ?? 0, cache_write_tokens: written ?? 0 },
  }
}
