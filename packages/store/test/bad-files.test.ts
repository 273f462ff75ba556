import { chmod, mkdir, open as openFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isRingwallError } from '@ringwall/core'
import { describe, expect, test } from 'vitest'
import { until } from '../src/contract/expect.ts'
import { openSqliteStore, type SqliteOptions } from '../src/sqlite.ts'
import { inFolder, withHarness } from './harness.ts'

/** The code with which a call rejects, or what it answered. */
async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'answered',
    (error: unknown) => (isRingwallError(error) ? error.code : String(error)),
  )
}

const open = (file: string): Promise<string> => codeOf(openSqliteStore({ file, busyTimeoutMs: 50 }))

/** Changes the file behind the store's back. */
function tamper(file: string, sql: string): void {
  const db = new DatabaseSync(file)
  db.exec(sql)
  db.close()
}

describe('opening', () => {
  test('creates the file for its user only, and the folders before it', () =>
    withHarness(async ({ file, store }) => {
      await store.set('k', 1)
      const modes = await Promise.all([file, `${file}-wal`, join(file, '..')].map((path) => stat(path)))
      expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['600', '600', '700'])
    }))

  test('refuses what is no file name, a folder, a link, and a file below a file', () =>
    inFolder(async (folder) => {
      await writeFile(join(folder, 'plain'), '', { mode: 0o600 })
      await symlink(join(folder, 'plain'), join(folder, 'link'))
      expect(await open('')).toBe('STORE_PATH_INVALID')
      expect(await open('a\0b')).toBe('STORE_PATH_INVALID')
      expect(await open(folder)).toBe('STORE_PATH_INVALID')
      expect(await open(join(folder, 'link'))).toBe('STORE_PATH_INVALID')
      expect(await open(join(folder, 'plain', 'store.db'))).toBe('STORE_UNAVAILABLE')
    }))

  test('refuses a file and a folder that other users can write to', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'store.db')
      await writeFile(file, '')
      await chmod(file, 0o640)
      expect(await open(file)).toBe('STORE_PERMISSIONS_UNSAFE')
      await chmod(file, 0o600)
      await chmod(folder, 0o777)
      expect(await open(file)).toBe('STORE_PERMISSIONS_UNSAFE')
      await chmod(folder, 0o700)
      expect(await open(file)).toBe('answered')
    }))

  test('refuses an unreadable file', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'store.db')
      await writeFile(file, 'secret', { mode: 0o000 })
      // Root reads it all the same and finds that it is no database; anyone else cannot read it at all.
      expect(['STORE_CORRUPT', 'STORE_UNAVAILABLE']).toContain(await open(file))
    }))

  test('refuses a file that is not a database and leaves it as it was', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'store.db')
      await writeFile(file, 'not a database, '.repeat(500), { mode: 0o600 })
      expect(await open(file)).toBe('STORE_CORRUPT')
      expect((await stat(file)).size).toBe(8000)
    }))

  test('refuses the database of another program, a newer schema and a lost version', () =>
    inFolder(async (folder) => {
      const foreign = join(folder, 'foreign.db')
      await writeFile(foreign, '', { mode: 0o600 })
      tamper(foreign, 'CREATE TABLE theirs (x)')
      expect(await open(foreign)).toBe('STORE_FOREIGN')
      const file = join(folder, 'store.db')
      await (await openSqliteStore({ file })).close()
      tamper(file, 'INSERT INTO schema_version VALUES (99)')
      expect(await open(file)).toBe('STORE_SCHEMA_NEWER')
      tamper(file, 'DELETE FROM schema_version')
      expect(await open(file)).toBe('STORE_CORRUPT')
    }))

  test('ten openers of a new file agree', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'store.db')
      const stores = await Promise.all(Array.from({ length: 10 }, () => openSqliteStore({ file })))
      await Promise.all(stores.map((store) => store.hit('k', { windowMs: 60_000 })))
      expect((await stores[0]?.count('k', 60_000))?.count).toBe(10)
      await Promise.all(stores.map((store) => store.close()))
    }))

  const badOptions: Partial<Record<keyof SqliteOptions | 'path', unknown>>[] = [
    { file: 7 },
    { file: undefined },
    { path: 'x' },
    { busyTimeoutMs: NaN },
    { busyTimeoutMs: -1 },
    { pollMs: 0 },
    { maxRowsPerCounter: Infinity },
    { maxRowsPerCounter: 1001 },
    { now: 5 },
    { now: undefined },
  ]
  test.for(badOptions)('refuses the options %j', async (bad) => {
    const options = { file: ':memory:', ...bad } as SqliteOptions
    expect(await codeOf(openSqliteStore(options))).toBe('STORE_ARGUMENT_INVALID')
  })
})

describe('a store in trouble', () => {
  test('rejects while another connection holds the lock, keeps the event loop free, and goes on after', () =>
    withHarness(
      async ({ file, store }) => {
        const holder = new DatabaseSync(file)
        holder.exec('BEGIN EXCLUSIVE')
        let ticks = 0
        const timer = setInterval(() => (ticks += 1), 5)
        expect(await codeOf(store.hit('k', { windowMs: 1000, limit: 5 }))).toBe('STORE_LOCKED')
        clearInterval(timer)
        expect(ticks).toBeGreaterThan(1)
        const waiting = store.hit('k', { windowMs: 1000, limit: 5 })
        holder.exec('ROLLBACK')
        holder.close()
        expect(await waiting).toMatchObject({ count: 1, allowed: true })
      },
      { busyTimeoutMs: 300 },
    ))

  test('cannot be opened while another connection holds the lock', () =>
    withHarness(async ({ file, store }) => {
      await store.close()
      const holder = new DatabaseSync(file)
      holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
      expect(await open(file)).toBe('STORE_LOCKED')
      holder.close()
      expect(await open(file)).toBe('answered')
    }))

  test('rejects once its file was removed or replaced, and tells subscribers once', () =>
    withHarness(async ({ file, store, peer }) => {
      const codes: string[] = []
      const onError = (error: { code: string }): void => void codes.push(error.code)
      await store.subscribe('t', () => {}, { onError })
      await store.hit('k', { windowMs: 60_000 })
      await rm(file)
      await until('the refusal', async () => (await codeOf(store.count('k', 60_000))) === 'STORE_UNAVAILABLE')
      await rm(`${file}-wal`, { force: true })
      await rm(`${file}-shm`, { force: true })
      const fresh = await peer()
      expect((await fresh.count('k', 60_000)).count).toBe(0)
      expect(await codeOf(store.hit('k', { windowMs: 60_000 }))).toBe('STORE_UNAVAILABLE')
      await until('the report', () => codes.length > 0)
      expect(codes).toEqual(['STORE_UNAVAILABLE'])
    }))

  test('finds missing log entries, values that are no JSON and counters that are no integers', () =>
    withHarness(async ({ file, store }) => {
      await store.append('s', [1, 2, 3, 4])
      await store.set('k', 1)
      const readFrom = (after: number): Promise<string> => codeOf(store.read('s', { after, limit: 2 }))
      tamper(file, `DELETE FROM entries WHERE position = 2; UPDATE store_values SET body = '{'`)
      expect([await readFrom(0), await readFrom(1), await readFrom(2)]).toEqual([
        'STORE_CORRUPT',
        'STORE_CORRUPT',
        'answered',
      ])
      tamper(file, 'DELETE FROM entries')
      expect(await readFrom(2)).toBe('STORE_CORRUPT')
      tamper(file, "INSERT INTO entries VALUES ('s', 5, 0, '1')")
      expect(await readFrom(4)).toBe('STORE_CORRUPT')
      expect(await codeOf(store.get('k'))).toBe('STORE_CORRUPT')
      expect(await codeOf(store.list('', { limit: 9 }))).toBe('STORE_CORRUPT')
      tamper(file, 'DROP TABLE window_hits')
      expect(await codeOf(store.hit('k', { windowMs: 1000 }))).toBe('STORE_UNAVAILABLE')
    }))

  test('rejects on a damaged page instead of answering from it', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'store.db')
      const store = await openSqliteStore({ file })
      for (let i = 0; i < 200; i += 1) await store.set(`k${i}`, 'x'.repeat(500))
      await store.close()
      const size = (await stat(file)).size
      const handle = await openFile(file, 'r+')
      // All but the first page, which holds the header and the schema.
      await handle.write(Buffer.alloc(size - 4096, 0xa5), 0, size - 4096, 4096)
      await handle.close()
      const code = await codeOf(
        openSqliteStore({ file }).then(async (damaged) => {
          try {
            await damaged.hit('k', { windowMs: 1000, limit: 1 })
          } finally {
            await damaged.close()
          }
        }),
      )
      expect(code).toBe('STORE_CORRUPT')
    }))

  test('a clock that gives no time rejects every call that needs it', async () => {
    for (const time of [NaN, -1, Infinity]) {
      const store = await openSqliteStore({ file: ':memory:', now: () => time })
      expect(await codeOf(store.hit('k', { windowMs: 1000, limit: 1 }))).toBe('STORE_ARGUMENT_INVALID')
      expect(await codeOf(store.get('k'))).toBe('STORE_ARGUMENT_INVALID')
      await store.close()
    }
  })

  test('calls that wait for a lock are rejected by close', () =>
    withHarness(async ({ file, store }) => {
      const holder = new DatabaseSync(file)
      holder.exec('BEGIN EXCLUSIVE')
      const waiting = codeOf(store.set('k', 1))
      await store.close()
      expect(await waiting).toBe('STORE_CLOSED')
      holder.close()
    }))

  test('a moved file and its folder do not silently become a new store', () =>
    withHarness(async ({ file, store }) => {
      const folder = join(file, '..')
      await rename(folder, `${folder}-moved`)
      await mkdir(folder, { mode: 0o700 })
      await until('the refusal', async () => (await codeOf(store.set('k', 1))) === 'STORE_UNAVAILABLE')
    }))
})
