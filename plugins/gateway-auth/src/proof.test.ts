import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createProver } from './proof.ts'

const KEY = new Uint8Array(32).fill(7)
const session = { tenantId: 't', agentId: 'a', sessionId: 's', userId: 'u', channel: 'gateway' }

it('a proof is good for its session and its time', () => {
  let now = 1_000_000
  const prover = createProver(KEY, () => now)
  const proof = prover.prove(session)
  expect(prover.check(proof, { ...session, traceId: 'any' })).toBe(true)
  now += 15 * 60_000 - 1
  expect(prover.check(proof, session)).toBe(true)
  now += 1
  expect(prover.check(proof, session)).toBe(false)
})

it.each([
  { tenantId: 't2' },
  { agentId: 'a2' },
  { sessionId: 's2' },
  { userId: 'u2' },
  { userId: undefined },
  { channel: 'other' },
  { tenantId: 't","a', agentId: '' },
])('it is none for another session: %j', (other) => {
  const { userId, ...rest } = { ...session, ...other }
  const prover = createProver(KEY)
  expect(prover.check(prover.prove(session), { ...rest, ...(userId !== undefined && { userId }) })).toBe(false)
})

it('it is none under another key, and nothing else is one', () => {
  const prover = createProver(KEY)
  expect(createProver(new Uint8Array(32)).check(prover.prove(session), session)).toBe(false)
  for (const value of ['', 'rwp1', 'rwp1.zzzzzz.', true, null, 1, [], {}, ['rwp1'], `rwp1.zzzzzz.${'A'.repeat(43)}`])
    expect(prover.check(value, session)).toBe(false)
})

it('any changed character refuses it', () => {
  const prover = createProver(KEY)
  const proof = prover.prove(session)
  fc.assert(
    fc.property(fc.nat(proof.length - 1), fc.constantFrom(...'0aZ_-. é'), (at, character) => {
      fc.pre(proof[at] !== character)
      expect(prover.check(proof.slice(0, at) + character + proof.slice(at + 1), session)).toBe(false)
    }),
  )
})
