import type { JsonValue } from '@ringwall/core'
import type { ContractCase, ContractHarness } from './case.ts'
import { equal, until } from './expect.ts'
import type { ContractTask } from './tasks.ts'

/** What holds between processes; each case starts several that work at the same time. */
export const PROCESS_CASES: readonly ContractCase[] = [
  {
    name: 'two processes never overshoot a limit and lose no hit',
    async run(harness) {
      const task: ContractTask = { kind: 'hit', parties: 2, key: 'k', times: 300, limit: 400 }
      const allowed = await inTwoProcesses(harness, () => task)
      equal(
        allowed.map(Number).reduce((sum, each) => sum + each, 0),
        400,
        'allowed in both',
      )
      equal((await harness.store.count('k', 3_600_000)).count, 400, 'recorded')
    },
  },
  {
    name: 'two processes lose no increment by compareAndSet',
    async run(harness) {
      await inTwoProcesses(harness, () => ({ kind: 'increment', parties: 2, key: 'n', times: 150 }))
      equal((await harness.store.get('n'))?.value, 300, 'the sum')
    },
  },
  {
    name: 'of two processes one creates and one takes each value',
    async run(harness) {
      const keys = Array.from({ length: 150 }, (_, index) => index)
      const tasks = (by: string): ContractTask => ({
        kind: 'claim',
        parties: 2,
        prefix: 'c',
        times: keys.length,
        by,
      })
      equal(merged(await inTwoProcesses(harness, tasks)), keys, 'claimed once each')
      const again = (): ContractTask => ({ kind: 'take', parties: 4, prefix: 'c', times: keys.length })
      equal(merged(await inTwoProcesses(harness, again)), keys, 'taken once each')
    },
  },
  {
    name: 'two processes append without gaps',
    async run(harness) {
      const tasks = (by: string): ContractTask => ({
        kind: 'append',
        parties: 2,
        stream: 's',
        times: 100,
        by,
      })
      const positions = merged(await inTwoProcesses(harness, tasks))
      equal(
        positions,
        Array.from({ length: 400 }, (_, index) => index + 1),
        'positions',
      )
      equal((await harness.store.read('s', { limit: 1000 })).length, 400, 'entries')
    },
  },
  {
    name: 'four processes share budgets and never overshoot one of them',
    async run(harness) {
      const [keys, limit] = [['a', 'b'], 400]
      const told = await inProcesses(['p', 'q', 'r', 's'], harness, (by) => ({
        kind: 'spend',
        parties: 4,
        keys,
        limit,
        by,
      }))
      const pairs = told as unknown as readonly (readonly [spent: number, most: number])[]
      const spent = pairs.reduce((sum, [each]) => sum + each, 0)
      if (pairs.some(([, most]) => most > limit)) throw new Error(`overshoot: ${JSON.stringify(pairs)}`)
      // The last that do not fit are those for which fewer than 3 were left beside what the others held.
      equal(spent > limit - 3 * 16 && spent <= limit, true, `spent ${spent} of ${limit}`)
      for (const key of keys) equal((await harness.store.count(key, 3_600_000)).count, spent, `what ${key} counts`)
    },
  },
  {
    name: 'four processes move amounts about and lose none',
    async run(harness) {
      const keys = ['x', 'y', 'z']
      await inProcesses(['p', 'q', 'r', 's'], harness, () => ({ kind: 'transfer', parties: 4, keys, times: 60 }))
      const values = await Promise.all(keys.map(async (key) => (await harness.store.get(key))?.value))
      equal(values, [0, 0, 0], 'what each holds')
    },
  },
  {
    name: 'four processes append to one chain, and each link names the one before it',
    async run(harness) {
      const told = await inProcesses(['p', 'q', 'r', 's'], harness, (by) => ({
        kind: 'chain',
        parties: 4,
        stream: 's',
        times: 40,
        by,
      }))
      equal(
        merged(told),
        Array.from({ length: 160 }, (_, index) => index + 1),
        'positions',
      )
      let before: JsonValue = null
      for (const { position, value } of await harness.store.read('s', { limit: 1000 })) {
        const [id = null, previous = null] = Array.isArray(value) ? value : []
        equal(previous, before, `what the link at ${position} names`)
        before = id
      }
    },
  },
  {
    name: 'a message of another process arrives',
    async run({ store, runInProcess }) {
      const heard: JsonValue[] = []
      await store.subscribe('t', (message) => void heard.push(message))
      await runInProcess({ kind: 'publish', parties: 1, topic: 't', messages: [1, { two: 2 }] })
      await until('delivery', () => heard.length === 2)
      equal(heard, [1, { two: 2 }], 'the messages')
    },
  },
]

function inTwoProcesses(harness: ContractHarness, task: (by: string) => ContractTask): Promise<JsonValue[]> {
  return inProcesses(['a', 'b'], harness, task)
}

function inProcesses(
  names: readonly string[],
  harness: ContractHarness,
  task: (by: string) => ContractTask,
): Promise<JsonValue[]> {
  return Promise.all(names.map((by) => harness.runInProcess(task(by))))
}

function merged(lists: readonly JsonValue[]): number[] {
  return lists
    .flat()
    .map(Number)
    .sort((a, b) => a - b)
}
