import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClock } from './clock.ts'

test('the time never goes back, is never behind the store, and goes on where the store stands still', async () => {
  const step = fc.record({ store: fc.integer({ min: -1e6, max: 1e6 }), passed: fc.integer({ min: 0, max: 1e6 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(step), async (steps) => {
      const [store, here] = [{ at: 1e9 }, { at: 0 }]
      const clock = createClock({ time: async () => store.at }, () => here.at)
      let before = await clock.now()
      for (const { store: by, passed } of steps) {
        store.at += by
        here.at += passed
        const now = await clock.now()
        expect(now).toBeGreaterThanOrEqual(Math.max(before + passed, store.at))
        before = now
      }
    }),
  )
})

test('a store without a time gives none', async () => {
  const clock = createClock({ time: () => Promise.reject(new Error('lost')) }, () => 0)
  await expect(clock.now()).rejects.toThrow('lost')
})
