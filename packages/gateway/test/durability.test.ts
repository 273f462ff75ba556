import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import {
  ask,
  chunk,
  completion,
  event,
  makeKernel,
  openSse,
  readStream,
  sendJson,
  settings,
  silent,
  startProvider,
  TOKEN,
  type Provider,
} from './harness.ts'
import { startGateway, type GatewayOptions } from '../src/index.ts'

const OPERATOR = 'operator-token-0123456789-0123456789'
const TOKENS = [
  { token: TOKEN, agent: 'helper', tenant: 'acme' },
  { token: OPERATOR, agent: 'default', tenant: 'default', operator: true },
]
/** Longer than anything takes that does not wait. */
const LONG_MS = 300

interface Scene {
  readonly provider: Provider
  readonly log: string[]
  get(path: string): Promise<Response>
  post(path: string, body: object): Promise<Response>
}

/** A gateway whose wall flushes by `flush`, before a provider that says "hello", at once or in a stream. */
async function serve(
  flush: () => Promise<void>,
  more: Partial<GatewayOptions> = {},
  recorded: () => Promise<void> = async () => {},
): Promise<Scene> {
  const { kernel } = await makeKernel()
  const provider = await startProvider(async (response, { stream }) => {
    if (stream !== true) return sendJson(response, completion({ content: 'hello' }))
    openSse(response).write(chunk({ content: 'hello '.repeat(40) }))
    await sleep(LONG_MS)
    response.end(chunk({ content: 'there' }) + chunk({}, 'stop') + event('[DONE]'))
  })
  const log: string[] = []
  const gateway = await startGateway({
    wall: { for: () => kernel, flush, recorded },
    settings: settings({ upstream: { url: provider.url, timeoutMs: 10_000 }, tokens: TOKENS }),
    logger: silent(log),
    ...more,
  })
  onTestFinished(async () => {
    await gateway.close()
    await provider.close()
    await kernel.close()
  })
  const headers = {
    authorization: `Bearer ${TOKEN}`,
    'content-type': 'application/json',
    'anthropic-version': '2023-06-01',
  }
  return {
    provider,
    log,
    get: (path) => fetch(gateway.url + path, { headers }),
    post: (path, body) =>
      fetch(gateway.url + path, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
      }),
  }
}

const EIO = (): Promise<never> => Promise.reject(new Error('EIO'))

/** Everything that answers with what a layer decided. */
const WAYS = [
  ['/v1/chat/completions', ask('hi')],
  ['/v1/chat/completions', ask('EVIL')],
  ['/v1/responses', { model: 'm-1', input: 'hi', store: false }],
  ['/v1/messages', { model: 'm-1', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] }],
  ['/guard/inbound', { source: 'user', text: 'hi' }],
  ['/guard/tool-call', { tool: 'read', args: {} }],
  ['/v1/nowhere', {}],
] as const

test.for(WAYS)('%s %j: nothing leaves before it is on the disk', async ([path, body]) => {
  const disk = Promise.withResolvers<void>()
  const { post } = await serve(() => disk.promise)
  const response = post(path, body)
  expect(await Promise.race([response.then(() => 'told'), sleep(LONG_MS).then(() => 'waits')])).toBe('waits')
  disk.resolve()
  expect((await response).status).not.toBe(503)
})

test.for(WAYS)('%s %j: nothing is told where the disk fails', async ([path, body]) => {
  const { post, log } = await serve(EIO)
  const response = await post(path, body)
  expect(response.status).toBe(503)
  for (const name of ['x-ringwall-outcome', 'retry-after', 'set-cookie']) expect(response.headers.get(name)).toBeNull()
  expect(response.headers.has('x-ringwall-trace-id')).toBe(path !== '/v1/nowhere')
  const text = await response.text()
  expect(text).not.toContain('hello')
  expect(text).not.toContain('No evil')
  expect(text).toMatch(path === '/v1/messages' ? /could not be brought to the disk/ : /NOT_DURABLE/)
  expect(log.join('\n')).toContain('EIO')
})

const ASKED = [
  ['/v1/chat/completions', ask('hi')],
  ['/v1/chat/completions', ask('hi', { stream: true })],
  ['/v1/responses', { model: 'm-1', input: 'hi', store: false }],
  ['/v1/messages', { model: 'm-1', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] }],
  ['/v1/messages/count_tokens', { model: 'm-1', messages: [{ role: 'user', content: 'hi' }] }],
] as const

test.for(ASKED)(
  '%s %j: the provider is asked once the decisions are on record, and not where they cannot be',
  async ([path, body]) => {
    const record = Promise.withResolvers<void>()
    const { post, provider } = await serve(
      async () => {},
      {},
      () => record.promise,
    )
    const response = post(path, body)
    await sleep(LONG_MS)
    expect(provider.requests).toEqual([])
    record.reject(new Error('EIO'))
    expect((await response).status).toBe(503)
    expect(provider.requests).toEqual([])
  },
)

test('of a stream that was never begun no header is told where the disk fails', async () => {
  const { post } = await serve(EIO)
  const response = await post('/v1/chat/completions', ask('hi', { stream: true }))
  expect(response.status).toBe(503)
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  expect(response.headers.has('x-accel-buffering')).toBe(false)
  expect(await response.json()).toMatchObject({ error: { code: 'NOT_DURABLE' } })
})

test('no session begins where the disk fails', async () => {
  const { post } = await serve(EIO)
  const response = await post('/api/login', { token: OPERATOR })
  expect(response.status).toBe(503)
  expect(response.headers.get('set-cookie')).toBeNull()
})

test('a disk that hangs holds a reply for a bounded time, and a stream too', async () => {
  let hangs = true
  const { post, log } = await serve(() => (hangs ? new Promise(() => {}) : Promise.resolve()), { diskTimeoutMs: 50 })
  const response = await post('/v1/chat/completions', ask('hi'))
  expect([response.status, response.headers.get('x-ringwall-outcome')]).toEqual([503, null])
  expect(log.join('\n')).toContain('did not answer within 50 ms')
  hangs = false
  const stream = await post('/v1/chat/completions', ask('hi', { stream: true }))
  hangs = true
  await expect(stream.text()).rejects.toThrow()
})

test('health and readiness are told whatever the disk does', async () => {
  const { get } = await serve(() => new Promise(() => {}))
  expect((await get('/healthz')).status).toBe(200)
  expect((await get('/readyz')).status).toBe(200)
})

test('a stream begins once what was decided is on the disk', async () => {
  const disk = Promise.withResolvers<void>()
  const { post } = await serve(() => disk.promise)
  const response = post('/v1/chat/completions', ask('hi', { stream: true }))
  expect(await Promise.race([response.then(() => 'told'), sleep(LONG_MS).then(() => 'waits')])).toBe('waits')
  disk.resolve()
  const { isDone, text } = readStream(await (await response).text())
  expect(isDone).toBe(true)
  expect(text[0]).toMatch(/^hello .*there$/)
})

test('a stream is cut, without an end, where the disk fails in its middle', async () => {
  let isBroken = false
  const { post } = await serve(async () => {
    if (isBroken) await EIO()
  })
  const response = await post('/v1/chat/completions', ask('hi', { stream: true }))
  expect(response.status).toBe(200)
  let raw = ''
  const read = async (): Promise<void> => {
    for await (const part of response.body ?? []) {
      raw += Buffer.from(part).toString()
      isBroken = true
    }
  }
  await expect(read()).rejects.toThrow()
  expect(raw).toContain('hello')
  expect(raw).not.toContain('there')
  expect(raw).not.toContain('[DONE]')
})
