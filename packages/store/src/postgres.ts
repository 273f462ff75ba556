import { checkInteger, checkOptions } from './check.ts'
import { checkedClock } from './clock.ts'
import { fail } from './errors.ts'
import { createCounters } from './postgres/counters.ts'
import { Database } from './postgres/database.ts'
import { createListener } from './postgres/listener.ts'
import { createLogs } from './postgres/logs.ts'
import { createMessages } from './postgres/messages.ts'
import type { Parts } from './postgres/parts.ts'
import { integer } from './postgres/row.ts'
import { createValues } from './postgres/values.ts'
import { parseServer, type ServerOptions, type UrlKind } from './server-url.ts'
import type { Store } from './store.ts'
import { createTopics } from './topics.ts'

/** Where a PostgreSQL store is, and its bounds. */
export interface PostgresOptions extends ServerOptions {
  /**
   * `postgres://user@host:5432/database`. To another machine the connection is encrypted and the server's certificate is
   * checked, unless `?sslmode=disable` says otherwise; `?host=/run/postgresql` names a local socket.
   */
  readonly url: string
  /** The password, in the place of one in the URL. */
  readonly password?: string
  /** The schema of the store's own in the database, made if missing (default ringwall). */
  readonly schema?: string
  /** How long a call may take before it rejects with STORE_UNAVAILABLE, in milliseconds (default 5000). */
  readonly timeoutMs?: number
  /** Most connections of this handle, beside one that listens (default 10). */
  readonly maxConnections?: number
  /** How often a handle with subscribers looks for messages that no notification told of, in milliseconds (default 1000). */
  readonly pollMs?: number
  /** Most rows per counter and window, from 1 to 1000 (default 250), as in SqliteOptions. */
  readonly maxRowsPerCounter?: number
  /** True uses a server that does not keep what it acknowledges through a crash (`fsync = off`); default false. */
  readonly acceptLoss?: boolean
  /** A clock in the place of the server's, for tests. */
  readonly now?: () => number
}

const KIND: UrlKind = {
  plain: ['postgres', 'postgresql'],
  encrypted: [],
  port: 5432,
  off: ['sslmode', 'disable'],
}
const NAMES = ['url', 'password', 'tls', 'schema', 'timeoutMs', 'maxConnections', 'pollMs', 'maxRowsPerCounter']

/**
 * Opens a store on PostgreSQL 13 or newer, shared by any number of processes on any number of machines. Needs the package
 * `pg`. Rejects with a RingwallError of STORE_ERRORS. What it acknowledged is as durable as `synchronous_commit` makes it,
 * which is never less than `on`, but for a failover to a standby that is not synchronous.
 */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  checkOptions(options, [...NAMES, 'acceptLoss', 'now'])
  const { schema = 'ringwall', timeoutMs = 5000, maxConnections = 10, pollMs = 1000 } = options
  const { maxRowsPerCounter = 250, acceptLoss = false, now } = options
  if (typeof schema !== 'string' || !/^[a-z_][a-z0-9_]{0,48}$/.test(schema) || schema.startsWith('pg_'))
    throw fail('STORE_ARGUMENT_INVALID', { argument: 'schema', problem: 'it is not a plain lower-case identifier' })
  const clock = now === undefined ? (): null => null : checkedClock(now)
  const bounds = {
    pollMs: checkInteger('pollMs', pollMs, 1, 60_000),
    maxRows: checkInteger('maxRowsPerCounter', maxRowsPerCounter, 1, 1000),
  }
  const database = await Database.open({
    server: parseServer(options, KIND),
    schema,
    timeoutMs: checkInteger('timeoutMs', timeoutMs, 1, 600_000),
    maxConnections: checkInteger('maxConnections', maxConnections, 1, 1000),
    acceptLoss: acceptLoss === true,
  })
  return assemble({ database, now: clock }, bounds)
}

function assemble(parts: Parts, { pollMs, maxRows }: { readonly pollMs: number; readonly maxRows: number }): Store {
  const { database, now } = parts
  const { stop, wake, publish, subscribe } = createTopics(createMessages(parts), pollMs)
  const listener = createListener(database, wake)
  return {
    ...createCounters(parts, maxRows),
    ...createValues(parts),
    ...createLogs(parts),
    publish,
    async subscribe(topic, handler, options) {
      const unsubscribe = await subscribe(topic, handler, options)
      listener.start()
      return unsubscribe
    },
    async time(): Promise<number> {
      const [row] = await database.query(`SELECT ${database.schema}.clock($1) AS at`, [now()])
      return integer(row, 'at', database.place)
    },
    async flush(): Promise<void> {}, // each commit is on the disk
    async close(): Promise<void> {
      stop()
      listener.stop()
      await database.close()
    },
  }
}
