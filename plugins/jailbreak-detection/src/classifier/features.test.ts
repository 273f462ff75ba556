import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketCount, createFeaturizer, MAX_CONTEXT, type Note, type Reading, type Word } from './features.ts'
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

test('a text that differs in some units from the one before is read as if it came alone', () => {
  const unit = fc.constantFrom('a', 'e', '1', '0', ' ', '.', '!', "'", '\n', '忽', '略', 'é', '-')
  const part = fc.oneof(fc.constantFrom(...words, 'tell', 'me', '123'), fc.string({ unit, maxLength: 6 }))
  const text = fc.array(part, { maxLength: 60 }).map((parts) => parts.join(' '))
  const edits = fc.array(fc.tuple(fc.nat(), unit), { maxLength: 8 })
  fc.assert(
    fc.property(text, edits, (before, changes) => {
      const units = Array.from({ length: before.length }, (_, i) => before.charAt(i))
      for (const [at, by] of changes) if (units.length > 0) units[at % units.length] = by
      const first = featurizer.read(before)
      const reading = featurizer.read(units.join(''), first)
      const alone = featurizer.read(units.join(''))
      expect(reading.tokens).toEqual(alone.tokens)
      expect(reading.words.every((word, i) => word === alone.words[i])).toBe(true)
      expect([reading.words.length, ...reading.fresh]).toEqual([alone.words.length, ...alone.fresh])
      const { stale = [0, alone.words.length] } = reading
      const isStale = (i: number): boolean =>
        stale.some((start, k) => k % 2 === 0 && start <= i && i < (stale[k + 1] ?? 0))
      const added = ({ words: read, fresh }: Reading): readonly unknown[] =>
        alone.words.map((_, i) => (isStale(i) ? undefined : [fresh[i], contextOf(read, i)]))
      // What other words add is taken from the reading before.
      expect(added(first)).toEqual(added(alone))
    }),
    { numRuns: 300 },
  )
})

function contextOf(read: readonly Word[], i: number): readonly number[] {
  const out = new Int32Array(MAX_CONTEXT)
  return [read[i]?.hash ?? 0, ...out.subarray(0, featurizer.context(read, i, out))]
}

test('words of a list that began anew are not taken for those of one before', () => {
  const forgetful = createFeaturizer({ bits: BITS, lexicon, maxKnown: 3 })
  const before = forgetful.read('one two three four one2')
  const { words: read, fresh } = forgetful.read('one two three four onez', before)
  expect(read.map(({ key }) => key)).toEqual(['one', 'two', 'three', 'four', 'onez'])
  expect([...fresh]).toEqual([1, 1, 1, 1, 1])
})

test('a text is read the same, whatever was read before it and however many words are known', () => {
  const forgetful = createFeaturizer({ bits: BITS, lexicon, maxKnown: 3 })
  const text = fc.array(fc.constantFrom('one', 'two', 'three', 'four', 'five', 'tell', '12'), { maxLength: 12 })
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), (texts) => {
      let before: Reading | undefined
      for (const each of texts.map((list) => list.join(' '))) {
        const alone = createFeaturizer({ bits: BITS, lexicon }).read(each)
        before = forgetful.read(each, before)
        expect(before.words.map(({ key }) => key)).toEqual(alone.words.map(({ key }) => key))
        expect([...before.fresh]).toEqual([...alone.fresh])
      }
    }),
    { numRuns: 200 },
  )
})
