import type { Case } from '@ringwall/testkit'
import type { JsonValue } from '@ringwall/core'
import { GITHUB, PEM, redacted } from './examples.ts'

const NAMED = '[REDACTED:named-secret]'
const KEY_MARK = '[REDACTED:private-key]'
/** No format has it: only its place tells. */
const VALUE = ['hunter', 'K3y'].join('-')

function body(name: string, rule: string, before: JsonValue, after: JsonValue): Case {
  const payload = { destination: 'api', body: before } as const
  return {
    name: `structured: ${name}`,
    hook: 'onOutbound',
    payload,
    expect: { ...redacted(rule), payload: { ...payload, body: after } },
  }
}

/** Secrets that only the structure around them tells. */
export const BODY_CASES: readonly Case[] = [
  body('list under a secret name', 'named-secret', { passwords: [VALUE] }, { passwords: [NAMED] }),
  body(
    'name and value in two fields',
    'named-secret',
    [{ name: 'DB_PASSWORD', value: VALUE }],
    [{ name: 'DB_PASSWORD', value: NAMED }],
  ),
  body('pair of a header', 'named-secret', { headers: [['X-Api-Key', VALUE]] }, { headers: [['X-Api-Key', NAMED]] }),
  body('number under a secret name', 'named-secret', { password: 48_151_623 }, { password: NAMED }),
  body(
    'private key as a list of lines',
    'private-key',
    { pem: PEM.split('\n') },
    { pem: PEM.split('\n').map((line) => (line === '' ? '' : KEY_MARK)) },
  ),
  body('in a name', 'github-pat', { [GITHUB]: { a: 1 } }, { '[REDACTED:github-pat]': { a: 1 } }),
  {
    name: 'structured: what has harmless names stays',
    hook: 'onOutbound',
    payload: { destination: 'api', body: { tokens: 12, keyboard: 'de', items: [['a', 'b']], pin: null } },
    expect: 'pass',
  },
]
