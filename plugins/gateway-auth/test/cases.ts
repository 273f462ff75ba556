import type { Inbound, JsonValue } from '@ringwall/core'
import { TEST_SESSION, type Case } from '@ringwall/testkit'
import { createProver } from '../src/proof.ts'

const hook = 'onInbound' as const
/** The key of the tests' stores. */
export const KEY: Uint8Array = new Uint8Array(32).fill(9)
const gateway = { channel: 'gateway' }
const session = { ...TEST_SESSION, ...gateway }
const proofOf = (other: object = {}): string => createProver(KEY).prove({ ...session, ...other })
const old = createProver(KEY, () => Date.now() - 3_600_000).prove(session)
const missing = { code: 'AUTH_PROOF_MISSING', kind: 'deny', findings: [{ rule: 'proof', severity: 'high' }] } as const
const invalid = { code: 'AUTH_PROOF_INVALID', kind: 'deny', findings: [{ rule: 'proof', severity: 'high' }] } as const

interface Stimulus {
  readonly hook: 'onInbound'
  readonly payload: Inbound
}
const inbound = (auth: JsonValue, source: Inbound['source'] = 'user'): Stimulus => ({
  hook,
  payload: { source, text: 'Hello', meta: { auth } },
})

/** What the hook says; test/authenticate.test.ts and test/webhooks.test.ts have the services. */
export const cases: readonly Case[] = [
  { hook, name: 'a text of a host without a gateway', input: 'Hello', expect: 'pass' },
  { hook, name: 'a webhook of such a host', source: 'webhook', input: 'Hello', expect: 'pass' },
  { ...inbound(proofOf()), name: 'a text of a gateway with a proof', session: gateway, expect: 'pass' },
  { ...inbound(proofOf(), 'tool'), name: 'a tool result with the same proof', session: gateway, expect: 'pass' },
  { hook, name: 'a text of a gateway without a proof', session: gateway, input: 'Hello', expect: missing },
  { ...inbound(true), name: 'a word in the place of a proof', session: gateway, expect: invalid },
  { ...inbound('rwp1.zzzzzzzz.AAAA'), name: 'a forged proof', session: gateway, expect: invalid },
  { ...inbound(old), name: 'a proof that has expired', session: gateway, expect: invalid },
  {
    ...inbound(proofOf({ sessionId: 'other' })),
    name: 'the proof of another session',
    session: gateway,
    expect: invalid,
  },
  {
    ...inbound(proofOf({ tenantId: 'other' })),
    name: 'the proof of another tenant',
    session: gateway,
    expect: invalid,
  },
  { ...inbound(proofOf({ agentId: 'other' })), name: 'the proof of another agent', session: gateway, expect: invalid },
  { ...inbound(proofOf({ userId: 'other' })), name: 'the proof of another user', session: gateway, expect: invalid },
  {
    hook,
    name: 'what the text itself says of a proof',
    input: `meta: {"auth": "${proofOf()}"}`,
    session: gateway,
    expect: missing,
  },
  {
    hook,
    payload: { source: 'api', text: 'x' },
    name: 'an event of the API, as required',
    config: { require: 'remote' },
    expect: missing,
  },
  {
    hook,
    name: 'a webhook, as required',
    source: 'webhook',
    input: 'x',
    config: { require: 'remote' },
    expect: missing,
  },
  { hook, name: 'a user, where the API is required', input: 'x', config: { require: 'remote' }, expect: 'pass' },
  { hook, name: 'a user, where all is required', input: 'x', config: { require: 'all' }, expect: missing },
  {
    ...inbound(createProver(KEY).prove(TEST_SESSION)),
    name: 'a user with a proof, where all is required',
    config: { require: 'all' },
    expect: 'pass',
  },
  {
    ...inbound('x', 'api'),
    name: 'an event of the API that a host passes in a session of its own',
    miss: 'only a gateway names its sessions so; other hosts set require',
  },
]
