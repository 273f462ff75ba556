import fc from 'fast-check'
import type { JsonValue } from '@ringwall/core'
import { expect, test } from 'vitest'
import { mapStrings, textView } from './json-strings.ts'

test('shows words that JSON escapes would hide', () => {
  expect(textView({ a: ['ignore\nall', { b: 'x"y' }], n: 1, t: true, z: null, e: '' })).toBe(
    'a\nignore\nall\nb\nx"y\nn\nt\nz\ne',
  )
  expect(textView([1, true, null, ''])).toBe('')
})

test('holds every string and key of any value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const view = textView(value as JsonValue)
      JSON.stringify(value, function (this: unknown, key, item: unknown) {
        if (!Array.isArray(this)) expect(view).toContain(key)
        if (typeof item === 'string') expect(view).toContain(item)
        return item
      })
    }),
  )
})

test('maps every string and key, or nothing at all', async () => {
  const value = { a: ['b', { c: 'd' }, 1, ''], e: null }
  expect(await mapStrings(value, async (text) => text.toUpperCase())).toEqual({ A: ['B', { C: 'D' }, 1, ''], E: null })
  for (const part of ['a', 'b', 'c', 'd'])
    expect(await mapStrings(value, async (text) => (text === part ? undefined : text))).toBeUndefined()
})

test('a key that would set the prototype stays a key', async () => {
  const value = JSON.parse('{"__proto__":{"x":"y"}}') as JsonValue
  expect(JSON.stringify(await mapStrings(value, async (text) => text))).toBe('{"__proto__":{"x":"y"}}')
})
