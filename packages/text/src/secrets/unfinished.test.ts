import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createEngine } from '../engine.ts'
import { SECRET_FORMATS } from './formats.ts'
import { openPatterns, unfinished } from './unfinished.ts'

const engine = createEngine()
const opens = openPatterns(SECRET_FORMATS).map(({ regex, flags }) => engine.compile(regex, flags))
const openFrom = unfinished(SECRET_FORMATS, engine)

/** Every format's regex of what is unfinished, over all of the text. */
function reference(text: string): number {
  return Math.min(text.length, ...opens.flatMap((open) => open.all(text).map(({ start }) => start)))
}

const examples = SECRET_FORMATS.flatMap(({ match, open }) => (open === undefined ? [] : match))

it('finds what every regex over the whole text finds', () => {
  const piece = fc.oneof(fc.constantFrom(...examples), fc.constantFrom(' ', ': ', '="', '\n', 'key', 'é'))
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 3 }), fc.nat(), (pieces, at) => {
      const whole = pieces.join('').slice(-900)
      const text = whole.slice(0, 1 + (at % whole.length))
      expect(openFrom(text), JSON.stringify(text)).toBe(reference(text))
    }),
    { numRuns: 300 },
  )
})

it('knows the beginnings of an example', () => {
  for (const example of examples) {
    if (example.length > 300) continue
    for (let end = 1; end <= example.length; end += 1 + (end >> 4)) {
      const text = example.slice(0, end)
      expect(openFrom(text), JSON.stringify(text)).toBe(reference(text))
    }
  }
}, 60_000)
