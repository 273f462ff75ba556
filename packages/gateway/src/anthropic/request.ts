import { isJsonObject, type JsonObject } from '@ringwall/core'
import { z } from 'zod'
import { fail } from '../errors.ts'
import { invalidAt, MODEL_NAME, TOOL_NAME } from '../request.ts'

const BLOCK_ID = /^[\w.:/+=|@-]{1,512}$/
/** Tools that the provider defines and the client runs. What the provider runs by itself would pass no hook. */
const CLIENT_TOOL = /^(?:bash|text_editor|memory|computer)_\d{8}$/
/** Opaque to everybody but the provider: thinking that it encrypted, and its signature under thinking. */
export const SEALED: RegExp = /^[\w+/=.-]*$/
/** Fields that go upstream besides those that are read. Any other could make the provider run tools by itself. */
const FORWARDED = new Set([
  'cache_control',
  'inference_geo',
  'metadata',
  'output_config',
  'output_format',
  'service_tier',
  'speed',
  'temperature',
  'thinking',
  'tool_choice',
  'top_k',
  'top_p',
])

const Id = z.string('must be a string').regex(BLOCK_ID, 'is no valid id of a tool call')
const Name = z.string('must be a string').regex(TOOL_NAME, 'must be at most 128 letters, digits, or one of _ - . : /')
const Cache = z
  .object({ type: z.literal('ephemeral'), ttl: z.enum(['5m', '1h']).optional() }, 'must be an object')
  .nullish()
const Sealed = z.string('must be a string').regex(SEALED, 'is not what the provider wrote')
const TextShape = z.object({ type: z.literal('text'), text: z.string('must be a string'), cache_control: Cache })
/** A block as it is read; which of its keys go on is decided where it is guarded. */
const BlockShape = z.looseObject({ type: z.string('must be a string') }, 'must be an object')
const ContentShape = z.union(
  [z.string(), z.array(BlockShape).max(10_000, 'has too many blocks')],
  'must be a string or a list of content blocks',
)
const KnownBlock = {
  text: TextShape,
  thinking: z.object({ type: z.literal('thinking'), thinking: z.string('must be a string'), signature: Sealed }),
  redacted_thinking: z.object({ type: z.literal('redacted_thinking'), data: Sealed }),
  tool_use: z.object({
    type: z.literal('tool_use'),
    id: Id,
    name: Name,
    input: z.record(z.string(), z.unknown(), 'must be an object'),
    cache_control: Cache,
  }),
  tool_result: z.object({
    type: z.literal('tool_result'),
    tool_use_id: Id,
    content: ContentShape.nullish(),
    is_error: z.boolean('must be true or false').nullish(),
    cache_control: Cache,
  }),
}
const ToolShape = z.looseObject(
  {
    name: Name,
    type: z
      .string('must be a string')
      .refine((type) => type === 'custom' || CLIENT_TOOL.test(type), 'must be of a tool that the client runs')
      .nullish(),
  },
  'must be an object',
)
const Known = z.object({
  model: z.string('must be a string').regex(MODEL_NAME, 'is no valid name of a model'),
  messages: z
    .array(
      z.object(
        { role: z.enum(['user', 'assistant', 'system'], 'must be user, assistant or system'), content: ContentShape },
        'must be an object',
      ),
      'must be a list',
    )
    .min(1, 'must not be empty'),
  system: z.union([z.string(), z.array(TextShape)], 'must be a string or a list of text blocks').nullish(),
  tools: z.array(ToolShape, 'must be a list').max(512, 'has more than 512 entries').nullish(),
  stream: z.boolean('must be true or false').nullish(),
  max_tokens: z.int('must be a whole number').min(0, 'must not be negative').optional(),
  stop_sequences: z.array(z.string('must be a string'), 'must be a list').max(100, 'has too many entries').nullish(),
})

interface Cached {
  readonly cache_control?: { readonly type: 'ephemeral'; readonly ttl?: '5m' | '1h' | undefined } | null | undefined
}
/** A piece of text. */
export interface TextBlock extends Cached {
  readonly type: 'text'
  readonly text: string
}
/** What a model thought. Its signature stands under the text as it was written. */
export interface ThinkingBlock {
  readonly type: 'thinking'
  readonly thinking: string
  readonly signature: string
}
/** The same, sealed by the provider. */
export interface SealedBlock {
  readonly type: 'redacted_thinking'
  readonly data: string
}
/** A call that the model made. */
export interface CallBlock extends Cached {
  readonly type: 'tool_use'
  readonly id: string
  readonly name: string
  readonly input: Readonly<Record<string, unknown>>
}
/** A block that no layer can read, of a type that the operator lets through. */
export interface OpaqueBlock {
  readonly type: 'opaque'
  readonly block: JsonObject
}
/** A document as plain text, or what a search found. */
export interface SourceBlock {
  readonly type: 'document' | 'search'
  readonly block: JsonObject
}
/** One block of a message's content. */
export type Block = TextBlock | ThinkingBlock | SealedBlock | CallBlock | ResultBlock | OpaqueBlock | SourceBlock
/** What a tool answered. */
export interface ResultBlock extends Cached {
  readonly type: 'tool_result'
  readonly tool_use_id: string
  readonly is_error?: boolean | null | undefined
  readonly content?: string | readonly Block[] | null | undefined
}
/** One message of a request. */
export interface MessageParam {
  readonly role: 'user' | 'assistant' | 'system'
  readonly content: string | readonly Block[]
}
/** A request as the gateway understands it. */
export interface MessagesRequest {
  readonly model: string
  readonly messages: readonly MessageParam[]
  readonly system: string | readonly JsonObject[] | undefined
  readonly tools: readonly { readonly name: string; readonly tool: JsonObject }[]
  readonly stream: boolean
  readonly maxTokens: number | undefined
  readonly stopSequences: readonly string[]
  /** Every other field that goes upstream. */
  readonly fields: JsonObject
}

/** Reads a request body. Throws REQUEST_INVALID, UNSCANNED_PART or PROVIDER_STATE, naming the field. */
export function parseMessages(body: JsonObject, unscannedParts: readonly string[]): MessagesRequest {
  const known = Known.safeParse(body)
  if (!known.success) throw invalidAt(known.error)
  const { model, messages, system, tools, stream, max_tokens: maxTokens, stop_sequences: stops } = known.data
  return {
    model,
    messages: messages.map(({ role, content }, at) => ({
      role,
      content: readContent(content, role, `messages[${at}].content`, unscannedParts),
    })),
    system: typeof system === 'string' ? system : system?.map((block) => compact(block)),
    // The body was JSON, and loose objects keep every key, so that the layers see all of it.
    tools: (tools ?? []).map((tool) => ({ name: tool.name, tool: tool as JsonObject })),
    stream: stream ?? false,
    maxTokens,
    stopSequences: stops ?? [],
    fields: otherFields(body),
  }
}

type Role = MessageParam['role'] | 'tool'

function readContent(
  content: string | readonly object[],
  role: Role,
  param: string,
  unscanned: readonly string[],
): string | readonly Block[] {
  if (typeof content === 'string') return content
  return content.map((block, at) =>
    readBlock(block as JsonObject & { type: string }, role, `${param}[${at}]`, unscanned),
  )
}

function readBlock(
  block: JsonObject & { readonly type: string },
  role: Role,
  param: string,
  unscanned: readonly string[],
): Block {
  const { type } = block
  if (type === 'text') return parsed(KnownBlock.text, block, param)
  if (role === 'assistant') {
    if (type === 'thinking') return parsed(KnownBlock.thinking, block, param)
    if (type === 'redacted_thinking') return parsed(KnownBlock.redacted_thinking, block, param)
    if (type === 'tool_use') return parsed(KnownBlock.tool_use, block, param)
  } else if (role !== 'system') {
    if (type === 'search_result') return { type: 'search', block }
    if (type === 'document' && isPlain(block)) return { type: 'document', block }
    if (role === 'user' && type === 'tool_result') {
      const { content, ...rest } = parsed(KnownBlock.tool_result, block, param)
      return content ? { ...rest, content: readContent(content, 'tool', `${param}.content`, unscanned) } : rest
    }
  }
  if (unscanned.includes(type) && !Object.hasOwn(KnownBlock, type)) return { type: 'opaque', block }
  throw fail('UNSCANNED_PART', { param, type: /^[A-Za-z]\w{0,63}$/.test(type) ? type : 'given' })
}

function parsed<T>(shape: z.ZodType<T>, block: JsonObject, param: string): T {
  const result = shape.safeParse(block)
  if (!result.success) throw invalidAt(result.error, param)
  return result.data
}

/** A document whose text stands in the request itself. */
function isPlain({ source }: JsonObject): boolean {
  return isJsonObject(source ?? null) && (source as JsonObject).type === 'text'
}

function otherFields(body: JsonObject): JsonObject {
  if (body.thread !== undefined && body.thread !== null) throw fail('PROVIDER_STATE', { param: 'thread' })
  const entries = Object.entries(body).filter(([key, value]) => value !== null && !Object.hasOwn(Known.shape, key))
  const odd = entries.find(([key]) => !FORWARDED.has(key))
  if (odd)
    throw fail('REQUEST_INVALID', {
      param: /^\w{1,64}$/.test(odd[0]) ? odd[0] : 'body',
      problem: 'this field is not supported here',
    })
  return Object.fromEntries(entries)
}

/** The object without the keys that stand for nothing. */
export function compact(value: object): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(([, item]) => item !== undefined && item !== null),
  ) as JsonObject
}
