import { expect, test } from 'vitest'
import { summarize, type Judged } from './injection.ts'

interface Said {
  readonly source?: string
  readonly isRuled?: boolean
  readonly isHigh?: boolean
  readonly isScored?: boolean
}

function judged(id: string, label: 'injection' | 'benign', score: number, said: Said = {}): Judged {
  const { source = 'a', isRuled = false, isHigh = false, isScored = true } = said
  const row = { id, text: id, label, source, kind: label, lang: 'en' }
  return { row, score, isScored, isRuled, isHigh, isStopped: isHigh, hasFailed: false }
}

const options = { score: 'layer', source: 'user', misses: 3 } as const

test('summarizes by hand-made scores', () => {
  const summary = summarize(
    [
      judged('i1', 'injection', 0.9, { isRuled: true, isHigh: true }),
      judged('i2', 'injection', 0.5, { isRuled: true }),
      judged('i3', 'injection', 0),
      judged('i4', 'injection', 0, { source: 'b' }),
      judged('i5', 'injection', 0, { source: 'c', isScored: false }),
      judged('b1', 'benign', 0.5, { isRuled: true }),
      judged('b2', 'benign', 0),
      judged('b3', 'benign', 0),
      judged('b4', 'benign', 0, { source: 'z' }),
    ],
    options,
  )
  expect(summary).toMatchObject({ layer: 'layer', rows: 9, injections: 5, benign: 4, unscored: 1, failed: 0 })
  // 0.5 is the score of a harmless text too, so nothing below 0.9 counts at 1 %.
  expect(summary.points[1]).toEqual({ share: 0.01, threshold: 0.9, recall: 0.2, falsePositives: 0 })
  expect(summary.shipped).toEqual({
    any: { recall: 0.4, falsePositives: 0.25 },
    high: { recall: 0.2, falsePositives: 0 },
    stopped: { recall: 0.2, falsePositives: 0 },
  })
  // i1 beats all 4; i2 beats 3 and ties with 1; the zeros tie with 3 and lose to 1: (4 + 3.5 + 3 × 1.5) / 20.
  expect(summary.auc).toBeCloseTo(0.6, 12)
  expect(summary.macro.sources).toBe(3)
  expect(summary.macro.recallAt1).toBeCloseTo((1 / 3 + 0 + 0) / 3, 12)
  expect(summary.groups.source.injection[0]).toEqual({
    group: 'a',
    rows: 3,
    at1: 1 / 3,
    at01: 1 / 3,
    any: 2 / 3,
    high: 1 / 3,
  })
  expect(summary.groups.source.benign).toMatchObject([
    { group: 'a', rows: 3, at1: 0, any: 1 / 3 },
    { group: 'z', rows: 1, any: 0 },
  ])
  expect(summary.groups.kind.injection).toMatchObject([{ group: 'injection', rows: 5, at1: 0.2 }])
  // Three sources are tied at 0: each is shown once before one is shown twice.
  expect(summary.misses.map(({ id }) => id)).toEqual(['i3', 'i4', 'i5'])
  expect(summary.falseAlarms.map(({ id }) => id)).toEqual(['b1'])
})

test('says nothing of what is not there', () => {
  const summary = summarize([judged('i1', 'injection', 1)], options)
  expect(summary).toMatchObject({
    auc: undefined,
    points: [],
    shipped: { any: { recall: 0, falsePositives: undefined } },
  })
  expect(summarize([], options)).toMatchObject({ rows: 0, auc: undefined, macro: { recallAt1: undefined, sources: 0 } })
})
