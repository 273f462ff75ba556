import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { macroAverage, operatingPoint, rocAuc, share, shareFound } from './metrics.ts'

describe('the operating point', () => {
  test('takes as many false positives as the share allows, and no more', () => {
    const negatives = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
    // One of ten may pass: 1.0; so 0.95 is found, 0.9 is as high as the second negative and is not.
    const point = operatingPoint([0.95, 0.9, 0.5], negatives, 0.1)
    expect(point).toEqual({ share: 0.1, threshold: 0.95, recall: 1 / 3, falsePositives: 0.1 })
  })

  test('lets negatives of one score pass together or not at all', () => {
    const negatives = [0.5, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 0]
    expect(operatingPoint([0.5, 0.6, 0.4, 0], negatives, 0.2)).toMatchObject({
      threshold: 0.6,
      recall: 0.25,
      falsePositives: 0,
    })
    expect(operatingPoint([0.5, 0.6, 0.4, 0], negatives, 0.3)).toMatchObject({
      threshold: 0.4,
      recall: 0.75,
      falsePositives: 0.3,
    })
  })

  test('finds nothing where everything has one score', () => {
    expect(operatingPoint([0, 0], [0, 0, 0], 0.05)).toEqual({
      share: 0.05,
      threshold: undefined,
      recall: 0,
      falsePositives: 0,
    })
  })

  test('finds everything where all false positives are allowed', () => {
    expect(operatingPoint([0, 1], [0, 2], 1)).toMatchObject({ threshold: 0, recall: 1, falsePositives: 1 })
  })

  test('allows a whole number of negatives that is not whole in binary', () => {
    const negatives = Array.from({ length: 100 }, (_, at) => at)
    expect(operatingPoint([0], negatives, 0.29)).toMatchObject({ threshold: 71, falsePositives: 0.29 })
  })

  test('says nothing without negatives, and nothing about recall without positives', () => {
    expect(operatingPoint([1], [], 0.01)).toBeUndefined()
    expect(operatingPoint([], [0.5, 0.1], 0.5)).toEqual({
      share: 0.5,
      threshold: 0.5,
      recall: undefined,
      falsePositives: 0.5,
    })
  })

  test('is the lowest threshold that keeps to the share', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(scores, scores, fc.constantFrom(0, 0.01, 0.1, 0.25, 0.5, 1), (positives, negatives, allowed) => {
        const point = operatingPoint(positives, negatives, allowed)
        const fits = [...new Set([...positives, ...negatives])].filter(
          (threshold) => (shareFound(negatives, threshold) ?? 0) <= allowed,
        )
        expect(point?.threshold).toBe(fits.length === 0 ? undefined : Math.min(...fits))
        expect(point?.falsePositives).toBeLessThanOrEqual(allowed)
      }),
    )
  })
})

describe('the area under the curve', () => {
  test.for([
    { name: 'apart', positives: [3, 4], negatives: [1, 2], auc: 1 },
    { name: 'the wrong way round', positives: [1, 2], negatives: [3, 4], auc: 0 },
    { name: 'all equal', positives: [1, 1, 1], negatives: [1, 1], auc: 0.5 },
    // Pairs: 2 beats 1, ties with 2; 3 beats both: (1 + 0.5 + 1 + 1) / 4.
    { name: 'one tie', positives: [2, 3], negatives: [1, 2], auc: 0.875 },
    { name: 'no positives', positives: [], negatives: [1], auc: undefined },
    { name: 'no negatives', positives: [1], negatives: [], auc: undefined },
  ])('$name', ({ positives, negatives, auc }) => {
    expect(rocAuc(positives, negatives)).toBe(auc)
  })

  test('is what counting all pairs gives', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(scores, scores, (positives, negatives) => {
        const wins = positives.flatMap((a) => negatives.map((b) => (a > b ? 1 : a === b ? 0.5 : 0) as number))
        const mean = wins.reduce((sum, win) => sum + win, 0) / wins.length
        expect(rocAuc(positives, negatives)).toBeCloseTo(mean, 12)
      }),
    )
  })
})

test('a share of nothing, and a mean of nothing, is no number', () => {
  expect([share(1, 4), share(0, 0), shareFound([], 0.5), shareFound([1, 2], undefined)]).toEqual([
    0.25,
    undefined,
    undefined,
    0,
  ])
  expect([macroAverage([0.5, undefined, 1]), macroAverage([undefined]), macroAverage([])]).toEqual([
    0.75,
    undefined,
    undefined,
  ])
})
