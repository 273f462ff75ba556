import { expect, test } from 'vitest'
import { RecentTexts } from './recent-texts.ts'

const MOST = 8192

function filled(): RecentTexts<number> {
  const texts = new RecentTexts<number>()
  for (let id = 0; id < MOST; id++) texts.set(`text ${id}`, id)
  return texts
}

test('what was set is remembered, the last value of each text', () => {
  const texts = new RecentTexts<number>()
  texts.set('a', 1)
  texts.set('b', 2)
  texts.set('a', 3)
  expect([texts.get('a'), texts.get('b'), texts.get('c')]).toEqual([3, 2, undefined])
})

test('beyond its bound it forgets what was asked for longest ago', () => {
  const texts = filled()
  expect(texts.get('text 0')).toBe(0)
  texts.set('one more', MOST)
  expect([texts.get('text 0'), texts.get('text 1'), texts.get('text 2')]).toEqual([0, undefined, 2])
})

test('setting a text again takes no more room', () => {
  const texts = filled()
  for (let round = 0; round < 100; round++) texts.set('text 1', round)
  expect([texts.get('text 0'), texts.get('text 1')]).toEqual([0, 99])
})

test('texts that UTF-8 could not tell apart are two', () => {
  const texts = new RecentTexts<number>()
  texts.set('\ud800', 1)
  expect([texts.get('\ud801'), texts.get('\ufffd'), texts.get('\ud800')]).toEqual([undefined, undefined, 1])
})
