import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chunkings } from './chunkings.ts'

it('every chunking joins to the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer(), (text, seed) => {
      for (const chunks of chunkings(text, seed)) if (chunks.join('') !== text) return false
      return true
    }),
    { numRuns: 20 },
  )
})

it('splits a short text at every point', () => {
  const text = 'split me 👍🏽 here'
  const pairs = [...chunkings(text)].filter((chunks) => chunks.length === 2).map(([first]) => first?.length)
  expect(pairs).toEqual(expect.arrayContaining(Array.from({ length: text.length - 1 }, (_, at) => at + 1)))
})

it('gives a tiny text every chunking there is', () => {
  const ways = new Set([...chunkings('abcdef')].map((chunks) => chunks.join('|')))
  expect(ways.size).toBe(2 ** 5)
})

it('gives one code unit at a time, and the empty text', () => {
  expect([...chunkings('👍 of a hand')]).toContainEqual('👍 of a hand'.split(''))
  expect([...chunkings('')]).toEqual([['']])
})

it('depends on the seed alone', () => {
  const text = 'x'.repeat(2000)
  expect([...chunkings(text, 7)]).toEqual([...chunkings(text, 7)])
  expect([...chunkings(text, 7)]).not.toEqual([...chunkings(text, 8)])
})

it('keeps long texts affordable', () => {
  const ways = [...chunkings('x'.repeat(50_000))]
  expect(ways.length).toBeLessThan(100)
  expect(Math.max(...ways.map((chunks) => chunks.length))).toBeLessThan(1000)
})
