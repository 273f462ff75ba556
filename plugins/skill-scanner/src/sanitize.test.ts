import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CUT_MARK, sanitize, type Sanitized } from './sanitize.ts'

function apply(text: string, { edits }: Sanitized): string {
  let out = ''
  let at = 0
  for (const edit of edits) {
    expect(edit.start >= at && edit.end >= edit.start && edit.end <= text.length).toBe(true)
    out += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return out + text.slice(at)
}

const part = fc.constantFrom(
  '<!--',
  '-->',
  '＜!--',
  'x',
  ' ',
  '\u200b',
  'ﬁ',
  'e\u0301',
  '\ud800',
  '👩‍👩‍👧',
  '❤️',
  '한',
  '\u1112\u1161',
  'می\u200cخ',
)

describe('sanitize', () => {
  test('the edits make the text, whatever it is and wherever it is cut', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part, { maxLength: 30 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 60 }), (input, maxLength) => {
        const result = sanitize(input, maxLength)
        expect(apply(input, result)).toBe(result.text)
        expect(result.text.length).toBeLessThanOrEqual(maxLength + CUT_MARK.length)
        expect(result.isCut).toBe(result.text.endsWith(CUT_MARK) && !input.endsWith(CUT_MARK))
      }),
      { numRuns: 2000 },
    )
  })

  test.for<[string, string, string]>([
    ['plain text', 'a\tb\r\nc', 'a\tb\r\nc'],
    ['a comment', 'a<!-- b\n -->c', 'a c'],
    ['the shortest comment', 'a<!-->b', 'a b'],
    ['a comment in full width', 'a＜!-- b --＞c', 'a c'],
    ['a comment that is not closed', 'a<!-- b', 'a<!-- b'],
    ['compatibility forms', 'ｃｕｒｌ ﬁ ²', 'curl fi 2'],
    ['letters and marks are composed', 'e\u0301', 'é'],
    ['jamo are composed', '\u1112\u1161\u11ab', '한'],
    ['what nobody sees', 'a\u200b\u202eb\u0000\ufeff\u{e0041}', 'ab'],
    ['a joiner between Latin letters', 'a\u200db', 'ab'],
    ['selectors that show no emoji', 'a\ufe0f\ufe00b', 'ab'],
  ])('%s', ([, input, output]) => {
    expect(sanitize(input, 1000).text).toBe(output)
  })

  test('a second time changes nothing', () => {
    for (const input of ['a<!-- b -->c', 'ｃ\u200bu', '👩‍👩‍👧 ❤️', 'x'.repeat(10)]) {
      const { text } = sanitize(input, 1000)
      expect(sanitize(text, 1000)).toEqual({ text, edits: [], isCut: false })
    }
  })

  test('a million combining marks end as thirty', () => {
    expect(sanitize(`a${'\u0301'.repeat(1_000_000)}`, 20_000).text.length).toBeLessThanOrEqual(31)
  })

  test('a cut leaves characters whole', () => {
    expect(sanitize('ab😀cd', 3).text).toBe(`ab${CUT_MARK}`)
  })
})
