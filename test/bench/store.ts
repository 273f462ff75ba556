// Operations a second of each store driver, in one run: SQLite in a file, PostgreSQL and Redis (appendfsync always and everysec) on servers that this
// program starts, where they are installed. `one` awaits each call before the next; `many` keeps 64 in flight, as a gateway does. Single figures are the
// machine's; the ratios to SQLite's are what one run compares. Run: pnpm bench:store
import type { Store } from '@ringwall/store'
import { IN_FLIGHT, openAll, rate } from './drivers.ts'

const HOUR = 3_600_000
const ENTRY = { at: 1, tenant: 'acme', agent: 'research', outcome: 'deny', code: 'SEEN', trace: 'f'.repeat(32) }

/** What is done, and how many entries of a log or calls one of it stands for. */
const WORK: readonly (readonly [name: string, run: (store: Store, id: number) => Promise<unknown>, counts: number])[] =
  [
    ['get', (store, id) => store.get(`get/${id % 100}`), 1],
    ['window hit, many keys', (store, id) => store.hit(`key/${id % 1000}`, { windowMs: HOUR, limit: 1e9 }), 1],
    ['window hit, one key', (store) => store.hit('one', { windowMs: HOUR, limit: 1e9 }), 1],
    ['compare and set', (store, id) => store.compareAndSet(`cas/${id}`, null, id), 1],
    [
      'reserve and settle, 3 counters',
      async (store, id) => {
        const demands = ['a', 'b', 'c'].map((key) => ({ key: `budget/${key}`, windowMs: HOUR, cost: 3, limit: 1e12 }))
        await store.reserve(`r/${id}`, demands, { holdMs: HOUR })
        await store.settle(`r/${id}`, [1, 2, 3])
      },
      1,
    ],
    ['append, one entry', (store) => store.append('single', [ENTRY]), 1],
    [
      'append, 100 entries',
      (store) =>
        store.append(
          'batch',
          Array.from({ length: 100 }, () => ENTRY),
        ),
      100,
    ],
  ]

const opened = await openAll()
const table: Record<string, Record<string, string>> = {}
let turn = 0
for (const [what, run, counts] of WORK)
  for (const [how, inFlight] of [
    ['one', 1],
    ['many', IN_FLIGHT],
  ] as const) {
    const row: Record<string, string> = {}
    let yardstick = Number.NaN
    for (const [name, store] of opened) {
      turn += 1
      const prefix = turn * 1e9
      const found = await rate(inFlight, counts, (id) => run(store, prefix + id))
      yardstick = name === 'sqlite' ? found : yardstick
      row[name] = `${Math.round(found)} (${(found / yardstick).toFixed(2)})`
    }
    table[`${what}: ${how}`] = row
  }
console.log('operations a second (and in the measure of SQLite); of appends, entries a second')
console.table(table)
for (const [, store, close] of opened) {
  await store.close()
  await close()
}
