import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgresStore, openRedisStore, openSqliteStore, type Store } from '@ringwall/store'
import { findPostgres, startPostgres } from '../servers/postgres.ts'
import { findRedis, startRedis } from '../servers/redis.ts'

const ROUND_MS = 1500
/** How many calls a busy gateway has under way. */
export const IN_FLIGHT = 64

/** How much is done in a second with so many calls in flight; each counts for `counts`. */
export async function rate(inFlight: number, counts: number, run: (id: number) => Promise<unknown>): Promise<number> {
  let [id, done] = [0, 0]
  const start = performance.now()
  const work = async (): Promise<void> => {
    while (performance.now() - start < ROUND_MS) {
      id += 1
      await run(id)
      done += counts
    }
  }
  await Promise.all(Array.from({ length: inFlight }, work))
  return (done / (performance.now() - start)) * 1000
}

/** A store, its name, and how to end what is behind it. */
type Opened = readonly [name: string, store: Store, close: () => Promise<void>]

/** A store of each driver that is installed here: SQLite in a file, the servers on the disk. */
export async function openAll(): Promise<readonly Opened[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ringwall-bench-'))
  const sqlite = await openSqliteStore({ file: join(folder, 'state', 'store.db') })
  const opened: Opened[] = [['sqlite', sqlite, async () => rmSync(folder, { recursive: true })]]
  if (findPostgres() !== undefined) {
    const server = await startPostgres({ onDisk: true })
    opened.push(['postgres', await openPostgresStore({ url: server.url }), () => server.process.remove('SIGINT')])
  }
  for (const mode of findRedis() === undefined ? [] : ['always', 'everysec']) {
    const server = await startRedis({ settings: ['--appendfsync', mode], onDisk: true })
    const store = await openRedisStore({ url: server.url, prefix: `b${randomBytes(4).toString('hex')}` })
    opened.push([`redis ${mode}`, store, () => server.process.remove('SIGTERM')])
  }
  return opened
}
