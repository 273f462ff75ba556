import { checkInteger, checkOptions } from './check.ts'
import { checkedClock } from './clock.ts'
import { fail } from './errors.ts'
import { createCounters } from './redis/counters.ts'
import { createLogs } from './redis/logs.ts'
import { createMessages } from './redis/messages.ts'
import { integer, type Parts } from './redis/parts.ts'
import { RedisServer } from './redis/server.ts'
import { createValues } from './redis/values.ts'
import { parseServer, type ServerOptions, type UrlKind } from './server-url.ts'
import type { Store } from './store.ts'
import { createTopics } from './topics.ts'

/** Where a Redis or Valkey store is, and its bounds. */
export interface RedisOptions extends ServerOptions {
  /**
   * `redis://user@host:6379/0`, or `rediss://` for an encrypted connection, which one to another machine is in any case
   * unless `?tls=off` says otherwise; `?host=/run/redis.sock` names a local socket.
   */
  readonly url: string
  /** The password, in the place of one in the URL. */
  readonly password?: string
  /** What the names of all keys of the store begin with, in braces (default ringwall). */
  readonly prefix?: string
  /** How long a call may take before it rejects with STORE_UNAVAILABLE, in milliseconds (default 5000). */
  readonly timeoutMs?: number
  /** How often a handle with subscribers looks for messages that no notification told of, in milliseconds (default 1000). */
  readonly pollMs?: number
  /** Most rows per counter and window, from 1 to 1000 (default 250), as in SqliteOptions. */
  readonly maxRowsPerCounter?: number
  /** True uses a server that forgets at a restart or drops keys when its memory is full; default false. */
  readonly acceptLoss?: boolean
  /** A clock in the place of the server's, for tests. */
  readonly now?: () => number
}

const KIND: UrlKind = { plain: ['redis'], encrypted: ['rediss'], port: 6379, off: ['tls', 'off'] }
const NAMES = ['url', 'password', 'tls', 'prefix', 'timeoutMs', 'pollMs', 'maxRowsPerCounter', 'acceptLoss', 'now']

/**
 * Opens a store on one primary of Redis 7 or Valkey 7.2 or newer, shared by any number of processes on any number of
 * machines. Needs the package `ioredis`. Rejects with a RingwallError of STORE_ERRORS. What it acknowledged is as durable as
 * `appendfsync` makes it, and a failover to a replica may lose what was not yet copied.
 */
export async function openRedisStore(options: RedisOptions): Promise<Store> {
  checkOptions(options, NAMES)
  const { prefix = 'ringwall', timeoutMs = 5000, pollMs = 1000, maxRowsPerCounter = 250, acceptLoss = false } = options
  if (typeof prefix !== 'string' || !/^[\w.:-]{1,64}$/.test(prefix))
    throw fail('STORE_ARGUMENT_INVALID', { argument: 'prefix', problem: 'it is not 1 to 64 letters, digits or .:_-' })
  const server = parseServer(options, KIND)
  if (!/^\d{0,4}$/.test(server.path))
    throw fail('STORE_URL_INVALID', { problem: 'its path is not the number of a database' })
  const place = {
    server,
    prefix,
    timeoutMs: checkInteger('timeoutMs', timeoutMs, 1, 600_000),
    acceptLoss: acceptLoss === true,
  }
  const bounds = {
    pollMs: checkInteger('pollMs', pollMs, 1, 60_000),
    maxRows: checkInteger('maxRowsPerCounter', maxRowsPerCounter, 1, 1000),
  }
  const clock = options.now === undefined ? undefined : checkedClock(options.now)
  const now = (): string => (clock === undefined ? '' : String(clock()))
  return assemble({ server: await RedisServer.open(place, now()), now }, bounds)
}

function assemble(parts: Parts, { pollMs, maxRows }: { readonly pollMs: number; readonly maxRows: number }): Store {
  const { server, now } = parts
  const { stop, wake, publish, subscribe } = createTopics(createMessages(parts), pollMs)
  let listener: ReturnType<typeof server.duplicate> | undefined
  const listen = (): void => {
    if (listener !== undefined || server.closed) return
    listener = server.duplicate()
    listener.on('message', wake)
    // What came while it was away.
    listener.on('ready', wake)
    // That it cannot listen harms nobody but by delay: subscribers poll all the same.
    listener.subscribe(server.channel).catch(() => {})
  }
  return {
    ...createCounters(parts, maxRows),
    ...createValues(parts),
    ...createLogs(parts),
    publish,
    async subscribe(topic, handler, options) {
      const unsubscribe = await subscribe(topic, handler, options)
      listen()
      return unsubscribe
    },
    async time(): Promise<number> {
      return integer(await server.run('time', now()), server.place)
    },
    async flush(): Promise<void> {}, // the server says when it syncs
    async close(): Promise<void> {
      stop()
      listener?.disconnect()
      server.close()
    },
  }
}
