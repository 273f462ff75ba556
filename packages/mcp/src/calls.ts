import { isJsonObject, messageOf, type JsonObject, type Logger } from '@ringwall/core'
import type { Channel, SendOptions } from './channel.ts'
import { refuse, toRefusal, type Guard, type Refused } from './guard.ts'
import { META, OPEN_ENDED } from './methods.ts'
import { idKey, RPC, type Id, type Message, type MessageOf, type RpcError } from './rpc.ts'

/** One request that is open: of the client, or of the proxy itself. */
export interface Call {
  readonly id: Id
  readonly method: string
  readonly params: JsonObject
  readonly guard: Guard
  /** Under the revision that has no sessions: the client says everything with each request. */
  readonly isModern: boolean
  /** True for a request of the proxy itself; its answer stays here. */
  readonly isOwn: boolean
  readonly abort: AbortController
  /** Passes the answer on; called once. */
  readonly settle: (answer: MessageOf<'result' | 'error'>) => Promise<void>
  upstreamId?: number
  timer?: NodeJS.Timeout
}

/** What open requests need. */
export interface CallsOptions {
  readonly client: Channel
  readonly upstream: Channel
  readonly timeoutMs: number
  readonly logger: Logger
}

const MAX_OPEN = 1000

/** The requests that are open. To the server they go under ids of the proxy's own, so nothing that a client or server makes up meets another's. */
export class Calls {
  readonly #options: CallsOptions
  readonly #byClient = new Map<string, Call>()
  readonly #byUpstream = new Map<number, Call>()
  #lastId = 0

  constructor(options: CallsOptions) {
    this.#options = options
  }

  /** Takes a request of the client on. Throws Refused where its id is in use or too many are open. */
  open({ id, method, params = {} }: MessageOf<'request'>, guard: Guard): Call {
    if (this.#byClient.has(idKey(id))) throw refuse('MCP_ID_IN_USE')
    const settle = async (answer: Message): Promise<void> => {
      this.#byClient.delete(idKey(id))
      await this.#options.client.send({ ...answer, id } as Message)
    }
    const call: Call = {
      id,
      method,
      params,
      guard,
      isModern: isModern(params),
      isOwn: false,
      abort: new AbortController(),
      settle,
    }
    if (this.#byClient.size >= MAX_OPEN) throw refuse('MCP_TOO_MANY', { limit: MAX_OPEN })
    this.#byClient.set(idKey(id), call)
    return call
  }

  /** Sends a request of the proxy's own. Rejects with Refused. */
  ask(method: string, params: JsonObject, guard: Guard): Promise<JsonObject> {
    return new Promise((resolve, reject) => {
      const settle = async (answer: MessageOf<'result' | 'error'>): Promise<void> => {
        if (answer.kind === 'result') resolve(answer.result)
        else reject(refuse('MCP_UPSTREAM_INVALID', { problem: `error ${answer.error.code} to ${method}` }))
      }
      const abort = new AbortController()
      const call: Call = { id: 0, method, params, guard, isModern: isModern(params), isOwn: true, abort, settle }
      this.forward(call, params).catch(reject)
    })
  }

  /** Sends a request on. A server that does not take it is told of in its answer. */
  async forward(call: Call, params: JsonObject | undefined, options: SendOptions = {}): Promise<void> {
    const id = ++this.#lastId
    call.upstreamId = id
    this.#byUpstream.set(id, call)
    this.#watch(call)
    try {
      await this.#options.upstream.send(
        { kind: 'request', id, method: call.method, params },
        { ...options, signal: call.abort.signal },
      )
    } catch (error) {
      if (!call.abort.signal.aborted)
        await this.refuse(call, refuse('MCP_UPSTREAM_FAILED', { problem: problemOf(error) }))
    }
  }

  /** The open request that a server answers, which is then no longer waited for. */
  take(id: Id | undefined): Call | undefined {
    const call = typeof id === 'number' ? this.#byUpstream.get(id) : undefined
    if (call) this.#forget(call)
    return call
  }

  find(id: Id): Call | undefined {
    return this.#byClient.get(idKey(id))
  }

  findUpstream(id: Id): Call | undefined {
    return typeof id === 'number' ? this.#byUpstream.get(id) : undefined
  }

  /** The call that asked to be told of its progress under this token; it has shown life. */
  findProgress(token: unknown): Call | undefined {
    for (const call of this.#byUpstream.values()) {
      const { _meta: meta } = call.params
      if (meta === undefined || !isJsonObject(meta) || meta.progressToken === undefined) continue
      if (meta.progressToken !== token) continue
      this.#watch(call)
      return call
    }
    return undefined
  }

  /** Answers a request of the client, unless that was done or it was cancelled. */
  async answer(call: Call, result: JsonObject): Promise<void> {
    await this.#settle(call, { kind: 'result', id: call.id, result })
  }

  /** Hands an answer to the proxy's own request over. */
  async pass(call: Call, answer: MessageOf<'result' | 'error'>): Promise<void> {
    await this.#settle(call, answer)
  }

  async answerError(call: Call, error: RpcError): Promise<void> {
    await this.#settle(call, { kind: 'error', id: call.id, error })
  }

  /** Tells why a request was not carried out: the model in the result of a tool, everybody else in an error. */
  async refuse(call: Call, thrown: unknown): Promise<void> {
    const refusal = toRefusal(thrown)
    this.#report(call, refusal, thrown)
    if (call.method !== 'tools/call' || codeOf(refusal) === RPC.upstream) await this.answerError(call, errorOf(refusal))
    else await this.answer(call, toolError(refusal, call.isModern))
  }

  /** Ends a request of the client without an answer. Returns what the server is to be told. */
  cancel(call: Call): Id | undefined {
    this.#forget(call)
    this.#byClient.delete(idKey(call.id))
    call.abort.abort()
    return call.upstreamId
  }

  /** The ids of the client's subscriptions that include this. */
  listeners(what: string): readonly Id[] {
    return this.waiting().flatMap(({ id, method, params: { notifications } }) =>
      method === 'subscriptions/listen' &&
      notifications !== undefined &&
      isJsonObject(notifications) &&
      notifications[what] === true
        ? [id]
        : [],
    )
  }

  /** All that wait for an answer. */
  waiting(): readonly Call[] {
    return [...this.#byClient.values()]
  }

  /** Tells all that wait that nothing will come. */
  async failAll(refusal: Refused): Promise<void> {
    for (const call of new Set([...this.#byUpstream.values(), ...this.#byClient.values()]))
      await this.refuse(call, refusal)
  }

  async #settle(call: Call, answer: MessageOf<'result' | 'error'>): Promise<void> {
    this.#forget(call)
    if (call.abort.signal.aborted) return
    call.abort.abort()
    await call.settle(answer)
  }

  #forget(call: Call): void {
    clearTimeout(call.timer)
    if (call.upstreamId !== undefined) this.#byUpstream.delete(call.upstreamId)
  }

  #watch(call: Call): void {
    clearTimeout(call.timer)
    if (OPEN_ENDED.has(call.method)) return
    const { timeoutMs } = this.#options
    call.timer = setTimeout(() => {
      const { upstreamId } = call
      this.refuse(call, refuse('MCP_UPSTREAM_TIMEOUT', { limit: timeoutMs })).catch(() => undefined) // the client has left
      if (upstreamId === undefined || call.method === 'initialize') return
      const params = { requestId: upstreamId, reason: 'timeout' }
      this.#options.upstream
        .send({ kind: 'notification', method: 'notifications/cancelled', params })
        .catch(() => undefined) // it does not answer anyway
    }, timeoutMs)
  }

  #report({ method, guard }: Call, { code, layer, outcome, message }: Refused, thrown: unknown): void {
    const fields = { code, layer, outcome, method, server: guard.server, traceId: guard.session.traceId ?? '' }
    if (code === 'MCP_INTERNAL')
      this.#options.logger.error('a request failed', { ...fields, problem: messageOf(thrown) })
    else this.#options.logger.warn('a request was stopped', { ...fields, problem: message })
  }
}

/** The refusal as an error of JSON-RPC. */
export function errorOf(refusal: Refused): RpcError {
  const { code, layer, outcome, traceId, message } = refusal
  const ringwall = { code, layer, outcome, ...(traceId === undefined ? {} : { traceId }) }
  return { code: codeOf(refusal), message: `${code}: ${message}`, data: { ringwall } }
}

function toolError({ code, layer, outcome, traceId, message }: Refused, modern: boolean): JsonObject {
  const text = `Ringwall stopped this call. ${code}: ${message}${traceId === undefined ? '' : ` (trace ${traceId})`}`
  const ringwall = { code, layer, outcome, ...(traceId === undefined ? {} : { traceId }) }
  const type = modern ? { resultType: 'complete' } : {}
  return { ...type, content: [{ type: 'text', text }], isError: true, _meta: { ringwall } }
}

function codeOf({ code }: Refused): number {
  if (code === 'MCP_METHOD_NOT_CARRIED') return RPC.methodNotFound
  if (code === 'MCP_PARAMS_INVALID' || code === 'MCP_TASKS_NOT_CARRIED') return RPC.invalidParams
  if (code === 'MCP_MESSAGE_INVALID' || code === 'MCP_ID_IN_USE') return RPC.invalidRequest
  if (code === 'MCP_INTERNAL') return RPC.internal
  return code.startsWith('MCP_UPSTREAM_') ? RPC.upstream : RPC.denied
}

function isModern({ _meta: meta }: JsonObject): boolean {
  return meta !== undefined && isJsonObject(meta) && typeof meta[META.version] === 'string'
}

/** Without what a server wrote into it: that would reach the client unread. */
function problemOf(error: unknown): string {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
  return typeof status === 'number' ? `HTTP ${status}` : 'it cannot be reached'
}
