import type { JsonValue } from '@ringwall/core'
import { MAX_PAGE, MAX_VALUE_BYTES, type Change } from '../store.ts'
import type { ContractCase } from './case.ts'
import { equal, rejects } from './expect.ts'
import { createRandom } from './random.ts'

/** What transact promises. */
export const TRANSACTION_CASES: readonly ContractCase[] = [
  {
    name: 'transact makes all changes, and answers with the versions in order',
    async run({ store }) {
      const [old, seen] = [await store.set('old', 1), await store.set('seen', 1)]
      const done = await store.transact([
        { kind: 'set', key: 'new', value: { a: 1 }, expected: null },
        { kind: 'delete', key: 'old', expected: old },
        { kind: 'check', key: 'seen', expected: seen },
        { kind: 'check', key: 'absent', expected: null },
        { kind: 'set', key: 'any', value: 2, ttlMs: 1000 },
        { kind: 'delete', key: 'never there' },
      ])
      const now = await store.time()
      const [made, any] = [await store.get('new'), await store.get('any')]
      equal(done, [made?.version, null, null, null, any?.version, null], 'the versions')
      equal([made?.value, made?.expiresAt, any?.expiresAt], [{ a: 1 }, null, now + 1000], 'what was set')
      equal(await store.get('old'), undefined, 'what was deleted')
      equal((await store.get('seen'))?.version, seen, 'what was only checked')
    },
  },
  {
    name: 'transact changes nothing if one version is not the expected one',
    async run({ store, advance }) {
      const stale = await store.set('k', 1)
      await store.set('k', 2)
      await store.set('brief', 1, { ttlMs: 10 })
      advance(10)
      const others: readonly Change[] = [
        { kind: 'set', key: 'a', value: 1 },
        { kind: 'delete', key: 'k2' },
      ]
      await store.set('k2', 'kept')
      const broken: readonly Change[] = [
        { kind: 'check', key: 'k', expected: stale },
        { kind: 'check', key: 'k', expected: null },
        { kind: 'check', key: 'brief', expected: stale },
        { kind: 'set', key: 'k', value: 3, expected: stale },
        { kind: 'set', key: 'k', value: 3, expected: null },
        { kind: 'set', key: 'absent', value: 3, expected: stale },
        { kind: 'delete', key: 'k', expected: stale },
        { kind: 'delete', key: 'absent', expected: stale },
      ]
      for (const change of broken)
        for (const changes of [
          [change, ...others],
          [...others, change],
        ])
          equal(await store.transact(changes), undefined, JSON.stringify(change))
      equal([(await store.get('k'))?.value, (await store.get('k2'))?.value], [2, 'kept'], 'the values')
      equal(await store.get('a'), undefined, 'nothing was written')
    },
  },
  {
    name: 'transact refuses what it cannot mean',
    async run({ store }) {
      const refused = (what: string, changes: unknown): Promise<void> =>
        rejects('STORE_ARGUMENT_INVALID', what, () => store.transact(changes as never))
      await refused('no change', [])
      await refused('no list', {})
      await refused('null', [null])
      await refused('another kind', [{ kind: 'update', key: 'k', value: 1 }])
      await refused('a check of nothing', [{ kind: 'check', key: 'k' }])
      await refused('deletion of none', [{ kind: 'delete', key: 'k', expected: null }])
      await refused('an undefined version', [{ kind: 'set', key: 'k', value: 1, expected: undefined }])
      await refused('a version that is none', [{ kind: 'set', key: 'k', value: 1, expected: 7 }])
      await refused('an unknown name', [{ kind: 'set', key: 'k', value: 1, ttl: 5 }])
      await refused('a lifetime of null', [{ kind: 'set', key: 'k', value: 1, ttlMs: null }])
      await refused('a deletion with a value', [{ kind: 'delete', key: 'k', value: 1 }])
      const twice = { kind: 'set', key: 'k', value: 1 }
      await refused('one key twice', [twice, twice])
      await rejects('STORE_VALUE_INVALID', 'NaN', () => store.transact([{ kind: 'set', key: 'k', value: NaN }]))
      const many = (length: number, value: JsonValue): Change[] =>
        Array.from({ length }, (_, index) => ({ kind: 'set', key: `k${index}`, value }))
      await refused('too many', many(MAX_PAGE + 1, 0))
      await refused('too large together', many(20, 'x'.repeat(MAX_VALUE_BYTES - 2)))
      equal(await store.list('', { limit: 1 }), [], 'nothing was written')
      equal((await store.transact(many(MAX_PAGE, 0)))?.length, MAX_PAGE, 'as many as may be')
    },
  },
  {
    name: 'transactions made at once move amounts about and lose none, in every snapshot',
    async run({ store, peer }) {
      const [other, below] = [await peer(), createRandom(3)]
      const keys = ['a', 'b', 'c', 'd']
      for (const key of keys) await store.set(key, 100)
      const move = async (): Promise<void> => {
        const handle = below(2) === 0 ? store : other
        const from = below(4)
        const [source, target] = [keys[from] ?? '', keys[(from + 1 + below(3)) % 4] ?? '']
        const amount = 1 + below(9)
        for (;;) {
          const [one, two] = [await handle.get(source), await handle.get(target)]
          if (one === undefined || two === undefined) throw new Error('an amount is gone')
          const done = await handle.transact([
            { kind: 'set', key: source, value: Number(one.value) - amount, expected: one.version },
            { kind: 'set', key: target, value: Number(two.value) + amount, expected: two.version },
          ])
          if (done !== undefined) return
        }
      }
      const check = async (): Promise<void> => {
        for (let i = 0; i < 10; i += 1) {
          const page = await store.list('', { limit: 9 })
          equal(
            page.reduce((sum, { value }) => sum + Number(value), 0),
            400,
            'the sum',
          )
        }
      }
      await Promise.all([...Array.from({ length: 40 }, move), check()])
      await check()
    },
  },
  {
    name: 'of two transactions that each check what the other writes, at most one is made',
    async run({ store, peer }) {
      const other = await peer()
      for (let round = 0; round < 10; round += 1) {
        const [a, b] = [`a${round}`, `b${round}`]
        const done = await Promise.all([
          store.transact([
            { kind: 'check', key: a, expected: null },
            { kind: 'set', key: b, value: 1 },
          ]),
          other.transact([
            { kind: 'check', key: b, expected: null },
            { kind: 'set', key: a, value: 1 },
          ]),
        ])
        equal(done.filter((versions) => versions !== undefined).length, 1, `round ${round}`)
      }
    },
  },
]
