import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import type { Denial } from '@ringwall/host'
import { denialExtension } from '../denial.ts'
import { MODEL_NAME } from '../request.ts'
import type { ResponseUsage } from './reply-types.ts'
import type { ResponsesRequest } from './request.ts'

/** Fields around the output that hold a number, true, false or a label. */
const PLAIN: ReadonlySet<string> = new Set([
  'id',
  'model',
  'created_at',
  'completed_at',
  'background',
  'max_output_tokens',
  'max_tool_calls',
  'parallel_tool_calls',
  'prompt_cache_retention',
  'service_tier',
  'store',
  'temperature',
  'top_logprobs',
  'top_p',
  'truncation',
])
const WORD = /^[a-z0-9_-]{1,24}$/
const LABELS: Readonly<Record<string, RegExp>> = { id: /^[\w.:-]{1,128}$/, model: MODEL_NAME }
/** Fields in which the provider repeats the request. The client is told what it asked itself: instructions of the layers are not for it. */
const REPEATED: Readonly<Record<string, JsonValue>> = {
  metadata: {},
  prompt_cache_key: null,
  safety_identifier: null,
  text: {},
  tool_choice: 'auto',
  user: null,
}

/** What stands around the output: plain fields of upstream where they are sane, the client's own where they repeat the request. */
export function envelopeOf(source: Readonly<Record<string, unknown>>, request: ResponsesRequest): JsonObject {
  const plain = Object.entries(source).filter(([key, value]) => PLAIN.has(key) && isPlain(value, LABELS[key]))
  const repeated = Object.entries(REPEATED)
    .filter(([key]) => key in source)
    .map(([key, none]) => [key, request.fields[key] ?? none])
  const { reasoning } = source as JsonObject
  return {
    id: `resp_${crypto.randomUUID().replaceAll('-', '')}`,
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    model: request.model,
    error: null,
    incomplete_details: null,
    parallel_tool_calls: true,
    ...(Object.fromEntries([...plain, ...repeated]) as JsonObject),
    ...('previous_response_id' in source && { previous_response_id: null }),
    ...('text' in source && { text: { format: { type: 'text' }, ...asObject(request.fields.text) } }),
    ...(reasoning !== undefined && isJsonObject(reasoning) && { reasoning: onlyPlain(reasoning) }),
    instructions: request.instructions ?? null,
    tools: request.tools.map(({ tool }) => tool),
    tool_choice: request.fields.tool_choice ?? 'auto',
  }
}

/** How a denial ends a response: as the protocol ends filtered content, and beside it which layer. */
export function refusalOf(denial: Denial): JsonObject {
  return {
    status: 'incomplete',
    incomplete_details: { reason: 'content_filter' },
    ringwall: denialExtension(denial),
  }
}

/** A message that says why there is no more. */
export function sentence(text: string): JsonObject {
  return {
    id: itemId('msg'),
    type: 'message',
    status: 'completed',
    role: 'assistant',
    content: [{ type: 'output_text', annotations: [], logprobs: [], text }],
  }
}

/** A made-up id for an item that has none that can be shown. */
export function itemId(prefix: string): string {
  return `${prefix}_${crypto.randomUUID().replaceAll('-', '')}`
}

/** Usage as JSON, without the counts that upstream left out. */
export function usageOf(usage: ResponseUsage | null | undefined): JsonObject | null {
  return usage ? (JSON.parse(JSON.stringify(usage)) as JsonObject) : null // numbers alone: zod dropped the rest
}

function asObject(value: JsonValue | undefined): JsonObject {
  return value !== undefined && isJsonObject(value) ? value : {}
}

function onlyPlain(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key, item]) => WORD.test(key) && isPlain(item)))
}

/** A label is a word of the protocol's: one that could carry a text is dropped. */
function isPlain(value: unknown, label: RegExp = WORD): boolean {
  if (typeof value === 'string') return label.test(value)
  return value === null || typeof value === 'number' || typeof value === 'boolean'
}
