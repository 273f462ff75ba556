import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Bursts, type Counted } from './bursts.ts'

const decision = (more: Partial<Counted> = {}): Counted => ({
  tenant: 't',
  agent: 'a',
  session: 's',
  hook: 'onToolCall',
  action: 'read',
  outcome: 'allow',
  rulings: [],
  ...more,
})

it('says nothing below the threshold, and nothing before the window is over', () => {
  let now = 0
  const bursts = new Bursts(3, () => now)
  for (let i = 0; i < 3; i++) expect(bursts.add(decision())).toEqual([])
  bursts.add(decision({ user: 'quiet' }))
  now = 59_999
  expect(bursts.endIfOver()).toEqual([])
  now = 60_000
  const ended = bursts.add(decision())
  expect(ended).toMatchObject([{ type: 'burst', tenant: 't', session: 's', seconds: 60, count: 3 }])
  now = 200_000
  expect(bursts.endIfOver(), 'the next window has one').toEqual([])
})

it('takes all sessions of a proven user for one source', () => {
  const bursts = new Bursts(2, () => 0)
  for (const session of ['1', '2', '3']) bursts.add(decision({ session, user: 'u' }))
  expect(bursts.end()).toMatchObject([{ user: 'u', count: 3 }])
})

it('names ten patterns, the most frequent first, and counts the others', () => {
  const bursts = new Bursts(1, () => 0)
  const rulings = [{ layer: 'l', stage: 'judge', kind: 'deny', code: 'NO', enforced: true, findings: [] }] as const
  for (let i = 0; i < 15; i++)
    for (let n = 0; n <= i; n++) bursts.add(decision({ action: `t${i}`, outcome: 'deny', rulings }))
  const [burst] = bursts.end()
  expect(burst).toMatchObject({ count: 120, outcomes: { allow: 0, ask: 0, deny: 120 }, others: 15 })
  expect(burst?.patterns).toHaveLength(10)
  expect(burst?.patterns).toMatchObject({ 0: { action: 't14', code: 'NO', outcome: 'deny', count: 15 } })
})

it('loses no count, whatever the sources and patterns are', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3000), fc.nat(300)), { minLength: 1, maxLength: 500 }), (calls) => {
      const bursts = new Bursts(1, () => 0)
      for (const [user, action] of calls) bursts.add(decision({ user: `u${user}`, action: `t${action}` }))
      const ended = bursts.end()
      expect(ended.reduce((sum, { count }) => sum + count, 0)).toBe(calls.length)
    }),
  )
  const many = new Bursts(1, () => 0)
  for (let i = 0; i < 5000; i++) many.add(decision({ user: `u${i}` }))
  const ended = many.end()
  expect(ended.length).toBeLessThanOrEqual(1001)
  expect(ended.reduce((sum, { count }) => sum + count, 0)).toBe(5000)
})
