import { createEngine, createViews, isScrambled } from '@ringwall/text'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDetector } from '../src/detect.ts'

const TARGETS = ['ignore', 'previous', 'instructions', 'system', 'bypass', 'override', 'forget', 'delete']
const detect = createDetector(createEngine(), 1)

/** The targets that a text holds scrambled, word by word, in every view. */
function expected(text: string): readonly string[] {
  const found = createViews(text)
    .all()
    .flatMap((view) => view.text.split(/[^A-Za-z\x80-\uffff]+/))
    .flatMap((word) => TARGETS.filter((target) => isScrambled(word.toLowerCase(), target)))
  return [...new Set(found)].toSorted()
}

test('a scrambled word is found wherever it stands, and no part of a word', () => {
  const scrambled = fc.tuple(fc.constantFrom(...TARGETS), fc.boolean()).chain(([target, upper]) =>
    fc
      .shuffledSubarray(target.slice(1, -1).split(''), { minLength: target.length - 2 })
      .map((inner) => target.slice(0, 1) + inner.join('') + target.slice(-1))
      .map((word) => (upper ? word.toUpperCase() : word)),
  )
  const pieces = fc.oneof(
    { weight: 3, arbitrary: scrambled },
    fc.constantFrom(' ', ' ', '-', '_', '\n', '1', '"', 'é', 'İ', '\u212a', '\ud800', 'a', 'Abcdef', 'ignoress', 'ss '),
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join('')
      const rules = detect(createViews(text)).evidence.map(({ rule }) => rule)
      const disguised = rules
        .filter((rule) => rule.startsWith('disguised.'))
        .map((rule) => rule.slice('disguised.'.length))
      expect(disguised.toSorted()).toEqual(expected(text))
    }),
    { numRuns: 500 },
  )
})
