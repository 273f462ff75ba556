import fc from 'fast-check'
import type { JsonValue } from '@ringwall/core'
import { expect, test } from 'vitest'
import { textView } from './text-view.ts'

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
