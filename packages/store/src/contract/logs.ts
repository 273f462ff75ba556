import { MAX_PAGE } from '../store.ts'
import type { ContractCase } from './case.ts'
import { equal, rejects } from './expect.ts'

/** What append and read promise. */
export const LOG_CASES: readonly ContractCase[] = [
  {
    name: 'positions start at 1 and have no gaps, in each stream by itself',
    async run({ store }) {
      equal(await store.append('a', ['x', { y: 1 }]), [1, 2], 'the first two')
      equal(await store.append('b', [null]), [1], 'another stream')
      equal(await store.append('a', ['z']), [3], 'the third')
      const entries = await store.read('a', { limit: 10 })
      equal(
        entries.map(({ position, value }) => [position, value]),
        [
          [1, 'x'],
          [2, { y: 1 }],
          [3, 'z'],
        ],
        'read',
      )
    },
  },
  {
    name: 'read goes on after a position and ends with the stream',
    async run({ store }) {
      equal(await store.read('a', { limit: 10 }), [], 'an unknown stream')
      await store.append('a', [1, 2, 3, 4, 5])
      const page = await store.read('a', { after: 1, limit: 2 })
      equal(
        page.map((entry) => entry.value),
        [2, 3],
        'a page',
      )
      equal((await store.read('a', { after: 3, limit: 2 })).length, 2, 'the last page')
      equal(await store.read('a', { after: 5, limit: 2 }), [], 'at the end')
      equal(await store.read('a', { after: 50, limit: 2 }), [], 'beyond the end')
    },
  },
  {
    name: 'a batch stays together when two handles append at once',
    async run({ store, peer }) {
      const other = await peer()
      const batches = await Promise.all(
        Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? store : other).append('a', [index, index])),
      )
      const positions = batches.flat().sort((a, b) => a - b)
      equal(
        positions,
        Array.from({ length: 80 }, (_, index) => index + 1),
        'all positions',
      )
      const values = (await store.read('a', { limit: 100 })).map((entry) => entry.value)
      for (let i = 0; i < 80; i += 2) equal(values[i], values[i + 1], `the batch at ${i}`)
    },
  },
  {
    name: 'an entry that is refused leaves nothing of its batch',
    async run({ store }) {
      await rejects('STORE_VALUE_INVALID', 'NaN in a batch', () => store.append('a', [1, NaN]))
      equal(await store.append('a', [1]), [1], 'the next position')
    },
  },
  {
    name: 'empty and oversized batches and bad positions are refused',
    async run({ store }) {
      await rejects('STORE_ARGUMENT_INVALID', 'empty', () => store.append('a', []))
      const many = Array.from({ length: MAX_PAGE + 1 }, () => 0)
      await rejects('STORE_ARGUMENT_INVALID', 'too many', () => store.append('a', many))
      for (const after of [-1, NaN, 0.5, Infinity])
        await rejects('STORE_ARGUMENT_INVALID', `after ${after}`, () => store.read('a', { after, limit: 1 }))
      equal((await store.append('a', many.slice(1))).length, MAX_PAGE, 'a full batch')
    },
  },
]
