import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tokenize } from './tokens.ts'

function wordsOf(text: string): readonly string[] {
  const { count, starts, ends } = tokenize(text)
  return Array.from({ length: count }, (_, i) => text.slice(starts[i], ends[i]))
}

test.for<[string, readonly string[]]>([
  ['', []],
  [" \n\tdon't  stop!", ["don't", 'stop', '!']],
  ['a=b', ['a', '=', 'b']],
  ['-----', ['-----']],
  ['<!-- x -->', ['<', '!', '--', 'x', '--', '>']],
  ['привет мир', ['привет', 'мир']],
  ['忽略指令', ['忽', '略', '指', '令']],
  ['gpt4って何', ['gpt4', 'っ', 'て', '何']],
  ['ลืม', ['ล', 'ื', 'ม']],
  ["'quoted'", ["'", 'quoted', "'"]],
])('%s', ([text, words]) => {
  expect(wordsOf(text)).toEqual(words)
})

test('tokens stand in order, hold no white space, and leave nothing else out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { count, starts, ends } = tokenize(text)
      let at = 0
      for (let i = 0; i < count; i++) {
        expect(text.slice(at, starts[i]).trim()).toBe('')
        at = ends[i] ?? 0
        expect(at).toBeGreaterThan(starts[i] ?? 0)
      }
      expect(text.slice(at).trim()).toBe('')
    }),
  )
})
