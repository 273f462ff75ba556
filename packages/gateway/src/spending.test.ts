import { expect, test } from 'vitest'
import { fail } from './errors.ts'
import type { Exit } from './outbound.ts'
import { Spending } from './spending.ts'

const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
const fetched = new TypeError('fetch failed', { cause: refused })

/** A call that a budget counts, and how it is told to have ended. */
async function open(): Promise<{ readonly spending: Spending; readonly ends: string[] }> {
  const ends: string[] = []
  const budget = {
    reserve: () => Promise.resolve({ hold: {} }),
    settle: (_hold: object, { outcome }: { readonly outcome: string }) => Promise.resolve(void ends.push(outcome)),
  }
  const exit = { kernel: { find: () => budget }, session: { traceId: 't-1' } } as unknown as Exit
  const asked = { provider: 'p', model: 'm', choices: 1, inputBytes: 1, maxOutputTokens: 1 }
  const { value } = await Spending.open(exit, asked, {})
  if (!value) throw new Error('it was refused')
  return { spending: value, ends }
}

test.for([
  ['where nothing was sent', fail('UPSTREAM_UNREACHABLE', {}, fetched), 0, 'unreached'],
  ['where upstream throws it itself', fail('UPSTREAM_UNREACHABLE', {}, refused), 0, 'unreached'],
  ['behind a reply that was begun', fail('UPSTREAM_INTERRUPTED', {}, fetched), 0, 'failed'],
  ['behind words', fail('UPSTREAM_TIMEOUT', {}, fetched), 9, 'failed'],
  ['of the client', fail('CLIENT_GONE', {}, fetched), 0, 'abandoned'],
  ['of the gateway', fetched, 0, 'abandoned'],
] as const)(
  'a refused connection %s is no call that costs nothing, unless it is',
  async ([, error, outputBytes, outcome]) => {
    const { spending, ends } = await open()
    await spending.endWithError(error, { outputBytes })
    expect(ends).toEqual([outcome])
  },
)
