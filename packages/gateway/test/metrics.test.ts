// What a gateway counts, scraped over HTTP.
import { createKernel, definePlugin, use } from '@ringwall/core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { buildGateway } from '../src/app.ts'
import { Lasting } from '../src/lasting.ts'
import { Operations } from '../src/operations.ts'
import {
  ask,
  chunk,
  completion,
  event,
  openSse,
  sendJson,
  settings,
  silent,
  startProvider,
  startRig,
  TOKEN,
  until,
  type Rig,
} from './harness.ts'

const OPERATOR = 'operator-token-0123456789-0123456789'
const TOKENS = [
  { token: TOKEN, agent: 'helper', tenant: 'acme', user: 'alice' },
  { token: OPERATOR, agent: 'default', tenant: 'default', operator: true },
]

async function scrape(rig: Rig, token = OPERATOR): Promise<string> {
  const response = await fetch(`${rig.gateway.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  return response.text()
}

/** The value of one sample; undefined if there is none. */
function sample(text: string, name: string): number | undefined {
  const line = text.split('\n').find((line) => line.startsWith(`${name} `))
  return line === undefined ? undefined : Number(line.slice(name.length + 1))
}

describe('/metrics', () => {
  test('is for operators', async () => {
    await using rig = await startRig(undefined, { tokens: TOKENS })
    const get = (headers: Record<string, string>): Promise<Response> => fetch(`${rig.gateway.url}/metrics`, { headers })
    expect((await get({})).status).toBe(401)
    const agents = await get({ authorization: `Bearer ${TOKEN}` })
    expect([agents.status, await agents.json()]).toMatchObject([403, { error: { code: 'OPERATOR_ONLY' } }])
  })

  test('counts decisions by what plugins declare, and names no tool, user, agent, model or text', async () => {
    const call = { id: 'c1', type: 'function', function: { name: 'rm', arguments: '{"path":"/x"}' } }
    const provider = await startProvider((response, body) =>
      sendJson(response, completion(body.tools ? { content: null, tool_calls: [call] } : { content: 'hi' })),
    )
    await using rig = await startRig(provider, { tokens: TOKENS })
    await (await rig.post(ask('hello'))).text()
    await (await rig.post(ask('EVIL thing'))).text()
    const tools = [{ type: 'function', function: { name: 'rm', parameters: { type: 'object' } } }]
    await (await rig.post(ask('please', { tools }))).text()
    const text = await scrape(rig)
    const denied = (hook: string): number | undefined =>
      sample(text, `ringwall_decisions_total{hook="${hook}",outcome="deny",layer="marks",code="MARK"}`)
    expect(denied('onInbound')).toBeGreaterThanOrEqual(1)
    expect(denied('onToolCall')).toBe(1)
    expect(sample(text, 'ringwall_decisions_total{hook="onInbound",outcome="allow",layer="",code=""}')).toBeGreaterThan(
      1,
    )
    const ruling = 'ringwall_rulings_total{hook="onToolCall",kind="deny",enforced="true",layer="marks",code="MARK"}'
    expect(sample(text, ruling)).toBe(1)
    expect(sample(text, 'ringwall_decision_duration_seconds_count{hook="onToolCall"}')).toBe(1)
    expect(sample(text, 'ringwall_upstream_duration_seconds_count{outcome="2xx"}')).toBe(2)
    expect(text).not.toMatch(/"rm"|alice|helper|acme|m-1|EVIL|127\.0\.0\.1/)
    await provider.close()
  })

  test('names a failure, and whether the call went on', async () => {
    const broken = definePlugin({
      name: 'broken',
      version: '1.0.0',
      manifest: { api: 1, hooks: { onInbound: { judge: [] } } },
      codes: {},
      config: z.strictObject({}),
      setup: () => ({
        onInbound: {
          judge: () => {
            throw new Error('oops')
          },
        },
      }),
    })
    for (const [onFailure, bypasses] of [
      ['flag', 1],
      ['deny', undefined],
    ] as const) {
      const kernel = await createKernel({ plugins: [use(broken, {}, { onFailure })], logger: silent() })
      const operations = new Operations({ for: () => kernel })
      const session = { tenantId: 't', agentId: 'a', sessionId: 's' }
      await kernel.onInbound({ source: 'user', text: 'x' }, session)
      const { text } = await operations.metrics.scrape()
      expect(sample(text, 'ringwall_layer_failures_total{hook="onInbound",layer="broken"}')).toBe(1)
      expect(sample(text, 'ringwall_layer_bypasses_total{hook="onInbound",layer="broken"}')).toBe(bypasses)
      operations.dispose()
      await kernel.onInbound({ source: 'user', text: 'x' }, session)
      expect((await operations.metrics.scrape()).text).toContain(
        'ringwall_layer_failures_total{hook="onInbound",layer="broken"} 1\n',
      )
      await kernel.close()
    }
  })

  test('an upstream that cannot be reached is timed as an error', async () => {
    const provider = await startProvider(() => undefined)
    await provider.close()
    await using rig = await startRig(provider, { tokens: TOKENS })
    expect((await rig.post(ask('hello'))).status).toBe(502)
    expect(sample(await scrape(rig), 'ringwall_upstream_duration_seconds_count{outcome="error"}')).toBe(1)
  })

  test('a stream is open until its client has read it', async () => {
    const go = Promise.withResolvers<void>()
    const provider = await startProvider(async (response) => {
      openSse(response).write(chunk({ role: 'assistant', content: 'one' }))
      await go.promise
      response.end(chunk({}, 'stop') + event('[DONE]'))
    })
    await using rig = await startRig(provider, { tokens: TOKENS })
    const response = await rig.post(ask('hello', { stream: true }))
    expect(sample(await scrape(rig), 'ringwall_streams_open')).toBe(1)
    go.resolve()
    await response.text()
    await until(async () => sample(await scrape(rig), 'ringwall_streams_open') === 0)
    await provider.close()
  })

  test('says NaN of what is not there, and knows the process', async () => {
    await using rig = await startRig(undefined, { tokens: TOKENS })
    const text = await scrape(rig)
    expect(sample(text, 'ringwall_audit_backlog')).toBeNaN()
    expect(sample(text, 'ringwall_approvals_pending')).toBeNaN()
    expect(sample(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e6)
    const cpu = sample(text, 'process_cpu_seconds_total') ?? 0
    expect(cpu).toBeGreaterThan(0)
    expect(sample(await scrape(rig), 'process_cpu_seconds_total')).toBeGreaterThanOrEqual(cpu)
    expect(text).toContain('# TYPE process_cpu_seconds_total counter')
    expect(sample(text, 'nodejs_heap_size_used_bytes')).toBeGreaterThan(1e6)
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m)
    expect(sample(text, 'process_start_time_seconds')).toBeGreaterThan(1e9)
  })

  test('two gateways of one process count apart', async () => {
    await using one = await startRig(undefined, { tokens: TOKENS })
    await using two = await startRig(undefined, { tokens: TOKENS })
    await (await one.post(ask('EVIL'))).text()
    const name = 'ringwall_decisions_total{hook="onInbound",outcome="deny",layer="marks",code="MARK"}'
    expect(sample(await scrape(one), name)).toBe(1)
    expect(sample(await scrape(two), name)).toBeUndefined()
  })

  test('labels do not grow without end', async () => {
    const many = Array.from({ length: 2_500 }, (_, at) => `CODE_${at}`)
    const chatty = definePlugin({
      name: 'chatty',
      version: '1.0.0',
      manifest: { api: 1, hooks: { onInbound: { judge: ['flag'] } } },
      codes: Object.fromEntries(many.map((code) => [code, 'one of many'])),
      config: z.strictObject({}),
      setup: () => ({ onInbound: { judge: () => many.map((code) => ({ kind: 'flag', code }) as const) } }),
    })
    const kernel = await createKernel({ plugins: [use(chatty)], logger: silent() })
    const operations = new Operations({ for: () => kernel })
    await kernel.onInbound({ source: 'user', text: 'x' }, { tenantId: 't', agentId: 'a', sessionId: 's' })
    const { text } = await operations.metrics.scrape()
    const lines = text.split('\n').filter((line) => line.startsWith('ringwall_rulings_total{'))
    expect(lines).toHaveLength(2_001)
    expect(
      sample(text, 'ringwall_rulings_total{hook="other",kind="other",enforced="other",layer="other",code="other"}'),
    ).toBe(500)
    operations.dispose()
    await kernel.close()
  })
})

test('events of layers that this package does not know are counted by kind alone', async () => {
  const kernel = await createKernel({ plugins: [], logger: silent() })
  const operations = new Operations({ for: () => kernel })
  const tell = kernel.events.emit.bind(kernel.events) as unknown as (name: string, event: object) => void
  tell('approval', { kind: 'requested', tool: 'pay' })
  tell('budget', { kind: 'reserved' })
  tell('budget', { kind: 'refused', code: 'TOKENS', enforced: true })
  tell('breaker', { provider: 'p', model: 'm-1', state: 'open' })
  tell('breaker', { provider: 'p', model: 'm-2', state: 'open' })
  tell('breaker', { provider: 'p', model: 'm-1', state: 'half-open' })
  tell('breaker', { provider: 'p', model: 'm-2', state: 'closed' })
  const { text } = await operations.metrics.scrape()
  expect(sample(text, 'ringwall_approvals_total{kind="requested"}')).toBe(1)
  expect(sample(text, 'ringwall_budget_refusals_total{code="TOKENS",enforced="true"}')).toBe(1)
  expect(sample(text, 'ringwall_breaker_changes_total{state="open"}')).toBe(2)
  expect(sample(text, 'ringwall_breakers{state="open"}')).toBe(0)
  expect(sample(text, 'ringwall_breakers{state="half-open"}')).toBe(1)
  expect(text).not.toMatch(/pay|m-1|m-2/)
  operations.dispose()
  await kernel.close()
})

test('without a socket the app answers all the same', async () => {
  const kernel = await createKernel({ plugins: [], logger: silent() })
  const wall = { for: () => kernel }
  const options = { wall, settings: settings({ tokens: TOKENS }), logger: silent() }
  const lasting = new Lasting(options)
  const app = buildGateway(options, lasting)
  const request = (path: string): Request =>
    new Request(`http://localhost${path}`, { headers: { authorization: `Bearer ${OPERATOR}` } })
  expect((await app.fetch(request('/healthz'))).status).toBe(200)
  expect(await (await app.fetch(request('/metrics'))).text()).toContain('ringwall_streams_open 0')
  lasting.operations.dispose()
  await kernel.close()
})
