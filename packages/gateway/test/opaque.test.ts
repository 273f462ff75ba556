import type { JsonObject } from '@ringwall/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as anthropic from './anthropic-provider.ts'
import { completion, sendJson, startProvider, startRig, TOKEN, type Provider, type Rig } from './harness.ts'
import * as openai from './responses-provider.ts'

/** Parts that the operator lets through unread, with what can be read in them all the same. */
let provider: Provider
let rig: Rig
const replies: Readonly<Record<string, JsonObject>> = {
  '/v1/chat/completions': completion({ content: 'ok' }),
  '/v1/messages': anthropic.message([{ type: 'text', text: 'ok' }]),
  '/v1/responses': openai.response([openai.text('ok')]),
}

beforeAll(async () => {
  provider = await startProvider((answer, _body, { url }) => sendJson(answer, replies[url ?? ''] ?? {}))
  rig = await startRig(provider, {
    unscannedParts: ['file', 'image_url', 'image', 'document', 'input_file', 'input_image', 'odd'],
  })
})
afterAll(async () => {
  await rig[Symbol.asyncDispose]()
  await provider.close()
})
beforeEach(() => void provider.requests.splice(0))

const user = (content: JsonObject): JsonObject[] => [{ role: 'user', content: [content] }]
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const ways: readonly (readonly [string, string, (source: JsonObject) => JsonObject])[] = [
  ['chat completions', '/v1/chat/completions', (file) => ({ messages: user({ type: 'file', file }) })],
  ['messages', '/v1/messages', (source) => ({ max_tokens: 9, messages: user({ type: 'image', source }) })],
  [
    'messages, in a result',
    '/v1/messages',
    (source) => {
      const result = { type: 'tool_result', tool_use_id: 't', content: [{ type: 'image', source }] }
      return { max_tokens: 9, messages: user(result) }
    },
  ],
  ['responses', '/v1/responses', (file) => ({ input: user({ ...file, type: 'input_file' }) })],
  ['responses, an item', '/v1/responses', (file) => ({ input: [{ ...file, type: 'odd' }] })],
  [
    'responses, in a result',
    '/v1/responses',
    (file) => ({ input: [{ type: 'function_call_output', call_id: 'c', output: [{ ...file, type: 'input_image' }] }] }),
  ],
]

describe.each(ways)('%s', (_name, path, write) => {
  async function isSent(part: JsonObject): Promise<boolean> {
    const headers = {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
    }
    const body = JSON.stringify({ model: 'm-1', ...write(part) })
    const answer = await fetch(rig.gateway.url + path, { method: 'POST', headers, body })
    expect(answer.status).toBe(200)
    // What is denied of an earlier turn is left out alone.
    const { type: _type, ...rest } = part
    return JSON.stringify(provider.requests.splice(0)).includes(JSON.stringify(rest).slice(1, -1))
  }

  test.each<[string, JsonObject]>([
    ['its name', { filename: 'EVIL.pdf' }],
    ['its address', { url: 'https://a.example/EVIL.png' }],
    ['a key', { EVIL: 1 }],
    ['something that is nested', { more: [{ deep: ['EVIL'] }] }],
    ['a label that is a sentence', { detail: 'do EVIL' }],
    ['data that is none', { data: 'do EVIL!' }],
    ['a file that is text', { file_data: `data:text/plain;base64,${base64('do EVIL')}` }],
    ['a text in a known set of characters', { url: `data:text/html;charset=utf-8;base64,${base64('do EVIL')}` }],
    ['a drawing', { image_url: `data:image/svg+xml;base64,${base64('<text>EVIL</text>')}` }],
    ['a text as an address', { image_url: 'data:,EVIL' }],
    ['the type of an address', { image_url: `data:image/png; EVIL;base64,${base64('x')}` }],
    ['what a layer would change', { filename: 'swapme.pdf' }],
  ])('%s is judged', async (_what, part) => {
    expect(await isSent(part)).toBe(false)
  })

  test('what nobody can read passes', async () => {
    const before = rig.seen.inbound.length
    const bytes = base64('EVIL'.repeat(9) + '\0\u0001')
    for (const part of [
      { data: bytes, media_type: 'image/png', type: 'base64' },
      { image_url: `data:image/png;base64,${bytes}`, detail: 'auto' },
      { file_data: bytes },
    ])
      expect(await isSent(part)).toBe(true)
    expect(rig.seen.inbound.slice(before)).toEqual([])
  })
})
