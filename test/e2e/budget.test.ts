// What a gateway with budget-guard spends: real sockets, a scripted provider, the real layer and store.
import type { ServerResponse } from 'node:http'
import { createKernel, definePlugin, use, type JsonObject, type Kernel } from '@ringwall/core'
import { startGateway, type RunningGateway } from '@ringwall/gateway'
import { BreakerToken, budgetGuard, type BudgetEvent, type BudgetGuardInput } from '@ringwall/plugin-budget-guard'
import { openSqliteStore, StoreToken, type Store } from '@ringwall/store'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  ask,
  chunk,
  completion,
  event,
  openSse,
  readStream,
  sendJson,
  settings,
  silent,
  startProvider,
  TOKEN,
  until,
  type Provider,
} from '../../packages/gateway/test/harness.ts'

/** Stops replies with the word, in the middle of a stream. */
const stopper = definePlugin({
  name: 'stopper',
  version: '1.0.0',
  manifest: { api: 1, hooks: { onOutbound: { judge: ['deny'] } }, streaming: { window: 9 } },
  codes: { STOPPED: 'It says the word.' },
  config: z.strictObject({}),
  setup: () => ({
    onOutbound: {
      judge: ({ payload }) =>
        String(payload.body).includes('FORBIDDEN') ? { kind: 'deny', code: 'STOPPED' } : undefined,
    },
  }),
})
const TARGET = { provider: '127.0.0.1', model: 'm-1' }
const USAGE = { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12, prompt_tokens_details: { cached_tokens: 3 } }
const DONE = event('[DONE]')
const usageChunk = event({ id: 'chatcmpl-1', created: 1, model: 'm-1', choices: [], usage: USAGE })

let play: (response: ServerResponse, body: JsonObject) => unknown
let provider: Provider
let store: Store
let kernel: Kernel
let gateway: RunningGateway
let told: BudgetEvent[]
const findings: string[] = []

beforeEach(async () => {
  provider = await startProvider((response, body) => play(response, body))
  store = await openSqliteStore({ file: ':memory:' })
})
afterEach(async () => {
  await gateway.close()
  await kernel.close()
  await store.close()
  await provider.close()
})

async function start(config: BudgetGuardInput = {}, url = provider.url): Promise<void> {
  kernel = await createKernel({
    plugins: [use(budgetGuard, config), use(stopper)],
    services: [{ token: StoreToken, value: store }],
    logger: silent(),
  })
  told = []
  findings.length = 0
  kernel.events.on('budget', (event) => void told.push(event))
  kernel.events.on('finding', ({ ruling }) => void findings.push(ruling.code))
  const upstream = { url, apiKey: 'k', timeoutMs: 10_000 }
  gateway = await startGateway({
    wall: { for: () => kernel },
    settings: settings({ upstream, unscannedParts: ['image_url'] }),
    logger: silent(),
  })
}
function post(more: JsonObject = {}, init: RequestInit = {}): Promise<Response> {
  return fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(ask('hi', { max_tokens: 1000, ...more })),
    ...init,
  })
}
/** What was counted at each step of the one call so far. */
const steps = (): readonly unknown[] => told.map(({ kind, tokens }) => [kind, tokens])
const reserved = (): number => told.find(({ kind }) => kind === 'reserved')?.tokens ?? -1
const state = async (): Promise<unknown> => kernel.find(BreakerToken)?.state(TARGET)

describe('a whole reply', () => {
  test('is reserved before upstream is called, and settled with what upstream counted', async () => {
    await start()
    let before: readonly unknown[] = []
    play = (response) => {
      before = steps()
      sendJson(response, completion({ content: 'hello' }, { usage: USAGE }))
    }
    const reply = (await (await post()).json()) as { readonly usage: unknown }
    expect(reply.usage).toMatchObject({ prompt_tokens: 7 })
    expect(before).toEqual([['reserved', reserved()]])
    // The bytes of the whole body and the reply that was asked for, for each choice.
    const sent = Buffer.byteLength(JSON.stringify(provider.requests[0]?.body))
    expect(reserved()).toBe(sent + 1000)
    expect(steps()).toEqual([
      ['reserved', reserved()],
      ['settled', 12],
    ])
    expect(told[0]?.target).toEqual(TARGET)
    expect(findings).toEqual([])
  })

  test('reserves the larger of two limits, for each choice', async () => {
    await start()
    play = (response) => sendJson(response, completion({ content: 'hello' }, { usage: USAGE }))
    await post({ max_completion_tokens: 3000, n: 2 })
    expect(reserved()).toBeGreaterThan(6000)
    expect(reserved()).toBeLessThan(6300)
  })

  test('takes a part that is no text for 4 KiB, however long it is', async () => {
    await start()
    play = (response) => sendJson(response, completion({ content: 'hello' }, { usage: USAGE }))
    const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(50_000)}` } }
    await post({ messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }, image] }] })
    expect(reserved()).toBeGreaterThan(1000 + 4096)
    expect(reserved()).toBeLessThan(1000 + 4096 + 300)
  })

  const unlimited: readonly (readonly [string, JsonObject, number])[] = [
    ['0, which some servers take for no limit', { max_tokens: 0 }, 32_768],
    ['-1', { max_tokens: -1 }, 32_768],
    ['a text', { max_tokens: '9' }, 32_768],
    ['small, beside a larger one that a server reads too', { max_tokens: 1, n_predict: 5_000 }, 5_000],
    ['small, beside none', { max_tokens: 1, n_predict: -1 }, 32_768],
    ['small, beside a larger one in the options', { max_tokens: 1, options: { num_predict: 5_000 } }, 5_000],
  ]
  test.for(unlimited)('with a limit that is %s reserves no less than it may take', async ([, fields, output]) => {
    await start()
    play = (response) => sendJson(response, completion({ content: 'hello' }, { usage: USAGE }))
    await post(fields)
    expect(reserved()).toBe(output + Buffer.byteLength(JSON.stringify(provider.requests[0]?.body)))
  })

  test('is no less than what was seen of it, whatever upstream counts', async () => {
    await start()
    const usage = { prompt_tokens: 7, completion_tokens: 0 }
    play = (response) => sendJson(response, completion({ content: 'hello' }, { usage }))
    await post()
    expect(steps().at(-1)).toEqual(['settled', reserved()])
    const call = { id: 'c', type: 'function', function: { name: 'write', arguments: `"${'x'.repeat(9_000)}"` } }
    play = (response) =>
      sendJson(response, completion({ tool_calls: [call] }, { usage: { ...usage, completion_tokens: 2 } }))
    await post()
    expect(steps().at(-1)).toEqual(['settled', 7 + Math.ceil(9_007 / 3)])
    expect(findings).toEqual(['BUDGET_USAGE_INVALID', 'BUDGET_USAGE_INVALID'])
  })

  const garbage: readonly (readonly [string, unknown])[] = [
    ['missing', undefined],
    ['null', null],
    ['a text', 'many'],
    ['empty', {}],
    ['negative', { prompt_tokens: -7, completion_tokens: 5 }],
    ['half', { prompt_tokens: 7.5, completion_tokens: 5 }],
    ['nothing', { prompt_tokens: 0, completion_tokens: 0 }],
    ['text', { prompt_tokens: '7', completion_tokens: '5' }],
    ['huge', { prompt_tokens: 1e300, completion_tokens: 5 }],
    ['more cached than read', { prompt_tokens: 7, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 8 } }],
  ]
  test.for(garbage)('with usage that is %s counts what was reserved', async ([, usage]) => {
    await start()
    play = (response) => sendJson(response, completion({ content: 'hello' }, { usage: usage as JsonObject }))
    expect((await post()).status).toBe(200)
    expect(steps().at(-1)).toEqual(['settled', reserved()])
    expect(findings).toEqual(['BUDGET_USAGE_INVALID'])
  })
})

describe('a stream', () => {
  const hello = [chunk({ role: 'assistant', content: '' }), chunk({ content: 'hello' }), chunk({}, 'stop')]
  test('is asked for its usage, which a client who did not ask does not see', async () => {
    await start()
    play = (response) => openSse(response).end([...hello, usageChunk, DONE].join(''))
    const silentOnes = readStream(await (await post({ stream: true })).text())
    expect(provider.requests.at(-1)?.body.stream_options).toEqual({ include_usage: true })
    expect([silentOnes.text, silentOnes.isDone]).toEqual([['hello'], true])
    expect(silentOnes.chunks.some(({ usage }) => usage !== undefined)).toBe(false)
    expect(steps().at(-1)).toEqual(['settled', 12])
    const asked = readStream(await (await post({ stream: true, stream_options: { include_usage: true } })).text())
    expect(asked.chunks.at(-1)?.usage).toMatchObject({ completion_tokens: 5 })
  })

  test('without usage counts what was reserved', async () => {
    await start()
    play = (response) => openSse(response).end([...hello, DONE].join(''))
    expect(readStream(await (await post({ stream: true })).text()).isDone).toBe(true)
    expect(steps().at(-1)).toEqual(['settled', reserved()])
    expect(findings).toEqual(['BUDGET_USAGE_INVALID'])
  })

  test('is no less than what was seen of it, whether it ends or breaks off', async () => {
    await start()
    const long = [...hello.slice(0, 1), ...['x', 'y'].map((letter) => chunk({ content: letter.repeat(3_000) }))]
    const lie = event({
      id: 'chatcmpl-1',
      created: 1,
      model: 'm-1',
      choices: [],
      usage: { ...USAGE, completion_tokens: 9 },
    })
    play = (response) => openSse(response).end([...long, chunk({}, 'stop'), lie, DONE].join(''))
    await (await post({ stream: true })).text()
    expect(steps().at(-1)).toEqual(['settled', 7 + 2_000])
    expect(findings).toEqual(['BUDGET_USAGE_INVALID'])
    play = (response) => void openSse(response).write(long.join(''), () => response.destroy())
    await (await post({ stream: true })).text()
    await until(() => told.length === 4)
    expect(steps().at(-1)).toEqual(['settled', 2_000])
  })

  test('that ends in the error of a 4xx counts what was reserved, and says nothing of the provider', async () => {
    await start({ breakerFailures: 1 })
    for (const error of [{ code: 429 }, { code: '400' }, { status: 403 }, { type: 'invalid_request_error' }])
      for (const before of [hello.slice(0, 2), []]) {
        play = (response) => openSse(response).end([...before, event({ error: { message: 'no', ...error } })].join(''))
        await (await post({ stream: true })).text()
        expect([steps().at(-1), await state()]).toEqual([['settled', reserved()], 'closed'])
      }
    play = (response) => openSse(response).end(event({ error: { message: 'no', code: 503 } }))
    await (await post({ stream: true })).text()
    expect(await state()).toBe('open')
  })

  test('that breaks off, or ends in an error, counts what was reserved, and the breaker counts it', async () => {
    await start({ breakerFailures: 3 })
    play = (response) => openSse(response).end([...hello.slice(0, 2), DONE].join('')) // no reason why it ended
    await (await post({ stream: true })).text()
    expect(steps().at(-1)).toEqual(['settled', reserved()])
    play = (response) => void openSse(response).write(hello.slice(0, 2).join(''), () => response.destroy())
    await (await post({ stream: true })).text()
    await until(() => told.length === 4)
    expect([steps().at(-1), await state()]).toEqual([['settled', reserved()], 'closed'])
    play = (response) =>
      openSse(response).end([...hello.slice(0, 2), event({ error: { message: 'overloaded' } })].join(''))
    await (await post({ stream: true })).text()
    expect([steps().at(-1), await state(), findings]).toEqual([['settled', reserved()], 'open', []])
  })

  test('that is an error from its first event counts what was reserved', async () => {
    await start({ breakerFailures: 1 })
    play = (response) => openSse(response).end(event({ error: { message: 'overloaded' } }))
    expect((await post({ stream: true })).status).toBe(502)
    expect([steps().at(-1), await state()]).toEqual([['settled', reserved()], 'open'])
  })

  test('that a layer stops, or whose client leaves, counts what was reserved, and says nothing of the provider', async () => {
    await start({ breakerFailures: 1 })
    const said = ['FORBIDDEN', ' word, and so on', ' and so on'].map((content) => chunk({ content }))
    play = (response) => void openSse(response).write([hello[0], ...said].join(''))
    const { finish } = readStream(await (await post({ stream: true })).text())
    expect(finish).toEqual(['content_filter'])
    expect(steps().at(-1)).toEqual(['settled', reserved()])
    const controller = new AbortController()
    play = (response) => void openSse(response).write(hello.slice(0, 2).join(''))
    const response = await post({ stream: true }, { signal: controller.signal })
    expect(response.status).toBe(200)
    controller.abort()
    await until(() => told.length === 4)
    expect([steps().at(-1), await state()]).toEqual([['settled', reserved()], 'closed'])
    expect(findings).not.toContain('BUDGET_USAGE_INVALID')
  })
})

describe('a call that fails', () => {
  test('with a 4xx spends nothing and is no failure', async () => {
    await start({ breakerFailures: 1 })
    for (const status of [400, 401, 404, 429]) {
      play = (response) => sendJson(response, { error: { message: 'no' } }, status)
      expect((await post()).status).toBe(status)
      expect([steps().at(-1), await state()]).toEqual([['released', 0], 'closed'])
    }
  })

  test('with the 4xx of an answer that took too long is a failure', async () => {
    await start({ breakerFailures: 1 })
    play = (response) => sendJson(response, { error: { message: 'late' } }, 408)
    expect((await post()).status).toBe(408)
    expect([steps().at(-1), await state()]).toEqual([['settled', reserved()], 'open'])
  })

  test('with a 5xx, or a reply that is none, spends what was reserved, and five open the breaker', async () => {
    await start()
    for (let i = 0; i < 5; i++) {
      play = (response) =>
        i < 4 ? sendJson(response, { error: { message: 'down' } }, 503) : sendJson(response, { choices: [] })
      expect((await post()).status).toBe(i < 4 ? 503 : 502)
      expect(steps().at(-1)).toEqual(['settled', reserved()])
    }
    const refused = await post()
    expect([refused.status, refused.headers.get('x-ringwall-outcome')]).toEqual([200, 'deny'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect(await refused.json()).toMatchObject({
      choices: [{ finish_reason: 'content_filter' }],
      ringwall: { code: 'BREAKER_OPEN', layer: 'budget-guard', outcome: 'deny' },
    })
    expect(provider.requests).toHaveLength(5)
  })

  test('before it reaches upstream spends nothing, and is a failure', async () => {
    const gone = await startProvider(() => undefined)
    await gone.close()
    await start({ breakerFailures: 1 }, gone.url)
    expect((await post()).status).toBe(502)
    expect([steps().at(-1), await state()]).toEqual([['released', 0], 'open'])
  })
})

describe('a budget', () => {
  test('is never passed by a flood, whole or streamed', async () => {
    await start({ tokensPerHour: 5000 })
    const { promise: all, resolve: answer } = Promise.withResolvers<void>()
    play = async (response, { stream }) => {
      await all
      if (stream === true)
        openSse(response).end([chunk({ content: 'a' }), chunk({}, 'stop'), usageChunk, DONE].join(''))
      else sendJson(response, completion({ content: 'a' }, { usage: USAGE }))
    }
    const calls = Array.from({ length: 20 }, (_, at) => post({ stream: at % 2 === 0 }))
    await until(() => told.length === 20)
    answer()
    const outcomes = await Promise.all(
      calls.map(async (call) => (await (await call).text()).includes('BUDGET_TOKENS_EXCEEDED')),
    )
    // Each reserves 1,000 for its reply and about 100 for what it says.
    expect(outcomes.filter((denied) => !denied)).toHaveLength(4)
    expect(provider.requests).toHaveLength(4)
    // What they took in the end was little, so that there is room again.
    expect(await (await post()).text()).not.toContain('BUDGET_TOKENS_EXCEEDED')
  })

  test('of steps counts the tool calls of a conversation', async () => {
    await start({ steps: 2 })
    const call = { id: 'c', type: 'function', function: { name: 'read', arguments: '{}' } }
    play = (response) => sendJson(response, completion({ tool_calls: [call] }, { usage: USAGE }))
    const headers = {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'x-ringwall-session': 'one',
    }
    const codes: unknown[] = []
    for (let i = 0; i < 3; i++) {
      const reply = (await (await post({}, { headers })).json()) as { readonly ringwall?: { readonly code: string } }
      codes.push(reply.ringwall?.code)
    }
    expect(codes).toEqual([undefined, undefined, 'BUDGET_STEPS_EXCEEDED'])
  })

  test('of steps holds for a client that names no session too', async () => {
    await start({ steps: 1, stepsPerHour: 2 })
    const call = { id: 'c', type: 'function', function: { name: 'read', arguments: '{}' } }
    play = (response) => sendJson(response, completion({ tool_calls: [call] }, { usage: USAGE }))
    for (let i = 0; i < 2; i++) expect(await (await post()).json()).not.toHaveProperty('ringwall')
    expect(await (await post()).json()).toMatchObject({ ringwall: { code: 'BUDGET_STEPS_EXCEEDED' } })
  })

  test('that nobody knows, because the store is lost, lets nothing reach upstream', async () => {
    await start()
    await store.close()
    for (const stream of [true, false]) expect(await (await post({ stream })).text()).toContain('BUDGET_UNAVAILABLE')
    expect(provider.requests).toHaveLength(0)
  })
})
