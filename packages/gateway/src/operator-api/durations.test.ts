import { expect, test } from 'vitest'
import { Durations } from './durations.ts'

function of(...times: readonly number[]): Durations {
  const made = new Durations()
  for (const ms of times) made.add(ms)
  return made
}

test('nothing has no median', () => {
  expect(new Durations().median()).toBeNull()
})

test.each([0.02, 0.3, 1, 7, 99, 1234, 60_000])('the median of %d ms is right to within a tenth', (ms) => {
  const median = of(ms / 50, ms, ms * 50).median() ?? 0
  expect(Math.abs(median - ms) / ms).toBeLessThan(0.1)
})

test('what is shorter or longer than all steps is counted in the last one', () => {
  expect(of(0, 0, 0).median()).toBeLessThan(0.02)
  expect(of(1e9).median()).toBeGreaterThan(60_000)
})

test('two are merged as if they were one', () => {
  const merged = of(1, 1)
  merged.merge(of(9, 9, 9))
  expect(merged.median()).toBe(of(1, 1, 9, 9, 9).median())
})
