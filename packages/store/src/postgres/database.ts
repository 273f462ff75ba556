import { setTimeout as sleep } from 'node:timers/promises'
import { isRingwallError, messageOf } from '@ringwall/core'
import type { Client, ClientBase, ClientConfig, Pool, PoolClient } from 'pg'
import { within } from '../deadline.ts'
import { fail } from '../errors.ts'
import { loadDriver } from '../load-driver.ts'
import type { Server } from '../server-url.ts'
import { RAISED } from './functions.ts'
import { migrate } from './schema.ts'

/** One row as the server gave it. */
export type Row = Readonly<Record<string, unknown>>
/** Runs one statement. */
export type Query = (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>

/** Where a database is, and how patient its users are. */
export interface DatabaseOptions {
  readonly server: Server
  /** An identifier that needs no quotes. */
  readonly schema: string
  readonly timeoutMs: number
  readonly maxConnections: number
  /** Whether a server may be used that does not keep what it acknowledges. */
  readonly acceptLoss: boolean
}

/** How often a statement is repeated that the server undid because of others: it was not done. */
const ATTEMPTS = 5

/** A pool of connections. All failures leave as RingwallErrors, within the time of the options. */
export class Database {
  readonly place: string
  readonly schema: string
  readonly channel: string
  readonly #pool: Pool
  readonly #options: DatabaseOptions
  readonly #newClient: () => Client
  /** How to refuse the calls that wait: a pool that has ended never answers those that it had not begun. */
  readonly #waiting = new Set<(refusal: Error) => void>()
  #closed = false

  private constructor(pool: Pool, options: DatabaseOptions, newClient: () => Client) {
    this.#pool = pool
    this.#options = options
    this.#newClient = newClient
    this.place = options.server.place
    this.schema = options.schema
    this.channel = channelOf(options.schema)
  }

  /** Connects, checks that the server can keep the store's promises, and migrates. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const { default: pg } = await loadDriver('pg', () => import('pg'))
    const { server, schema, maxConnections } = options
    const config = clientConfig(options)
    const pool = new pg.Pool({
      ...config,
      max: maxConnections,
      allowExitOnIdle: true,
      // At each connection: a name may lead to another server after a failover.
      onConnect: (client) => checkServer(queryOf(client), options),
    })
    // An idle connection that breaks is replaced when it is needed; unheard, its error would end the process.
    pool.on('error', () => {})
    const database = new Database(pool, options, () => new pg.Client(config))
    try {
      await database.#exclusively((query) => migrate(query, schema, database.channel, server.place))
    } catch (error) {
      await database.close()
      throw error
    }
    return database
  }

  /** True from the start of close. */
  get closed(): boolean {
    return this.#closed
  }

  /** Runs one statement, which is its own transaction. */
  async query(sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
    for (let attempt = 1; ; attempt += 1) {
      if (this.#closed) throw fail('STORE_CLOSED')
      try {
        const work = this.#pool.query({ text: sql, values: [...values] })
        return (await this.#bounded(work)).rows as Row[]
      } catch (error) {
        if (this.#closed) throw fail('STORE_CLOSED')
        if (!isUndone(error) || attempt === ATTEMPTS) throw this.#translate(error)
      }
      await sleep(attempt * 5)
    }
  }

  /** A connection of its own, not yet made, that hears notifications. */
  newClient(): Client {
    return this.#newClient()
  }

  /** Calls that a connection works on end, those that wait for one are refused. Idempotent; a server that does not answer does not hold it up. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await within(this.#options.timeoutMs, this.#pool.end(), () => new Error('late')).catch(() => {})
    for (const refuse of this.#waiting) refuse(fail('STORE_CLOSED'))
  }

  async #exclusively<T>(action: (query: Query) => Promise<T>): Promise<T> {
    let client: PoolClient | undefined
    let broken = true
    try {
      client = await this.#pool.connect()
      const result = await action(queryOf(client))
      broken = false
      return result
    } catch (error) {
      throw this.#translate(error)
    } finally {
      client?.release(broken)
    }
  }

  async #bounded<T>(work: Promise<T>): Promise<T> {
    const { timeoutMs } = this.#options
    const over = Promise.withResolvers<never>()
    this.#waiting.add(over.reject)
    try {
      const late = (): Error => this.#unavailable(`it did not answer within ${timeoutMs} ms`)
      return await within(timeoutMs, Promise.race([work, over.promise]), late)
    } finally {
      this.#waiting.delete(over.reject)
    }
  }

  #unavailable(problem: string, cause?: unknown): Error {
    return fail('STORE_UNAVAILABLE', { file: this.place, problem }, cause)
  }

  #translate(cause: unknown): Error {
    if (isRingwallError(cause)) return cause
    const code = codeOf(cause)
    if (code === RAISED.unsafe)
      return fail('STORE_SERVER_UNSAFE', { file: this.place, problem: messageOf(cause) }, cause)
    if (code === '28P01' || code === '28000')
      return this.#unavailable('the server refuses this user or password', withoutDetail(cause))
    if (code.startsWith('XX')) return fail('STORE_CORRUPT', { file: this.place, problem: messageOf(cause) }, cause)
    return this.#unavailable(messageOf(cause) || code, cause)
  }
}

/** The SQLSTATE or system code of an error, or ''. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function withoutDetail(cause: unknown): Error {
  return new Error(messageOf(cause))
}

/** Whether the server undid a statement for the sake of others. Deadlock and serialization failure. */
function isUndone(error: unknown): boolean {
  return ['40P01', '40001'].includes(codeOf(error))
}

function clientConfig({ server, timeoutMs }: DatabaseOptions): ClientConfig {
  const { host, port, user, password, path, tls } = server
  return {
    host,
    port,
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    database: path,
    // The host is named because Node would otherwise ask a certificate for an address whether it is for localhost.
    ssl: tls === undefined ? false : { host, ...tls, rejectUnauthorized: true },
    application_name: 'ringwall',
    query_timeout: timeoutMs,
    statement_timeout: timeoutMs,
    connectionTimeoutMillis: timeoutMs,
    keepAlive: true,
  }
}

function queryOf(client: Pick<ClientBase, 'query'>): Query {
  return async (sql, values = []) => {
    const result = await client.query<Row>(sql, [...values])
    // Several statements in one text have a list of results, which nobody reads.
    return Array.isArray(result) ? [] : result.rows
  }
}

/** Refuses a server that answers from an earlier state, or that forgets. */
async function checkServer(query: Query, { server: { place }, acceptLoss }: DatabaseOptions): Promise<void> {
  const [row] = await query(`
    SELECT current_setting('server_version_num')::int AS version, current_setting('fsync') AS fsync,
           current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS standby`)
  const problem =
    Number(row?.['version']) < 130_000
      ? 'it is older than PostgreSQL 13'
      : row?.['standby'] !== false
        ? 'it is a standby, which may be behind'
        : row['encoding'] !== 'UTF8'
          ? 'the encoding of the database is not UTF8'
          : row['fsync'] !== 'on' && !acceptLoss
            ? 'fsync is off, so that a crash of its machine loses what it acknowledged'
            : undefined
  if (problem !== undefined) throw fail('STORE_SERVER_UNSAFE', { file: place, problem })
}

function channelOf(schema: string): string {
  return `ringwall_${schema}`.slice(0, 63)
}
