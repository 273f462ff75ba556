import { MAX_PAGE, MAX_VALUE_BYTES } from '../store.ts'
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
      const large = Array.from({ length: 20 }, () => 'x'.repeat(MAX_VALUE_BYTES - 2))
      await rejects('STORE_ARGUMENT_INVALID', 'too large together', () => store.append('a', large))
      for (const after of [-1, NaN, 0.5, Infinity])
        await rejects('STORE_ARGUMENT_INVALID', `after ${after}`, () => store.read('a', { after, limit: 1 }))
      equal((await store.append('a', many.slice(1))).length, MAX_PAGE, 'a full batch')
    },
  },
  {
    name: 'appendAfter appends only at the end that it names',
    async run({ store, peer }) {
      equal(await store.appendAfter('a', 1, ['x']), undefined, 'an end that the stream does not have')
      equal(await store.appendAfter('a', 0, ['x', 'y']), [1, 2], 'the first two')
      equal(await store.appendAfter('a', 1, ['z']), undefined, 'an earlier end')
      const other = await peer()
      const won = await Promise.all(
        Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? store : other).appendAfter('a', 2, [index])),
      )
      equal(won.filter((positions) => positions !== undefined).flat(), [3], 'winners')
      for (const bad of [-1, NaN, '2'] as number[])
        await rejects('STORE_ARGUMENT_INVALID', `after ${bad}`, () => store.appendAfter('a', bad, [1]))
      await rejects('STORE_ARGUMENT_INVALID', 'no entries', () => store.appendAfter('a', 3, []))
    },
  },
  {
    name: 'a trimmed log says where it begins, and its positions go on',
    async run({ store }) {
      equal(await store.extent('a'), { first: 1, last: 0 }, 'a new stream')
      await store.append('a', [1, 2, 3, 4, 5])
      equal(await store.extent('a'), { first: 1, last: 5 }, 'a full stream')
      equal(await store.trim('a', 2), { first: 3, last: 5 }, 'two trimmed')
      equal(await store.trim('a', 1), { first: 3, last: 5 }, 'trimmed already')
      await rejects('STORE_LOG_TRIMMED', 'from the start', () => store.read('a', { limit: 9 }))
      await rejects('STORE_LOG_TRIMMED', 'one too early', () => store.read('a', { after: 1, limit: 9 }))
      equal(
        (await store.read('a', { after: 2, limit: 9 })).map(({ position, value }) => [position, value]),
        [
          [3, 3],
          [4, 4],
          [5, 5],
        ],
        'from where it begins',
      )
      equal(await store.trim('a', 5), { first: 6, last: 5 }, 'nothing left')
      equal(await store.read('a', { after: 5, limit: 9 }), [], 'an empty rest')
      await rejects('STORE_LOG_TRIMMED', 'before the end', () => store.read('a', { after: 4, limit: 9 }))
      equal(await store.appendAfter('a', 5, [6]), [6], 'the next position')
      await rejects('STORE_ARGUMENT_INVALID', 'beyond the end', () => store.trim('a', 7))
      for (const bad of [-1, NaN, '2'] as number[])
        await rejects('STORE_ARGUMENT_INVALID', `up to ${bad}`, () => store.trim('a', bad))
      equal(await store.extent('a'), { first: 6, last: 6 }, 'at last')
    },
  },
  {
    name: 'a long log is trimmed at once, while it is appended to',
    async run({ store, peer }) {
      const other = await peer()
      const page = Array.from({ length: MAX_PAGE }, (_, index) => index)
      for (let i = 0; i < 4; i += 1) await store.append('a', page)
      const [left, positions] = await Promise.all([store.trim('a', 3500), other.append('a', ['new'])])
      equal([left.first, positions], [3501, [4001]], 'trimmed and appended')
      equal((await store.read('a', { after: 3500, limit: MAX_PAGE })).length, 501, 'what is left')
    },
  },
]
