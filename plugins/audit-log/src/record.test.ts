import { HOOKS, type Decision, type DecisionEvent, type Hook, type Payloads } from '@ringwall/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recordDecision, recordFailure, recordReload, recordSecret, SCHEMA_VERSION } from './record.ts'

const session = { tenantId: 't', agentId: 'a', sessionId: 's' }
const decision: Decision = { outcome: 'deny', instructions: ['say nothing'], rulings: [], scores: {}, traceId: 'trace' }
const eventOf = (
  hook: Hook,
  payload: Payloads[Hook] | undefined,
  more: Partial<DecisionEvent> = {},
): DecisionEvent => ({
  time: 0,
  durationMs: 1.23456,
  hook,
  session,
  payload,
  decision,
  ...more,
})
const payloads = (text: string): Readonly<Record<Hook, Payloads[Hook]>> => ({
  onInbound: { source: 'web', text, meta: { url: text } },
  onToolCall: { tool: 'exec', args: { command: text, list: [{ [text]: text }] }, meta: { callId: text } },
  onOutbound: { destination: 'api', body: { [text]: [text] }, meta: { model: text } },
  onMemoryWrite: { key: text, text, trust: 'learned', provenance: { url: text } },
})

describe('recordDecision', () => {
  it('has a line for each hook', () => {
    const actions = HOOKS.map((hook) => recordDecision(eventOf(hook, payloads('abc')[hook]), 'id'))
    expect(actions[0]).toEqual({
      v: SCHEMA_VERSION,
      id: 'id',
      time: '1970-01-01T00:00:00.000Z',
      type: 'decision',
      tenant: 't',
      agent: 'a',
      session: 's',
      trace: 'trace',
      hook: 'onInbound',
      action: 'web',
      outcome: 'deny',
      durationMs: 1.235,
      size: 3,
      rulings: [],
    })
    expect(actions.map(({ action }) => action)).toEqual(['web', 'exec', 'api', 'learned'])
    expect(actions.map(({ size }) => size)).toEqual([3, 'command'.length + 'list'.length + 9, 6, 3])
  })

  it('keeps nothing of what a payload, a message or a detail says', () => {
    const secret = fc.stringMatching(/^[A-Z]{12,20}$/)
    fc.assert(
      fc.property(secret, fc.constantFrom(...HOOKS), (text, hook) => {
        const ruling = {
          layer: 'x',
          hook,
          stage: 'judge',
          kind: 'deny',
          code: 'C',
          enforced: true,
          message: text,
          detail: text,
          findings: [{ rule: 'r', severity: 'high', span: { start: 1, end: 2 }, score: 0.5, value: text }],
        } as const
        const event = eventOf(hook, payloads(text)[hook], {
          decision: { ...decision, instructions: [text], rulings: [ruling] },
        })
        const record = recordDecision(event, 'id')
        expect(JSON.stringify(record)).not.toContain(text)
        expect(record.rulings[0]?.findings).toEqual([
          { rule: 'r', severity: 'high', span: { start: 1, end: 2 }, score: 0.5 },
        ])
      }),
    )
  })

  it('keeps who it was, and an identity that is not proven absent', () => {
    const known = recordDecision(
      eventOf('onInbound', undefined, { session: { ...session, userId: 'u', channel: 'c' } }),
      'id',
    )
    expect(known).toMatchObject({ user: 'u', channel: 'c', size: 0 })
    expect(recordDecision(eventOf('onInbound', undefined), 'id')).not.toHaveProperty('user')
    expect(known).not.toHaveProperty('action')
  })

  it('bounds what the model and the layers can make long', () => {
    const findings = Array.from({ length: 500 }, () => ({ rule: 'r', severity: 'low' }) as const)
    const ruling = {
      layer: 'x',
      hook: 'onToolCall',
      stage: 'judge',
      kind: 'flag',
      code: 'C',
      enforced: true,
      findings,
    } as const
    const event = eventOf(
      'onToolCall',
      { tool: '😀'.repeat(5000), args: {} },
      { decision: { ...decision, rulings: [ruling] } },
    )
    const record = recordDecision(event, 'id')
    expect(record.action?.length).toBeLessThan(300)
    expect(record.rulings[0]).toMatchObject({ findingsTotal: 500 })
    expect(record.rulings[0]?.findings).toHaveLength(50)
  })
})

describe('the other records', () => {
  it('name the layer that failed without its words', () => {
    const record = recordFailure(
      { time: 0, layer: 'x', hook: 'onInbound', session, problem: 'read hunter2', bypassed: true },
      'id',
    )
    expect(record).toMatchObject({ type: 'failure', layer: 'x', bypassed: true, tenant: 't' })
    expect(JSON.stringify(record)).not.toContain('hunter2')
  })

  it('name the secret that was asked for, and who asked', () => {
    const asked = { time: 0, name: 'KEY', purpose: 'fetch', outcome: 'denied', hosts: ['api.example.com'] } as const
    expect(recordSecret({ ...asked, session }, 'id')).toEqual({
      v: SCHEMA_VERSION,
      id: 'id',
      time: '1970-01-01T00:00:00.000Z',
      type: 'secret',
      tenant: 't',
      agent: 'a',
      session: 's',
      name: 'KEY',
      purpose: 'fetch',
      outcome: 'denied',
      hosts: ['api.example.com'],
    })
    const long = recordSecret({ ...asked, purpose: 'x'.repeat(5000), hosts: Array(500).fill('h') }, 'id')
    expect(long).not.toHaveProperty('agent')
    expect(long.purpose.length + long.hosts.length).toBeLessThan(400)
  })

  it('name the layers of a new generation', () => {
    expect(recordReload({ time: 0, generation: 2, layers: ['a', 'b'] }, 'id')).toMatchObject({
      type: 'reload',
      generation: 2,
      layers: ['a', 'b'],
    })
  })
})
