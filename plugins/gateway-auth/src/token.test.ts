import { timingSafeEqual } from 'node:crypto'
import { expect, it } from 'vitest'
import { crc32 } from 'node:zlib'
import { digestOf, findByDigest, MADE_TOKEN, makeToken, problemOf } from './token.ts'

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

it('a made token has a prefix, 256 bits and their checksum, and is never the same', () => {
  const made = Array.from({ length: 200 }, makeToken)
  expect(new Set(made).size).toBe(200)
  for (const token of made) {
    const [, random = '', check = ''] = /^rw_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/.exec(token) ?? []
    const number = Array.from(check).reduce((sum, digit) => sum * 62 + BASE62.indexOf(digit), 0)
    expect(number).toBe(crc32(random))
    expect(MADE_TOKEN.test(`x${token}y`)).toBe(true)
    expect(problemOf(token)).toBeUndefined()
  }
  const used = new Set(made.flatMap((token) => Array.from(token.slice(3, 46))))
  expect(used.size).toBe(62)
})

it('every entry is compared, wherever the right one stands', () => {
  const tokens = Array.from({ length: 9 }, makeToken)
  const entries = tokens.map((token, at) => ({ at, digest: digestOf(token) }))
  const count = (token: string): [number | undefined, number] => {
    let compared = 0
    const found = findByDigest(digestOf(token), entries, (a, b) => {
      compared++
      return timingSafeEqual(a, b)
    })
    return [found?.at, compared]
  }
  for (const [at, token] of tokens.entries()) expect(count(token)).toEqual([at, 9])
  expect(count(makeToken())).toEqual([undefined, 9])
  expect(findByDigest(digestOf('x'), [])).toBeUndefined()
})

it.each([
  ['short', 'a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p', /fewer than 32/],
  ['long', 'a1b2c3d4'.repeat(65), /more than 512/],
  ['with a blank', 'a1b2c3d4 e5f6g7h8i9j0k1l2m3n4o5p6', /white space/],
  ['beyond ASCII', 'a1b2c3d4éf6g7h8i9j0k1l2m3n4o5p6q7', /white space/],
  ['of one character', 'k'.repeat(64), /different characters/],
])('a token that is %s is refused', (_, token, problem) => expect(problemOf(token)).toMatch(problem))
