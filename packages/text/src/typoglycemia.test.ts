import { expect, test } from 'vitest'
import { isScrambled } from './typoglycemia.ts'

test.each([
  ['ingore', 'ignore'],
  ['ignroe', 'ignore'],
  ['bpyass', 'bypass'],
  ['prevoius', 'previous'],
  ['isntructions', 'instructions'],
])('%s is a scrambled %s', (word, target) => {
  expect(isScrambled(word, target)).toBe(true)
})

test.each([
  ['ignore', 'ignore', 'the word itself'],
  ['gnoire', 'ignore', 'another first letter'],
  ['ignoer', 'ignore', 'another last letter'],
  ['ignnre', 'ignore', 'another multiset of letters'],
  ['ignores', 'ignore', 'another length'],
  ['cat', 'cat', 'too short to scramble'],
  ['', '', 'nothing'],
])('%s is no scrambled %s: %s', (word, target) => {
  expect(isScrambled(word, target)).toBe(false)
})
