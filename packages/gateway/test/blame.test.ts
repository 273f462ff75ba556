import { definePlugin, token, use, type JsonObject, type Session } from '@ringwall/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { start as message } from './anthropic-provider.ts'
import { chunk, event, openSse, startProvider, startRig, TOKEN, type Provider, type Rig } from './harness.ts'
import { sse, start as response } from './responses-provider.ts'

/** Whose fault an error is that comes where a reply was due: the breaker of a provider is everybody's, and a prompt is one caller's. */
const outcomes: unknown[] = []
let stream = ''
let provider: Provider
let rig: Rig

beforeAll(async () => {
  const budget = definePlugin({
    name: 'budget',
    version: '1.0.0',
    manifest: { api: 1, hooks: {}, provides: ['Budget'] },
    codes: {},
    config: z.strictObject({}),
    setup: ({ provide }) => {
      provide(token<object>('Budget'), {
        reserve: (_session: Session) => Promise.resolve({ hold: {} }),
        settle: (_hold: object, report: JsonObject) => Promise.resolve(void outcomes.push(report.outcome)),
      })
      return {}
    },
  })
  provider = await startProvider((answer) => openSse(answer).end(stream))
  rig = await startRig(provider, {}, {}, [use(budget)])
})
afterAll(async () => {
  await rig[Symbol.asyncDispose]()
  await provider.close()
})

const messages = [{ role: 'user', content: 'hi' }]
const protocols: readonly (readonly [string, JsonObject, string, (error: JsonObject) => string])[] = [
  ['/v1/chat/completions', { messages }, chunk({ content: 'so' }), (error) => event({ error })],
  ['/v1/messages', { messages, max_tokens: 9 }, message, (error) => event({ type: 'error', error })],
  ['/v1/responses', { input: 'hi' }, sse(...response), (error) => sse({ type: 'error', error })],
  ['/v1/responses', { input: 'hi' }, sse(...response), (error) => sse({ ...error, type: 'error' })],
  [
    '/v1/responses',
    { input: 'hi' },
    sse(...response),
    (error) => sse({ type: 'response.failed', response: { error } }),
  ],
]

async function ask(path: string, body: JsonObject): Promise<void> {
  const headers = {
    authorization: `Bearer ${TOKEN}`,
    'content-type': 'application/json',
    'anthropic-version': '2023-06-01',
  }
  const sent = JSON.stringify({ model: 'm-1', stream: true, ...body })
  await (await fetch(rig.gateway.url + path, { method: 'POST', headers, body: sent })).text()
}

test.each<[JsonObject, 'abandoned' | 'failed']>([
  [{ code: 'content_filter' }, 'abandoned'],
  [{ code: 'invalid_prompt', type: 'server_error' }, 'abandoned'],
  [{ code: 'context_length_exceeded', type: null }, 'abandoned'],
  [{ code: 400 }, 'abandoned'],
  [{ code: '403' }, 'abandoned'],
  [{ code: '1301' }, 'abandoned'],
  [{ code: 'server_error' }, 'failed'],
  [{ code: 'engine_overloaded' }, 'failed'],
  [{ code: 'internal_error', type: 'invalid_request_error' }, 'failed'],
  [{ code: 502 }, 'failed'],
  [{ code: '408' }, 'failed'],
  [{}, 'failed'],
])('%j: %s', async (error, outcome) => {
  for (const [path, body, begun, write] of protocols)
    for (const before of ['', begun]) {
      stream = before + write({ ...error, message: 'no' })
      await ask(path, body)
      expect([path, before, outcomes.splice(0)]).toEqual([path, before, [outcome]])
    }
})

test('an error that has a type alone, as those of messages', async () => {
  for (const [type, outcome] of [
    ['invalid_request_error', 'abandoned'],
    ['rate_limit_error', 'abandoned'],
    ['overloaded_error', 'failed'],
    ['api_error', 'failed'],
    ['timeout_error', 'failed'],
  ]) {
    stream = message + event({ type: 'error', error: { type, message: 'no' } })
    await ask('/v1/messages', { messages, max_tokens: 9 })
    expect([type, outcomes.splice(0)]).toEqual([type, [outcome]])
  }
})
