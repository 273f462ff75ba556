import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgresStore, openRedisStore, openSqliteStore, type Store } from '@ringwall/store'
import { findPostgres, startPostgres } from '../servers/postgres.ts'
import { findRedis, startRedis } from '../servers/redis.ts'

/** A store that a benchmark works on, and how to be rid of it. */
export type OpenedStore = readonly [name: string, store: Store, close: () => Promise<void>]

/** SQLite in a file, and PostgreSQL and Redis on servers that are started here, where they are installed; all on the disk. */
export async function openStores(): Promise<readonly OpenedStore[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ringwall-bench-'))
  const sqlite = await openSqliteStore({ file: join(folder, 'state', 'store.db') })
  const opened: OpenedStore[] = [['sqlite', sqlite, async () => rmSync(folder, { recursive: true })]]
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
