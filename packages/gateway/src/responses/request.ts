import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { z } from 'zod'
import { fail } from '../errors.ts'
import { invalidAt, MODEL_NAME } from '../request.ts'
import { CONTENT_SLOT, isKnownItem, isModels, readItem } from './items.ts'
import { readTool, type OfferedTool } from './tools.ts'

/** Fields that go upstream besides those that are read. Any other could make the provider run or fetch something by itself. */
const FORWARDED = new Set([
  'include',
  'max_tool_calls',
  'metadata',
  'parallel_tool_calls',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'reasoning',
  'safety_identifier',
  'service_tier',
  'store',
  'stream_options',
  'temperature',
  'text',
  'tool_choice',
  'top_p',
  'truncation',
  'user',
])
/** What would bring in, or leave for later, content that the provider keeps. */
const STATEFUL = ['previous_response_id', 'conversation', 'prompt'] as const
/** Its reply would hold the text of what a layer redacts, token by token. */
const LOGPROBS = 'message.output_text.logprobs'

const Known = z.object({
  model: z.string('must be a string').regex(MODEL_NAME, 'is no valid name of a model'),
  input: z.union(
    [
      z.string(),
      z
        .array(z.looseObject({ type: z.string('must be a string').nullish() }, 'must be an object'))
        .min(1, 'must not be empty')
        .max(10_000, 'has too many items'),
    ],
    'must be a string or a list of items',
  ),
  instructions: z.string('must be a string').nullish(),
  tools: z
    .array(z.looseObject({ type: z.string('must be a string') }, 'must be an object'), 'must be a list')
    .max(512, 'has more than 512 entries')
    .nullish(),
  stream: z.boolean('must be true or false').nullish(),
  max_output_tokens: z.int('must be a whole number').min(1, 'must be at least 1').nullish(),
  include: z.array(z.string('must be a string').regex(/^[\w.]{1,128}$/, 'is no name'), 'must be a list').nullish(),
})

/** One item of the input: its value holds nothing but what is known of its type. */
export interface Item {
  readonly type: string
  /** For messages alone. */
  readonly role?: string
  /** True for what the model made: a new turn is what stands behind the last of these. */
  readonly isModels: boolean
  readonly value: JsonObject
}
/** A request as the gateway understands it. */
export interface ResponsesRequest {
  readonly model: string
  readonly input: string | readonly Item[]
  readonly instructions: string | undefined
  readonly tools: readonly OfferedTool[]
  readonly stream: boolean
  readonly maxOutputTokens: number | undefined
  /** Every other field that goes upstream. */
  readonly fields: JsonObject
}

/** Reads a request body. Throws REQUEST_INVALID, UNSCANNED_PART or PROVIDER_STATE, naming the field. */
export function parseResponses(body: JsonObject, unscannedParts: readonly string[]): ResponsesRequest {
  for (const param of STATEFUL)
    if (body[param] !== undefined && body[param] !== null) throw fail('PROVIDER_STATE', { param })
  if (body.background === true) throw fail('PROVIDER_STATE', { param: 'background' })
  const known = Known.safeParse(body)
  if (!known.success) throw invalidAt(known.error)
  const { model, input, instructions, tools, stream, max_output_tokens: maxOutputTokens } = known.data
  return {
    model,
    input:
      typeof input === 'string'
        ? input
        : input.map((item, at) => itemOf(item as JsonObject, `input[${at}]`, unscannedParts)),
    instructions: instructions ?? undefined,
    tools: (tools ?? []).map((tool, at) => readTool(tool as JsonObject, `tools[${at}]`, unscannedParts)),
    stream: stream ?? false,
    maxOutputTokens: maxOutputTokens ?? undefined,
    fields: otherFields(body),
  }
}

function itemOf(item: JsonObject, param: string, unscanned: readonly string[]): Item {
  // Both may come without a type; a message has a role.
  const type = typeof item.type === 'string' ? item.type : item.role === undefined ? 'item_reference' : 'message'
  if (type === 'item_reference') throw fail('PROVIDER_STATE', { param })
  if (!isKnownItem(type)) {
    checkUnscanned(type, param, unscanned)
    return { type, isModels: isModels(type, undefined), value: item }
  }
  const value = readItem(type, item, param)
  const role = typeof value.role === 'string' ? value.role : undefined
  const slot = CONTENT_SLOT[type]
  if (slot !== undefined && type !== 'shell_call_output') checkParts(value[slot], role, `${param}.${slot}`, unscanned)
  return { type, isModels: isModels(type, role), value, ...(role !== undefined && { role }) }
}

/** A part that no layer can read passes only where the operator said so. */
function checkParts(
  content: JsonValue | undefined,
  role: string | undefined,
  param: string,
  unscanned: readonly string[],
): void {
  if (!Array.isArray(content)) return
  content.forEach((part: JsonValue, at) => {
    const { type } = part as { readonly type: string } // its shape has been read
    const isText = type === 'input_text' || (role === 'assistant' && (type === 'output_text' || type === 'refusal'))
    if (!isText) checkUnscanned(type, `${param}[${at}]`, unscanned)
  })
}

function checkUnscanned(type: string, param: string, unscanned: readonly string[]): void {
  const isText = ['input_text', 'output_text', 'refusal'].includes(type)
  if (!isText && unscanned.includes(type)) return
  throw fail('UNSCANNED_PART', { param, type: /^[A-Za-z]\w{0,63}$/.test(type) ? type : 'given' })
}

function otherFields(body: JsonObject): JsonObject {
  const read = Object.keys(Known.shape).filter((key) => key !== 'include')
  const dropped = ['background', 'top_logprobs', ...STATEFUL, ...read]
  const entries = Object.entries(body).filter(([key, value]) => value !== null && !dropped.includes(key))
  const odd = entries.find(([key]) => !FORWARDED.has(key))
  if (odd)
    throw fail('REQUEST_INVALID', {
      param: /^\w{1,64}$/.test(odd[0]) ? odd[0] : 'body',
      problem: 'this field is not supported here',
    })
  return Object.fromEntries(entries.flatMap(([key, value]) => fieldOf(key, value)))
}

function fieldOf(key: string, value: JsonValue): [string, JsonValue][] {
  if (key === 'stream_options') {
    const { include_obfuscation: isPadded } = isJsonObject(value) ? value : {}
    return typeof isPadded === 'boolean' ? [[key, { include_obfuscation: isPadded }]] : []
  }
  if (key !== 'include' || !Array.isArray(value)) return [[key, value]]
  return [[key, value.filter((name: JsonValue) => name !== LOGPROBS)]]
}
