import { isJsonObject, messageOf, type JsonObject, type JsonValue, type Logger } from '@ringwall/core'
import type { AskPolicy } from './asks.ts'
import { errorOf, type Call, type Calls } from './calls.ts'
import type { Channel, Garbage } from './channel.ts'
import { parameterHeaders } from './parameter-headers.ts'
import { refuse, toRefusal, type Guard } from './guard.ts'
import { CLIENT_META, CLIENT_NOTIFICATIONS, CLIENT_REQUESTS, META } from './methods.ts'
import type { Message, MessageOf } from './rpc.ts'
import type { ServerSide } from './server-side.ts'
import type { Asking, ToolCalls } from './tool-calls.ts'

/** What is done with messages of the client. */
export interface ClientSideOptions extends AskPolicy {
  readonly client: Channel
  readonly upstream: Channel
  readonly guard: Guard
  readonly calls: Calls
  readonly tools: ToolCalls
  readonly serverSide: ServerSide
  readonly logger: Logger
  /** Called where the client has said that its user can be asked. */
  readonly onAskable: () => void
}

/** What this proxy carries of what a client can do. */
const CLIENT_CAPABILITIES = ['roots', 'sampling', 'elicitation']
/** Garbage is told to the client so often; then it is no client. */
const MAX_PROBLEMS = 100
const MAX_PAGES = 1000

/** Reads what the client sends. */
export class ClientSide {
  readonly #options: ClientSideOptions
  #capabilities: JsonObject = {}
  /** The `_meta` with which the client speaks to the server now, for what the proxy asks by itself. */
  #envelope: JsonObject = {}
  #problems = 0

  constructor(options: ClientSideOptions) {
    this.#options = options
  }

  /** Never rejects: whatever goes wrong is told to the client. */
  async receive(message: Message): Promise<void> {
    const { logger, serverSide } = this.#options
    try {
      if (message.kind === 'request') await this.#request(message)
      else if (message.kind === 'notification') await this.#notification(message)
      else await serverSide.receiveAnswer(message)
    } catch (error) {
      logger.warn('a message of the client was not passed on', {
        code: toRefusal(error).code,
        problem: messageOf(error),
      })
    }
  }

  /** Tells the client what it sent. True where nothing more can be read from it. */
  async receiveProblem({ problem, syntax, fatal }: Garbage): Promise<boolean> {
    const { client } = this.#options
    const refusal = refuse('MCP_MESSAGE_INVALID', { problem })
    const error = errorOf(refusal)
    await client.send({ kind: 'error', id: undefined, error: syntax === true ? { ...error, code: -32_700 } : error })
    return fatal === true || ++this.#problems >= MAX_PROBLEMS
  }

  /** All tools of the server, page by page, as the proxy asks for them itself. */
  async *listTools(): AsyncGenerator<JsonObject, void> {
    const { calls, guard } = this.#options
    let cursor: JsonValue | undefined
    for (let page = 0; page < MAX_PAGES; page++) {
      const params: JsonObject = { ...this.#envelopeParams(), ...(cursor === undefined ? {} : { cursor }) }
      const result = await calls.ask('tools/list', params, guard)
      yield result
      cursor = result.nextCursor
      if (typeof cursor !== 'string' || cursor === '') return
    }
  }

  async #request(message: MessageOf<'request'>): Promise<void> {
    const { calls, client, guard } = this.#options
    let call: Call
    try {
      call = calls.open(message, guard.forRequest())
    } catch (error) {
      // The id is another request's: an answer under it would be taken for that one's.
      return client.send({ kind: 'error', id: undefined, error: errorOf(toRefusal(error)) })
    }
    try {
      if (!CLIENT_REQUESTS.has(call.method)) throw refuse('MCP_METHOD_NOT_CARRIED', { method: short(call.method) })
      if (call.method === 'tools/call') await this.#callTool(call)
      else await calls.forward(call, await this.#params(call))
    } catch (error) {
      await calls.refuse(call, error)
    }
  }

  async #callTool(call: Call): Promise<void> {
    const { calls, tools } = this.#options
    const meta = await this.#meta(call.params, call.guard)
    const asking = this.#asking(call)
    if (asking === 'result') this.#options.onAskable()
    const caller = { asking, callId: String(call.id), signal: call.abort.signal }
    const prepared = await tools.prepare(call.params, call.guard, caller)
    if (call.abort.signal.aborted) return // cancelled while somebody thought about it
    if (prepared.answer) return calls.answer(call, prepared.answer)
    const params = { ...prepared.params, ...meta }
    const headers = call.isModern ? parameterHeaders(prepared.definition, prepared.params.arguments) : {}
    await calls.forward(call, params, { headers })
  }

  async #params(call: Call): Promise<JsonObject | undefined> {
    const { params, guard, method } = call
    const meta = await this.#meta(params, guard)
    const { _meta: _, ...rest } = params
    if (method === 'initialize') return this.#greeting(rest, meta)
    const passed = { ...(await guard.outbound(rest, { method })), ...meta }
    return Object.keys(passed).length === 0 ? undefined : passed
  }

  /** What the client can do, without what the server may not use or what the proxy does not carry. */
  #greeting({ capabilities, ...rest }: JsonObject, meta: JsonObject): JsonObject {
    const { onAskable } = this.#options
    if (capabilities === undefined || !isJsonObject(capabilities))
      throw invalid('capabilities is no object', 'initialize')
    this.#capabilities = capabilities
    this.#options.serverSide.mayAsk = true
    this.#envelope = {}
    if (canAsk(capabilities)) onAskable()
    return { ...rest, capabilities: this.#carried(capabilities), ...meta }
  }

  #carried(capabilities: JsonObject): JsonObject {
    const { sampling, elicitation } = this.#options
    const refused = new Set([
      ...(sampling === 'deny' ? ['sampling'] : []),
      ...(elicitation === 'deny' ? ['elicitation'] : []),
    ])
    const kept = Object.entries(capabilities).filter(([key]) => CLIENT_CAPABILITIES.includes(key) && !refused.has(key))
    return Object.fromEntries(kept.map(([key, value]) => [key, withoutTasks(value)]))
  }

  /** `_meta` as it may go on: what the protocol defines is the client's own, the rest is looked at. */
  async #meta({ _meta: meta }: JsonObject, guard: Guard): Promise<JsonObject> {
    if (meta === undefined) return {}
    if (!isJsonObject(meta)) throw invalid('_meta is no object', 'a request')
    const own = Object.entries(meta).filter(([key]) => CLIENT_META.has(key))
    const others = Object.fromEntries(Object.entries(meta).filter(([key]) => !CLIENT_META.has(key)))
    const { [META.capabilities]: capabilities } = meta
    const carried =
      capabilities !== undefined && isJsonObject(capabilities)
        ? { [META.capabilities]: this.#carried(capabilities) }
        : {}
    const passed = { ...(await guard.outbound(others, { part: '_meta' })), ...Object.fromEntries(own), ...carried }
    if (typeof meta[META.version] === 'string') {
      this.#envelope = passed
      this.#options.serverSide.mayAsk = false
    }
    return { _meta: passed }
  }

  #envelopeParams(): JsonObject {
    const { progressToken: _, ...envelope } = this.#envelope
    return Object.keys(envelope).length === 0 ? {} : { _meta: envelope }
  }

  #asking({ isModern, params }: Call): Asking {
    if (!isModern) return canAsk(this.#capabilities) ? 'request' : 'no'
    const { _meta: meta } = params
    const capabilities = meta !== undefined && isJsonObject(meta) ? meta[META.capabilities] : undefined
    return capabilities !== undefined && isJsonObject(capabilities) && canAsk(capabilities) ? 'result' : 'no'
  }

  async #notification({ method, params = {} }: MessageOf<'notification'>): Promise<void> {
    const { guard, upstream } = this.#options
    if (!CLIENT_NOTIFICATIONS.has(method)) throw refuse('MCP_METHOD_NOT_CARRIED', { method: short(method) })
    if (method === 'notifications/cancelled') return this.#cancel(params)
    const { _meta: _, ...rest } = params
    const passed = { ...(await guard.outbound(rest, { method })), ...(await this.#meta(params, guard)) }
    await upstream.send({ kind: 'notification', method, params: Object.keys(passed).length === 0 ? undefined : passed })
  }

  async #cancel({ requestId, reason }: JsonObject): Promise<void> {
    const { calls, guard, upstream } = this.#options
    const id = typeof requestId === 'string' || typeof requestId === 'number' ? requestId : undefined
    const call = id === undefined ? undefined : calls.find(id)
    if (!call) return
    const sent = calls.cancel(call)
    if (sent === undefined || (call.isModern && upstream.endsBySignal === true)) return
    const why =
      typeof reason === 'string' ? await guard.outbound({ reason }, { method: 'notifications/cancelled' }) : {}
    await upstream.send({
      kind: 'notification',
      method: 'notifications/cancelled',
      params: { requestId: sent, ...why },
    })
  }
}

/** True where the client shows forms to its user. */
function canAsk({ elicitation }: JsonObject): boolean {
  if (elicitation === undefined || !isJsonObject(elicitation)) return false
  return 'form' in elicitation || !('url' in elicitation)
}

function withoutTasks(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value
  const { tasks: _, ...rest } = value
  return rest
}

function short(method: string): string {
  return JSON.stringify(method.slice(0, 80))
}

function invalid(problem: string, method: string): Error {
  return refuse('MCP_PARAMS_INVALID', { problem, method })
}
