import fc from 'fast-check'
import { expect, test } from 'vitest'
import { beyondAscii, codePointOf, nameOf, oneLine, piecesOf } from '../page/visible.ts'

const hidden = (text: string) => piecesOf(text).flatMap((piece) => (piece.kind === 'hidden' ? [piece.label] : []))

test('ordinary text is one piece, line feeds and tabs included', () => {
  const text = 'rm -rf /tmp\n\tüñî 你好 🙂'
  expect(piecesOf(text)).toEqual([{ kind: 'text', text }])
})

test.each([
  ['a right-to-left override', '\u202E', 'U+202E', 'right-to-left override'],
  ['an isolate', '\u2066', 'U+2066', 'left-to-right isolate'],
  ['a zero-width space', '\u200B', 'U+200B', 'zero-width space'],
  ['a byte order mark', '\uFEFF', 'U+FEFF', 'byte order mark'],
  ['a soft hyphen', '\u00AD', 'U+00AD', 'soft hyphen'],
  ['an escape', '\u001B', 'U+001B', 'escape'],
  ['a carriage return, which could overwrite a line', '\r', 'U+000D', 'carriage return'],
  ['a line separator', '\u2028', 'U+2028', 'line separator'],
  ['a tag character', '\u{E0041}', 'U+E0041', 'tag character'],
  ['a variation selector', '\u{E0100}', 'U+E0100', 'variation selector'],
  ['a Hangul filler', '\u3164', 'U+3164', 'Hangul filler'],
  ['a no-break space', '\u00A0', 'U+00A0', 'no-break space'],
  ['another space', '\u2003', 'U+2003', 'space of another kind'],
  ['half of a surrogate pair', '\uD83D', 'U+D83D', 'half of a character'],
  ['a private character', '\uE000', 'U+E000', 'private character'],
  ['an unassigned character', '\u0378', 'U+0378', 'unassigned character'],
  ['a C1 control', '\u0085', 'U+0085', 'control character'],
])('%s is named', (_what, character, label, name) => {
  expect(piecesOf(`a${character}b`)).toEqual([
    { kind: 'text', text: 'a' },
    { kind: 'hidden', text: character, label, name },
    { kind: 'text', text: 'b' },
  ])
  expect([codePointOf(character), nameOf(character)]).toEqual([label, name])
  expect(oneLine(`a${character}b`)).toBe(`a[${label}]b`)
})

test('runs of one character are one piece', () => {
  expect(hidden('\u200B'.repeat(5_000))).toEqual(['U+200B ×5000'])
  expect(hidden('\u200B\u200C\u200B')).toEqual(['U+200B', 'U+200C', 'U+200B'])
})

test('up to 2,000 marks nothing is lost or changed', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 }), (units) => {
      const text = String.fromCharCode(...units)
      expect(
        piecesOf(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text)
    }),
  )
})

test('after 2,000 marks the rest is spelled out in one piece', () => {
  const pieces = piecesOf('a\u200B'.repeat(50_000))
  expect(pieces).toHaveLength(4_001)
  expect(pieces.at(-1)?.text).toBe('a[U+200B]'.repeat(48_000))
})

test('letters beyond ASCII are listed once each, and no more than the limit', () => {
  expect(beyondAscii('p\u0430yp\u0430l\u200B')).toEqual(['\u0430'])
  expect(beyondAscii('αβγδ', 2)).toEqual(['α', 'β'])
})

test('a label is one line of limited length', () => {
  expect(oneLine('a\n\n\tb')).toBe('a b')
  expect(oneLine('x'.repeat(300), 10)).toBe(`${'x'.repeat(10)}…`)
})
