import { expect, test } from 'vitest'
import { createLexicon } from './lexicon.ts'

const lexicon = createLexicon([['ignore', 'disregard*'], ['*regard', 'ignore'], ['忽略', '指令'], ['令']])

test('whole words, starts and endings have meanings', () => {
  expect(lexicon.meaningsOf('ignore')).toEqual([0, 1])
  expect(lexicon.meaningsOf('ignored')).toEqual([])
  expect(lexicon.meaningsOf('disregarding')).toEqual([0])
  expect(lexicon.meaningsOf('disregard')).toEqual([0, 1])
})

test('without spaces, the longest entry that ends there counts', () => {
  expect(lexicon.meaningsAt('请忽略', 3)).toEqual([2])
  expect(lexicon.meaningsAt('指令', 2)).toEqual([2])
  expect(lexicon.meaningsAt('令', 1)).toEqual([3])
  expect(lexicon.meaningsAt('请', 1)).toEqual([])
})
