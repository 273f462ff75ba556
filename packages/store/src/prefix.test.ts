import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterPrefix } from './prefix.ts'

const texts = fc.string({ unit: 'binary', maxLength: 4 }).filter((text) => text.isWellFormed())
const edges = fc.string({
  unit: fc.constantFrom('a', '\ud7ff', '\ue000', '\uffff', '\u{10fffe}', '\u{10ffff}'),
  maxLength: 3,
})
const text = fc.oneof(texts, edges)

test('a string is between a prefix and what is after it exactly if it starts with the prefix', () => {
  fc.assert(
    fc.property(text, text, text, (prefix, rest, other) => {
      const end = afterPrefix(prefix)
      for (const candidate of [prefix + rest, other]) {
        const isBetween = !isBefore(candidate, prefix) && (end === undefined || isBefore(candidate, end))
        expect(isBetween).toBe(candidate.startsWith(prefix))
      }
    }),
  )
})

test('nothing is behind the empty prefix and the last code point', () => {
  expect([afterPrefix(''), afterPrefix('\u{10ffff}'), afterPrefix('a\u{10ffff}')]).toEqual([undefined, undefined, 'b'])
})

function isBefore(left: string, right: string): boolean {
  return Buffer.compare(Buffer.from(left), Buffer.from(right)) < 0
}
