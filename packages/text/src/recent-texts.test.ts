import { expect, test } from 'vitest'
import { RecentTexts } from './recent-texts.ts'

/** Sixteen thousand code units that differ in their first ones: 64 of them fill the memory. */
const long = (id: number): string => `${id} `.padEnd(16 * 1024, 'x')

test('what was set is remembered, the last value of each text', () => {
  const texts = new RecentTexts<number>()
  texts.set('a', 1)
  texts.set('b', 2)
  texts.set('a', 3)
  expect([texts.get('a'), texts.get('b'), texts.get('c')]).toEqual([3, 2, undefined])
})

test('beyond its bounds it forgets what was asked for longest ago', () => {
  const texts = new RecentTexts<number>()
  for (let id = 0; id < 64; id++) texts.set(long(id), id)
  expect(texts.get(long(0))).toBe(0)
  texts.set('one more', 64)
  expect([texts.get(long(0)), texts.get(long(1)), texts.get(long(2))]).toEqual([0, undefined, 2])
})

test('setting a text again takes no more room', () => {
  const texts = new RecentTexts<number>()
  for (let id = 0; id < 64; id++) texts.set(long(id), id)
  for (let round = 0; round < 100; round++) texts.set(long(1), round)
  expect([texts.get(long(0)), texts.get(long(1))]).toEqual([0, 99])
})

test('a text that is longer than the bound is not kept', () => {
  const texts = new RecentTexts<number>()
  texts.set('x'.repeat(16 * 1024 + 1), 1)
  expect(texts.get('x'.repeat(16 * 1024 + 1))).toBeUndefined()
})
