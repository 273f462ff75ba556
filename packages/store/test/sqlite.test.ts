import * as fc from 'fast-check'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { compareWithModel, type WindowStep } from '../src/contract/window-model.ts'
import { until } from '../src/contract/expect.ts'
import { STORE_CONTRACT, openSqliteStore, type Store } from '../src/index.ts'
import { inFolder, withHarness } from './harness.ts'

const HITTER = fileURLToPath(new URL('hitter.ts', import.meta.url))

describe('contract', () => {
  test.for(STORE_CONTRACT)('$name', { timeout: 60_000 }, ({ run }) => withHarness(run))
})

const key = fc.constantFrom('a', 'b')
const windowMs = fc.constantFrom(1, 7, 50)
const name = fc.constantFrom('r', 's')
const step: fc.Arbitrary<WindowStep> = fc.oneof(
  fc.record({ kind: fc.constant('advance' as const), ms: fc.nat(30) }),
  fc.record({ kind: fc.constant('count' as const), key, windowMs }),
  fc.record(
    {
      kind: fc.constant('hit' as const),
      key,
      windowMs,
      cost: fc.integer({ min: 1, max: 9 }),
      limit: fc.nat(30),
      recordDenied: fc.boolean(),
    },
    { requiredKeys: ['kind', 'key', 'windowMs'] },
  ),
  fc.record({
    kind: fc.constant('reserve' as const),
    name,
    demands: fc.uniqueArray(
      fc.record({ key, windowMs, cost: fc.nat(9), limit: fc.nat(30) }, { requiredKeys: ['key', 'windowMs', 'cost'] }),
      { selector: (demand) => demand.key, minLength: 1 },
    ),
    holdMs: fc.integer({ min: 1, max: 60 }),
  }),
  fc.record({ kind: fc.constant('settle' as const), name, cost: fc.option(fc.nat(9)) }),
)

describe('sliding window', () => {
  test('agrees with the naive model, whatever the steps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        let now = 1_000_000
        const store = await openSqliteStore({ file: ':memory:', now: () => now })
        const advance = (ms: number): void => void (now += ms)
        const unused = (): never => {
          throw new Error('not used by the model')
        }
        try {
          await compareWithModel({ store, advance, peer: unused, runInProcess: unused }, steps)
        } finally {
          await store.close()
        }
      }),
      { numRuns: 150 },
    )
  })

  test('past its bound of rows counts never fewer hits than the model, and no more than all', async () => {
    const gaps = fc.array(fc.nat(40), { minLength: 1, maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(gaps, async (gaps) => {
        let now = 1_000_000
        const store = await openSqliteStore({ file: ':memory:', now: () => now, maxRowsPerCounter: 4 })
        const times: number[] = []
        for (const gap of gaps) {
          now += gap
          times.push(now)
          const { count } = await store.hit('k', { windowMs: 100 })
          expect(count).toBeGreaterThanOrEqual(times.filter((at) => at > now - 100).length)
          expect(count).toBeLessThanOrEqual(times.length)
        }
        now += 100
        expect((await store.count('k', 100)).count).toBe(0)
        await store.close()
      }),
      { numRuns: 100 },
    )
  })
})

describe('rows', () => {
  // Where in a slot (1200 ms) the flood begins decides how many hits share its first row.
  test.each([0, 1, 600, 1100, 1199])(
    'a flood on one key that begins %i ms into a slot stays within its bound, and the first hits are not pushed out',
    (phase) =>
      withHarness(
        async ({ store, advance, file }) => {
          advance(1200 - ((await store.time()) % 1200) + phase)
          const start = await store.time()
          for (let i = 0; i < 600; i += 1) {
            await store.hit('k', { windowMs: 60_000 })
            advance(100)
          }
          expect(rows(file, 'window_hits')).toBeLessThanOrEqual(51)
          // What a slot holds leaves with the latest hit of it, and never before: the one hit of a first slot may have left.
          const { count, oldestAt } = await store.count('k', 60_000)
          expect(count).toBeGreaterThanOrEqual(599)
          expect(oldestAt).toBeGreaterThanOrEqual(start)
          expect(oldestAt).toBeLessThanOrEqual(start + 1200)
        },
        { maxRowsPerCounter: 50 },
      ),
  )

  test.each([0, 1, 100, 151, 199])(
    'a window under constant load from %i ms into a slot on slides: what is older than a slot and its length is forgotten',
    (phase) =>
      withHarness(
        async ({ store, advance }) => {
          advance(200 - ((await store.time()) % 200) + phase)
          for (let i = 0; i < 1000; i += 1) {
            await store.hit('k', { windowMs: 10_000 })
            advance(50)
          }
          // 200 hits fall into any ten seconds, and at most 4 more into a slot of 200 ms.
          expect((await store.count('k', 10_000)).count).toBeGreaterThanOrEqual(199)
          expect((await store.count('k', 10_000)).count).toBeLessThanOrEqual(204)
        },
        { maxRowsPerCounter: 50 },
      ),
  )

  test('expired rows are removed while others are written', () =>
    withHarness(async ({ store, advance, file }) => {
      for (let i = 0; i < 300; i += 1) {
        await store.hit(`k${i}`, { windowMs: 1000 })
        await store.set(`k${i}`, i, { ttlMs: 1000 })
        await store.publish('t', i)
        await store.reserve(`r${i}`, [{ key: 'held', windowMs: 1000, cost: 1 }], { holdMs: 1000 })
      }
      advance(60_000)
      for (let i = 0; i < 128; i += 1) await store.set('one', i)
      const tables = ['window_hits', 'store_values', 'messages', 'holds']
      expect(tables.map((table) => rows(file, table))).toEqual([0, 1, 0, 0])
    }))
})

describe('writes that share a transaction', () => {
  test('are undone together and done one by one where one of them is refused', () =>
    withHarness(async ({ store }) => {
      await store.append('a', [1])
      await store.reserve('r', [{ key: 'k', windowMs: 1000, cost: 1 }], { holdMs: 1000 })
      const done = await Promise.allSettled([
        store.set('before', 1),
        store.trim('a', 7),
        store.append('a', [2]),
        store.settle('r', [1, 1]),
        store.hit('k', { windowMs: 1000 }),
      ])
      expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'])
      expect((await store.get('before'))?.value).toBe(1)
      expect(await store.extent('a')).toEqual({ first: 1, last: 2 })
      expect((await store.count('k', 1000)).count).toBe(2)
    }))

  test('are done before a close that follows them', () =>
    withHarness(async ({ store, peer }) => {
      const writer = await peer()
      const [written] = await Promise.all([writer.set('k', 1), writer.close()])
      expect((await store.get('k'))?.version).toBe(written)
    }))
})

describe('reads that share a transaction', () => {
  test('answer each for itself, and one that fails harms no other', () =>
    withHarness(async ({ store, file }) => {
      await store.set('a', 1)
      await store.set('broken', 1)
      await store.append('log', [1, 2])
      await store.hit('k', { windowMs: 1000 })
      const other = new DatabaseSync(file)
      other.exec(`UPDATE store_values SET body = '{' WHERE key = 'broken'`)
      other.close()
      const asked = () =>
        Promise.allSettled([
          store.get('a'),
          store.get('broken'),
          store.get('none'),
          store.extent('log'),
          store.count('k', 1000),
        ])
      for (const answers of [await asked(), ...(await Promise.all([asked(), asked()]))]) {
        expect(answers).toMatchObject([
          { status: 'fulfilled', value: { value: 1 } },
          { status: 'rejected', reason: { code: 'STORE_CORRUPT' } },
          { status: 'fulfilled', value: undefined },
          { status: 'fulfilled', value: { first: 1, last: 2 } },
          { status: 'fulfilled', value: { count: 1 } },
        ])
      }
      await store.set('a', 2)
      expect((await store.get('a'))?.value).toBe(2)
    }))

  test('see what another handle has written before they were asked for', () =>
    withHarness(async ({ store, peer }) => {
      const writer = await peer()
      for (let turn = 1; turn <= 50; turn++) {
        await writer.set(`k${turn % 3}`, turn)
        const read = [0, 1, 2].map((at) => store.get(`k${at}`))
        expect((await Promise.all(read))[turn % 3]?.value).toBe(turn)
      }
    }))

  test('are done before a close that follows them, and refused behind it', () =>
    withHarness(async ({ store, peer }) => {
      await store.set('k', 1)
      const reader = await peer()
      const early = [reader.get('k'), reader.get('k')]
      const closing = reader.close()
      const late = [reader.get('k'), reader.get('k')]
      expect((await Promise.all(early)).map((found) => found?.value)).toEqual([1, 1])
      for (const read of late) await expect(read).rejects.toMatchObject({ code: 'STORE_CLOSED' })
      await closing
    }))
})

describe('a file of the first schema', () => {
  /** The schema of version 1, which never changes again, with a row in each table. */
  const FIRST = `
    CREATE TABLE hits (
      key TEXT NOT NULL, at INTEGER NOT NULL, expires_at INTEGER NOT NULL, cost INTEGER NOT NULL CHECK (cost > 0),
      PRIMARY KEY (key, at, expires_at)) STRICT, WITHOUT ROWID;
    CREATE INDEX hits_expiry ON hits (expires_at);
    CREATE TABLE store_values (
      key TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL, version INTEGER NOT NULL, expires_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX store_values_expiry ON store_values (expires_at) WHERE expires_at IS NOT NULL;
    CREATE TABLE last_version (only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL) STRICT;
    INSERT INTO last_version VALUES (1, 4);
    CREATE TABLE streams (stream TEXT NOT NULL PRIMARY KEY, head INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE entries (stream TEXT NOT NULL, position INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (stream, position)) STRICT, WITHOUT ROWID;
    CREATE TABLE messages (
      id INTEGER PRIMARY KEY, topic TEXT NOT NULL, body TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT;
    CREATE INDEX messages_expiry ON messages (expires_at);
    CREATE TABLE last_message (only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1), id INTEGER NOT NULL) STRICT;
    INSERT INTO last_message VALUES (1, 0);
    PRAGMA application_id = 1381462900;
    CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY) STRICT;
    INSERT INTO schema_version VALUES (1);
    INSERT INTO hits VALUES ('k', 1000000, 1060000, 3), ('k', 1000001, 1060001, 4), ('k', 1050000, 1110000, 5);
    INSERT INTO store_values VALUES ('v', '{"kept":true}', 4, NULL);
    INSERT INTO streams VALUES ('s', 2);
    INSERT INTO entries VALUES ('s', 1, 1000000, '1'), ('s', 2, 1000000, '2');`

  test('is brought to this one with all that it holds, by several openers at once', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'store.db')
      await writeFile(file, '', { mode: 0o600 })
      const db = new DatabaseSync(file)
      db.exec(FIRST)
      db.close()
      let now = 1_059_999
      const open = (): Promise<Store> => openSqliteStore({ file, now: () => now })
      const stores = await Promise.all([open(), open(), open()])
      for (const store of stores) {
        expect(await store.count('k', 60_000)).toEqual({ count: 12, oldestAt: 1_000_001 })
        expect(await store.get('v')).toEqual({ value: { kept: true }, version: '4', expiresAt: null })
        expect(await store.extent('s')).toEqual({ first: 1, last: 2 })
        expect((await store.read('s', { limit: 9 })).map(({ value }) => value)).toEqual([1, 2])
      }
      now = 1_060_001
      expect(await stores[0]?.count('k', 60_000)).toEqual({ count: 5, oldestAt: 1_050_000 })
      expect(await stores[0]?.append('s', [3])).toEqual([3])
      await Promise.all(stores.map((store) => store.close()))
    }))
})

describe('a killed process', () => {
  test('leaves every acknowledged hit and a store that opens', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'store.db')
      const flags = ['--conditions=@ringwall/source', '--experimental-strip-types', '--no-warnings']
      const child = spawn(process.execPath, [...flags, HITTER, file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let acknowledged = ''
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        acknowledged += chunk
        if (acknowledged.length > 200) child.kill('SIGKILL')
      })
      await once(child, 'close')
      const store = await openSqliteStore({ file })
      const { count } = await store.count('k', 3_600_000)
      // The last hit may have been killed between its commit and its acknowledgement.
      expect(count - acknowledged.length).toBeOneOf([0, 1])
      expect(acknowledged.length).toBeGreaterThan(200)
      await store.close()
    }))
})

describe('topics', () => {
  test('a subscriber that slept through the life of messages is told', () =>
    withHarness(
      async ({ store, advance, peer }) => {
        const publisher = await peer()
        const heard: unknown[] = []
        const codes: string[] = []
        const onError = (error: { code: string }): void => void codes.push(error.code)
        // Its next poll comes long after all that follows.
        await store.subscribe('t', (message) => void heard.push(message), { onError })
        await publisher.publish('t', 1)
        advance(60_000)
        for (let i = 0; i < 64; i += 1) await publisher.set('k', i)
        await publisher.publish('t', 2)
        await until('the loss', () => codes.length > 0 && heard.length > 0)
        expect([codes, heard]).toEqual([['STORE_MESSAGES_LOST'], [2]])
      },
      { pollMs: 2000 },
    ))

  test('a subscriber is told of a loss although nothing follows it', () =>
    withHarness(
      async ({ store, advance, peer }) => {
        const publisher = await peer()
        const codes: string[] = []
        await store.subscribe('t', () => {}, { onError: (error) => void codes.push(error.code) })
        await publisher.publish('t', 1)
        advance(60_000)
        for (let i = 0; i < 64; i += 1) await publisher.set('k', i)
        await until('the loss', () => codes.length > 0)
        expect(codes).toEqual(['STORE_MESSAGES_LOST'])
      },
      { pollMs: 2000 },
    ))

  test('a second subscriber does not get what the first has not polled yet', () =>
    withHarness(async ({ store, peer }) => {
      const publisher = await peer()
      const [first, second]: [unknown[], unknown[]] = [[], []]
      await store.subscribe('t', (message) => void first.push(message))
      await publisher.publish('t', 1)
      await store.subscribe('t', (message) => void second.push(message))
      await publisher.publish('t', 2)
      await until('delivery', () => first.length === 2)
      expect(second).toEqual([2])
    }))
})

function rows(file: string, table: string): unknown {
  const db = new DatabaseSync(file, { readOnly: true })
  const row = db.prepare(`SELECT count(*) AS n FROM ${table}`).get()
  db.close()
  return row?.['n']
}
