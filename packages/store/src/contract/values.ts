import type { JsonValue } from '@ringwall/core'
import { MAX_VALUE_BYTES } from '../store.ts'
import type { ContractCase } from './case.ts'
import { equal, rejects } from './expect.ts'

const SAMPLES: readonly JsonValue[] = [
  null,
  true,
  false,
  0,
  -1.5,
  1e300,
  '',
  'text',
  '\0\ud800 lone',
  '\u{1f600}',
  [],
  [[1], { a: null }],
  {},
  { '': { b: [] } },
]

/** What get, set, compareAndSet, delete and list promise. */
export const VALUE_CASES: readonly ContractCase[] = [
  {
    name: 'set and get give back every kind of JSON',
    async run({ store }) {
      for (const value of SAMPLES) {
        const version = await store.set('k', value)
        equal(await store.get('k'), { value, version, expiresAt: null }, JSON.stringify(value))
      }
      equal(await store.get('other'), undefined, 'an unknown key')
    },
  },
  {
    name: 'a value vanishes at exactly its ttl, and set without one keeps it',
    async run({ store, advance }) {
      await store.set('brief', 1, { ttlMs: 1000 })
      await store.set('kept', 1, { ttlMs: 1000 })
      await store.set('kept', 2)
      advance(999)
      equal((await store.get('brief'))?.value, 1, 'one millisecond before')
      advance(1)
      equal(await store.get('brief'), undefined, 'at the ttl')
      equal((await store.get('kept'))?.value, 2, 'set again without ttl')
      equal(await store.delete('brief'), false, 'an expired value cannot be taken')
    },
  },
  {
    name: 'compareAndSet writes only over the expected version',
    async run({ store }) {
      const first = await store.compareAndSet('k', null, 'a')
      equal(await store.compareAndSet('k', null, 'b'), undefined, 'null when there is a value')
      const second = await store.compareAndSet('k', first ?? '', 'c')
      equal(await store.compareAndSet('k', first ?? '', 'd'), undefined, 'a stale version')
      equal(await store.get('k'), { value: 'c', version: second, expiresAt: null }, 'the value')
      equal(await store.compareAndSet('absent', second ?? '', 'x'), undefined, 'a version for an absent key')
    },
  },
  {
    name: 'an expired value counts as none, and no version returns after deletion',
    async run({ store, advance }) {
      const first = await store.set('k', 1, { ttlMs: 10 })
      advance(10)
      equal(await store.compareAndSet('k', first, 2), undefined, 'the version of an expired value')
      const second = await store.compareAndSet('k', null, 1)
      equal(typeof second, 'string', 'created anew')
      equal(await store.delete('k'), true, 'deleted')
      const third = await store.set('k', 1)
      equal(new Set([first, second, third]).size, 3, 'distinct versions')
      equal(await store.delete('k', second), false, 'deleted by a stale version')
      equal(await store.delete('k', third), true, 'deleted by its version')
    },
  },
  {
    name: 'of many that compare and set or delete at once, one wins',
    async run({ store, peer }) {
      const other = await peer()
      const handles = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? store : other))
      const set = await Promise.all(handles.map((handle, index) => handle.compareAndSet('k', null, index)))
      equal(set.filter((version) => version !== undefined).length, 1, 'winners of compareAndSet')
      const deleted = await Promise.all(handles.map((handle) => handle.delete('k')))
      equal(deleted.filter(Boolean).length, 1, 'winners of delete')
    },
  },
  {
    name: 'list gives live keys of a prefix, in order of bytes, page by page',
    async run({ store, advance }) {
      await store.set('p/gone', 0, { ttlMs: 5 })
      const keys = ['p/', 'p/%', 'p/A', 'p/_', 'p/a', 'p/\ud7ff', 'p/\ue000', 'p/\uffff', 'p/\u{10ffff}']
      for (const key of [...keys, 'p', 'p0', 'q', 'P/a'].toReversed()) await store.set(key, key)
      advance(5)
      equal(keysOf(await store.list('p/', { limit: 100 })), keys, 'everything under p/')
      equal(keysOf(await store.list('p/', { limit: 3 })), keys.slice(0, 3), 'the first page')
      equal(keysOf(await store.list('p/', { limit: 100, after: 'p/A' })), keys.slice(3), 'the rest')
      equal(keysOf(await store.list('', { limit: 1 })), ['P/a'], 'the empty prefix')
      equal(keysOf(await store.list('p/\u{10ffff}', { limit: 9 })), ['p/\u{10ffff}'], 'the last code point')
    },
  },
  {
    name: 'values that are not JSON are refused, not changed',
    async run({ store }) {
      const cycle: unknown[] = []
      cycle.push(cycle)
      const bad = [
        undefined,
        NaN,
        [Infinity],
        1n,
        Symbol('s'),
        () => 1,
        new Date(0),
        new Map(),
        { a: undefined },
        Array.from<unknown>({ length: 1 }),
        cycle,
        { toJSON: () => 1 },
        'x'.repeat(MAX_VALUE_BYTES),
      ]
      for (const value of bad) {
        const json = value as JsonValue
        await rejects('STORE_VALUE_INVALID', typeof value, () => store.set('k', json))
        await rejects('STORE_VALUE_INVALID', typeof value, () => store.compareAndSet('k', null, json))
        await rejects('STORE_VALUE_INVALID', typeof value, () => store.append('k', [json]))
        await rejects('STORE_VALUE_INVALID', typeof value, () => store.publish('k', json))
      }
      equal(await store.get('k'), undefined, 'nothing was written')
    },
  },
  {
    name: 'bad lifetimes, limits and versions are refused',
    async run({ store }) {
      for (const bad of [NaN, Infinity, -1, 0, 0.5, '5', null, undefined] as number[]) {
        await rejects('STORE_ARGUMENT_INVALID', `ttl ${bad}`, () => store.set('k', 1, { ttlMs: bad }))
        await rejects('STORE_ARGUMENT_INVALID', `limit ${bad}`, () => store.list('k', { limit: bad }))
        await rejects('STORE_ARGUMENT_INVALID', `read ${bad}`, () => store.read('k', { limit: bad }))
      }
      const notVersion = 7 as unknown as string
      await rejects('STORE_ARGUMENT_INVALID', 'version 7', () => store.compareAndSet('k', notVersion, 1))
      const absent = undefined as unknown as null
      await rejects('STORE_ARGUMENT_INVALID', 'no version', () => store.compareAndSet('k', absent, 1))
      await rejects('STORE_ARGUMENT_INVALID', 'ttl', () => store.set('k', 1, { ttl: 5 } as object))
    },
  },
]

function keysOf(entries: readonly { readonly key: string }[]): string[] {
  return entries.map((entry) => entry.key)
}
