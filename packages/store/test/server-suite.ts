import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { inspect } from 'node:util'
import { isRingwallError } from '@ringwall/core'
import { describe, expect, test } from 'vitest'
import type { ServerProcess } from '../../../test/servers/process.ts'
import { until } from '../src/contract/expect.ts'
import type { Store } from '../src/index.ts'

/** What the suite needs of a driver: all stores that it opens see one state, which is new in each test. */
export interface Driver {
  /** How the server is reached, with its password. */
  readonly url: () => string
  readonly process: () => ServerProcess
  readonly open: (options: {
    readonly url?: string
    readonly timeoutMs?: number
    readonly pollMs?: number
  }) => Promise<Store>
  /** Ends the connections on which the server sends notifications. */
  readonly cutListeners: () => Promise<void>
  /** Writes a version of the schema that no release has. */
  readonly writeVersion: (version: number) => Promise<void>
}

/** The code with which a call rejects, or 'answered'. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'answered',
    (error: unknown) => (isRingwallError(error) ? error.code : String(error)),
  )
}

/** Every method, on names that nothing else uses. */
export const CALLS: Readonly<Record<string, (store: Store) => Promise<unknown>>> = {
  hit: (store) => store.hit('c', { windowMs: 1000, limit: 5 }),
  count: (store) => store.count('c', 1000),
  reserve: (store) => store.reserve('c', [{ key: 'c', windowMs: 1000, cost: 1 }], { holdMs: 1000 }),
  settle: (store) => store.settle('c'),
  get: (store) => store.get('c'),
  set: (store) => store.set('c', 1),
  compareAndSet: (store) => store.compareAndSet('c', null, 1),
  delete: (store) => store.delete('c'),
  transact: (store) => store.transact([{ kind: 'set', key: 'c', value: 1 }]),
  list: (store) => store.list('', { limit: 1 }),
  append: (store) => store.append('c', [1]),
  appendAfter: (store) => store.appendAfter('c', 0, [1]),
  read: (store) => store.read('c', { limit: 1 }),
  extent: (store) => store.extent('c'),
  trim: (store) => store.trim('c', 0),
  publish: (store) => store.publish('c', 1),
  subscribe: (store) => store.subscribe('c', () => {}),
  time: (store) => store.time(),
}

const TIMEOUT_MS = 700

/** A way to a port that can lose the connections which it has, without a word to either end; later ones work. */
async function startNetwork(
  port: number,
): Promise<{ readonly port: number; readonly swallow: () => void; readonly close: () => void }> {
  const pairs = new Set<readonly [Socket, Socket]>()
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    pairs.add([near, far])
    for (const socket of [near, far]) socket.on('error', () => {})
    near.pipe(far)
    far.pipe(near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  const swallow = (): void => {
    for (const [near, far] of pairs) {
      near.unpipe(far)
      far.unpipe(near)
    }
  }
  const close = (): void => {
    server.close()
    for (const pair of pairs) for (const socket of pair) socket.destroy()
  }
  return { port: address.port, swallow, close }
}

/** What every driver of a server does in trouble. */
export function testServerDriver(driver: Driver): void {
  const withStore = async (
    action: (store: Store) => Promise<void>,
    options: Parameters<Driver['open']>[0] = {},
  ): Promise<void> => {
    const store = await driver.open({ timeoutMs: TIMEOUT_MS, ...options })
    try {
      await action(store)
    } finally {
      await store.close()
    }
  }
  const recovers = (store: Store): Promise<void> =>
    until('the recovery', async () => (await codeOf(store.get('probe'))) === 'answered')

  describe('a server in trouble', () => {
    test('that stands still: every call rejects in time, subscribers are told once, and all goes on after', () =>
      withStore(
        async (store) => {
          const told: string[] = []
          const heard: unknown[] = []
          await store.subscribe('t', (message) => void heard.push(message), {
            onError: ({ code }) => void told.push(code),
          })
          await store.set('probe', 1)
          driver.process().pause()
          try {
            const start = performance.now()
            const codes = await Promise.all(Object.values(CALLS).map((call) => codeOf(call(store))))
            expect(codes).toEqual(codes.map(() => 'STORE_UNAVAILABLE'))
            // A busy machine may be late by itself; never is what must not be.
            expect(performance.now() - start).toBeLessThan(TIMEOUT_MS + 10_000)
            await until('the report', () => told.length > 0)
          } finally {
            driver.process().resume()
          }
          await recovers(store)
          expect((await store.get('probe'))?.value).toBe(1)
          await until('a message', async () => {
            await store.publish('t', 'back').catch(() => {})
            return heard.includes('back')
          })
          expect(told.filter((code) => code === 'STORE_UNAVAILABLE')).toHaveLength(1)
        },
        { pollMs: 50 },
      ))

    test('that is killed again and again, while calls are made: nothing that was acknowledged is lost', () =>
      withStore(async (store) => {
        const acknowledged = {
          hits: 0,
          entries: new Map<number, string>(),
          taken: 0,
          values: new Map<string, string>(),
        }
        const done = new AbortController()
        const write = async (by: string): Promise<void> => {
          for (let i = 0; !done.signal.aborted; i += 1) {
            const id = `${by}${i}`
            try {
              await store.hit('k', { windowMs: 3_600_000 })
              acknowledged.hits += 1
              const [position = 0] = await store.append('log', [id])
              acknowledged.entries.set(position, id)
              const [single] = (await store.transact([{ kind: 'set', key: `v/${id}`, value: id }])) ?? []
              acknowledged.values.set(`v/${id}`, single ?? '')
              await store.set(`once/${id}`, 1)
              if (await store.delete(`once/${id}`)) acknowledged.taken += 1
            } catch (error) {
              if (!isRingwallError(error) || error.code !== 'STORE_UNAVAILABLE') throw error
            }
          }
        }
        const writers = Promise.all(['a', 'b', 'c', 'd'].map(write))
        for (let round = 0; round < 4; round += 1) {
          const before = acknowledged.entries.size
          await until('some work', () => acknowledged.entries.size > before + 20)
          await driver.process().end('SIGKILL')
          await driver.process().start()
          await recovers(store)
        }
        done.abort()
        await writers
        expect((await store.count('k', 3_600_000)).count).toBeGreaterThanOrEqual(acknowledged.hits)
        const { last } = await store.extent('log')
        const entries = new Map<number, unknown>()
        for (let after = 0; after < last; after += 1000)
          for (const { position, value } of await store.read('log', { after, limit: 1000 }))
            entries.set(position, value)
        for (const [position, id] of acknowledged.entries) expect(entries.get(position), `entry ${position}`).toBe(id)
        for (const [key, version] of acknowledged.values)
          expect((await store.get(key))?.version, `the version of ${key}`).toBe(version)
        expect(acknowledged.taken).toBeGreaterThan(20)
      }))

    test('that a network no longer leads to: new connections are made, although nobody ended the old ones', async () => {
      const network = await startNetwork(Number(new URL(driver.url()).port))
      const url = new URL(driver.url())
      url.port = String(network.port)
      await withStore(
        async (store) => {
          await store.set('probe', 1)
          network.swallow()
          expect(await codeOf(store.get('probe'))).toBe('STORE_UNAVAILABLE')
          await recovers(store)
          expect((await store.get('probe'))?.value).toBe(1)
        },
        { url: url.href },
      )
      network.close()
    })

    test('that is gone: it cannot be opened, in bounded time, and what it says shows no password', async () => {
      await driver.process().end('SIGKILL')
      try {
        const start = performance.now()
        const error: unknown = await driver.open({ timeoutMs: TIMEOUT_MS }).catch((error: unknown) => error)
        expect(performance.now() - start).toBeLessThan(TIMEOUT_MS + 10_000)
        expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' })
        expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(new URL(driver.url()).password)
      } finally {
        await driver.process().start()
      }
    })

    test('that refuses the password: a clear error without it', async () => {
      const url = new URL(driver.url())
      url.password = ['not', 'the', 'password'].join('-')
      const error: unknown = await driver.open({ url: url.href }).catch((error: unknown) => error)
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' })
      expect(String(error)).toMatch(/password|WRONGPASS/)
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(url.password)
    })
  })

  describe('notifications', () => {
    test('wake subscribers long before they poll, also after the connection that brings them was cut', () =>
      withStore(
        async (store) => {
          const heard: unknown[] = []
          await store.subscribe('t', (message) => void heard.push(message))
          const other = await driver.open({})
          await other.publish('t', 1)
          await until('the first message', () => heard.length === 1)
          await driver.cutListeners()
          await other.publish('t', 2)
          await until('the second message', () => heard.length === 2)
          await other.close()
        },
        { pollMs: 60_000 },
      ))
  })

  describe('the schema', () => {
    test('is made once by many that open a new store at once', async () => {
      const stores = await Promise.all(Array.from({ length: 8 }, () => driver.open({})))
      await Promise.all(stores.map((store) => store.hit('k', { windowMs: 60_000 })))
      expect((await stores[0]?.count('k', 60_000))?.count).toBe(8)
      await Promise.all(stores.map((store) => store.close()))
    })

    test('of a later release is refused and left as it is', () =>
      withStore(async (store) => {
        await store.set('k', 'kept')
        await driver.writeVersion(99)
        expect(await codeOf(driver.open({}))).toBe('STORE_SCHEMA_NEWER')
        expect((await store.get('k'))?.value).toBe('kept')
      }))
  })

  test('calls under way when a store is closed are done or refused, and none of them waits for the end of its time', async () => {
    const store = await driver.open({ timeoutMs: 600_000 }) // longer than this test may take
    await store.subscribe('topic', () => {})
    const calls = Array.from({ length: 50 }, (_, i) => codeOf(store.publish('topic', i)))
    await store.close()
    const seen = new Set(await Promise.all(calls))
    expect([...seen].filter((code) => !['answered', 'STORE_CLOSED'].includes(code))).toEqual([])
    expect(seen).toContain('STORE_CLOSED')
  })

  test('the clock is the server’s, whatever that of this machine says', () =>
    withStore(async (store) => {
      const before = Date.now()
      const time = await store.time()
      expect(Number.isInteger(time)).toBe(true)
      expect(time).toBeGreaterThan(before - 60_000)
      expect(time).toBeLessThan(Date.now() + 60_000)
      expect((await store.hit('k', { windowMs: 60_000 })).oldestAt).toBeGreaterThanOrEqual(time)
    }))
}
