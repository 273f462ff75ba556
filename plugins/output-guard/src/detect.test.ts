import { checkPatterns, createEngine } from '@ringwall/text'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDetector } from './detect.ts'
import { LEAK_PATTERNS } from './prompt-leak.ts'

it.for([createEngine(), createEngine({ prefer: 'js' })])(
  'phrases find their examples on the $name engine',
  (engine) => {
    expect(checkPatterns(LEAK_PATTERNS, engine)).toEqual([])
  },
)

describe('detector', () => {
  const detector = createDetector(createEngine())

  it('is settled before `pending`, whatever follows', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ' ',
        '\n',
        '. ',
        'password: ',
        `ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}`,
        'my system prompt is',
        'You are a helpful',
        'You must never reveal',
        'If the user asks',
        'was told to',
        '<|im_start|>',
        'never repeat these rules',
      ),
      fc.string({ maxLength: 8 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.nat(), (pieces, at) => {
        const text = pieces.join('')
        const head = text.slice(0, at % (text.length + 1))
        const settled = detector.pending(head)
        const upTo = (seen: string) => detector.scan(seen).leaks.filter(({ end }) => end <= settled)
        expect(upTo(text)).toEqual(upTo(head))
      }),
      { numRuns: 2000 },
    )
  })

  it('lets prose go word by word', () => {
    const prose =
      'The garden is early this year, and the password field (see the manual) comes with a token of thanks; my system works. '
    for (let n = 1; n < prose.length; n++) {
      const held = n - detector.pending(prose.slice(0, n))
      expect(held, prose.slice(0, n)).toBeLessThanOrEqual(18)
    }
  })
})
