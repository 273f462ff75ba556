import { MAX_COST } from '@ringwall/store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { budgetGuardConfig } from './config.ts'
import { compileModels, costOf, dearestCost, dearestPrice } from './models.ts'

const price = fc.record({
  input: fc.nat(1e12),
  output: fc.nat(1e12),
  cachedInput: fc.nat(1e12),
  cacheWrite: fc.nat(1e12),
})
const count = fc.nat(1_000_000_000)
const usage = fc.tuple(count, count, fc.nat(100), fc.nat(100)).map(([inputTokens, outputTokens, cached, written]) => ({
  inputTokens,
  outputTokens,
  cachedInputTokens: Math.floor((inputTokens * cached) / 200),
  cacheWriteTokens: Math.floor((inputTokens * written) / 200),
}))

describe('the cost of a call', () => {
  it('is a whole number from 0 to what the store takes', () => {
    fc.assert(
      fc.property(price, usage, (price, usage) => {
        const cost = costOf(price, usage)
        expect(Number.isInteger(cost) && cost >= 0 && cost <= MAX_COST).toBe(true)
      }),
    )
  })

  it('is never more than the dearest that it can be, and grows with every token', () => {
    fc.assert(
      fc.property(price, usage, (price, usage) => {
        const cost = costOf(price, usage)
        expect(cost).toBeLessThanOrEqual(dearestCost(price, usage.inputTokens, usage.outputTokens))
        expect(costOf(price, { ...usage, outputTokens: usage.outputTokens + 1 })).toBeGreaterThanOrEqual(cost)
        expect(costOf(price, { ...usage, inputTokens: usage.inputTokens + 1 })).toBeGreaterThanOrEqual(cost)
      }),
    )
  })

  it('is never less than its exact fraction, and by less than one millionth more', () => {
    const small = fc.record({
      input: fc.nat(1e6),
      output: fc.nat(1e6),
      cachedInput: fc.nat(1e6),
      cacheWrite: fc.nat(1e6),
    })
    fc.assert(
      fc.property(small, fc.nat(1000), fc.nat(1000), (price, inputTokens, outputTokens) => {
        const exact = (inputTokens * price.input + outputTokens * price.output) / 1e6
        const cost = costOf(price, { inputTokens, outputTokens })
        expect(cost).toBeGreaterThanOrEqual(exact)
        expect(cost).toBeLessThan(exact + 1)
      }),
    )
  })

  it('without a price is nothing', () => {
    expect([
      costOf(null, { inputTokens: 5, outputTokens: 5 }),
      dearestCost(null, 5, 5),
      dearestPrice({ models: [] }),
    ]).toEqual([0, 0, null])
  })
})

describe('the table of models', () => {
  it.each([
    ['gpt-5', 'gpt-5', true],
    ['gpt-5', 'gpt-5-mini', false],
    ['gpt-*', 'GPT-5', true],
    ['*', '', true],
    ['*mini*', 'gpt-5-mini-2026', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'acb', false],
    ['a*a', 'a', false],
    ['**', 'x', true],
  ])('%s is for %s: %s', (model, name, isFor) => {
    const { models } = budgetGuardConfig.parse({ models: [{ model, contextWindow: 7 }] })
    const find = compileModels({ models })
    expect(find({ provider: 'p', model: name }).contextWindow === 7).toBe(isFor)
  })

  it('has the dearest price in each part', () => {
    const { models } = budgetGuardConfig.parse({
      models: [
        { model: 'a', price: { input: 1, output: 2, cacheWrite: 9 } },
        { model: 'b', price: { input: 3, output: 1, cachedInput: 0.5 } },
        { model: 'c' },
      ],
    })
    expect(dearestPrice({ models })).toEqual({ input: 3e6, output: 2e6, cachedInput: 1e6, cacheWrite: 9e6 })
  })
})
