import { TEST_SESSION, type Case } from '@ringwall/testkit'
import type { SecretsStoreInput } from '../src/index.ts'
import { MASTER_KEY, VALUES } from './seeded.ts'

const { TOKEN, SIGNS } = VALUES
const granted: SecretsStoreInput = {
  masterKey: MASTER_KEY,
  grants: [{ names: ['*'], agents: [TEST_SESSION.agentId] }],
}

/** What is taken out of results, replies and memories. */
export const scrubCases: readonly Case[] = [
  {
    name: 'a result with the value reads as the reference for whoever may use it',
    hook: 'onInbound',
    source: 'tool',
    config: granted,
    input: `sent ${TOKEN} to`,
    expect: { code: 'SECRET_SCRUBBED', text: 'sent {{secret:TOKEN}} to' },
  },
  {
    name: 'for others it has no name',
    hook: 'onInbound',
    source: 'tool',
    config: { masterKey: MASTER_KEY },
    input: `sent ${TOKEN} to`,
    expect: { code: 'SECRET_SCRUBBED', text: 'sent [REDACTED:secret] to' },
  },
  ...(
    [
      ['base64', Buffer.from(TOKEN).toString('base64')],
      ['hex', Buffer.from(TOKEN).toString('hex')],
      ['the URL encoding', encodeURIComponent(SIGNS)],
      ['JSON', JSON.stringify(VALUES.LINES).slice(1, -1)],
      ['reverse', TOKEN.split('').toReversed().join('')],
    ] as const
  ).map(([writing, text]): Case => ({
    name: `a result with the value in ${writing}`,
    hook: 'onInbound',
    source: 'tool',
    config: { masterKey: MASTER_KEY },
    input: `x ${text} y`,
    expect: { code: 'SECRET_SCRUBBED', text: /^x \S{0,4}\[REDACTED:secret\]\S{0,4} y$/ },
  })),
  {
    name: 'a reply',
    hook: 'onOutbound',
    config: granted,
    input: `it is ${TOKEN}`,
    expect: { code: 'SECRET_SCRUBBED', text: 'it is [REDACTED:secret]' },
  },
  {
    name: 'an answer with structure, keys and numbers too',
    hook: 'onOutbound',
    config: granted,
    payload: { destination: 'api', body: { a: [TOKEN], [TOKEN]: 1 } },
    expect: {
      code: 'SECRET_SCRUBBED',
      payload: { destination: 'api', body: { a: ['[REDACTED:secret]'], '[REDACTED:secret]': 1 }, meta: {} },
    },
  },
  {
    name: 'a memory',
    hook: 'onMemoryWrite',
    config: granted,
    payload: { text: `the token is ${TOKEN}`, trust: 'learned' },
    expect: { code: 'SECRET_SCRUBBED', text: 'the token is [REDACTED:secret]' },
  },
  {
    name: 'the key of a memory',
    hook: 'onMemoryWrite',
    config: granted,
    payload: { key: TOKEN, text: 'x', trust: 'learned' },
    expect: { code: 'SECRET_IN_MEMORY', kind: 'deny' },
  },
  { name: 'a text without secrets', hook: 'onInbound', config: granted, input: 'nothing is in here', expect: 'pass' },
]
