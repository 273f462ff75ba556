import { checkPatterns, createEngine, createViews } from '@ringwall/text'
import { describe, expect, test } from 'vitest'
import { createDetector, type Kind } from './detect.ts'
import { SKILL_RULES } from './patterns.ts'
import { CATEGORIES } from './patterns/rule.ts'

const engine = createEngine()
const detect = createDetector(engine)
const rulesOf = (text: string, kind: Kind = 'skill'): readonly string[] => [
  ...new Set(detect(createViews(text), kind).map(({ rule }) => rule)),
]

describe('rules', () => {
  test('find their examples, leave the others alone, and hold what they declare', () => {
    expect(checkPatterns(SKILL_RULES, engine)).toEqual([])
  })

  test('every category has rules, and there are enough', () => {
    expect(new Set(SKILL_RULES.map(({ category }) => category))).toEqual(new Set(CATEGORIES))
    expect(SKILL_RULES.length).toBeGreaterThanOrEqual(18)
    for (const { id, severity, weight } of SKILL_RULES)
      expect([id, weight]).toEqual([id, severity === 'CRITICAL' ? 1 : 0.4])
  })

  test.for(SKILL_RULES.map((rule) => [rule.id, rule] as const))(
    '%s: what must match is found through all views',
    ([id, { match }]) => {
      for (const example of match)
        expect([example, rulesOf(example, 'tool')]).toEqual([example, expect.arrayContaining([id])])
    },
  )
})
