import { copyJson, type JsonValue } from '@ringwall/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCarried } from './carried.ts'

test.for([
  [{ key: '{{secret:A}}' }, { key: 'value' }],
  [{ key: 'Bearer {{secret:A}}!' }, { key: 'Bearer x y!' }],
  [{ url: 'https://h/{{secret:A}}/b/{{secret:B}}' }, { url: 'https://h/1/b/2' }],
  [{ list: [1, { a: null }] }, { list: [1, { a: null }] }],
] as readonly [JsonValue, JsonValue][])('%j goes on as %j', ([approved, final]) => {
  expect(isCarried(approved, final)).toBe(true)
})

test.for([
  [{ key: '{{secret:A}}' }, { key: 1 }],
  [{ key: 'Bearer {{secret:A}}' }, { key: 'Basic x' }],
  [{ url: 'https://h/{{secret:A}}/b' }, { url: 'https://evil/1/c' }],
  [{ a: '{{secret:A}}b{{secret:A}}b' }, { a: 'b' }],
  [{ a: 'x{{secret:A}}x' }, { a: 'x' }],
  [{ a: '{{secret: A}}' }, { a: 'value' }],
  [{ '{{secret:A}}': 1 }, { value: 1 }],
  [{ a: 1 }, { a: 1, b: 2 }],
  [{ a: 1, b: 2 }, { a: 1 }],
  [
    { a: 1, b: 2 },
    { a: 1, c: 2 },
  ],
  [[1, 2], [1]],
  [[1], [1, 2]],
  [[], {}],
  [{}, []],
  [0, -0],
  [null, {}],
  [{ toString: 1 }, {}],
] as readonly [JsonValue, JsonValue][])('%j does not go on as %j', ([approved, final]) => {
  expect(isCarried(approved, final)).toBe(false)
})

test('what is unchanged goes on, and any other value without placeholders does not', () => {
  const value = fc.jsonValue().map((made) => copyJson(made))
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(isCarried(a, a)).toBe(true)
      const isSame = isCarried(a, b)
      expect(isCarried(b, a)).toBe(isSame)
      if (isSame) expect(a).toEqual(b)
    }),
  )
})
