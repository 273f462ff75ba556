import type { JsonValue } from '@ringwall/core'
import type { ContractCase, ContractHarness } from './case.ts'
import { equal, until } from './expect.ts'
import type { ContractTask } from './tasks.ts'

/** What holds between processes; each case starts two that work at the same time. */
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
  return Promise.all(['a', 'b'].map((by) => harness.runInProcess(task(by))))
}

function merged(lists: readonly JsonValue[]): number[] {
  return lists
    .flat()
    .map(Number)
    .sort((a, b) => a - b)
}
