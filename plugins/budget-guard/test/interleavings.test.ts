import type { Kernel } from '@ringwall/core'
import { openSqliteStore, type Store } from '@ringwall/store'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BudgetToken } from '../src/index.ts'
import { announce, report, SESSION, TARGET, wallOn } from './wall.ts'

const LIMIT = 100
const CONFIG = { tokensPerHour: LIMIT, steps: 5, breakerFailures: 'unlimited' } as const

/** One call: what is reserved, what it takes, and how it ends. `crashes`: nobody reports. */
interface Call {
  readonly by: 'hooks' | 'service'
  readonly reserved: number
  readonly taken: number
  readonly end: 'answered' | 'twice' | 'crashes' | 'garbage' | 'cancelled'
}
const calls: fc.Arbitrary<readonly Call[]> = fc.array(
  fc.record({
    by: fc.constantFrom('hooks', 'service'),
    reserved: fc.integer({ min: 2, max: 60 }),
    taken: fc.integer({ min: 2, max: 60 }),
    end: fc.constantFrom('answered', 'twice', 'crashes', 'garbage', 'cancelled'),
  }),
  { minLength: 2, maxLength: 12 },
)

/** A store whose calls wait until the scheduler lets them begin, so that those of several callers come in any order. */
function scheduled(store: Store, scheduler: fc.Scheduler): Store {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...args: unknown[]): unknown =>
        scheduler.schedule(Promise.resolve(), String(name)).then((): unknown => Reflect.apply(value, target, args))
    },
  })
}

/** Makes the call to its end; the tokens that it must count in the end. */
async function make(wall: Kernel, id: string, { by, reserved, taken, end }: Call): Promise<number> {
  const request = { inputTokens: 1, maxOutputTokens: reserved - 1 }
  const used = Math.min(reserved, taken)
  const usage = end === 'garbage' ? null : { inputTokens: 1, outputTokens: used - 1 }
  const outcome = end === 'cancelled' ? 'cancelled' : 'answered'
  const budget = by === 'service' ? wall.find(BudgetToken) : undefined
  const opened = await budget?.reserve(SESSION, { ...TARGET, ...request })
  const isDenied = budget ? opened?.refusal !== undefined : (await announce(wall, id, request)).length > 0
  if (isDenied) return 0
  if (end === 'crashes') return reserved
  const settle = async (): Promise<void> => {
    if (opened?.hold) await budget?.settle(opened.hold, { outcome, usage })
    else await report(wall, id, { outcome, usage })
  }
  await (end === 'twice' ? Promise.all([settle(), settle(), settle()]) : settle())
  return { answered: used, twice: used, crashes: reserved, garbage: reserved, cancelled: 0 }[end]
}

test('whatever the order in which calls of several kernels reach the store, the budget is never passed and never lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), calls, async (scheduler, made) => {
      const store = await openSqliteStore({ file: ':memory:' })
      const walls = await Promise.all([1, 2, 3].map(() => wallOn(scheduled(store, scheduler), CONFIG)))
      const exact = await wallOn(store, CONFIG)
      const all = Promise.all(made.map((call, at) => make(walls[at % 3] ?? exact, `call-${at}`, call)))
      await scheduler.waitFor(all)
      const spent = (await all).reduce((sum, tokens) => sum + tokens, 0)
      expect(spent).toBeLessThanOrEqual(LIMIT)
      // What is left is left to the very token.
      const left = LIMIT - spent
      expect(await announce(exact, 'more', { inputTokens: 1, maxOutputTokens: left })).toEqual([
        'BUDGET_TOKENS_EXCEEDED tokens.tenant.hour',
      ])
      if (left > 1) expect(await announce(exact, 'all', { inputTokens: 1, maxOutputTokens: left - 1 })).toEqual([])
      for (const wall of [...walls, exact]) await wall.close()
      await store.close()
    }),
    { numRuns: 150 },
  )
})
