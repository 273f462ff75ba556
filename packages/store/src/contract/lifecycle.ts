import type { Store } from '../store.ts'
import { MAX_KEY_BYTES } from '../store.ts'
import { scoped } from '../scope.ts'
import type { ContractCase } from './case.ts'
import { equal, rejects } from './expect.ts'

/** Every method that takes a name, called with it. */
const CALLS: Readonly<Record<string, (store: Store, name: string) => Promise<unknown>>> = {
  hit: (store, name) => store.hit(name, { windowMs: 1000 }),
  count: (store, name) => store.count(name, 1000),
  reserve: (store, name) => store.reserve(name, [{ key: name, windowMs: 1000, cost: 1 }], { holdMs: 1 }),
  'a demand': (store, name) => store.reserve('r', [{ key: name, windowMs: 1000, cost: 0 }], { holdMs: 1 }),
  settle: (store, name) => store.settle(name),
  get: (store, name) => store.get(name),
  set: (store, name) => store.set(name, 1),
  compareAndSet: (store, name) => store.compareAndSet(name, null, 1),
  delete: (store, name) => store.delete(name),
  transact: (store, name) => store.transact([{ kind: 'set', key: name, value: 1 }]),
  append: (store, name) => store.append(name, [1]),
  read: (store, name) => store.read(name, { limit: 1 }),
  appendAfter: (store, name) => store.appendAfter(name, 0, [1]),
  extent: (store, name) => store.extent(name),
  trim: (store, name) => store.trim(name, 0),
  publish: (store, name) => store.publish(name, 1),
  subscribe: (store, name) => store.subscribe(name, () => {}),
}

/** What names, closing and scopes promise. */
export const LIFECYCLE_CASES: readonly ContractCase[] = [
  {
    name: 'a closed store rejects every call, and closing again is harmless',
    async run({ peer }) {
      const store = await peer()
      const unsubscribe = await store.subscribe('t', () => {})
      await store.close()
      await store.close()
      await unsubscribe()
      for (const [method, call] of Object.entries(CALLS)) await rejects('STORE_CLOSED', method, () => call(store, 'k'))
      await rejects('STORE_CLOSED', 'list', () => store.list('', { limit: 1 }))
      await rejects('STORE_CLOSED', 'time', () => store.time())
    },
  },
  {
    name: 'flush resolves with and without writes, in a scope, and after close',
    async run({ store, peer }) {
      await store.flush()
      await Promise.all([store.set('k', 1), store.flush(), store.append('k', [1]), scoped(store, 'one').flush()])
      await store.flush()
      const other = await peer()
      await other.set('k', 2)
      await other.close()
      await other.flush()
      equal((await store.get('k'))?.value, 2, 'the value')
    },
  },
  {
    name: 'time is the clock by which values expire, in whole milliseconds',
    async run({ store, advance }) {
      const now = await store.time()
      equal(Number.isSafeInteger(now), true, 'a whole number')
      await store.set('k', 1, { ttlMs: 1000 })
      equal((await store.get('k'))?.expiresAt, now + 1000, 'an expiry')
      advance(1000)
      equal([await store.time(), await store.get('k')], [now + 1000, undefined], 'a second later')
    },
  },
  {
    name: 'names that are empty, too long or not well formed are refused',
    async run({ store }) {
      const bad = ['', 'a\0b', '\ud800', 'x'.repeat(MAX_KEY_BYTES + 1), '\u00e9'.repeat(MAX_KEY_BYTES / 2 + 1), 7, null]
      for (const name of bad as string[])
        for (const [method, call] of Object.entries(CALLS))
          await rejects('STORE_ARGUMENT_INVALID', `${method} of ${String(name).slice(0, 8)}`, () => call(store, name))
      const longest = 'x'.repeat(MAX_KEY_BYTES)
      for (const call of Object.values(CALLS)) await call(store, longest)
    },
  },
  {
    name: 'counters, values, streams and topics do not share names',
    async run({ store }) {
      await store.hit('k', { windowMs: 1000 })
      await store.append('k', [1])
      equal(await store.get('k'), undefined, 'no value yet')
      await store.set('k', 1)
      equal((await store.count('k', 1000)).count, 1, 'the counter')
      equal((await store.read('k', { limit: 9 })).length, 1, 'the stream')
    },
  },
  {
    name: 'state is shared between handles and outlives the one that wrote it',
    async run({ store, peer }) {
      const writer = await peer()
      await writer.set('k', 'kept')
      await writer.hit('k', { windowMs: 60_000 })
      await writer.append('k', [1])
      await writer.close()
      equal((await store.get('k'))?.value, 'kept', 'the value')
      equal((await store.count('k', 60_000)).count, 1, 'the counter')
      equal(await store.append('k', [2]), [2], 'the stream')
    },
  },
  {
    name: 'scopes do not meet in any part of the store',
    async run({ store }) {
      const [one, two] = [scoped(store, 'one'), scoped(store, 'two')]
      await one.hit('k', { windowMs: 1000 })
      await one.set('k', 1)
      await one.append('k', [1])
      await one.reserve('k', [{ key: 'held', windowMs: 1000, cost: 1 }], { holdMs: 1000 })
      equal((await two.count('held', 1000)).count, 0, 'a demand')
      equal(await two.settle('k'), false, 'a reservation')
      equal(await two.transact([{ kind: 'check', key: 'k', expected: null }]), [null], 'a transaction')
      equal(await two.appendAfter('k', 1, [1]), undefined, 'the end of a stream')
      equal(await two.extent('k'), { first: 1, last: 0 }, 'the extent of a stream')
      equal(await one.settle('k'), true, 'the reservation in its own scope')
      equal(await one.trim('k', 1), { first: 2, last: 1 }, 'the stream in its own scope')
      const heard: unknown[] = []
      await two.subscribe('k', (message) => void heard.push(message))
      await one.publish('k', 1)
      await two.publish('k', 2)
      equal((await two.count('k', 1000)).count, 0, 'the counter')
      equal(await two.get('k'), undefined, 'the value')
      equal(await two.read('k', { limit: 1 }), [], 'the stream')
      equal(
        (await one.list('', { limit: 9 })).map((entry) => entry.key),
        ['k'],
        'the list of one',
      )
      equal(await two.list('', { limit: 9 }), [], 'the list of two')
      await one.close()
      await rejects('STORE_CLOSED', 'a closed scope', () => one.get('k'))
      equal(await two.get('k'), undefined, 'the other scope stays open')
    },
  },
]
