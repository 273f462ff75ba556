import { isJsonObject, messageOf, type JsonObject, type JsonValue, type Logger } from '@ringwall/core'
import { guardAsk, SERVER_ASKS, type AskPolicy, type ServerAsk } from './asks.ts'
import { ContentGuard } from './content.ts'
import { canAccept } from './definitions.ts'
import { refuse, toRefusal, type Guard, type Origin } from './guard.ts'
import { INSTRUCTIONS_PIN, isAccepted, type Pins } from './pins.ts'
import type { RpcError } from './rpc.ts'
import type { ToolBook } from './tool-book.ts'

/** What the guards of results need beside the layers. */
export interface ResultSettings extends AskPolicy {
  readonly unscanned: ReadonlySet<string>
  readonly pins: Pins
  readonly book: ToolBook
  readonly logger: Logger
}

/** What a result answers. */
export interface Asked {
  readonly method: string
  readonly params: JsonObject
}

/** Members of a result that the protocol itself reads and no model does; each has a form of its own. */
const CONTROL: ReadonlyMap<string, (value: JsonValue) => boolean> = new Map([
  ['resultType', (value) => typeof value === 'string' && /^[a-z_]{1,32}$/.test(value)],
  ['ttlMs', (value) => typeof value === 'number' && value >= 0],
  ['cacheScope', (value) => value === 'public' || value === 'private'],
  ['nextCursor', (value) => typeof value === 'string' && value.length <= 16_384],
  ['requestState', (value) => typeof value === 'string' && value.length <= 65_536],
  ['isError', (value) => typeof value === 'boolean'],
])
/** What this proxy carries; what it does not carry must not be announced. */
const SERVER_CAPABILITIES = ['tools', 'resources', 'prompts', 'logging', 'completions']
const LISTS: ReadonlyMap<string, string> = new Map([
  ['prompts/list', 'prompts'],
  ['resources/list', 'resources'],
  ['resources/templates/list', 'resourceTemplates'],
])

/** The result as it may reach the client. Throws Refused. */
export async function guardResult(
  asked: Asked,
  result: JsonObject,
  guard: Guard,
  settings: ResultSettings,
): Promise<JsonObject> {
  const { method } = asked
  if (result.resultType === 'input_required') return guardInputRequired(result, guard, settings)
  if (method === 'initialize' || method === 'server/discover') return guardGreeting(result, guard, settings)
  if (method === 'tools/list') return guardTools(asked, result, guard, settings)
  const list = LISTS.get(method)
  if (list !== undefined) return guardList(list, result, guard, settings)
  if (method === 'tools/call') return guardToolResult(asked, result, guard, settings)
  if (method === 'prompts/get') return guardPrompt(asked, result, guard, settings)
  if (method === 'resources/read') return guardResource(asked, result, guard, settings)
  const value = await guard.value(withoutControl(result), guard.origin('tool', { method }))
  return { ...controlOf(result), ...objectOf(value) }
}

/** An error of the server as it may reach the client; what a layer stops is told in its place. */
export async function guardError(
  { code, message, data }: RpcError,
  { method }: Asked,
  guard: Guard,
  settings: ResultSettings,
): Promise<RpcError> {
  const value = await guard.value(
    { message, ...(data === undefined ? {} : { data }) },
    guard.origin('tool', { method, failed: true }),
  )
  const after = objectOf(value)
  const asks = data !== undefined && isJsonObject(data) && Array.isArray(data.elicitations) ? data.elicitations : []
  for (const ask of asks as readonly JsonValue[]) await guardAsk('elicitation/create', objectOf(ask), guard, settings)
  return {
    code,
    message: typeof after.message === 'string' ? after.message : '',
    ...(after.data === undefined ? {} : { data: after.data }),
  }
}

async function guardGreeting(result: JsonObject, guard: Guard, settings: ResultSettings): Promise<JsonObject> {
  const { capabilities, instructions, ...rest } = result
  if (capabilities === undefined || !isJsonObject(capabilities)) throw invalid('it has no capabilities')
  await guard.unchanged(withoutControl(rest), guard.origin('skill', { part: 'greeting' }))
  const carried = Object.fromEntries(Object.entries(capabilities).filter(([key]) => SERVER_CAPABILITIES.includes(key)))
  await guard.unchanged(carried, guard.origin('skill', { part: 'capabilities' }))
  const kept = instructions === undefined ? undefined : await guardInstructions(instructions, guard, settings)
  return { ...rest, capabilities: withChanges(carried, guard), ...(kept === undefined ? {} : { instructions: kept }) }
}

/** A list changes here also when a person accepts a definition, whether or not the server ever says so. */
function withChanges(capabilities: JsonObject, guard: Guard): JsonObject {
  const { tools } = capabilities
  if (tools === undefined || !isJsonObject(tools) || !canAccept(guard)) return capabilities
  return { ...capabilities, tools: { ...tools, listChanged: true } }
}

/** Instructions go into the prompt of the model; where they are stopped, the server is used without them. */
async function guardInstructions(
  instructions: JsonValue,
  guard: Guard,
  { pins, logger }: ResultSettings,
): Promise<string | undefined> {
  try {
    if (typeof instructions !== 'string') throw invalid('its instructions are no text')
    const text = await guard.text(instructions, guard.origin('skill', { part: 'instructions' }))
    if (!isAccepted(await pins.check(INSTRUCTIONS_PIN, { instructions })))
      throw refuse('MCP_TOOL_CHANGED', { tool: INSTRUCTIONS_PIN })
    return text
  } catch (error) {
    const { code, layer } = toRefusal(error)
    logger.warn('the instructions of the server are withheld', { code, layer, problem: messageOf(error) })
    return undefined
  }
}

async function guardTools(
  { params }: Asked,
  result: JsonObject,
  guard: Guard,
  { book }: ResultSettings,
): Promise<JsonObject> {
  const { tools, ...rest } = result
  await guard.unchanged(withoutControl(rest), guard.origin('skill', { method: 'tools/list' }))
  const admitted = await book.admit(tools, guard, params.cursor === undefined)
  // What one agent may see is nothing for the cache of another.
  return { ...rest, ...(rest.cacheScope === undefined ? {} : { cacheScope: 'private' }), tools: admitted }
}

/** Items that a layer stops are left out; the rest of the list stays usable. */
async function guardList(
  key: string,
  result: JsonObject,
  guard: Guard,
  { logger }: ResultSettings,
): Promise<JsonObject> {
  const items = result[key]
  if (!Array.isArray(items)) throw invalid(`${key} is no list`)
  const { [key]: _items, ...rest } = result
  await guard.unchanged(withoutControl(rest), guard.origin('skill', { part: key }))
  const kept: JsonValue[] = []
  for (const item of items as readonly JsonValue[]) {
    try {
      await guard.unchanged(item, guard.origin('skill', { part: key }))
      kept.push(item)
    } catch (error) {
      const { code, layer } = toRefusal(error)
      logger.warn(`one of the ${key} of the server is withheld`, { code, layer, problem: messageOf(error) })
    }
  }
  return { ...rest, [key]: kept }
}

async function guardToolResult(
  { params }: Asked,
  result: JsonObject,
  guard: Guard,
  settings: ResultSettings,
): Promise<JsonObject> {
  const { content = [], structuredContent, ...rest } = result
  const origin = guard.origin('tool', { tool: String(params.name), failed: result.isError === true })
  const reader = new ContentGuard(guard, settings.unscanned)
  const blocks = await readBlocks(content, reader, origin)
  reader.add(withoutControl(rest))
  await reader.finish(origin)
  const structure = structuredContent === undefined ? undefined : await guard.value(structuredContent, origin)
  return { ...rest, content: blocks, ...(structure === undefined ? {} : { structuredContent: structure }) }
}

/** A prompt is what a user loads to be followed, as a skill is; what it embeds is a document. */
async function guardPrompt(
  { params }: Asked,
  result: JsonObject,
  guard: Guard,
  settings: ResultSettings,
): Promise<JsonObject> {
  const { messages, ...rest } = result
  if (!Array.isArray(messages)) throw invalid('messages is no list')
  const origin = guard.origin('skill', { prompt: String(params.name) })
  const reader = new ContentGuard(guard, settings.unscanned)
  const guarded: JsonObject[] = []
  for (const message of messages as readonly JsonValue[]) {
    if (!isJsonObject(message) || message.content === undefined) throw invalid('a message without content')
    const { content, ...beside } = message
    if (beside.role !== 'user' && beside.role !== 'assistant') throw invalid('a message of an unknown role')
    reader.add(beside)
    guarded.push({ ...beside, content: await reader.block(content, origin) })
  }
  reader.add(withoutControl(rest))
  await reader.finish(origin)
  return { ...rest, messages: guarded }
}

async function guardResource(
  { params }: Asked,
  result: JsonObject,
  guard: Guard,
  settings: ResultSettings,
): Promise<JsonObject> {
  const { contents, ...rest } = result
  if (!Array.isArray(contents)) throw invalid('contents is no list')
  const origin = guard.origin('document', { url: String(params.uri) })
  const reader = new ContentGuard(guard, settings.unscanned)
  const guarded: JsonValue[] = []
  for (const item of contents as readonly JsonValue[]) {
    if (!isJsonObject(item)) throw invalid('contents that are no object')
    guarded.push((await reader.contents(item, origin)).resource ?? null)
  }
  reader.add(withoutControl(rest))
  await reader.finish(origin)
  return { ...rest, contents: guarded }
}

/** The server asks back before it answers; each of its requests passes as it would by itself. */
async function guardInputRequired(result: JsonObject, guard: Guard, settings: ResultSettings): Promise<JsonObject> {
  const { inputRequests, ...rest } = result
  // A list, a prompt or content beside the question would be judged by no rule of its own, and a client may read it.
  const { _meta: _, ...others } = withoutControl(rest)
  if (Object.keys(others).length > 0) throw invalid('a question that is an answer too')
  await guard.unchanged(withoutControl(rest), guard.origin('tool', { part: 'input_required' }))
  if (inputRequests === undefined) return rest
  if (!isJsonObject(inputRequests)) throw invalid('inputRequests is no object')
  const guarded: [string, JsonValue][] = []
  for (const [key, request] of Object.entries(inputRequests)) {
    const { method, params, ...more } = objectOf(request)
    const ask = SERVER_ASKS.find((known) => known === method)
    if (ask === undefined || Object.keys(more).length > 0) throw invalid('it asks for what is not known')
    await guard.unchanged({ key }, guard.origin('tool', { part: 'input_required' }))
    guarded.push([key, await guardEmbedded(ask, params, guard, settings)])
  }
  return { ...rest, inputRequests: Object.fromEntries(guarded) }
}

async function guardEmbedded(
  method: ServerAsk,
  params: JsonValue | undefined,
  guard: Guard,
  settings: ResultSettings,
): Promise<JsonObject> {
  const after = await guardAsk(method, params === undefined ? undefined : objectOf(params), guard, settings)
  return { method, ...(after === undefined ? {} : { params: after }) }
}

async function readBlocks(content: JsonValue, reader: ContentGuard, origin: Origin): Promise<readonly JsonObject[]> {
  if (!Array.isArray(content)) throw invalid('content is no list')
  const blocks: JsonObject[] = []
  for (const block of content as readonly JsonValue[]) blocks.push(await reader.block(block, origin))
  return blocks
}

function withoutControl(result: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(result).filter(([key, value]) => CONTROL.get(key)?.(value) !== true))
}

function controlOf(result: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(result).filter(([key, value]) => CONTROL.get(key)?.(value) === true))
}

function objectOf(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) throw invalid('something that should be an object is none')
  return value
}

function invalid(problem: string): Error {
  return refuse('MCP_UPSTREAM_INVALID', { problem })
}
