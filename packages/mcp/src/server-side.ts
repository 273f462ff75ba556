import { isJsonObject, messageOf, type JsonObject, type Logger } from '@ringwall/core'
import { guardAsk, guardAskAnswer, SERVER_ASKS } from './asks.ts'
import { errorOf, type Calls } from './calls.ts'
import type { Channel, Garbage } from './channel.ts'
import { refuse, toRefusal, type Guard } from './guard.ts'
import { META, SERVER_NOTIFICATIONS } from './methods.ts'
import { guardError, guardResult, type ResultSettings } from './results.ts'
import { RPC, type Id, type Message, type MessageOf } from './rpc.ts'

/** What is done with messages of the server. */
export interface ServerSideOptions {
  readonly client: Channel
  readonly upstream: Channel
  readonly guard: Guard
  readonly calls: Calls
  readonly results: ResultSettings
  readonly logger: Logger
}

/** Passes a message on, once it is its turn. */
export type Pass = () => Promise<void>

/** Questions of the server that may be open at the client at a time. */
const MAX_ASKS = 100

interface Ask {
  readonly method: string
  /** Undefined where the proxy itself asked. */
  readonly serverId: Id | undefined
  readonly settle: (answer: MessageOf<'result' | 'error'>) => Promise<void>
}

/** Reads what the server sends. */
export class ServerSide {
  readonly #options: ServerSideOptions
  /** What the client was asked, by the id under which it was. */
  readonly #asks = new Map<string, Ask>()
  /** Under the newest revision a server has no requests of its own: what it asks stands in its results. */
  mayAsk = true
  #lastAsk = 0
  #garbage = 0

  constructor(options: ServerSideOptions) {
    this.#options = options
  }

  /** Judges a message. Never rejects; undefined where nothing of it goes on. */
  async receive(message: Message): Promise<Pass | undefined> {
    try {
      if (message.kind === 'request') return await this.#request(message)
      if (message.kind === 'notification') return await this.#notification(message)
      return await this.#answer(message)
    } catch (error) {
      const { code, layer } = toRefusal(error)
      this.#options.logger.warn('a message of the server was not passed on', { code, layer, problem: messageOf(error) })
      return undefined
    }
  }

  /** What came in place of a message: nothing of it goes on, and whoever waits for it is told. */
  async receiveProblem({ problem, id, isEnd }: Garbage): Promise<Pass | undefined> {
    const { calls, logger } = this.#options
    const call = calls.take(id)
    if (isEnd === true && !call) return undefined
    // Servers that print to standard output do it often.
    if (++this.#garbage <= 10 || this.#garbage % 1000 === 0)
      logger.warn('the server sent what is no message', { problem, count: this.#garbage })
    return call && (() => calls.refuse(call, refuse('MCP_UPSTREAM_INVALID', { problem })))
  }

  /** Asks the client something on the proxy's own behalf. Resolves with its result. */
  askClient(method: string, params: JsonObject): Promise<JsonObject> {
    return new Promise((resolve, reject) => {
      const settle = async (answer: MessageOf<'result' | 'error'>): Promise<void> => {
        if (answer.kind === 'result') resolve(answer.result)
        else reject(new Error(`the client answered ${method} with error ${answer.error.code}`))
      }
      this.#ask(method, params, { method, serverId: undefined, settle }).catch(reject)
    })
  }

  /** Tells the client to list the tools again: as it is, or to those that listen, under the newest revision. */
  async tellToolsChanged(): Promise<void> {
    const { calls, client } = this.#options
    const method = 'notifications/tools/list_changed'
    if (this.mayAsk) return client.send({ kind: 'notification', method, params: undefined })
    for (const id of calls.listeners('toolsListChanged'))
      await client.send({ kind: 'notification', method, params: { _meta: { [META.subscription]: id } } })
  }

  /** The client's answer to what it was asked. Rejects with Refused where the server must not have it. */
  async receiveAnswer(answer: MessageOf<'result' | 'error'>): Promise<void> {
    const key = typeof answer.id === 'string' ? answer.id : ''
    const ask = this.#asks.get(key)
    if (!ask) throw refuse('MCP_MESSAGE_INVALID', { problem: 'it answers nothing that was asked' })
    this.#asks.delete(key)
    await ask.settle(answer)
  }

  async #answer(message: MessageOf<'result' | 'error'>): Promise<Pass | undefined> {
    const { calls, results, upstream, logger } = this.#options
    const call = calls.take(message.id)
    if (!call) {
      logger.warn('the server answered what was not asked', { id: String(message.id).slice(0, 80) })
      return undefined
    }
    if (call.isOwn) {
      await calls.pass(call, message)
      return undefined
    }
    try {
      if (message.kind === 'error') {
        const error = await guardError(message.error, call, call.guard, results)
        return () => calls.answerError(call, error)
      }
      const version = message.result.protocolVersion
      if (call.method === 'initialize' && typeof version === 'string') upstream.negotiated?.(version)
      const result = await guardResult(call, message.result, call.guard, results)
      return () => calls.answer(call, result)
    } catch (error) {
      return () => calls.refuse(call, error)
    }
  }

  async #request({ id, method, params }: MessageOf<'request'>): Promise<Pass | undefined> {
    const { guard, results, upstream } = this.#options
    const answer = (message: Message): Promise<void> => upstream.send(message)
    try {
      const own = guard.forRequest()
      if (method === 'ping') {
        await answer({ kind: 'result', id, result: {} })
        return undefined
      }
      const known = this.mayAsk ? SERVER_ASKS.find((ask) => ask === method) : undefined
      if (!known) throw refuse('MCP_METHOD_NOT_CARRIED', { method: JSON.stringify(method.slice(0, 80)) })
      if (this.#openAsks >= MAX_ASKS) throw refuse('MCP_TOO_MANY', { limit: MAX_ASKS })
      const guarded = await guardAsk(known, params, own, results)
      const settle = async (reply: MessageOf<'result' | 'error'>): Promise<void> =>
        answer(await this.#reply(id, method, reply, own))
      return () => this.#ask(method, guarded, { method, serverId: id, settle })
    } catch (error) {
      const refusal = toRefusal(error)
      this.#options.logger.warn('a request of the server was refused', {
        code: refusal.code,
        layer: refusal.layer,
        method: method.slice(0, 80),
      })
      await answer({ kind: 'error', id, error: { code: errorOf(refusal).code, message: refusal.code } })
      return undefined
    }
  }

  async #reply(id: Id, method: string, reply: MessageOf<'result' | 'error'>, guard: Guard): Promise<Message> {
    try {
      if (reply.kind === 'result')
        return { kind: 'result', id, result: await guardAskAnswer(method, reply.result, guard) }
      const { code, ...rest } = reply.error
      const { message } = await guard.outbound(rest, { ask: method })
      return { kind: 'error', id, error: { code, message: typeof message === 'string' ? message : '' } }
    } catch (error) {
      const refusal = toRefusal(error)
      this.#options.logger.warn('an answer of the client was withheld', {
        code: refusal.code,
        layer: refusal.layer,
        method,
      })
      return { kind: 'error', id, error: { code: RPC.denied, message: refusal.code } }
    }
  }

  /** Ringwall's own questions do not count: no server keeps one from being asked. */
  get #openAsks(): number {
    return [...this.#asks.values()].filter(({ serverId }) => serverId !== undefined).length
  }

  async #ask(method: string, params: JsonObject | undefined, ask: Ask): Promise<void> {
    const id = `ringwall-${++this.#lastAsk}`
    this.#asks.set(id, ask)
    await this.#options.client.send({ kind: 'request', id, method, params })
  }

  async #notification({ method, params = {} }: MessageOf<'notification'>): Promise<Pass | undefined> {
    const { calls, client, guard, results } = this.#options
    if (!SERVER_NOTIFICATIONS.has(method))
      throw refuse('MCP_METHOD_NOT_CARRIED', { method: JSON.stringify(method.slice(0, 80)) })
    if (method === 'notifications/tools/list_changed') results.book.forget()
    const { _meta: meta = {}, progressToken, requestId, ...rest } = params
    if (!isJsonObject(meta)) throw refuse('MCP_UPSTREAM_INVALID', { problem: '_meta is no object' })
    const { [META.subscription]: subscription, ...others } = meta
    const ids: Record<string, Id> = {}
    if (method === 'notifications/progress') {
      if (!calls.findProgress(progressToken)) return undefined // late, or of nobody
      ids.progressToken = progressToken as Id // it is what the client gave
    }
    if (method === 'notifications/cancelled') {
      const known = this.#cancelled(requestId as Id)
      if (known === undefined) return undefined
      ids.requestId = known
    }
    const listener = subscription === undefined ? undefined : calls.findUpstream(subscription as Id)
    if (subscription !== undefined && !listener) return undefined
    const origin = guard.origin('tool', { notification: method })
    const value = await guard.value({ ...rest, ...(Object.keys(others).length === 0 ? {} : { _meta: others }) }, origin)
    const { _meta: kept, ...passed } = value as JsonObject
    const tags = { ...(kept as JsonObject | undefined), ...(listener ? { [META.subscription]: listener.id } : {}) }
    const all = { ...passed, ...ids, ...(Object.keys(tags).length === 0 ? {} : { _meta: tags }) }
    return () => client.send({ kind: 'notification', method, params: Object.keys(all).length === 0 ? undefined : all })
  }

  /** Under which id the client knows what the server takes back: a request of its own, or a subscription of the client. */
  #cancelled(requestId: Id): Id | undefined {
    for (const [id, { serverId }] of this.#asks) {
      if (serverId !== requestId) continue
      this.#asks.delete(id)
      return id
    }
    const call = this.#options.calls.take(requestId)
    if (!call) return undefined
    this.#options.calls.cancel(call)
    return call.id
  }
}
