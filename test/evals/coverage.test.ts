import { describe, expect, test } from 'vitest'
import { coverageOf } from './coverage.ts'
import type { Answer } from './wall.ts'

const TEXT = 'key=ABCDEFGH and more'
const KEY = { start: 4, end: 12 }

function answer(body: string | null, spans: readonly { start: number; end: number }[], kind = 'rewrite'): Answer {
  const findings = spans.map((span) => ({ rule: 'r', span }))
  const rulings = spans.length === 0 ? [] : [{ layer: 'l', kind, code: 'C', findings }]
  return { outcome: body === null ? 'deny' : 'allow', payload: body === null ? null : { body }, rulings, scores: {} }
}

describe('what became of a secret', () => {
  test.for([
    { name: 'whole', body: 'key=[REDACTED:r] and more', spans: [KEY], coverage: 'whole' },
    {
      name: 'whole, with what stands around it',
      body: '[REDACTED:r] more',
      spans: [{ start: 0, end: 16 }],
      coverage: 'whole',
    },
    {
      name: 'whole, by two marks',
      body: 'key=[REDACTED:a][REDACTED:b] and more',
      spans: [
        { start: 4, end: 8 },
        { start: 8, end: 12 },
      ],
      coverage: 'whole',
    },
    {
      name: 'whole, by spans that overlap',
      body: 'key=[REDACTED:a] and more',
      spans: [
        { start: 4, end: 10 },
        { start: 6, end: 12 },
      ],
      coverage: 'whole',
    },
    {
      name: 'partly, its end stays',
      body: 'key=[REDACTED:r]GH and more',
      spans: [{ start: 4, end: 10 }],
      coverage: 'partly',
    },
    { name: 'not at all', body: TEXT, spans: [], coverage: 'none' },
    {
      name: 'not at all, another stretch is gone',
      body: 'key=ABCDEFGH[REDACTED:r]',
      spans: [{ start: 12, end: 21 }],
      coverage: 'none',
    },
    { name: 'whole, as nothing leaves', body: null, spans: [KEY], coverage: 'whole' },
  ])('$name', ({ body, spans, coverage }) => {
    const covered = coverageOf(TEXT, answer(body, spans))
    expect(covered.isAligned).toBe(true)
    expect(covered.judge(KEY).coverage).toBe(coverage)
  })

  test('is not believed where the findings say more than was done', () => {
    const covered = coverageOf(TEXT, answer('key=[REDACTED:r]GH and more', [KEY]))
    expect(covered.isAligned).toBe(false)
    expect(covered.judge(KEY).coverage).toBe('partly')
    expect(coverageOf(TEXT, answer('k=ABCDEFGH and more', [KEY])).judge(KEY).coverage).toBe('none')
  })

  test('tells a report from a redaction', () => {
    const covered = coverageOf(TEXT, answer(TEXT, [KEY], 'flag'))
    expect(covered).toMatchObject({ isTouched: false, isReported: true, taken: [] })
    expect(covered.judge(KEY)).toEqual({ coverage: 'none', isReported: true, value: 'ABCDEFGH' })
    expect(covered.judge({ start: 13, end: 16 }).isReported).toBe(false)
  })
})
