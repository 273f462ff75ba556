import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { CharacterSets } from './character-sets.ts'
import { isEvidentlyLinear } from './evidently-linear.ts'

const sets = new CharacterSets()

describe('not evident', () => {
  test.for([
    ['^(a+)+$', ''],
    ['^(?:a|a)*b', ''],
    ['^(?:a?){1,40}b', ''],
    ['^(?:a|ab|b){1,40}c', ''],
    ['^[a-z]*[a-z0-9]*$', ''],
    ['^a*[^b]*$', ''],
    ['^K*\\u212A*$', 'iu'],
    ['\\s+$', ''],
    ['^\\s+$', 'm'],
    ['a*b|^c', ''],
    ['x(?=a*)', ''],
    ['(?:x|a*)b', ''],
    ['(?:a|b*)*', ''],
    ['^c|a*b', ''],
    ['(?:^c|a)a*b', ''],
    ['x(?=a*b)', ''],
    ['a*b', 'y'],
    ['(?<=a*b)x', ''],
    ['^(?:a*b*)*c', ''],
    ['^(a*)\\1$', ''],
    ['[ab]{0,40}[bc]{0,40}[cd]{0,40}x', ''],
    ['^(?:[ab]{0,9}b{0,9}){0,9}c', ''],
    ['^(?i:a*A*)b', ''],
    ['^a*(?:b?)a*$', ''],
    ['^[\\q{ab|a}]*a*$', 'v'],
    ['^(?<=a*$)(?:a{0,99}b?){3}c', ''],
  ] as const)('/%s/%s', ([source, flags]) => {
    expect(isEvidentlyLinear(source, flags, sets)).toBe(false)
  })
})

describe('evident', () => {
  test.for([
    ['abc', ''],
    ['^[a-z]+$', ''],
    ['^a*b*$', ''],
    ['^[a-z]+ [0-9]+$', 'i'],
    ['[a-z]{1,200}=', ''],
    ['[a-z]{1,99}[.][a-z]{1,99}$', 'u'],
    ['(?:[a-z0-9]{1,63}\\.){1,4}com', ''],
    ['^(?!.*x)', ''],
    ['^a*(?=a)b$', ''],
    ['[^a-z]+|(?<=[a-z])(?=[A-Z])', ''],
    ['x[0-9]{2}(?: [0-9]{2}){7,}', ''],
    ['(?<=[a-z]{1,9}=)x', ''],
  ] as const)('/%s/%s', ([source, flags]) => {
    expect(isEvidentlyLinear(source, flags, sets)).toBe(true)
  })
})

// Of a small alphabet, so that parts overlap or do not by chance.
const { source } = fc.letrec<{ readonly source: string; readonly part: string; readonly atom: string }>((tie) => ({
  source: fc
    .tuple(fc.constantFrom('', '^'), fc.array(tie('part'), { minLength: 1, maxLength: 4 }), fc.constantFrom('', '$'))
    .map(([start, parts, end]) => `${start}${parts.join('')}${end}`),
  part: fc.tuple(tie('atom'), fc.constantFrom('', '', '*', '+', '?', '{0,3}', '*?')).map((each) => each.join('')),
  atom: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', '[ab]', '[^a]', '[bc]', '.'),
    fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map((parts) => `(?:${parts.join('')})`),
    fc.tuple(tie('part'), tie('part')).map((parts) => `(?:${parts.join('|')})`),
  ),
}))

test(
  'what is evident the checker finds linear too, for it looks at the regex as an automaton',
  { timeout: 120_000 },
  async () => {
    vi.stubEnv('RECHECK_BACKEND', 'pure')
    const { checkSync } = await import('recheck')
    let evident = 0
    fc.assert(
      fc.property(source, (each) => {
        if (!isEvidentlyLinear(each, '', sets)) return
        evident++
        const { status } = checkSync(each, '', { checker: 'automaton', timeout: 20_000 })
        expect(status).toBe('safe')
      }),
      { numRuns: 400 },
    )
    expect(evident).toBeGreaterThan(30)
  },
)
