import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findLoosened } from './tighten.ts'

const LEVELS = ['off', 'warn', 'block'] as const
const schema = z.strictObject({
  cap: z.number().meta({ tightens: 'lower' }).default(10),
  floor: z.number().default(1).meta({ tightens: 'higher' }).describe('described after its mark'),
  allow: z.array(z.string()).meta({ tightens: 'fewer' }).default(['a', 'b']),
  deny: z.array(z.string()).meta({ tightens: 'more' }).default([]),
  strict: z.boolean().meta({ tightens: true }).default(false),
  lax: z.boolean().meta({ tightens: false }).default(true),
  level: z.enum(LEVELS).meta({ tightens: LEVELS }).default('warn'),
  note: z.string().optional().meta({ tightens: 'any' }),
  unmarked: z.number().default(0),
  misspelt: z.number().default(0).meta({ tightens: 'lowr' }),
  nested: z
    .strictObject({ cap: z.number().meta({ tightens: 'lower' }).default(5), free: z.string().default('') })
    .prefault({}),
  pattern: z
    .string()
    .default('a')
    .transform((source) => ({ compiled: new RegExp(source, 'u') })),
  limit: z.number().optional().meta({ tightens: 'lower' }),
  ceiling: z
    .union([z.number(), z.literal('unlimited')])
    .default('unlimited')
    .meta({ tightens: 'lower' }),
})
type Input = z.input<typeof schema>

function loosened(base: Input, over: Input): readonly string[] {
  const next = { ...base, ...over }
  return findLoosened(schema, { parsed: schema.parse(base), raw: base }, { parsed: schema.parse(next), raw: next })
}

describe('an override of one field', () => {
  test.for<readonly [Input, readonly string[]]>([
    [{}, []],
    [{ cap: 9 }, []],
    [{ cap: 10 }, []],
    [{ cap: 11 }, ['cap']],
    [{ floor: 2 }, []],
    [{ floor: 0 }, ['floor']],
    [{ allow: ['a'] }, []],
    [{ allow: [] }, []],
    [{ allow: ['b', 'a', 'a'] }, []],
    [{ allow: ['a', 'c'] }, ['allow']],
    [{ deny: ['x'] }, []],
    [{ strict: true }, []],
    [{ lax: false }, []],
    [{ level: 'block' }, []],
    [{ level: 'off' }, ['level']],
    [{ note: 'x' }, []],
    [{ unmarked: 1 }, ['unmarked']],
    [{ misspelt: -1 }, ['misspelt']],
    [{ nested: { cap: 4 } }, []],
    [{ nested: { cap: 6, free: 'x' } }, ['nested.cap', 'nested.free']],
    [{ pattern: 'a' }, ['pattern']],
    [{ pattern: 'b' }, ['pattern']],
    [{ limit: 5 }, ['limit']],
    [{ ceiling: 1e300 }, []],
    [{ ceiling: 'unlimited' }, []],
    [{ cap: 11, floor: 0, note: 'y', level: 'block' }, ['cap', 'floor']],
  ])('%j loosens %j', ([over, expected]) => {
    expect(loosened({}, over)).toEqual(expected)
  })

  test('what was stricter before', () => {
    expect(loosened({ deny: ['x', 'y'] }, { deny: ['x'] })).toEqual(['deny'])
    expect(loosened({ strict: true }, { strict: false })).toEqual(['strict'])
    expect(loosened({ lax: false }, { lax: true })).toEqual(['lax'])
    expect(loosened({ limit: 5 }, { limit: 4 })).toEqual([])
    expect(loosened({ ceiling: 5 }, { ceiling: 'unlimited' })).toEqual(['ceiling'])
    expect(loosened({ nested: { cap: 3 } }, { nested: {} })).toEqual(['nested.cap'])
    expect(loosened({ pattern: 'x' }, { pattern: 'x' })).toEqual([])
    expect(loosened({ pattern: 'x' }, { cap: 1 })).toEqual([])
  })
})

const fields = {
  cap: fc.integer(),
  floor: fc.double({ noNaN: true, noDefaultInfinity: true }),
  allow: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')),
  deny: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')),
  strict: fc.boolean(),
  lax: fc.boolean(),
  level: fc.constantFrom(...LEVELS),
  note: fc.string(),
  unmarked: fc.integer({ min: 0, max: 2 }),
  nested: fc.record({ cap: fc.integer({ min: 0, max: 9 }), free: fc.constantFrom('', 'x') }, { requiredKeys: [] }),
  pattern: fc.constantFrom('a', 'b'),
}
const input: fc.Arbitrary<Input> = fc.record(fields, { requiredKeys: [] })
const keys = Object.keys(fields) as readonly (keyof typeof fields)[]

test('the same config never loosens, and neither does an empty override', () => {
  fc.assert(
    fc.property(input, (config) => {
      expect(loosened(config, config)).toEqual([])
      expect(loosened(config, {})).toEqual([])
    }),
  )
})

test('two configs of which neither loosens the other differ in nothing that matters', () => {
  fc.assert(
    fc.property(input, input, (a, b) => {
      const [first, second] = [a, { ...a, ...b }]
      if (loosened(first, second).length > 0 || loosened(second, first).length > 0) return
      const comparable = (config: Input): unknown => {
        const { note: _, allow, deny, ...rest } = schema.parse(config)
        return { ...rest, allow: allow.toSorted(), deny: deny.toSorted() }
      }
      expect(comparable(second)).toEqual(comparable(first))
    }),
  )
})

test('tightening in steps is tightening', () => {
  const steps = fc.constantFrom(...keys).chain((key) => {
    const value: fc.Arbitrary<unknown> = fields[key]
    return fc.tuple(value, value, value).map((values) => values.map((item): Input => ({ [key]: item })))
  })
  fc.assert(
    fc.property(steps, ([a = {}, b = {}, c = {}]) => {
      if (loosened(a, b).length > 0 || loosened(b, c).length > 0) return
      expect(loosened(a, c)).toEqual([])
    }),
    { numRuns: 1000 },
  )
})

test('what cannot be taken apart loosens unless it is unchanged', () => {
  const piped = z.strictObject({ cap: z.number().meta({ tightens: 'lower' }) }).transform(({ cap }) => ({ cap: -cap }))
  const version = (raw: { cap: number }): { parsed: unknown; raw: unknown } => ({ parsed: piped.parse(raw), raw })
  expect(findLoosened(piped, version({ cap: 5 }), version({ cap: 4 }))).toEqual([''])
  expect(findLoosened(piped, version({ cap: 5 }), version({ cap: 5 }))).toEqual([])
})
