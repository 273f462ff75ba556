// A running gateway takes other settings: what counts from then on, and what goes on.
import { setTimeout as pause } from 'node:timers/promises'
import { request, type ServerResponse } from 'node:http'
import type { GatewaySettings } from '@ringwall/config'
import { createKernel, token, type Kernel } from '@ringwall/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { STAND_IN_MODEL } from '../src/index.ts'
import {
  ask,
  chunk,
  completion,
  event,
  openSse,
  readStream,
  sendJson,
  settings,
  startProvider,
  startRig,
  TOKEN,
  until,
  type Provider,
  type Rig,
} from './harness.ts'

const OTHER = 'other-token-0123456789-0123456789-ab'
const OPERATOR = 'operator-token-0123456789-0123456789'

type Tokens = GatewaySettings['tokens']
const first: Tokens[number] = { token: TOKEN, agent: 'helper', tenant: 'acme', user: 'alice' }
const other: Tokens[number] = { token: OTHER, agent: 'helper', tenant: 'acme', user: 'bob' }
const operator: Tokens[number] = { token: OPERATOR, agent: 'desk', tenant: 'acme', operator: true }

async function provider(name: string): Promise<Provider> {
  const made = await startProvider((response) => sendJson(response, completion({ content: name })))
  onTestFinished(() => made.close())
  return made
}

async function rigOf(...parts: Parameters<typeof startRig>): Promise<Rig> {
  const rig = await startRig(...parts)
  onTestFinished(() => rig[Symbol.asyncDispose]())
  return rig
}

async function reload({ gateway }: Rig, change: Partial<GatewaySettings>, layers?: { for(): Kernel }): Promise<void> {
  const enter = await gateway.prepare(settings(change), layers)
  enter()
}

function bearer(shown: string): Record<string, string> {
  return { authorization: `Bearer ${shown}`, 'content-type': 'application/json' }
}

async function say(rig: Rig, shown: string, text = 'hi'): Promise<unknown> {
  const response = await rig.post(ask(text, { model: STAND_IN_MODEL }), { headers: bearer(shown) })
  const body = (await response.json()) as {
    choices?: { message: { content: string } }[]
    error?: { code: string }
  }
  return body.error?.code ?? body.choices?.[0]?.message.content
}

/** A provider that answers with a stream, to be ended by the test. */
async function streamer(): Promise<{ readonly url: string; readonly opened: Promise<ServerResponse> }> {
  const opened = Promise.withResolvers<ServerResponse>()
  const made = await startProvider((response) => {
    openSse(response).write(chunk({ role: 'assistant', content: 'one ' }))
    opened.resolve(response)
  })
  onTestFinished(() => made.close())
  return { url: made.url, opened: opened.promise }
}

describe('new settings', () => {
  test('count for the next request; a stream under way ends whole, and is counted to its end', async () => {
    const { url, opened } = await streamer()
    const next = await provider('the other one')
    const rig = await rigOf(undefined, { upstream: { url, timeoutMs: 10_000 }, tokens: [first, operator] })
    const stream = await rig.post(ask('hello', { stream: true }))
    const upstream = await opened
    await say(rig, TOKEN, 'EVIL')

    await reload(rig, { upstream: { url: next.url, timeoutMs: 10_000 }, tokens: [other, operator] })
    expect(await say(rig, TOKEN)).toBe('UNAUTHORIZED')
    expect(await say(rig, OTHER)).toBe('the other one')
    const scrape = async (): Promise<string> =>
      (await fetch(`${rig.gateway.url}/metrics`, { headers: bearer(OPERATOR) })).text()
    const denied = 'ringwall_decisions_total{hook="onInbound",outcome="deny",layer="marks",code="MARK"} 1\n'
    expect(await scrape()).toContain(denied)
    expect(await scrape()).toContain('ringwall_streams_open 1\n')

    upstream.end(chunk({ content: 'two' }) + chunk({}, 'stop') + event('[DONE]'))
    const { text, isDone } = readStream(await stream.text())
    expect([text, isDone]).toEqual([['one two'], true])
    await until(async () => (await scrape()).includes('ringwall_streams_open 0\n'))
  })

  test('limits are those of the settings; what is under way counts as before', async () => {
    const { url } = await streamer()
    const rig = await rigOf(
      undefined,
      { upstream: { url, timeoutMs: 10_000 } },
      { maxUnderWay: { perToken: 1, inAll: 1 } },
    )
    const client = new AbortController()
    await rig.post(ask('hello', { stream: true }), { signal: client.signal })
    await reload(rig, { maxBodyBytes: 50 })
    expect(await say(rig, TOKEN)).toBe('REQUESTS_AT_LIMIT')
    client.abort()
    await until(async () => (await say(rig, TOKEN)) !== 'REQUESTS_AT_LIMIT')
    expect(await say(rig, TOKEN, 'x'.repeat(50))).toBe('BODY_TOO_LARGE')
  })

  test('the time that requests have when the gateway ends is that of the settings in force', async () => {
    const { url } = await streamer()
    const rig = await rigOf(undefined, { upstream: { url, timeoutMs: 60_000 }, graceMs: 15_000 })
    const stream = await rig.post(ask('hello', { stream: true }))
    await reload(rig, { graceMs: 0 })
    const read = stream.text().then(readStream, () => undefined)
    expect(await Promise.race([rig.gateway.close(), pause(5_000).then(() => 'late')])).toBeUndefined()
    expect((await read)?.isDone ?? false).toBe(false)
  })

  test('connections to the provider of before are let go', { timeout: 30_000 }, async () => {
    const [before, after] = [await provider('before'), await provider('after')]
    const rig = await rigOf(before)
    expect(await say(rig, TOKEN)).toBe('before')
    expect(await before.connections()).toBe(1)
    await reload(rig, { upstream: { url: after.url, timeoutMs: 10_000 } })
    expect(await say(rig, TOKEN)).toBe('after')
    await until(async () => (await before.connections()) === 0)
  })

  test('the address stays, and with it the look at names that were rebound to this machine', async () => {
    const rig = await rigOf()
    await reload(rig, { host: '0.0.0.0', port: 1 })
    const { hostname, port } = new URL(rig.gateway.url)
    const { promise, resolve } = Promise.withResolvers<number | undefined>()
    request({ hostname, port, path: '/v1/models', headers: { ...bearer(TOKEN), host: 'evil.example' } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).end()
    expect(await promise).toBe(403)
    expect((await fetch(`${rig.gateway.url}/v1/models`, { headers: bearer(TOKEN) })).status).toBe(200)
  })

  test.for([
    { name: 'a short token', change: { tokens: [other, { ...first, token: 'short' }] }, code: 'TOKEN_INVALID' },
    { name: 'a token twice', change: { tokens: [other, other] }, code: 'TOKEN_INVALID' },
    {
      name: 'a bad upstream',
      change: { tokens: [other], upstream: { url: 'ftp://example.org', timeoutMs: 1 } },
      code: 'UPSTREAM_URL_INVALID',
    },
    {
      name: 'a webhook that no layer can check',
      change: {
        tokens: [other],
        webhooks: {
          ci: { scheme: 'github', secret: 's'.repeat(32), agent: 'a', tenant: 't', maxBytes: 1000 },
        } as const,
      },
      code: 'WEBHOOKS_ABSENT',
    },
  ])('with $name are refused, and nothing changes', async ({ change, code }) => {
    const rig = await rigOf(await provider('as before'))
    await expect(rig.gateway.prepare(settings(change))).rejects.toMatchObject({ code })
    expect(await say(rig, TOKEN)).toBe('as before')
    expect(await say(rig, OTHER)).toBe('UNAUTHORIZED')
  })

  test('are looked at with the layers that are to come', async () => {
    const rig = await rigOf()
    const value = { verify: async () => ({ valid: false, code: 'WEBHOOK_UNSIGNED', message: 'no' }) }
    const kernel = await createKernel({ plugins: [], services: [{ token: token('Webhooks'), value }] })
    onTestFinished(() => kernel.close())
    const ci = { scheme: 'github', secret: 's'.repeat(32), agent: 'a', tenant: 't', maxBytes: 1000 } as const
    await expect(rig.gateway.prepare(settings({ webhooks: { ci } }))).rejects.toMatchObject({ code: 'WEBHOOKS_ABSENT' })
    await expect(rig.gateway.prepare(settings({ webhooks: { ci } }), { for: () => kernel })).resolves.toBeTypeOf(
      'function',
    )
  })
})

describe('the token that was made at start', () => {
  const madeOf = ({ gateway }: Rig): string => gateway.tokens[0] ?? ''

  test('goes on while none is configured', async () => {
    const rig = await rigOf(undefined, { tokens: [] })
    await reload(rig, { tokens: [] })
    expect(await say(rig, madeOf(rig))).toContain('hi')
  })

  test('ends with the first that is, and never comes back; without any token nobody is let in', async () => {
    const rig = await rigOf(undefined, { tokens: [] })
    // Made ready while it still counted.
    const late = await rig.gateway.prepare(settings({ tokens: [] }))
    await reload(rig, { tokens: [first] })
    const refused = ['UNAUTHORIZED', 'UNAUTHORIZED', 'UNAUTHORIZED', 'UNAUTHORIZED']
    const everybody = [madeOf(rig), TOKEN, '', 'undefined']
    const tried = (): Promise<unknown[]> => Promise.all(everybody.map((shown) => say(rig, shown)))
    expect(await tried()).toEqual(refused.with(1, expect.stringContaining('hi') as never))
    await reload(rig, { tokens: [] })
    expect(await tried()).toEqual(refused)
    expect(rig.log.join()).toContain('nobody is let in')
    late()
    expect(await tried()).toEqual(refused)
  })

  test('ends where a layer knows the tokens, and does not come back when that is gone', async () => {
    const rig = await rigOf(undefined, { tokens: [] })
    const auth = { authenticate: async () => ({ refusal: {} }), refuseUrl: async () => undefined }
    const kernel = await createKernel({ plugins: [], services: [{ token: token('GatewayAuth'), value: auth }] })
    onTestFinished(() => kernel.close())
    expect(await say(rig, madeOf(rig))).toContain('hi')
    await reload(rig, { tokens: [] }, { for: () => kernel })
    expect(await say(rig, madeOf(rig))).toBe('UNAUTHORIZED')
    await reload(rig, { tokens: [] })
    expect(await say(rig, madeOf(rig))).toBe('UNAUTHORIZED')
  })
})

describe('operators', () => {
  interface Page {
    readonly session: () => Promise<number>
    readonly feed: Response
  }

  /** Somebody who has logged in, and listens. */
  async function page({ gateway: { url } }: Rig): Promise<Page> {
    const login = await fetch(`${url}/api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: OPERATOR }),
    })
    const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    return {
      session: async () => (await fetch(`${url}/api/session`, { headers: { cookie } })).status,
      feed: await fetch(`${url}/api/events`, { headers: { cookie } }),
    }
  }

  const isOver = (feed: Response): Promise<string> => Promise.race([feed.text(), pause(1_000).then(() => 'goes on')])

  test('stay logged in and go on hearing while their token stays, in whatever place', async () => {
    const rig = await rigOf(undefined, { tokens: [first, operator] })
    const { session, feed } = await page(rig)
    await reload(rig, { tokens: [operator] })
    expect(await session()).toBe(200)
    expect(await isOver(feed)).toBe('goes on')
  })

  test.for([
    { name: 'is gone', tokens: [first], status: 401, code: 'UNAUTHORIZED' },
    {
      name: 'is no operator’s any more',
      tokens: [{ ...operator, operator: false }],
      status: 403,
      code: 'SESSION_INVALID',
    },
    {
      name: 'stands for another tenant',
      tokens: [{ ...operator, tenant: 'dyke' }],
      status: 200,
      code: 'SESSION_INVALID',
    },
  ])('whose token $name hear nothing more, at once', async ({ tokens, status, code }) => {
    const rig = await rigOf(undefined, { tokens: [first, operator] })
    const { session, feed } = await page(rig)
    const direct = await fetch(`${rig.gateway.url}/api/events`, { headers: bearer(OPERATOR) })
    await reload(rig, { tokens })
    expect(await isOver(feed)).toContain(`event: end\ndata: ${JSON.stringify({ code })}`)
    expect(await isOver(direct)).toContain('event: end\n')
    expect(await session()).toBe(status)
    if (status !== 401) return
    await reload(rig, { tokens: [operator] })
    expect(await session()).toBe(401) // it has ended, and does not come back with the token
  })
})
