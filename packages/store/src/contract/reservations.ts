import { MAX_DEMANDS } from '../store.ts'
import type { ContractCase } from './case.ts'
import { equal, rejects } from './expect.ts'
import { createRandom } from './random.ts'
import { compareWithModel, type WindowStep } from './window-model.ts'

const HOUR = 3_600_000
const HOLD = { holdMs: 60_000 }

/** What reserve and settle promise. */
export const RESERVATION_CASES: readonly ContractCase[] = [
  {
    name: 'reserve holds in all counters or in none, and says which was full',
    async run({ store }) {
      const demand = (key: string, limit: number) => ({ key, windowMs: HOUR, cost: 5, limit })
      const first = await store.reserve('r1', [demand('a', 100), demand('b', 8)], HOLD)
      equal([first.allowed, first.windows.map(({ count }) => count)], [true, [5, 5]], 'the first')
      const second = await store.reserve('r2', [demand('a', 100), demand('b', 8)], HOLD)
      equal(
        [second.allowed, second.windows.map(({ count, allowed }) => [count, allowed])],
        [
          false,
          [
            [5, true],
            [5, false],
          ],
        ],
        'the second',
      )
      equal((await store.count('a', HOUR)).count, 5, 'nothing of the second is held')
      equal(await store.settle('r2'), false, 'a refused reservation is not open')
    },
  },
  {
    name: 'settle counts what was spent in the place of what was held, once',
    async run({ store }) {
      const demands = [
        { key: 'a', windowMs: HOUR, cost: 50, limit: 100 },
        { key: 'b', windowMs: HOUR, cost: 0 },
      ]
      await store.reserve('r', demands, HOLD)
      equal((await store.hit('a', { windowMs: HOUR, cost: 60, limit: 100 })).allowed, false, 'while it is held')
      equal(await store.settle('r', [120, 7]), true, 'settled, beyond the limit')
      equal(await store.settle('r', [120, 7]), false, 'settled again')
      equal([(await store.count('a', HOUR)).count, (await store.count('b', HOUR)).count], [120, 7], 'the counts')
      equal((await store.reserve('r', demands, HOLD)).allowed, false, 'the name is free, the counter is full')
    },
  },
  {
    name: 'settle without costs releases, and zero counts nothing',
    async run({ store }) {
      const demands = [{ key: 'a', windowMs: HOUR, cost: 5, limit: 5 }]
      for (const costs of [undefined, [0]]) {
        equal((await store.reserve('r', demands, HOLD)).allowed, true, 'reserved')
        equal(await store.settle('r', costs), true, 'released')
        equal(await store.count('a', HOUR), { count: 0, oldestAt: null }, 'the counter')
      }
    },
  },
  {
    name: 'a reservation that nobody settles counts until its hold and its window have passed',
    async run({ store, advance }) {
      await store.reserve('r', [{ key: 'a', windowMs: 1000, cost: 5 }], { holdMs: 500 })
      advance(1499)
      equal((await store.count('a', 1000)).count, 5, 'one millisecond before')
      advance(1)
      equal((await store.count('a', 1000)).count, 0, 'at the end')
      equal(await store.settle('r', [5]), false, 'settled too late')
      equal((await store.count('a', 1000)).count, 0, 'nothing was counted')
    },
  },
  {
    name: 'a late settlement counts in full in each window from then on',
    async run({ store, advance }) {
      const demands = [
        { key: 'short', windowMs: 100, cost: 5 },
        { key: 'long', windowMs: 1000, cost: 5 },
      ]
      await store.reserve('r', demands, { holdMs: 50 })
      advance(200)
      equal((await store.count('short', 100)).count, 0, 'the short window has passed')
      equal(await store.settle('r', [3, 4]), true, 'settled')
      equal([(await store.count('short', 100)).count, (await store.count('long', 1000)).count], [3, 4], 'counts')
      advance(99)
      equal((await store.count('short', 100)).count, 3, 'until its window has passed')
      advance(1)
      equal((await store.count('short', 100)).count, 0, 'and no longer')
    },
  },
  {
    name: 'a name is open once, and a settlement of other demands is refused',
    async run({ store }) {
      const demands = [{ key: 'a', windowMs: HOUR, cost: 1 }]
      await store.reserve('r', demands, HOLD)
      await rejects('STORE_RESERVATION_OPEN', 'the same name', () => store.reserve('r', demands, HOLD))
      await rejects('STORE_ARGUMENT_INVALID', 'two costs for one demand', () => store.settle('r', [1, 1]))
      equal((await store.count('a', HOUR)).count, 1, 'still held once')
      equal(await store.settle('r', [1]), true, 'still open')
    },
  },
  {
    name: 'of many that settle at once, one does',
    async run({ store, peer }) {
      const other = await peer()
      await store.reserve('r', [{ key: 'a', windowMs: HOUR, cost: 9 }], HOLD)
      const settled = await Promise.all(
        Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? store : other).settle('r', [2])),
      )
      equal(settled.filter(Boolean).length, 1, 'winners')
      equal((await store.count('a', HOUR)).count, 2, 'the counter')
    },
  },
  {
    name: 'reservations made at once never overshoot one of several counters, whatever their order',
    async run({ store, peer }) {
      const [other, below] = [await peer(), createRandom(7)]
      const limits = { a: 60, b: 45, c: 80 }
      let spent = { a: 0, b: 0, c: 0 }
      const work = async (name: string): Promise<void> => {
        const handle = below(2) === 0 ? store : other
        const keys = (['c', 'a', 'b'] as const).filter(() => below(3) > 0)
        if (keys.length === 0) return
        const cost = 1 + below(5)
        const demands = keys.map((key) => ({ key, windowMs: HOUR, cost, limit: limits[key] }))
        const { allowed, windows } = await handle.reserve(name, demands, HOLD)
        for (const [place, key] of keys.entries())
          if ((windows[place]?.count ?? Infinity) > limits[key]) throw new Error(`${key} holds more than its limit`)
        if (!allowed) return
        const actual = below(cost + 1)
        for (const key of keys) spent = { ...spent, [key]: spent[key] + actual }
        await handle.settle(
          name,
          keys.map(() => actual),
        )
      }
      await Promise.all(Array.from({ length: 150 }, (_, index) => work(`r${index}`)))
      for (const key of ['a', 'b', 'c'] as const)
        equal((await store.count(key, HOUR)).count, spent[key], `what ${key} counts`)
    },
  },
  {
    name: 'bad demands and costs are refused, never read as no limit',
    async run({ store }) {
      const good = { key: 'a', windowMs: 1000, cost: 1, limit: 9 }
      const refused = (what: string, demands: unknown, options: unknown = HOLD): Promise<void> =>
        rejects('STORE_ARGUMENT_INVALID', what, () => store.reserve('r', demands as never, options as never))
      for (const bad of [NaN, Infinity, -1, 0.5, '5', null, undefined]) {
        for (const name of ['windowMs', 'cost', 'limit']) await refused(`${name} ${bad}`, [{ ...good, [name]: bad }])
        await refused(`holdMs ${bad}`, [good], { holdMs: bad })
        await rejects('STORE_ARGUMENT_INVALID', `costs ${bad}`, () => store.settle('r', [bad as number]))
      }
      await refused('no demand', [])
      await refused('no list', 'a')
      await refused('a demand that is none', [null])
      await refused('a mistyped limit', [{ ...good, limits: 9 }])
      await refused('two demands on one counter', [good, { ...good, windowMs: 5 }])
      await refused('no hold', [good], {})
      const many = Array.from({ length: MAX_DEMANDS + 1 }, (_, index) => ({ ...good, key: `k${index}` }))
      await refused('too many', many)
      equal((await store.count('a', 1000)).count, 0, 'nothing was held')
      equal((await store.reserve('r', many.slice(1), HOLD)).allowed, true, 'as many as may be')
    },
  },
  {
    name: 'six hundred random steps agree with a naive model',
    run: (harness) => compareWithModel(harness, randomSteps(600)),
  },
]

function randomSteps(length: number): WindowStep[] {
  const below = createRandom(22)
  return Array.from({ length }, (): WindowStep => {
    const [key, windowMs] = [`k${below(2)}`, [7, 50, 200][below(3)] ?? 7]
    if (below(3) === 0) return { kind: 'advance', ms: below(40) }
    if (below(4) === 0) return { kind: 'count', key, windowMs }
    const name = `r${below(3)}`
    if (below(4) === 0) return { kind: 'settle', name, cost: below(3) === 0 ? null : below(6) }
    const limit = below(2) === 0 ? {} : { limit: below(20) }
    if (below(3) === 0) {
      const demands = [0, 1].slice(below(2)).map((at) => ({ key: `k${at}`, windowMs, cost: below(5), ...limit }))
      return { kind: 'reserve', name, demands, holdMs: 1 + below(60) }
    }
    return { kind: 'hit', key, windowMs, cost: 1 + below(3), recordDenied: below(2) === 0, ...limit }
  })
}
