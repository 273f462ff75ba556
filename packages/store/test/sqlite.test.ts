import * as fc from 'fast-check'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { compareWithModel, type WindowStep } from '../src/contract/window-model.ts'
import { until } from '../src/contract/expect.ts'
import { STORE_CONTRACT, openSqliteStore } from '../src/index.ts'
import { inFolder, withHarness } from './harness.ts'

const HITTER = fileURLToPath(new URL('hitter.ts', import.meta.url))

describe('contract', () => {
  test.for(STORE_CONTRACT)('$name', { timeout: 60_000 }, ({ run }) => withHarness(run))
})

const key = fc.constantFrom('a', 'b')
const windowMs = fc.constantFrom(1, 7, 50)
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
  test('a flood on one key stays within its bound, and the first hit is not pushed out', () =>
    withHarness(
      async ({ store, advance, file }) => {
        const first = await store.hit('k', { windowMs: 60_000 })
        for (let i = 0; i < 500; i += 1) {
          advance(1)
          await store.hit('k', { windowMs: 60_000 })
        }
        expect(await store.count('k', 60_000)).toEqual({ count: 501, oldestAt: first.oldestAt })
        expect(rows(file, 'hits')).toBe(50)
      },
      { maxRowsPerCounter: 50 },
    ))

  test('expired rows are removed while others are written', () =>
    withHarness(async ({ store, advance, file }) => {
      for (let i = 0; i < 300; i += 1) {
        await store.hit(`k${i}`, { windowMs: 1000 })
        await store.set(`k${i}`, i, { ttlMs: 1000 })
        await store.publish('t', i)
      }
      advance(60_000)
      for (let i = 0; i < 128; i += 1) await store.set('one', i)
      expect([rows(file, 'hits'), rows(file, 'store_values'), rows(file, 'messages')]).toEqual([0, 1, 0])
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
    withHarness(async ({ store, advance, peer }) => {
      const publisher = await peer()
      const heard: unknown[] = []
      const codes: string[] = []
      const onError = (error: { code: string }): void => void codes.push(error.code)
      await store.subscribe('t', (message) => void heard.push(message), { onError })
      // Nothing below lets a timer run, so that the subscriber does not poll before the messages are purged.
      await publisher.publish('t', 1)
      advance(60_000)
      for (let i = 0; i < 64; i += 1) await publisher.set('k', i)
      await publisher.publish('t', 2)
      await until('the loss', () => codes.length > 0 && heard.length > 0)
      expect([codes, heard]).toEqual([['STORE_MESSAGES_LOST'], [2]])
    }))

  test('a subscriber is told of a loss although nothing follows it', () =>
    withHarness(async ({ store, advance, peer }) => {
      const publisher = await peer()
      const codes: string[] = []
      await store.subscribe('t', () => {}, { onError: (error) => void codes.push(error.code) })
      await publisher.publish('t', 1)
      advance(60_000)
      for (let i = 0; i < 64; i += 1) await publisher.set('k', i)
      await until('the loss', () => codes.length > 0)
      expect(codes).toEqual(['STORE_MESSAGES_LOST'])
    }))

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
