// Two processes of `ringwall serve` on one store: what one of them learns, the other one knows.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../../packages/gateway/test/harness.ts'
import { describeWith } from '../servers/describe-with.ts'
import { findRedis, startRedis, type RedisTestServer } from '../servers/redis.ts'
import { folderWith, ringwall, serve, type Served } from './serve-process.ts'

interface Reply {
  readonly status: number
  readonly code: string | undefined
  readonly reason: string | undefined
}

async function chat({ url }: Served, token: string, content: string, tool?: string): Promise<Reply> {
  const tools = tool === undefined ? {} : { tools: [{ type: 'function', function: { name: tool, parameters: {} } }] }
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-ringwall-session': 'one-conversation',
    },
    body: JSON.stringify({
      model: 'ringwall-stand-in',
      messages: [{ role: 'user', content }],
      max_tokens: 50,
      ...tools,
    }),
  })
  const body = (await response.json()) as {
    choices?: { finish_reason: string }[]
    ringwall?: { code: string }
    error?: { code: string }
  }
  return {
    status: response.status,
    code: body.ringwall?.code ?? body.error?.code,
    reason: body.choices?.[0]?.finish_reason,
  }
}

function testsOn(store: () => string, env: () => NodeJS.ProcessEnv): void {
  async function start(layers: string) {
    const folder = await folderWith(`preset: none\nstore: ${store()}\nlayers: { gateway-auth: on${layers} }\n`)
    const one = await serve(folder, env())
    const two = await serve(folder, env())
    return { folder, one, two, token: one.token ?? '' }
  }

  test('a token: made by one, known to both, and revoked for both', async () => {
    const { folder, one, two, token } = await start('')
    expect([token.length > 0, two.token]).toEqual([true, undefined])
    for (const each of [one, two]) expect((await chat(each, token, 'hello')).status).toBe(200)
    const { tokens } = JSON.parse(await ringwall(folder, env(), 'tokens', 'list', '--json')) as {
      tokens: { id: string }[]
    }
    await ringwall(folder, env(), 'tokens', 'revoke', tokens[0]?.id ?? '')
    for (const each of [one, two]) expect((await chat(each, token, 'hello')).status).toBe(401)
  })

  test('a budget: what one has spent is spent', async () => {
    const { one, two, token } = await start(', budget-guard: { tokensPerHour: 1000 }')
    let answered = 0
    while ((await chat(one, token, 'hello')).reason === 'stop') answered++
    expect(answered).toBeGreaterThan(0)
    expect((await chat(two, token, 'hello')).reason).toBe('content_filter')
  })

  test('an approval: asked at one, given elsewhere, and good at both', async () => {
    const { folder, one, two, token } = await start(', approval-gate: { rules: [{ tool: pay, action: ask }] }')
    const waiting = chat(one, token, 'call pay {"n":1}', 'pay')
    let id = ''
    await until(async () => {
      const { pending } = JSON.parse(await ringwall(folder, env(), 'approvals', 'list', '--json')) as {
        pending: { id: string }[]
      }
      id = pending[0]?.id ?? ''
      return id !== ''
    })
    await ringwall(folder, env(), 'approvals', 'approve', id, '--scope', 'args', '--for', '10m')
    expect((await waiting).reason).toBe('tool_calls')
    expect((await chat(two, token, 'call pay {"n":1}', 'pay')).reason).toBe('tool_calls')
  })
}

describe('on one SQLite file', { timeout: 120_000 }, () => {
  testsOn(
    () => '{ file: state/ringwall.db }',
    () => ({}),
  )
})

describeWith('Redis', findRedis() !== undefined, 'on one Redis', () => {
  let server: RedisTestServer
  beforeAll(async () => {
    server = await startRedis()
  })
  beforeEach(() => server.call('FLUSHALL'))
  afterAll(() => server?.process.remove('SIGTERM'))
  describe('as the store', { timeout: 120_000 }, () => {
    testsOn(
      () => "{ url: '${REDIS_URL}' }",
      () => ({ REDIS_URL: server.url }),
    )
  })
})
