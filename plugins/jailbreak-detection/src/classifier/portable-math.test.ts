import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exp, ln, logistic } from './portable-math.ts'

test('exp and ln are those of the language, to ten digits', () => {
  fc.assert(
    fc.property(fc.double({ min: -300, max: 300, noNaN: true }), (x) => {
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-10)
    }),
  )
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (x) => {
      expect(Math.abs(ln(x) - Math.log(x))).toBeLessThan(1e-10)
    }),
  )
})

test('the ends are no NaN', () => {
  expect([exp(-Infinity), exp(Infinity), logistic(-Infinity), logistic(Infinity), logistic(0)]).toEqual([
    0,
    Infinity,
    0,
    1,
    0.5,
  ])
})
