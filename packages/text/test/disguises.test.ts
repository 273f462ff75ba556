import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createViews } from '../src/index.ts'
import { ENCODERS } from './disguise-encoders.ts'
import { SENTENCES } from './disguise-sentences.ts'
import { ORDINARY } from './ordinary-texts.ts'

/** Small letters and single spaces alone: how a view is compared with the sentence. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ' ')
    .trim()
}

function wordsFound(sentence: string, text: string): number {
  const found = new Set(plain(text).split(' '))
  const words = plain(sentence).split(' ')
  return words.filter((word) => found.has(word)).length / words.length
}

/** The best that any view shows of a sentence: 1 is all of its words. */
function recovered(sentence: string, disguised: string): number {
  return Math.max(
    ...createViews(disguised)
      .all()
      .map(({ text }) => wordsFound(sentence, text)),
  )
}

/** Disguises that lose letters, or leave more than one reading: fewer words come back. */
const LOSSY: Readonly<Record<string, number>> = {
  'heavy leet': 0.9,
  'leet signs': 0.9,
  'Armenian look-alikes': 0.85,
  'letters doubled': 0.8,
  'every letter doubled': 0.9,
  'letters drawn out': 0.9,
  'vowels dropped': 0.8,
  'inner letters scrambled': 0.85,
}

test.each(ENCODERS)('the words come back from %s', (name, encode) => {
  const shares = SENTENCES.map((sentence) => recovered(sentence, encode(sentence)))
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  expect(mean).toBeGreaterThanOrEqual(LOSSY[name] ?? 0.97)
})

test.each(ENCODERS)('the words of an attack come back from %s among other lines', (name, encode) => {
  const [attack = ''] = SENTENCES
  // One letter a line: what else is there is letters too.
  if (name === 'acrostic of lines') return
  const text = `Dear team, here are the notes of the meeting.\n\n${encode(attack)}\n\nThe next one is on Monday at ten.`
  expect(recovered(attack, text)).toBeGreaterThanOrEqual(0.8)
})

test.each(ORDINARY)('nothing is found in %s', (_name, text) => {
  expect(createViews(text).decoded.map(({ text: found, encodings }) => `${encodings.join(' ')}: ${found}`)).toEqual([])
})

describe('disguised text', () => {
  const texts = fc
    .array(
      fc.oneof(
        fc
          .tuple(fc.constantFrom(...ENCODERS), fc.constantFrom(...SENTENCES))
          .map(([[, encode], sentence]) => encode(sentence)),
        fc.constantFrom(...SENTENCES, ...ORDINARY.map(([, text]) => text)),
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.string({ unit: 'binary-ascii', maxLength: 60 }),
      ),
      { maxLength: 4 },
    )
    .chain((parts) => fc.constantFrom(' ', '\n', '').map((gap) => parts.join(gap)))

  test('has spans inside the original, is bounded, and is read the same twice', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { decoded, truncated } = createViews(text)
        for (const view of decoded) {
          const { start, end } = view.toOriginal(0, view.text.length)
          expect(start >= 0 && start < end && end <= text.length).toBe(true)
          // The longest expansions are vowels put back and spaces put in.
          expect(view.text.length).toBeLessThanOrEqual(text.length * 12 + 12)
        }
        expect(truncated).toBe(false)
        expect(createViews(text).decoded.map((view) => view.text)).toEqual(decoded.map((view) => view.text))
      }),
      { numRuns: 400 },
    )
  })

  test('respects depth and size', () => {
    for (const [, encode] of ENCODERS) {
      const text = encode(encode(SENTENCES[0] ?? ''))
      expect(createViews(text, { maxDepth: 1 }).decoded.every(({ encodings }) => encodings.length === 1)).toBe(true)
      const unitsOf = (limits = {}): number =>
        createViews(text, limits).decoded.reduce((sum, view) => sum + view.text.length, 0)
      expect(unitsOf({ maxUnits: 20 })).toBeLessThanOrEqual(20)
      expect(createViews(text, { maxUnits: 20 }).truncated).toBe(unitsOf() > 20)
    }
  })
})
