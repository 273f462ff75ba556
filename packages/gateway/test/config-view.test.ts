import { createKernel, definePlugin, use, type JsonObject } from '@ringwall/core'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { makeKernel, startRig, TOKEN, type Rig } from './harness.ts'

const OPERATOR = 'operator-token-0123456789-0123456789-abc'
const TOKENS = {
  tokens: [
    { token: TOKEN, agent: 'default', tenant: 'default', user: 'agent' },
    { token: OPERATOR, agent: 'default', tenant: 'default', operator: true },
  ],
}

/** A gateway whose wall describes itself as `body`, its layers being those of the test kernel. */
async function startDescribed(body: JsonObject): Promise<Rig> {
  const { kernel } = await makeKernel()
  onTestFinished(() => kernel.close())
  const describe = async () => ({ body, meta: { unknownPaths: ['/a'] } })
  return startRig(undefined, TOKENS, { wall: { for: () => kernel, describe } })
}

function look(rig: Rig, init: RequestInit = { headers: { authorization: `Bearer ${OPERATOR}` } }): Promise<Response> {
  return fetch(`${rig.gateway.url}/v1/ringwall/config`, init)
}

/** A layer that notes in the body what it was told of it. */
const witness = definePlugin({
  name: 'witness',
  version: '1.0.0',
  manifest: { api: 1, hooks: { onOutbound: { finish: ['rewrite'] } }, rewrites: ['/seen'] },
  codes: { SEEN: 'it was here' },
  config: z.strictObject({}),
  setup: () => ({
    onOutbound: {
      finish: ({ payload: { destination, meta = {} } }) => ({
        kind: 'rewrite',
        code: 'SEEN',
        set: [{ path: '/seen', value: { destination, ...meta } }],
      }),
    },
  }),
})

test('the config is shown to an operator, through the layers, and kept by no cache', async () => {
  const kernel = await createKernel({ plugins: [use(witness)] })
  onTestFinished(() => kernel.close())
  const describe = async () => ({ body: { layers: [] }, meta: { unknownPaths: ['/a'] } })
  await using rig = await startRig(undefined, TOKENS, { wall: { for: () => kernel, describe } })
  const response = await look(rig)
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('x-ringwall-trace-id')).toMatch(/^[0-9a-f]{32}$/)
  const seen = { destination: 'operator', contentType: 'application/json', unknownPaths: ['/a'] }
  expect(await response.json()).toEqual({ layers: [], seen })
})

test('nobody else sees it', async () => {
  await using rig = await startDescribed({ layers: [] })
  for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: TOKEN }]) {
    const response = await look(rig, { headers })
    expect([response.status, await response.json()]).toMatchObject([401, { error: { code: 'UNAUTHORIZED' } }])
  }
  const posted = await look(rig, { method: 'POST', headers: { authorization: `Bearer ${OPERATOR}` } })
  expect(posted.status).toBe(404)
})

test('the token of an agent does not open it, and is told what would', async () => {
  let described = 0
  const describe = async () => ({ body: { layers: [++described] }, meta: { unknownPaths: [] } })
  const { kernel } = await makeKernel()
  await using rig = await startRig(undefined, TOKENS, { wall: { for: () => kernel, describe } })
  const response = await look(rig, { headers: { authorization: `Bearer ${TOKEN}` } })
  const text = await response.text()
  expect([response.status, JSON.parse(text)]).toMatchObject([403, { error: { code: 'OPERATOR_ONLY' } }])
  expect(text).toMatch(/operator: true.*`ringwall config`/)
  expect(described).toBe(0)
  const models = await fetch(`${rig.gateway.url}/v1/models`, { headers: { authorization: `Bearer ${TOKEN}` } })
  expect(models.status).toBe(200)
})

test('nor does the token that a gateway makes for itself', async () => {
  const { kernel } = await makeKernel()
  onTestFinished(() => kernel.close())
  const describe = async () => ({ body: {}, meta: { unknownPaths: [] } })
  await using rig = await startRig(undefined, { tokens: [] }, { wall: { for: () => kernel, describe } })
  const [made] = rig.gateway.tokens
  const response = await look(rig, { headers: { authorization: `Bearer ${made}` } })
  expect([response.status, await response.json()]).toMatchObject([403, { error: { code: 'OPERATOR_ONLY' } }])
})

test('a layer that refuses it keeps it in', async () => {
  await using rig = await startDescribed({ note: 'FORBIDDEN' })
  const response = await look(rig)
  const text = await response.text()
  expect([response.status, JSON.parse(text)]).toMatchObject([403, { error: { code: 'REPLY_WITHHELD' } }])
  expect(text).not.toContain('FORBIDDEN')
})

test('a wall that fails to describe itself says nothing of why to the client', async () => {
  const describe = () => Promise.reject(new Error('inner detail'))
  const { kernel } = await makeKernel()
  await using rig = await startRig(undefined, TOKENS, { wall: { for: () => kernel, describe } })
  const response = await look(rig)
  const text = await response.text()
  expect([response.status, JSON.parse(text)]).toMatchObject([500, { error: { code: 'INTERNAL' } }])
  expect(text).not.toContain('inner detail')
})

test('a gateway without a config says so', async () => {
  await using rig = await startRig(undefined, TOKENS)
  const response = await look(rig)
  expect([response.status, await response.json()]).toMatchObject([404, { error: { code: 'CONFIG_ABSENT' } }])
})
