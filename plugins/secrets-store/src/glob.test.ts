import fc from 'fast-check'
import { expect, it } from 'vitest'
import { matchesGlob } from './glob.ts'

it('means what its stars mean, and nothing else', () => {
  const sign = fc.constantFrom('a', 'b', '*', '.', '?', '[')
  fc.assert(
    fc.property(fc.string({ unit: sign, maxLength: 8 }), fc.string({ unit: sign, maxLength: 12 }), (pattern, text) => {
      const regex = pattern
        .split('*')
        .map((part) => part.replaceAll(/[.?[]/g, String.raw`\$&`))
        .join('[\\s\\S]*')
      expect(matchesGlob(pattern, text)).toBe(new RegExp(`^${regex}$`).test(text))
    }),
  )
})

it('is done with a hostile pattern in no time', () => {
  expect(matchesGlob(`${'*a'.repeat(60)}b`, 'a'.repeat(20_000))).toBe(false)
})
