import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketCount, createFeaturizer, MAX_CONTEXT, type Note } from './features.ts'
import { createLexicon } from './lexicon.ts'

const BITS = 12
const words = ['ignore', 'all', 'previous', 'instructions', 'please', 'x', '忽略', '!']
const lexicon = createLexicon(words.map((word) => [word, `${word}*`]))
const featurizer = createFeaturizer({ bits: BITS, lexicon })

test('every bucket is in the table and has its note, whatever the text', () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 5 })))
    .map((parts) => parts.join(' '))
  fc.assert(
    fc.property(text, (input) => {
      const { words: read } = featurizer.read(input)
      const out = new Int32Array(MAX_CONTEXT)
      for (const [i, word] of read.entries()) {
        const notes: Note[] = []
        const n = featurizer.context(read, i, out, notes)
        expect(notes).toHaveLength(n)
        for (const bucket of [...word.buckets, ...word.grams, ...out.subarray(0, n)]) {
          expect(bucket >= 0 && bucket < bucketCount(BITS)).toBe(true)
        }
        for (const { from } of notes) expect(from >= 0 && from < i).toBe(true)
      }
    }),
  )
})

test('a word is the same word again, and numbers of one length are one word', () => {
  const { words: read, fresh } = featurizer.read('tell me 123 or 456, tell')
  expect(read[0]).toBe(read.at(-1))
  expect(read[2]).toBe(read[4])
  expect([fresh[0], fresh.at(-1)]).toEqual([1, 0])
  expect(featurizer.read('tell').fresh[0]).toBe(1)
})

test('what was said long ago is new again', () => {
  const { fresh } = featurizer.read(
    `tell ${Array.from({ length: 30 }, (_, i) => `w${'abcdefghij'[i % 10]}${i}x`).join(' ')} tell`,
  )
  expect(fresh.at(-1)).toBe(1)
})

test('with weights it keeps them and no buckets', () => {
  const weighed = createFeaturizer({ bits: BITS, lexicon, weigh: (buckets) => buckets.length })
  const [word] = weighed.read('ignore').words
  const [same] = featurizer.read('ignore').words
  expect(word).toMatchObject({ own: (same?.buckets.length ?? 0) + (same?.grams.length ?? 0), hash: same?.hash })
  expect([word?.buckets.length, word?.grams.length]).toEqual([0, 0])
})

test('knowing too many words, it starts anew and reads the same', () => {
  const forgetful = createFeaturizer({ bits: BITS, lexicon, maxKnown: 2 })
  const once = forgetful.read('one two three four')
  const again = forgetful.read('one two three four')
  expect(again.words.map(({ buckets }) => [...buckets])).toEqual(once.words.map(({ buckets }) => [...buckets]))
})
