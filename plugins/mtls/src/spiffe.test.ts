import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSpiffePattern, matchesSpiffe, spiffeIdOf } from './spiffe.ts'

const WORKLOAD = { isCa: false, keyUsage: { signs: true, issues: false, revokes: false } }

test.for([
  ['spiffe://a.example/x', true],
  ['spiffe://a-1_b.example/ns/one/sa/two', true],
  ['spiffe://a.example', false],
  ['spiffe://a.example/', false],
  ['spiffe://a.example/x/', false],
  ['spiffe://a.example//x', false],
  ['spiffe://a.example/x/../y', false],
  ['spiffe://a.example/./x', false],
  ['spiffe://A.example/x', false],
  ['SPIFFE://a.example/x', false],
  ['spiffe:///x', false],
  ['spiffe://a.example:8080/x', false],
  ['spiffe://me@a.example/x', false],
  ['spiffe://a.example/x?y=z', false],
  ['spiffe://a.example/x#y', false],
  ['spiffe://a.example/%78', false],
  ['spiffe://a.example/*', false],
  ['spiffe://a.example/x\n', false],
  [`spiffe://${'a'.repeat(256)}/x`, false],
  [`spiffe://a.example/${'x'.repeat(2048)}`, false],
  ['https://a.example/x', false],
] as const)('%j as an id: %s', ([uri, isId]) => {
  expect(spiffeIdOf({ uris: [uri], ...WORKLOAD })).toBe(isId ? uri : undefined)
})

test('an id counts only in a certificate for a workload, and alone', () => {
  const uri = 'spiffe://a.example/x'
  expect(spiffeIdOf({ uris: [uri, uri], ...WORKLOAD })).toBeUndefined()
  expect(spiffeIdOf({ uris: [], ...WORKLOAD })).toBeUndefined()
  expect(spiffeIdOf({ uris: [uri], ...WORKLOAD, isCa: true })).toBeUndefined()
  expect(spiffeIdOf({ uris: [uri], isCa: false, keyUsage: undefined })).toBeUndefined()
  for (const key of ['issues', 'revokes'])
    expect(spiffeIdOf({ uris: [uri], isCa: false, keyUsage: { ...WORKLOAD.keyUsage, [key]: true } })).toBeUndefined()
})

test.for([
  ['spiffe://a.example/ns/*/sa/x', 'spiffe://a.example/ns/one/sa/x', true],
  ['spiffe://a.example/ns/*/sa/x', 'spiffe://a.example/ns/one/two/sa/x', false],
  ['spiffe://a.example/ns/*', 'spiffe://a.example/ns', false],
  ['spiffe://a.example/**', 'spiffe://a.example/x/y/z', true],
  ['spiffe://a.example/x/**', 'spiffe://a.example/x', false],
  ['spiffe://a.example/x/**', 'spiffe://a.example/xy/z', false],
  ['spiffe://a.example/x', 'spiffe://a.example/X', false],
  ['spiffe://a.example/**', 'spiffe://b.example/x', false],
  ['spiffe://a.example/**', 'spiffe://a.example.evil/x', false],
  ['spiffe://a.example/.*', 'spiffe://a.example/.x', false],
] as const)('%s means %s: %s', ([pattern, id, isMeant]) => {
  expect(matchesSpiffe(pattern, id)).toBe(isMeant)
})

test.for(['spiffe://*/x', 'spiffe://a.example', 'spiffe://a.example/**/x', 'spiffe://a.example/x*', '*', ''])(
  '%j is no pattern',
  (text) => {
    expect(isSpiffePattern(text)).toBe(false)
  },
)

test('without a star, a pattern means itself alone', () => {
  const segment = fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/)
  const id = fc.array(segment, { minLength: 1, maxLength: 4 }).map((path) => `spiffe://a.example/${path.join('/')}`)
  fc.assert(fc.property(id, id, (one, other) => void expect(matchesSpiffe(one, other)).toBe(one === other)))
})
