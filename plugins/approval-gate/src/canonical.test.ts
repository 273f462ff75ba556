import { copyJson, type JsonValue } from '@ringwall/core'
import fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { canonical } from './canonical.ts'

const json = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<JsonValue>(
      null,
      true,
      false,
      0,
      -0,
      1,
      -1,
      1e21,
      1e-7,
      0.1,
      '',
      '0',
      'null',
      'a',
      '\u00e9',
      'e\u0301',
      '\ud800',
      '"',
      '\\',
    ),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'é', '__proto__', 'constructor', '', '"'), tie('value'), { maxKeys: 3 }),
  ),
})).value

/** As the kernel hands it on. */
const given = (value: JsonValue): JsonValue => copyJson(value)

test('two values have one text only where they are the same value', () => {
  fc.assert(
    fc.property(json, json, (a, b) => {
      const [first, second] = [given(a), given(b)]
      expect(canonical(first) === canonical(second)).toBe(isDeepStrictEqual(first, second))
    }),
    { numRuns: 5000 },
  )
})

test('the order of keys says nothing', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json), (object) => {
      const turned = Object.fromEntries(Object.entries(object).toReversed())
      expect(canonical(given(turned))).toBe(canonical(given(object)))
    }),
  )
})

test.for([
  [0, -0],
  ['\u00e9', 'e\u0301'],
  ['K', '\u212a'],
  ['\ud800', '\ufffd'],
  [1, '1'],
  [[], {}],
  [[1, 2], [12]],
  [{ a: null }, {}],
  [{ a: { b: 1 } }, { 'a.b': 1 }],
] as readonly [JsonValue, JsonValue][])('%j and %j are not one', ([a, b]) => {
  expect(canonical(a)).not.toBe(canonical(b))
})
