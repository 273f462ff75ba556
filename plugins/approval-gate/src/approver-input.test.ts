import { expect, test } from 'vitest'
import { pick } from './approver-input.ts'

const IDS = ['abcd1111', 'abcd2222', 'abcd22223', 'ef']
const id = (text: string): string => pick(text, IDS, (one) => one, 'request')

test('an id may be shortened where it stays unambiguous', () => {
  expect(id('abcd1')).toBe('abcd1111')
  expect(id('ef')).toBe('ef')
  expect(id('abcd22223')).toBe('abcd22223')
  expect(id('abcd2222')).toBe('abcd2222')
})

test('what could mean two is none', () => {
  expect(() => id('abcd')).toThrow(expect.objectContaining({ code: 'APPROVALS_AMBIGUOUS' }))
  expect(() => id('abcd222')).toThrow(expect.objectContaining({ code: 'APPROVALS_AMBIGUOUS' }))
})

test.for(['', 'a', 'abc', 'e', 'ABCD1', 'b'])('%j is too short, or no id', (text) => {
  expect(() => id(text)).toThrow(expect.objectContaining({ code: 'APPROVALS_UNKNOWN' }))
})
