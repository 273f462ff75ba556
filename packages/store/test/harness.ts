import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { JsonValue } from '@ringwall/core'
import type { ContractHarness } from '../src/contract/case.ts'
import type { ContractTask } from '../src/contract/tasks.ts'
import { openPostgresStore, type PostgresOptions } from '../src/postgres.ts'
import { openRedisStore, type RedisOptions } from '../src/redis.ts'
import { openSqliteStore, type SqliteOptions } from '../src/sqlite.ts'
import type { Store } from '../src/store.ts'

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))
const run = promisify(execFile)

/** Gives the action an empty folder and removes it afterwards. */
export async function inFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-store-'))
  try {
    return await action(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** How a store is opened, in this process with a clock that stands still, and what a worker process opens. */
interface Place {
  readonly open: (now: () => number) => Promise<Store>
  readonly worker: WorkerPlace
}

/** What worker.ts opens. */
export type WorkerPlace =
  | { readonly driver: 'sqlite'; readonly options: SqliteOptions }
  | { readonly driver: 'postgres'; readonly options: PostgresOptions }
  | { readonly driver: 'redis'; readonly options: RedisOptions }

/** Gives the action a harness over a new file, and closes all that it opened. */
export async function withHarness<T>(
  action: (harness: ContractHarness & { readonly file: string }) => Promise<T>,
  extra: Omit<SqliteOptions, 'file' | 'now'> = {},
): Promise<T> {
  return inFolder(async (folder) => {
    const file = join(folder, 'state', 'store.db')
    // On a busy machine a lock may be held for longer than the default wait.
    const open = (now: () => number): Promise<Store> =>
      openSqliteStore({ file, now, pollMs: 10, busyTimeoutMs: 20_000, ...extra })
    const place: Place = { open, worker: { driver: 'sqlite', options: { file, busyTimeoutMs: 30_000 } } }
    return atPlace(place, (harness) => action({ ...harness, file }))
  })
}

/** Gives the action a harness over a new schema of the server, and closes all that it opened. */
export async function withPostgres<T>(
  url: string,
  action: (harness: ContractHarness & { readonly schema: string }) => Promise<T>,
  extra: Omit<PostgresOptions, 'url' | 'now'> = {},
): Promise<T> {
  const schema = `s${randomBytes(6).toString('hex')}`
  const options: PostgresOptions = { url, schema, timeoutMs: 30_000, maxConnections: 4, ...extra }
  const open = (now: () => number): Promise<Store> => openPostgresStore({ ...options, now })
  return atPlace({ open, worker: { driver: 'postgres', options } }, (harness) => action({ ...harness, schema }))
}

/** Gives the action a harness over a new prefix of the server, and closes all that it opened. */
export async function withRedis<T>(
  url: string,
  action: (harness: ContractHarness & { readonly prefix: string }) => Promise<T>,
  extra: Omit<RedisOptions, 'url' | 'now'> = {},
): Promise<T> {
  const prefix = `s${randomBytes(6).toString('hex')}`
  const options: RedisOptions = { url, prefix, timeoutMs: 30_000, ...extra }
  const open = (now: () => number): Promise<Store> => openRedisStore({ ...options, now })
  return atPlace({ open, worker: { driver: 'redis', options } }, (harness) => action({ ...harness, prefix }))
}

async function atPlace<T>({ open, worker }: Place, action: (harness: ContractHarness) => Promise<T>): Promise<T> {
  const opened: Store[] = []
  let now = Date.now()
  const peer = async (): Promise<Store> => {
    const store = await open(() => now)
    opened.push(store)
    return store
  }
  const advance = (ms: number): void => void (now += ms)
  const runInProcess = (task: ContractTask): Promise<JsonValue> => work(worker, task)
  try {
    return await action({ store: await peer(), peer, advance, runInProcess })
  } finally {
    await Promise.all(opened.map((store) => store.close()))
  }
}

async function work(place: WorkerPlace, task: ContractTask): Promise<JsonValue> {
  const flags = ['--conditions=@ringwall/source', '--experimental-strip-types', '--no-warnings']
  const { stdout } = await run(process.execPath, [...flags, WORKER, JSON.stringify(place), JSON.stringify(task)], {
    timeout: 60_000,
  })
  return JSON.parse(stdout) as JsonValue
}
