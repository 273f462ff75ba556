import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeWith } from '../../../test/servers/describe-with.ts'
import { findPostgres, startPostgres, type PostgresServer } from '../../../test/servers/postgres.ts'
import { openPostgresStore, STORE_CONTRACT, type PostgresOptions } from '../src/index.ts'
import { withPostgres } from './harness.ts'
import { CALLS, codeOf, testServerDriver } from './server-suite.ts'

const PATIENT = { timeout: 10_000 }

describeWith('PostgreSQL', findPostgres() !== undefined, 'PostgreSQL', () => {
  let server: PostgresServer
  let schema = ''
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.process.remove('SIGQUIT'))
  beforeEach(() => {
    schema = `t${randomBytes(6).toString('hex')}`
  })
  const open = (options: Partial<PostgresOptions> = {}): ReturnType<typeof openPostgresStore> =>
    openPostgresStore({ url: server.url, schema, maxConnections: 5, ...options })

  describe('contract', () => {
    test.for(STORE_CONTRACT)('$name', { timeout: 60_000 }, ({ run }) => withPostgres(server.url, run))
  })

  testServerDriver({
    url: () => server.url,
    process: () => server.process,
    open,
    cutListeners: async () => {
      await server.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
    },
    writeVersion: async (version) => {
      await server.query(`INSERT INTO ${schema}.ringwall_schema VALUES (${version})`)
    },
  })

  describe('what the server must be', () => {
    test('another program’s schema is refused and left as it is', async () => {
      await server.query(`CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.theirs (x int)`)
      expect(await codeOf(open())).toBe('STORE_FOREIGN')
      const tables = await server.query(`SELECT tablename FROM pg_tables WHERE schemaname = '${schema}'`)
      expect(tables).toEqual([{ tablename: 'theirs' }])
    })

    test('an empty schema that somebody made for it is used', async () => {
      await server.query(`CREATE SCHEMA ${schema}`)
      const store = await open()
      await store.set('k', 1)
      await store.close()
    })

    test('a user who may not make a schema is told so', async () => {
      await server.query(`CREATE ROLE ${schema} LOGIN PASSWORD 'plain'`)
      const url = new URL(server.url)
      url.username = schema
      url.password = 'plain'
      await expect(open({ url: url.href })).rejects.toThrow(/permission denied/)
    })

    test('fsync = off is refused, unless a loss is accepted', async () => {
      await server.query('ALTER SYSTEM SET fsync = off')
      await server.query('SELECT pg_reload_conf()')
      try {
        await expect.poll(async () => (await server.query('SHOW fsync'))[0]?.['fsync'], PATIENT).toBe('off')
        expect(await codeOf(open())).toBe('STORE_SERVER_UNSAFE')
        const store = await open({ acceptLoss: true })
        await store.close()
      } finally {
        await server.query('ALTER SYSTEM SET fsync = on')
        await server.query('SELECT pg_reload_conf()')
      }
      await expect.poll(async () => (await server.query('SHOW fsync'))[0]?.['fsync'], PATIENT).toBe('on')
    })

    test('another isolation level is refused at each call, since it would let callers overshoot', async () => {
      const store = await open({ maxConnections: 1 })
      await store.close()
      await server.query("ALTER DATABASE postgres SET default_transaction_isolation = 'repeatable read'")
      try {
        const strict = await open()
        for (const [name, call] of Object.entries(CALLS))
          expect([name, await codeOf(call(strict))]).toEqual([name, 'STORE_SERVER_UNSAFE'])
        await strict.close()
      } finally {
        await server.query('ALTER DATABASE postgres RESET default_transaction_isolation')
      }
    })

    test('synchronous_commit = off does not hold for what the store writes', async () => {
      const store = await open()
      await store.close()
      await server.query(`
        SET synchronous_commit = off; BEGIN; SELECT ${schema}.clock(NULL);
        CREATE TABLE ${schema}.seen AS SELECT current_setting('synchronous_commit') AS found; COMMIT`)
      expect(await server.query(`SELECT found FROM ${schema}.seen`)).toEqual([{ found: 'on' }])
    })

    test('a standby is refused', async () => {
      const store = await open()
      await store.close()
      const signal = join(server.process.folder, 'data', 'standby.signal')
      await server.process.end('SIGINT')
      writeFileSync(signal, '')
      await server.process.start()
      expect(await codeOf(open())).toBe('STORE_SERVER_UNSAFE')
      await server.process.end('SIGINT')
      rmSync(signal)
      await server.process.start()
      const back = await open()
      await back.close()
    })
  })

  test('a local socket leads to the same store', async () => {
    const url = new URL(server.url)
    url.searchParams.set('host', server.process.folder)
    const [store, other] = [await open(), await open({ url: url.href })]
    await store.set('k', 1)
    expect((await other.get('k'))?.value).toBe(1)
    await Promise.all([store.close(), other.close()])
  })

  test('removed log entries, rows that are no JSON and a removed table are errors, never nothing', async () => {
    const store = await open()
    await store.append('s', [1, 2, 3])
    await store.set('k', 1)
    await server.query(`DELETE FROM ${schema}.entries WHERE position = 2; UPDATE ${schema}.store_values SET body = '{'`)
    expect(await codeOf(store.read('s', { limit: 9 }))).toBe('STORE_CORRUPT')
    expect(await codeOf(store.get('k'))).toBe('STORE_CORRUPT')
    await server.query(`DROP TABLE ${schema}.window_hits`)
    expect(await codeOf(store.hit('k', { windowMs: 1000, limit: 9 }))).toBe('STORE_UNAVAILABLE')
    expect(await codeOf(store.count('k', 1000))).toBe('STORE_UNAVAILABLE')
    await store.close()
  })

  const badOptions: Partial<Record<keyof PostgresOptions | 'file', unknown>>[] = [
    { file: 'x' },
    { schema: 'Mixed' },
    { schema: 'a"; DROP SCHEMA public; --' },
    { schema: 'pg_store' },
    { timeoutMs: 0 },
    { maxConnections: NaN },
    { pollMs: -1 },
    { maxRowsPerCounter: 1001 },
    { now: 5 },
  ]
  test.for(badOptions)('refuses the options %j', async (bad) => {
    expect(await codeOf(openPostgresStore({ url: server.url, ...bad } as PostgresOptions))).toBe(
      'STORE_ARGUMENT_INVALID',
    )
  })
})
