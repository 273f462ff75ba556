import type { JsonObject } from '@ringwall/core'
import { z } from 'zod'
import { fail } from './errors.ts'

/** The most alternatives that one request may ask for: each is guarded by streams of its own. */
const MAX_CHOICES = 8
/** A name of a tool: nothing that could carry a sentence. */
export const TOOL_NAME: RegExp = /^[\w.:/-]{1,128}$/
/** A model's name. */
export const MODEL_NAME: RegExp = /^[\w.:/@+-]{1,256}$/
const CALL_ID = /^[\w.:/+=|@-]{1,512}$/
const FIELD_NAME = /^[A-Za-z]\w{0,63}$/

const Name = z.string('must be a string').regex(TOOL_NAME, 'must be at most 128 letters, digits, or one of _ - . : /')
const CallId = z.string('must be a string').regex(CALL_ID, 'is no valid id of a tool call')
const PartShape = z.looseObject({ type: z.string('must be a string') }, 'must be an object')
const ContentShape = z.union(
  [z.string(), z.array(PartShape).min(1, 'must not be empty')],
  'must be a string or a list of content parts',
)
const CallShape = z.object(
  {
    id: CallId,
    type: z.literal('function', 'must be function'),
    function: z.object({ name: Name, arguments: z.string('must be a string') }),
  },
  'must be an object',
)
const spoken = { content: ContentShape, name: z.string('must be a string').max(256, 'is too long').nullish() }
/** A message as it is forwarded; what is not named here is dropped. */
const MessageShape = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.literal('system'), ...spoken }),
    z.object({ role: z.literal('developer'), ...spoken }),
    z.object({ role: z.literal('user'), ...spoken }),
    z.object({ role: z.literal('tool'), content: ContentShape, tool_call_id: CallId }),
    z.object({
      role: z.literal('assistant'),
      content: ContentShape.nullish(),
      refusal: z.string('must be a string').nullish(),
      reasoning_content: z.string('must be a string').nullish(),
      tool_calls: z.array(CallShape, 'must be a list').nullish(),
      function_call: z.null('is not supported; use tool_calls').optional(),
    }),
  ],
  'must be a message whose role is system, developer, user, assistant or tool',
)
const ToolShape = z.looseObject(
  { type: z.literal('function', 'must be function'), function: z.looseObject({ name: Name }, 'must be an object') },
  'must be an object',
)
const Known = z.object({
  model: z.string('must be a string').regex(MODEL_NAME, 'is no valid name of a model'),
  messages: z.array(MessageShape, 'must be a list').min(1, 'must not be empty'),
  tools: z.array(ToolShape, 'must be a list').max(512, 'has more than 512 entries').nullish(),
  stream: z.boolean('must be true or false').nullish(),
  stream_options: z
    .object({ include_usage: z.boolean('must be true or false').nullish() }, 'must be an object')
    .nullish(),
  n: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(MAX_CHOICES, `must be at most ${MAX_CHOICES}`)
    .nullish(),
  modalities: z.array(z.literal('text', 'can only be text'), 'must be a list').nullish(),
  functions: z.null('is not supported; use tools').optional(),
  function_call: z.null('is not supported; use tool_choice').optional(),
  audio: z.null('is not supported; spoken replies cannot be scanned').optional(),
})

/** One part of a content: `text` and `refusal` have a field of that name, other types whatever they have. */
export interface ContentPart {
  readonly type: string
  readonly [key: string]: unknown
}
/** A message's content: text, or parts of it. */
export type Content = string | readonly ContentPart[]
/** A message of the operator's or of the user's. */
export interface SpokenMessage {
  readonly role: 'system' | 'developer' | 'user'
  readonly content: Content
  readonly name?: string | null | undefined
}
/** What a tool answered. */
export interface ToolMessage {
  readonly role: 'tool'
  readonly content: Content
  readonly tool_call_id: string
}
/** A call in an assistant's message. */
export interface CallRecord {
  readonly id: string
  readonly type: 'function'
  readonly function: { readonly name: string; readonly arguments: string }
}
/** What the client says that the assistant said. */
export interface AssistantMessage {
  readonly role: 'assistant'
  readonly content?: Content | null | undefined
  readonly refusal?: string | null | undefined
  readonly reasoning_content?: string | null | undefined
  readonly tool_calls?: readonly CallRecord[] | null | undefined
}
/** One message of a request. */
export type Message = SpokenMessage | ToolMessage | AssistantMessage

/** A request as the gateway understands it. */
export interface ChatRequest {
  readonly model: string
  readonly messages: readonly Message[]
  readonly tools: readonly { readonly name: string; readonly tool: JsonObject }[]
  readonly stream: boolean
  readonly includeUsage: boolean
  readonly choices: number
  /** Every other field that goes upstream. */
  readonly fields: JsonObject
}

/** Their replies would hold the text of what a layer redacts, token by token. */
const NOT_FORWARDED = new Set(['logprobs', 'top_logprobs'])

/** Fields by which a provider searches, fetches or runs something by itself: what comes of it is read by the model, and passes no hook. */
const PROVIDER_RUNS =
  /^(?:web_search\w*|search_\w+|enable_search\w*|plugins|data_?sources|mcp\w*|connectors?|container|brows\w+|retrieval\w*|grounding\w*|tool_resources)$/i

/** Reads a request body. Throws REQUEST_INVALID or UNSCANNED_PART, naming the field. */
export function parseRequest(body: JsonObject, unscannedParts: readonly string[]): ChatRequest {
  const parsed = Known.safeParse(body)
  if (!parsed.success) throw invalidAt(parsed.error)
  const { model, messages, tools, stream, stream_options: options, n } = parsed.data
  checkParts(messages, unscannedParts)
  return {
    model,
    messages,
    // The body was JSON, and loose objects keep every key, so that the layers see all of it.
    tools: (tools ?? []).map((tool) => ({ name: tool.function.name, tool: tool as JsonObject })),
    stream: stream ?? false,
    includeUsage: options?.include_usage ?? false,
    choices: n ?? 1,
    fields: otherFields(body, unscannedParts),
  }
}

/** The first thing that is wrong, and where: the parameters of an error. `within` is the path of what was parsed. */
export function firstIssue(
  { issues }: z.ZodError,
  within: string = '',
): { readonly param: string; readonly problem: string } {
  const [issue] = issues
  const param = (issue?.path ?? []).reduce<string>(
    (path, key) => path + (typeof key === 'number' ? `[${key}]` : `${path ? '.' : ''}${String(key)}`),
    within,
  )
  return { param: param || 'body', problem: issue?.message ?? 'it has the wrong shape' }
}

/** What is wrong with a body or a part of it, as REQUEST_INVALID that names the field. */
export function invalidAt(error: z.ZodError, within: string = ''): Error {
  return fail('REQUEST_INVALID', firstIssue(error, within))
}

/** A part that no layer can read passes only where the operator said so. */
function checkParts(messages: readonly Message[], allowed: readonly string[]): void {
  messages.forEach(({ role, content }, at) => {
    if (typeof content === 'string' || !content) return
    content.forEach((part, index) => {
      const param = `messages[${at}].content[${index}]`
      const text = part.type === 'text' ? part.text : part.refusal
      const isText = part.type === 'text' || (part.type === 'refusal' && role === 'assistant')
      if (isText && typeof text !== 'string')
        throw fail('REQUEST_INVALID', { param, problem: 'its text must be a string' })
      if (isText || allowed.includes(part.type)) return
      throw fail('UNSCANNED_PART', { param, type: FIELD_NAME.test(part.type) ? part.type : 'given' })
    })
  })
}

function otherFields(body: JsonObject, allowed: readonly string[]): JsonObject {
  const entries = Object.entries(body).filter(
    ([key, value]) => value !== null && !Object.hasOwn(Known.shape, key) && !NOT_FORWARDED.has(key),
  )
  const odd = entries.find(([key]) => !FIELD_NAME.test(key))
  if (odd) throw fail('REQUEST_INVALID', { param: 'body', problem: 'the name of a field is not an identifier' })
  const runs = entries.find(([key, value]) => value !== false && PROVIDER_RUNS.test(key) && !allowed.includes(key))
  if (runs) throw fail('UNSCANNED_PART', { param: runs[0], type: runs[0] })
  return Object.fromEntries(entries)
}
