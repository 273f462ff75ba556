import { expect, it } from 'vitest'
import { readCredential, type HeaderPairs } from './credential.ts'

const TOKEN = 'a-token-of-at-least-thirty-two-characters'
const of = (...headers: HeaderPairs): string | undefined => {
  const { token, refusal } = readCredential([['host', 'x'], ...headers])
  return token ?? refusal?.code
}
const authorization = (value: string): readonly [string, string] => ['authorization', value]

it.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `BEARER ${TOKEN}`])('%s shows the token', (value) => {
  expect(of(authorization(value))).toBe(TOKEN)
  expect(of(['Authorization', value])).toBe(TOKEN)
})

it('x-api-key shows it too, for clients that send that', () => expect(of(['X-Api-Key', TOKEN])).toBe(TOKEN))

it.each([
  ['nothing', 'AUTH_MISSING', []],
  ['an empty header', 'AUTH_MALFORMED', [authorization('')]],
  ['no token', 'AUTH_MALFORMED', [authorization('Bearer')]],
  ['an empty token', 'AUTH_MALFORMED', [authorization('Bearer ')]],
  ['no scheme', 'AUTH_MALFORMED', [authorization(TOKEN)]],
  ['a short text', 'AUTH_SCHEME', [authorization('secret')]],
  ['two blanks', 'AUTH_MALFORMED', [authorization(`Bearer  ${TOKEN}`)]],
  ['a tab', 'AUTH_MALFORMED', [authorization(`Bearer\t${TOKEN}`)]],
  ['a blank before', 'AUTH_MALFORMED', [authorization(` Bearer ${TOKEN}`)]],
  ['a blank behind', 'AUTH_MALFORMED', [authorization(`Bearer ${TOKEN} `)]],
  ['a line break', 'AUTH_MALFORMED', [authorization(`Bearer ${TOKEN}\n`)]],
  ['two in one header', 'AUTH_MALFORMED', [authorization(`Bearer ${TOKEN}, Bearer ${TOKEN}`)]],
  ['letters beyond ASCII', 'AUTH_MALFORMED', [authorization(`Bearer ${TOKEN}é`)]],
  ['a huge one', 'AUTH_MALFORMED', [authorization(`Bearer ${'a'.repeat(513)}`)]],
  ['a huge scheme', 'AUTH_MALFORMED', [authorization('a'.repeat(10_000))]],
  ['Basic', 'AUTH_SCHEME', [authorization('Basic dXNlcjpwYXNz')]],
  ['Digest', 'AUTH_SCHEME', [authorization('Digest username="x"')]],
  ['a scheme that begins so', 'AUTH_SCHEME', [authorization(`BearerX ${TOKEN}`)]],
  ['the same header twice', 'AUTH_AMBIGUOUS', [authorization(`Bearer ${TOKEN}`), authorization(`Bearer ${TOKEN}`)]],
  ['another case of it', 'AUTH_AMBIGUOUS', [authorization('Bearer x'), ['AUTHORIZATION', `Bearer ${TOKEN}`]]],
  ['both headers', 'AUTH_AMBIGUOUS', [authorization(`Bearer ${TOKEN}`), ['x-api-key', TOKEN]]],
  ['an empty key beside', 'AUTH_AMBIGUOUS', [authorization(`Bearer ${TOKEN}`), ['x-api-key', '']]],
  ['an empty key', 'AUTH_MALFORMED', [['x-api-key', '']]],
] satisfies [string, string, HeaderPairs][])('%s is refused', (_, code, headers) => expect(of(...headers)).toBe(code))
