import { MAX_COST } from '../store.ts'
import type { ContractCase } from './case.ts'
import { equal, rejects } from './expect.ts'

const NOT_NUMBERS: readonly unknown[] = [NaN, Infinity, -Infinity, -1, 0.5, '5', null, undefined, {}, 2 ** 60]

/** What hit and count promise. */
export const COUNTER_CASES: readonly ContractCase[] = [
  {
    name: 'hit counts its cost and stops at the limit without recording',
    async run({ store }) {
      const options = { windowMs: 1000, limit: 3 }
      const seen = [await store.hit('k', options), await store.hit('k', { ...options, cost: 2 })]
      equal(
        seen.map(({ count, allowed }) => [count, allowed]),
        [
          [1, true],
          [3, true],
        ],
        'within the limit',
      )
      const { count, allowed } = await store.hit('k', options)
      equal([count, allowed], [3, false], 'beyond the limit')
      equal((await store.count('k', 1000)).count, 3, 'count after a denied hit')
    },
  },
  {
    name: 'a hit that is too large is denied whole, a smaller one still fits',
    async run({ store }) {
      await store.hit('k', { windowMs: 1000, cost: 8, limit: 10 })
      equal((await store.hit('k', { windowMs: 1000, cost: 3, limit: 10 })).allowed, false, '8 + 3')
      equal((await store.hit('k', { windowMs: 1000, cost: 2, limit: 10 })).allowed, true, '8 + 2')
    },
  },
  {
    name: 'limit 0 denies always',
    async run({ store }) {
      const { count, oldestAt, allowed } = await store.hit('k', { windowMs: 1000, limit: 0 })
      equal([count, oldestAt, allowed], [0, null, false], 'limit 0')
    },
  },
  {
    name: 'recordDenied records a hit beyond the limit and still denies it',
    async run({ store }) {
      const options = { windowMs: 1000, limit: 1, recordDenied: true }
      await store.hit('k', options)
      const { count, allowed } = await store.hit('k', options)
      equal([count, allowed], [2, false], 'recorded and denied')
    },
  },
  {
    name: 'a hit leaves the window at exactly windowMs, one by one',
    async run({ store, advance }) {
      const first = await store.hit('k', { windowMs: 1000 })
      advance(400)
      await store.hit('k', { windowMs: 1000 })
      advance(599)
      equal((await store.count('k', 1000)).count, 2, 'one millisecond before')
      equal((await store.count('k', 1000)).oldestAt, first.oldestAt, 'the oldest is the first')
      advance(1)
      equal((await store.count('k', 1000)).count, 1, 'at windowMs')
      advance(400)
      equal(await store.count('k', 1000), { count: 0, oldestAt: null }, 'after the second')
    },
  },
  {
    name: 'a clock that is set back does not free a window',
    async run({ store, advance }) {
      await store.hit('k', { windowMs: 1000, limit: 1 })
      advance(-500)
      equal((await store.hit('k', { windowMs: 1000, limit: 1 })).allowed, false, 'half a second earlier')
    },
  },
  {
    name: 'keys differ by every character',
    async run({ store }) {
      const keys = ['k', 'K', 'k ', ' k', 'k%', 'k_', '\u00e9', 'e\u0301', '\u{10ffff}', "'; DROP TABLE hits; --"]
      for (const key of keys) equal((await store.hit(key, { windowMs: 1000 })).count, 1, JSON.stringify(key))
    },
  },
  {
    name: 'huge sums saturate and are denied',
    async run({ store }) {
      for (let i = 0; i < 3; i += 1) await store.hit('k', { windowMs: 1000, cost: MAX_COST })
      const limit = 3 * MAX_COST
      equal((await store.hit('k', { windowMs: 1000, limit })).allowed, false, 'one beyond three trillion')
      equal((await store.count('k', 1000)).count, limit, 'exact at three trillion')
    },
  },
  {
    name: 'hits made at once overshoot neither through one handle nor through two',
    async run({ store, peer }) {
      const other = await peer()
      const hits = Array.from({ length: 100 }, (_, index) =>
        (index % 2 === 0 ? store : other).hit('k', { windowMs: 60_000, limit: 60 }),
      )
      const allowed = (await Promise.all(hits)).filter((result) => result.allowed)
      equal(allowed.length, 60, 'allowed hits')
      equal((await other.count('k', 60_000)).count, 60, 'recorded hits')
    },
  },
  {
    name: 'bad numbers and options are refused, never read as no limit',
    async run({ store }) {
      for (const bad of NOT_NUMBERS) {
        for (const name of ['windowMs', 'cost', 'limit']) {
          const options = { windowMs: 1000, [name]: bad }
          await rejects('STORE_ARGUMENT_INVALID', `${name}: ${String(bad)}`, () => store.hit('k', options))
        }
        const windowMs = bad as number
        await rejects('STORE_ARGUMENT_INVALID', `count ${String(bad)}`, () => store.count('k', windowMs))
      }
      const mistyped = { windowMs: 1000, limits: 5 }
      await rejects('STORE_ARGUMENT_INVALID', 'limits', () => store.hit('k', mistyped))
      await rejects('STORE_ARGUMENT_INVALID', 'cost 0', () => store.hit('k', { windowMs: 1000, cost: 0 }))
      equal((await store.count('k', 1000)).count, 0, 'nothing was recorded')
    },
  },
]
