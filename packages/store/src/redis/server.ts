import { createHash } from 'node:crypto'
import { isRingwallError, messageOf } from '@ringwall/core'
import type { Redis, RedisOptions } from 'ioredis'
import { within } from '../deadline.ts'
import { fail } from '../errors.ts'
import { loadDriver } from '../load-driver.ts'
import type { Server as Place } from '../server-url.ts'
import { findProblem } from './check-server.ts'
import { SCRIPTS, type ScriptName } from './scripts.ts'

/** The version of what the keys of a store mean. */
const SCHEMA = 1

/** Where a server is, and how patient its users are. */
export interface ServerOptions {
  readonly server: Place
  readonly prefix: string
  readonly timeoutMs: number
  /** Whether a server may be used that does not keep what it acknowledges. */
  readonly acceptLoss: boolean
}

/** What a script answers: text, lists of it, or nothing. */
export type Answer = string | null | readonly Answer[]

/** The hashes by which the server knows the scripts that it has seen. */
const HASHES: ReadonlyMap<string, string> = new Map(
  Object.entries(SCRIPTS).map(([name, script]) => [name, createHash('sha1').update(script).digest('hex')]),
)

/** A connection that comes back by itself. All failures leave as RingwallErrors, within the time of the options. */
export class RedisServer {
  readonly place: string
  readonly #client: Redis
  readonly #options: ServerOptions
  /** Pending while there is no connection to a server that was checked. */
  #ready = Promise.withResolvers<void>()
  #isReady = false
  #problem: unknown
  #closed = false

  private constructor(client: Redis, options: ServerOptions) {
    this.#client = client
    this.#options = options
    this.place = options.server.place
  }

  /** Connects, checks that the server can keep the store's promises, and marks a new store with its version. */
  static async open(options: ServerOptions, now: string): Promise<RedisServer> {
    const { Redis } = await loadDriver('ioredis', () => import('ioredis'))
    const server = new RedisServer(new Redis(clientOptions(options)), options)
    try {
      await server.#connect()
      const found = await server.run('migrate', now, String(SCHEMA))
      if (typeof found !== 'string' || !/^[1-9]\d{0,8}$/.test(found))
        throw fail('STORE_FOREIGN', { file: `${server.place}, prefix ${options.prefix},` })
      if (Number(found) > SCHEMA)
        throw fail('STORE_SCHEMA_NEWER', { file: server.place, found: Number(found), known: SCHEMA })
      return server
    } catch (error) {
      server.close()
      throw error
    }
  }

  /** True from the start of close. */
  get closed(): boolean {
    return this.#closed
  }

  /** The channel on which publishers ring. */
  get channel(): string {
    return `${this.#prefix}wake`
  }

  /** Runs one script. It is sent once: a call whose answer was lost rejects, and is not made again. */
  async run(name: ScriptName, ...args: readonly string[]): Promise<Answer> {
    const { timeoutMs } = this.#options
    const start = performance.now()
    if (this.#closed) throw fail('STORE_CLOSED')
    // A connection that is being lost would refuse at once, and who tries again at once would never let it come back.
    if (this.#client.status !== 'ready' || !this.#client.stream.writable) this.#lose()
    try {
      // Waiting comes first, so that nothing is sent for a caller who was refused already.
      await within(timeoutMs, this.#ready.promise, () => this.#silence())
      const left = Math.max(1, timeoutMs - (performance.now() - start))
      return await within(left, this.#send(name, args), () => {
        // The connection may lead nowhere without either end having been told; another one is made.
        if (this.#isReady) this.#client.disconnect(true)
        this.#lose()
        return this.#silence()
      })
    } catch (error) {
      if (this.#closed) throw fail('STORE_CLOSED')
      throw this.#translate(error)
    }
  }

  /** A connection of its own, for messages. It comes back by itself. */
  duplicate(): Redis {
    const client = this.#client.duplicate({ enableOfflineQueue: true, autoResubscribe: true })
    client.on('error', () => {})
    client.on('connect', () => client.stream.unref())
    return client
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#client.disconnect()
    this.#ready.promise.catch(() => {})
    this.#ready.reject(fail('STORE_CLOSED'))
  }

  get #prefix(): string {
    // In braces, so that a cluster keeps all of it in one place.
    return `{${this.#options.prefix}}:`
  }

  async #connect(): Promise<void> {
    const first = Promise.withResolvers<never>()
    first.promise.catch(() => {})
    const client = this.#client
    client.on('error', (error) => {
      this.#problem = error
      first.reject(error)
    })
    // A store alone does not keep the process alive; a call that waits does, by its timer.
    client.on('connect', () => client.stream.unref())
    client.on('close', () => this.#lose())
    client.on('ready', () => {
      this.#check().catch((error: unknown) => {
        this.#problem = error
        first.reject(error)
        client.disconnect(true)
      })
    })
    client.connect().catch((error: unknown) => first.reject(this.#problem ?? error))
    try {
      await within(this.#options.timeoutMs, Promise.race([this.#ready.promise, first.promise]), () => this.#silence())
    } catch (error) {
      throw this.#translate(error)
    }
  }

  /** From here on calls wait; who waits already goes on waiting. */
  #lose(): void {
    if (this.#isReady) this.#ready = Promise.withResolvers()
    this.#isReady = false
  }

  /** At each connection: a name may lead to another server after a failover. */
  async #check(): Promise<void> {
    const problem = findProblem(await this.#client.info(), this.#options.acceptLoss)
    if (problem !== undefined) throw fail('STORE_SERVER_UNSAFE', { file: this.place, problem })
    this.#problem = undefined
    this.#isReady = true
    this.#ready.resolve()
  }

  async #send(name: ScriptName, args: readonly string[]): Promise<Answer> {
    const rest = [1, this.#prefix, ...args] as const
    try {
      return (await this.#client.evalsha(HASHES.get(name) ?? '', ...rest)) as Answer
    } catch (error) {
      if (!messageOf(error).startsWith('NOSCRIPT')) throw error
      return (await this.#client.eval(SCRIPTS[name], ...rest)) as Answer
    }
  }

  #silence(): Error {
    if (isRingwallError(this.#problem)) return this.#problem
    const why = this.#problem === undefined ? '' : `: ${messageOf(this.#problem)}`
    return this.#unavailable(`it did not answer within ${this.#options.timeoutMs} ms${why}`)
  }

  #translate(error: unknown): Error {
    if (isRingwallError(error)) return error
    // The client's own errors hold the command, and so the values; only their words are kept.
    const [problem, cause] = [messageOf(error), new Error(messageOf(error))]
    if (/^(?:WRONGTYPE|ERR user_script)/.test(problem))
      return fail('STORE_CORRUPT', { file: this.place, problem }, cause)
    return this.#unavailable(problem, cause)
  }

  #unavailable(problem: string, cause?: unknown): Error {
    return fail('STORE_UNAVAILABLE', { file: this.place, problem }, cause)
  }
}

function clientOptions({ server, timeoutMs }: ServerOptions): Omit<RedisOptions, 'replyMapping'> {
  const { host, port, user, password, path, tls } = server
  return {
    ...(host.startsWith('/') ? { path: host } : { host, port }),
    ...(user !== undefined && { username: user }),
    ...(password !== undefined && { password }),
    db: Number(path || 0),
    ...(tls !== undefined && { tls: { ...tls, rejectUnauthorized: true } }),
    lazyConnect: true,
    connectTimeout: timeoutMs,
    // A command whose answer was lost may have been done: it must not be sent a second time.
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(1000, 20 * 2 ** Math.min(times, 6)),
    // A server that was made a replica: the name may lead to the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  }
}
