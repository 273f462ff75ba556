import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KnownWords } from './known-words.ts'

test('finds what was added by where it stands, and nothing else', () => {
  const known = new KnownWords<{ readonly key: string }>(10_000)
  const added = new Map<string, { readonly key: string }>()
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', 'é', '1', '\ud800'), maxLength: 12 }),
      fc.boolean(),
      (key, isNew) => {
        const text = `-${key}-`
        expect(known.find(text, 1, text.length - 1)).toBe(added.get(key))
        if (!isNew || added.has(key)) return
        const word = { key }
        added.set(key, word)
        known.add(word)
        expect(known.find(text, 1, text.length - 1)).toBe(word)
      },
    ),
    { numRuns: 500 },
  )
})

test('words whose letters have one hash are told apart', () => {
  const known = new KnownWords<{ readonly key: string }>(100_000)
  const words = Array.from({ length: 20_000 }, (_, i) => ({ key: `w${i}` }))
  for (const word of words) known.add(word)
  expect(words.every((word) => known.find(word.key, 0, word.key.length) === word)).toBe(true)
})

test('with more than its limit it begins anew where it may, and forgets what it found', () => {
  const known = new KnownWords<{ readonly key: string }>(1)
  const one = { key: 'one' }
  known.add(one)
  known.forget()
  expect([known.find('one', 0, 3), known.restarts]).toEqual([one, 0])
  known.add({ key: 'two' })
  known.forget()
  expect([known.find('one', 0, 3), known.get('one'), known.restarts]).toEqual([undefined, undefined, 1])
})

test('words of one hash take turns in one slot', () => {
  const slotOf = (key: string): number => {
    let hash = 0
    for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
    return (hash ^ (hash >>> 15)) & 0x1fff
  }
  const alike = Array.from({ length: 100_000 }, (_, i) => `w${i}`)
    .filter((key) => slotOf(key) === slotOf('w0'))
    .map((key) => ({ key }))
  expect(alike.length).toBeGreaterThan(5)
  const known = new KnownWords<{ readonly key: string }>(100)
  for (const word of alike.slice(1)) known.add(word)
  for (let round = 0; round < 3; round++)
    for (const [i, word] of alike.entries())
      expect(known.find(`${word.key} `, 0, word.key.length)).toBe(i === 0 ? undefined : word)
})
