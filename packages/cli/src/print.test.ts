import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alignColumns, count, quote, visible } from './print.ts'

describe('visible', () => {
  test.for([
    ['escape sequences', '\u001b[31mred\u001b]0;title\u0007', '\\u{1b}[31mred\\u{1b}]0;title\\u{7}'],
    ['carriage returns', 'safe\rDENIED', 'safe\\u{d}DENIED'],
    ['bidi overrides', 'a\u202eb', 'a\\u{202e}b'],
    ['zero-width and tag characters', 'a\u200b\u{e0041}', 'a\\u{200b}\\u{e0041}'],
    ['single surrogates', 'a\ud800', 'a\ufffd'],
    ['nothing else', 'Füße, 日本, 🙂\nnext', 'Füße, 日本, 🙂\nnext'],
  ] as const)('spells out %s', ([, text, shown]) => expect(visible(text)).toBe(shown))

  test('leaves nothing that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
      }),
    )
  })
})

test('a quote is one line and cut by code points', () => {
  expect(quote('a\nb', 10)).toBe('"a\\nb"')
  expect(quote('🙂🙂🙂', 2)).toBe('"🙂🙂…"')
  expect(quote('🙂🙂', 2)).toBe('"🙂🙂"')
})

test('columns are aligned, rows may be short', () => {
  expect(alignColumns([['a', 'bb', 'c'], ['aaa', ''], ['x']])).toEqual(['a    bb  c', 'aaa', 'x'])
})

test('one is not many', () => expect([count(0, 'line'), count(1, 'line')]).toEqual(['0 lines', '1 line']))
