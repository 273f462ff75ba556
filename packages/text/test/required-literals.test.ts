import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldUnit } from '../src/case-fold.ts'
import { createEngine, INJECTION_PATTERNS } from '../src/index.ts'
import { requiredLiterals, type Branch } from '../src/required-literals.ts'
import { matchWithoutKeyword, programOf } from './program.ts'

/** All that is derived, however common. */
const derive = (regex: string, keywords: readonly string[] = []): readonly Branch[] =>
  requiredLiterals(regex, keywords, 0)
const fold = (text: string): string => text.split('').map(foldUnit).join('')
const holds = (text: string, branches: readonly Branch[]): boolean =>
  branches.length === 0 ||
  branches.some((branch) => branch.every((set) => set.some((literal) => fold(text).includes(literal))))

describe('requiredLiterals', () => {
  test.each<[string, readonly (readonly (readonly string[])[])[]]>([
    ['abc', [[['abc']]]],
    ['ab?c', [[['ac', 'abc']]]],
    ['ab+c', [[['a'], ['b']]]],
    ['(?:kill|stop) .{0,9}now', [[['kill ', 'stop '], ['now']]]],
    [
      '(?:kill|a.*cat)s',
      [
        [['kill'], ['s']],
        [['a'], ['s']],
      ],
    ],
    ['(?i)K[ab]', [[['ka', 'kb']]]],
    ['(?P<name>x)\\.\\x{41}$', [[['x.a']]]],
    ['a{2}', [[['a']]]],
    ['a{0,2}b', [[['b']]]],
    ['a{,2}', [[['a{,2}']]]],
    ['[]a]b', [[[']b', 'ab']]]],
    ['instructions', [[['instructi']]]],
  ])('%s', (regex, branches) => {
    expect(derive(regex)).toEqual(branches)
  })

  test.each([
    '[a-c]\\d[^x]\\pL\\p{Greek}.',
    'a|',
    '\\x{1F600}',
    '(?<=a)b',
    '\\Qa\\E',
    'a\\1',
    '(a',
    'a)',
    '[a',
    '\\x{110000}',
  ])('derives nothing from %s', (regex) => {
    expect(derive(regex)).toEqual([])
  })

  test('prefers what the keywords do not tell already, and leaves out what is common', () => {
    expect(requiredLiterals('(?:kill|stop) .{0,9}prompts', ['kill', 'stop'], 400)).toEqual([
      [['prompts'], ['kill ', 'stop ']],
    ])
    expect(requiredLiterals('the.*you', [], 4000)).toEqual([])
  })
})

/** Regexes of a few letters, and texts of them: most regexes match somewhere. */
const letters = fc.constantFrom('a', 'b', 'c', ' ', 'K')
const { tree } = fc.letrec<{ tree: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 4, arbitrary: letters },
    fc.constantFrom('.', '[ab]', '[^a]', '\\b', '\\w', '^', '(?:)', '[a-c]'),
    { weight: 2, arbitrary: tie('tree').map((inner) => `(?:${inner})`) },
  ),
  tree: fc
    .array(
      fc
        .array(
          fc
            .tuple(tie('atom'), fc.constantFrom('', '', '', '?', '+', '*', '{2}', '{0,2}', '+?', '{1,}'))
            .map(([atom, count]) => (/^(?:\\b|\^)$/.test(atom) ? atom : atom + count)),
          { maxLength: 4 },
        )
        .map((parts) => parts.join('')),
      { minLength: 1, maxLength: 3 },
    )
    .map((branches) => branches.join('|')),
}))

test('every match of a random regex holds what is derived from it', () => {
  const texts = fc.array(letters, { maxLength: 12 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(tree, fc.array(texts, { minLength: 5, maxLength: 5 }), (regex, samples) => {
      const branches = derive(regex)
      for (const text of samples) {
        for (const [found] of text.matchAll(new RegExp(regex, 'gi'))) expect(holds(found, branches)).toBe(true)
      }
    }),
    { numRuns: 2000 },
  )
})

test('every match of a library pattern on its examples holds what is derived from it', () => {
  const engine = createEngine()
  for (const { id, regex, flags, keywords, match, miss } of INJECTION_PATTERNS) {
    const derived = [derive(regex), requiredLiterals(regex, keywords === 'none' ? [] : keywords, 400)]
    const matcher = engine.compile(regex, flags ?? '', id)
    for (const text of [...match, ...miss]) {
      for (const { start, end } of matcher.all(text)) {
        for (const branches of derived) expect([id, holds(text.slice(start, end), branches)]).toEqual([id, true])
      }
    }
  }
})

// A match takes some branch and holds one literal of each of its sets: so of one set per branch together, it holds one.
test('no library pattern has a match without what is derived from it', () => {
  for (const pattern of INJECTION_PATTERNS) {
    const { id, regex, keywords } = pattern
    const branches = requiredLiterals(regex, keywords === 'none' ? [] : keywords, 400)
    if (branches.length === 0) continue
    for (const choose of [0, -1]) {
      const literals = branches.flatMap((branch) => branch.at(choose) ?? [])
      expect([id, matchWithoutKeyword(programOf(pattern), literals)]).toEqual([id, undefined])
    }
  }
})
