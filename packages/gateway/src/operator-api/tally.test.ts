import type { Decision, DecisionEvent } from '@ringwall/core'
import { expect, test } from 'vitest'
import { outcomeOf, Tally } from './tally.ts'

type Said = Partial<Decision['rulings'][number]>

function decision(outcome: Decision['outcome'], ...said: readonly Said[]): DecisionEvent {
  const rulings = said.map((one) => ({ layer: 'a', kind: 'flag', code: 'C', enforced: true, findings: [], ...one }))
  const decided = { outcome, rulings, instructions: [], scores: {}, traceId: 't' }
  return { hook: 'onInbound', durationMs: 1, decision: decided } as unknown as DecisionEvent
}

test('an allow with a word about it is a flag; what was only observed is counted as such', () => {
  const tally = new Tally()
  tally.addDecision(decision('allow'), ['a', 'b'])
  tally.addDecision(decision('allow', { kind: 'deny', enforced: false }), ['a', 'b'])
  tally.addDecision(decision('deny', { kind: 'deny' }), ['a'])
  tally.addFailure('b')
  expect(tally.outcomes).toEqual({ allow: 1, flag: 1, ask: 0, deny: 1 })
  expect(tally.layers.get('a')).toMatchObject({ deny: 2, observed: 1, failed: 0 })
  expect(tally.layers.get('b')).toMatchObject({ failed: 1 })
  expect([...tally.calls]).toEqual([
    ['a', { calls: 3, denials: 1 }],
    ['b', { calls: 2, denials: 0 }],
  ])
  expect(outcomeOf({ outcome: 'ask', rulings: [] })).toBe('ask')
})

test('however many layers and codes there are, it has a largest size, and loses no count', () => {
  const tally = new Tally()
  for (let n = 0; n < 1000; n++) tally.addDecision(decision('allow', { layer: `l${n}`, code: `c${n}` }), [`l${n}`])
  const sum = new Tally()
  sum.add(tally)
  sum.add(tally)
  for (const [one, times] of [
    [tally, 1],
    [sum, 2],
  ] as const) {
    expect([one.layers.size, one.calls.size, one.codes.size]).toEqual([101, 101, 201])
    const total = (counts: Iterable<number>): number => [...counts].reduce((all, count) => all + count, 0)
    expect(total(one.codes.values())).toBe(1000 * times)
    expect(total([...one.layers.values()].map(({ flag }) => flag))).toBe(1000 * times)
  }
})

test('over time the loudest layers are named, and the rest is one: no count is lost, and what nobody said is absent', () => {
  const tally = new Tally()
  for (let n = 0; n < 20; n++)
    for (let times = 0; times <= n; times++) tally.addDecision(decision('allow', { layer: `l${n}` }), [])
  tally.addFailure('l3')
  // What is observed is counted by its kind already.
  for (let n = 0; n < 9; n++) tally.addDecision(decision('allow', { layer: 'l1', enforced: false }), [])
  const loudest = tally.loudest(3)
  expect([...loudest]).toEqual(['l19', 'l18', 'l17'])
  expect(new Map(tally.layersAmong(loudest).map(({ id, outcomes }) => [id, outcomes]))).toEqual(
    new Map([
      ['l17', { flag: 18 }],
      ['l18', { flag: 19 }],
      ['l19', { flag: 20 }],
      ['other', { flag: (17 * 18) / 2 + 9, failed: 1, observed: 9 }],
    ]),
  )
  expect(new Tally().layersAmong(loudest)).toEqual([])
})
