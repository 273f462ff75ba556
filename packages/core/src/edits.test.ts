import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits, backward, boundary, forward, orderEdits, originalSpan } from './edits.ts'
import type { Edit } from './verdict.ts'

const text = 'abcdefghijklmnopqrst'
const edits = fc.uniqueArray(fc.nat(20), { maxLength: 12 }).chain((points) => {
  const ends = points.toSorted((a, b) => a - b)
  const pairs = Array.from(
    { length: Math.floor(ends.length / 2) },
    (_, i) => [ends[2 * i] ?? 0, ends[2 * i + 1] ?? 0] as const,
  )
  return fc.tuple(
    ...pairs.map(([start, end]) => fc.constantFrom('', '1', '12345678').map((by): Edit => ({ start, end, text: by }))),
  )
})

describe('edits', () => {
  it('apply as if from the right', () => {
    fc.assert(
      fc.property(edits, (list) => {
        const expected = list.toReversed().reduce((out, e) => out.slice(0, e.start) + e.text + out.slice(e.end), text)
        expect(applyEdits(text, orderEdits(text, list.toReversed()))).toBe(expected)
      }),
    )
  })

  it('map boundaries forward and back, and split the edited text where the original is split', () => {
    fc.assert(
      fc.property(edits, fc.nat(20), (list, at) => {
        const cut = boundary([list], at)
        expect(cut).toBeLessThanOrEqual(at)
        const head = list.filter((e) => e.end <= cut && e.start < cut)
        expect(applyEdits(text.slice(0, cut), head)).toBe(applyEdits(text, list).slice(0, forward(list, cut)))
        expect(backward(list, forward(list, cut), 'start')).toBeLessThanOrEqual(cut)
      }),
    )
  })

  it('map spans to what covers them in the original', () => {
    expect(originalSpan([[{ start: 2, end: 4, text: 'XYZ' }]], { start: 3, end: 4 })).toEqual({
      start: 2,
      end: 4,
    })
    expect(
      originalSpan([[{ start: 2, end: 4, text: '' }], [{ start: 0, end: 1, text: '12' }]], {
        start: 2,
        end: 4,
      }),
    ).toEqual({ start: 1, end: 5 })
    expect(originalSpan([], { start: 1, end: 2 })).toEqual({ start: 1, end: 2 })
  })

  it.each([
    [
      [
        { start: 0, end: 3, text: '' },
        { start: 2, end: 4, text: '' },
      ],
    ],
    [[{ start: -1, end: 3, text: '' }]],
    [[{ start: 3, end: 2, text: '' }]],
    [[{ start: 0, end: 21, text: '' }]],
    [[{ start: 0.5, end: 1, text: '' }]],
    [[{ start: Number.NaN, end: 1, text: '' }]],
    [[{ start: 0, end: 1, text: 7 as never }]],
  ])('refuse %j', (list) => {
    expect(() => orderEdits(text, list)).toThrow(TypeError)
  })
})
