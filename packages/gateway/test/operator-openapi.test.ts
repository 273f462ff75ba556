// The document of the operator API: valid, whole, and read with a right alone.
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { createGateway } from '../src/index.ts'
import { OPERATIONS } from '../src/operator-api/openapi.ts'
import { makeKernel, settings, silent, startRig, TOKEN } from './harness.ts'

const OPERATOR = 'operator-token-0123456789-0123456789-abc'
const TOKENS = {
  tokens: [
    { token: TOKEN, agent: 'default', tenant: 'default' },
    { token: OPERATOR, agent: 'console', tenant: 'default', operator: true },
  ],
}

test('it is OpenAPI 3.1', async () => {
  await using rig = await startRig(undefined, TOKENS)
  const response = await fetch(`${rig.gateway.url}/api/openapi.json`, {
    headers: { authorization: `Bearer ${OPERATOR}` },
  })
  const validator = new Validator()
  const checked = await validator.validate((await response.json()) as Record<string, unknown>)
  expect(checked.errors).toBeUndefined()
  expect([checked.valid, validator.version]).toEqual([true, '3.1'])
})

test('it has every path of the gateway, and no other', async () => {
  const { kernel } = await makeKernel()
  const app = createGateway({ wall: { for: () => kernel }, settings: settings(), logger: silent() })
  const served = app.routes.filter(({ path, method }) => path.startsWith('/api/') && method !== 'ALL')
  const paths = served.map(({ method, path }) => `${method.toLowerCase()} ${path.replace(':id', '{id}')}`)
  expect(OPERATIONS.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([...new Set(paths)].toSorted())
  await kernel.close()
})

test('tokens of the config without the layer gateway-auth: an operator logs in, an agent does not', async () => {
  await using rig = await startRig(undefined, TOKENS)
  const logIn = (token: string): Promise<Response> =>
    fetch(`${rig.gateway.url}/api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
  const response = await logIn(OPERATOR)
  expect([response.status, await response.json()]).toMatchObject([200, { who: { token: 'gateway.tokens[1]' } }])
  const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';')
  const session = await fetch(`${rig.gateway.url}/api/session`, { headers: { cookie } })
  expect(session.status).toBe(200)
  expect((await logIn(TOKEN)).status).toBe(403)
  const unknown = await logIn('x'.repeat(40))
  expect([unknown.status, await unknown.json()]).toMatchObject([401, { error: { code: 'UNAUTHORIZED' } }])
  const trial = await fetch(`${rig.gateway.url}/api/try`, {
    method: 'POST',
    headers: { authorization: `Bearer ${OPERATOR}`, 'content-type': 'application/json' },
    body: JSON.stringify({ hook: 'inbound', payload: { source: 'user', text: 'hello' } }),
  })
  expect([trial.status, await trial.json()]).toMatchObject([501, { error: { code: 'TRY_ABSENT' } }])
})
