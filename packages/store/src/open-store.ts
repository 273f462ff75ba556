import { checkOptions } from './check.ts'
import { fail } from './errors.ts'
import { openPostgresStore } from './postgres.ts'
import { openRedisStore } from './redis.ts'
import type { TlsOptions } from './server-url.ts'
import { openSqliteStore } from './sqlite.ts'
import type { Store } from './store.ts'

/** What stores on servers share; a SQLite store takes none of it. */
export interface StoreOptions {
  /** The password, in the place of one in the URL. */
  readonly password?: string
  readonly tls?: TlsOptions
  /** How long a call may take before it rejects, in milliseconds (default 5000). */
  readonly timeoutMs?: number
  /** The schema (PostgreSQL) or the prefix of all keys (Redis) that is the store's own (default ringwall). */
  readonly namespace?: string
  /** True uses a server that does not keep what it acknowledges; default false. */
  readonly acceptLoss?: boolean
}

/** Which database keeps a store. */
export type StoreDriver = 'sqlite' | 'postgres' | 'redis'

const SCHEMES: ReadonlyMap<string, StoreDriver> = new Map([
  ['sqlite', 'sqlite'],
  ['postgres', 'postgres'],
  ['postgresql', 'postgres'],
  ['redis', 'redis'],
  ['rediss', 'redis'],
])
const SQLITE = 'sqlite:'

/** The driver of a URL; undefined for what is none of a store's. */
export function driverOf(url: string): StoreDriver | undefined {
  const colon = url.indexOf(':')
  return SCHEMES.get(url.slice(0, Math.max(0, colon)))
}

/** The path in a URL of the SQLite driver, as it was written. */
export function sqlitePath(url: string): string {
  return url.slice(SQLITE.length)
}

/**
 * Opens the store of a URL: `sqlite:path`, `postgres://…`, `redis://…` or `rediss://…`. Rejects with a RingwallError of
 * STORE_ERRORS; nothing in it shows a password.
 */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  const { namespace, ...rest } = options
  switch (driverOf(url)) {
    case 'sqlite':
      checkOptions(options, [])
      return openSqliteStore({ file: sqlitePath(url) })
    case 'postgres':
      return openPostgresStore({ ...rest, url, ...(namespace !== undefined && { schema: namespace }) })
    case 'redis':
      return openRedisStore({ ...rest, url, ...(namespace !== undefined && { prefix: namespace }) })
    case undefined:
      throw fail('STORE_URL_INVALID', { problem: 'its scheme is none of sqlite, postgres, postgresql, redis, rediss' })
  }
}
