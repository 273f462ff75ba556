import { describe, expect, test } from 'vitest'
import { expand } from './grammar.ts'
import { HONEST_KINDS, TECHNIQUES, WORD_CLASSES } from './language.ts'
import { LANGUAGES } from './languages/index.ts'
import { createRandom } from './random.ts'

const random = createRandom(1)

describe('expand', () => {
  test('picks alternatives, fills slots that hold both again, and folds the spaces that are left', () => {
    const slots = { what: ['(a|a) {thing}'], thing: ['cat'] }
    expect(expand('See (the|the) {what} (|) now , please', slots, random)).toBe('See the a cat now, please')
    expect(expand(String.raw`f\(x\) = \{1\|2\}`, {}, random)).toBe('f(x) = {1|2}')
  })

  test.for([
    ['an unknown slot', '{nobody}'],
    ['an open bracket', '(a|b'],
    ['a slot that names itself', '{loop}'],
  ] as const)('refuses %s', ([, template]) => {
    expect(() => expand(template, { loop: ['{loop}'] }, random)).toThrow()
  })
})

test('random numbers are the same for a seed, and others for another part', () => {
  const draw = (seed: number, part: string): readonly number[] => {
    const own = createRandom(seed).fork(part)
    return [own.below(1e9), own.below(1e9)]
  }
  expect(draw(1, 'a')).toEqual(draw(1, 'a'))
  expect(draw(1, 'a')).not.toEqual(draw(1, 'b'))
  expect(draw(1, 'a')).not.toEqual(draw(2, 'a'))
})

test('there are languages, each once', () => {
  expect(LANGUAGES.length).toBeGreaterThanOrEqual(40)
  expect(new Set(LANGUAGES.map(({ code }) => code)).size).toBe(LANGUAGES.length)
})

describe.for(LANGUAGES.map((language) => [language.code, language] as const))('%s', ([, language]) => {
  test('has words for every meaning, each once', () => {
    for (const meaning of WORD_CLASSES) {
      const words = language.lexicon[meaning] ?? []
      expect(words.length, meaning).toBeGreaterThan(0)
      expect(new Set(words).size, meaning).toBe(words.length)
    }
  })

  test('has templates for every technique and kind, all of which can be written out', () => {
    const templates = [
      ...TECHNIQUES.map((name) => language.attacks[name]),
      ...HONEST_KINDS.map((name) => language.honest[name]),
    ]
    for (const group of templates) {
      expect(group.length).toBeGreaterThanOrEqual(5)
      for (const template of group)
        for (let i = 0; i < 10; i++) expect(expand(template, language.slots, random)).toMatch(/\S/)
    }
  })
})
