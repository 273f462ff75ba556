import type { JsonValue } from '@ringwall/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical, createSigner, digest } from './signature.ts'

const json = fc.jsonValue() as fc.Arbitrary<JsonValue>

describe('the canonical encoding', () => {
  test('is JSON of the same value, and one for any order of keys', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
    expect(canonical({ b: 1, a: [{ d: 1, c: null }] })).toBe('{"a":[{"c":null,"d":1}],"b":1}')
    expect(canonical({ a: [{ c: null, d: 1 }], b: 1 })).toBe(canonical({ b: 1, a: [{ d: 1, c: null }] }))
  })

  test('keeps borders: parts that are put together otherwise have other digests', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
        expect(digest(a) === digest(b)).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
    )
  })
})

describe('a signature', () => {
  const signer = createSigner('k'.repeat(32))

  test('holds for its value, purpose and key alone', () => {
    fc.assert(
      fc.property(json, json, (value, other) => {
        const signature = signer.sign('record', value)
        expect(signer.verify('record', value, signature)).toBe(true)
        expect(signer.verify('record', other, signature)).toBe(canonical(value) === canonical(other))
        expect(signer.verify('review', value, signature)).toBe(false)
        expect(createSigner('l'.repeat(32)).verify('record', value, signature)).toBe(false)
      }),
    )
  })

  test.for(['', 'AAAA', 'not base64!', 'A'.repeat(1000)])('is not %j', (signature) => {
    expect(signer.verify('record', {}, signature)).toBe(false)
  })
})
