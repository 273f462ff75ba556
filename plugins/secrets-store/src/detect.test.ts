import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createScrubber } from './detect.ts'

const VALUE = 'correct-horse-battery-77'
const scrubber = createScrubber([
  { name: 'LONG.one', value: VALUE },
  { name: 'OTHER', value: 'q7Rt2LmX9vKc4Wz' },
])
const mark = (name: string): string => `<${name}>`

it('names the secret, says where it stood, and leaves the rest', () => {
  expect(scrubber.text(`a ${VALUE} b`, mark)).toEqual({
    findings: [{ rule: 'secret:LONG.one', severity: 'critical', span: { start: 2, end: 2 + VALUE.length } }],
    edits: [{ start: 2, end: 2 + VALUE.length, text: '<LONG.one>' }],
  })
  expect(scrubber.text('nothing', mark)).toEqual({ findings: [], edits: [] })
})

it('goes through structures of any kind and depth', () => {
  const { value, findings } = scrubber.value({ a: [VALUE, 1, null, true], [VALUE]: { b: `x${VALUE}` } }, mark)
  expect(value).toEqual({ a: ['<LONG.one>', 1, null, true], '<LONG.one>': { b: 'x<LONG.one>' } })
  expect(findings).toHaveLength(3)
  expect(createScrubber([{ name: 'PIN', value: '73914625' }]).value([73_914_625, 1], mark).value).toEqual([
    '[REDACTED:secret]',
    1,
  ])
  let deep: unknown = VALUE
  for (let i = 0; i < 300; i++) deep = [deep]
  expect(JSON.stringify(scrubber.value(deep as never, mark))).not.toContain(VALUE)
})

it('leaves no value in whatever text, and no part of one that is the other', () => {
  const piece = fc.oneof(fc.constantFrom(VALUE, 'q7Rt2LmX9vKc4Wz', ' ', 'x'), fc.string({ maxLength: 6 }))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('')
      const { value } = scrubber.value(text, () => '[]')
      expect(String(value)).not.toContain(VALUE)
      expect(String(value)).not.toContain('q7Rt2LmX9vKc4Wz')
    }),
  )
})
