import { expect, test } from 'vitest'
import { authenticator, hostName, isLoopback, makeToken } from './auth.ts'

test('every token finds its own caller, wherever it stands in the list', () => {
  const tokens = Array.from({ length: 5 }, (_, at) => ({ token: makeToken(), agent: `a${at}`, tenant: 't' }))
  const authenticate = authenticator(tokens)
  for (const { token, agent } of tokens) {
    expect(authenticate(`Bearer ${token}`)).toEqual({ agent, tenant: 't', isOperator: false })
    expect(authenticate(`bearer ${token}`)?.agent).toBe(agent)
    expect(authenticate(`Bearer ${token} `)).toBeUndefined()
    expect(authenticate(`Bearer  ${token}`)).toBeUndefined()
    expect(authenticate(`Bearer ${token},${token}`)).toBeUndefined()
  }
  const operator = makeToken()
  const all = [...tokens, { token: operator, agent: 'ops', tenant: 't', user: 'alice', operator: true }]
  expect(authenticator(all)(`Bearer ${operator}`)).toEqual({
    agent: 'ops',
    tenant: 't',
    user: 'alice',
    isOperator: true,
  })
  expect(authenticate(undefined)).toBeUndefined()
  expect(authenticator([])('Bearer x')).toBeUndefined()
})

test.for([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['LOCALHOST', true],
  ['[::1]', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['127.0.0.1.evil.example', false],
  ['127.evil', false],
  ['localhost.evil.example', false],
  ['[::2]', false],
  ['', false],
] as const)('%s is loopback: %s', ([host, expected]) => {
  expect(isLoopback(host)).toBe(expected)
  expect(isLoopback(hostName(`${host}:8787`))).toBe(expected)
})
