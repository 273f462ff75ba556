import type { JsonObject } from '@ringwall/core'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  block,
  callBlock,
  end,
  message,
  MODEL,
  question,
  sse,
  start,
  startFront,
  textBlock,
  type Front,
} from './anthropic-provider.ts'
import { sendJson } from './harness.ts'

let front: Front
beforeAll(async () => {
  front = await startFront()
})
afterAll(() => front[Symbol.asyncDispose]())

const hello = message([{ type: 'text', text: 'hello' }])
async function json(response: Response | Promise<Response>): Promise<JsonObject> {
  return JSON.parse(await (await response).text()) as JsonObject
}
/** The data of the events of a stream, by order; each must have its type as its name. */
async function events(next: string, more: JsonObject = {}): Promise<JsonObject[]> {
  front.plays(next)
  const raw = await (await front.raw(question('hi', { stream: true, ...more }))).text()
  return raw
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => {
      const [name = '', data = ''] = event.split('\n')
      const value = JSON.parse(data.slice('data: '.length)) as JsonObject
      expect(name).toBe(`event: ${String(value.type)}`)
      return value
    })
}
function textOf(all: readonly JsonObject[]): string {
  return all.map(({ delta }) => String((delta as JsonObject | undefined)?.text ?? '')).join('')
}

describe('streams', () => {
  test('events in the order of the protocol', async () => {
    const all = await events(start + textBlock(0, 'a') + callBlock(1, 'read', '{"a":', '1}') + end('tool_use'))
    expect(all.map(({ type, index = null }) => [type, index])).toEqual([
      ['message_start', null],
      ['content_block_start', 0],
      ['content_block_delta', 0],
      ['content_block_stop', 0],
      ['content_block_start', 1],
      ['content_block_delta', 1],
      ['content_block_stop', 1],
      ['message_delta', null],
      ['message_stop', null],
    ])
  })

  test('what is unknown is held back, also between two halves of a secret', async () => {
    const odd = { type: 'server_tool_use', id: 'srv', name: 'web_search', input: { query: 'HELD' } }
    const all = await events(
      start +
        sse({ type: 'vendor_event', text: 'HELD' }) +
        textBlock(0, 'it is sk-1234') +
        block(1, odd, [{ type: 'input_json_delta', partial_json: 'HELD' }]) +
        block(2, { type: 'text', text: '5678 ' }, [
          { type: 'citations_delta', citation: { cited_text: 'HELD' } },
          { type: 'new_delta', text: 'HELD' },
          { type: 'input_json_delta', partial_json: 'HELD' },
          { type: 'text_delta', text: 'ok', extra: 'HELD' },
        ]) +
        end(),
    )
    expect(JSON.stringify(all)).not.toContain('HELD')
    expect(textOf(all)).toBe('it is [REDACTED] ok')
    front.plays(
      message([{ type: 'text', text: 'it is sk-1234', note: 'HELD' }, odd, { type: 'text', text: '5678 ok' }], {
        note: 'HELD',
        stop_reason: 'HELD',
        stop_sequence: 'HELD',
      }),
    )
    const whole = await json(front.raw(question('hi')))
    expect(JSON.stringify(whole)).not.toContain('HELD')
    expect(whole).toMatchObject({
      content: [{ text: 'it is [REDACTED] ok' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
    })
  })

  test('the text is the same whatever the pieces', async () => {
    const text = 'né 🐈 sk-12345678 and sk-87654321, 終わり'
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 12 }), fc.boolean(), async (marks, cutsBlocks) => {
        const at = [0, ...marks.sort((a, b) => a - b), text.length]
        const parts = at.slice(1).map((to, index) => text.slice(at[index], to))
        const all = cutsBlocks ? parts.map((part, index) => textBlock(index, part)).join('') : textBlock(0, ...parts)
        expect(textOf(await events(start + all + end()))).toBe('né 🐈 [REDACTED] and [REDACTED], 終わり')
      }),
      { numRuns: 40 },
    )
  })

  test('blocks that are open at once, a block without a start and one of a wrong shape end the reply', async () => {
    const open = sse({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } })
    for (const wrong of [
      start + open + sse({ type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } }),
      start + sse({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'a' } }),
      start + sse({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: 5 } }),
      start + open + sse({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta' } }),
      start + start,
      start + open + end(),
      textBlock(0, 'a'),
      start +
        sse({
          type: 'content_block_start',
          index: 0,
          content_block: { type: 'redacted_thinking', data: 'in plain words' },
        }),
    ]) {
      const all = await events(wrong + end())
      expect(all.at(-1)).toMatchObject({
        type: 'error',
        error: { type: 'api_error' },
        ringwall: { code: 'UPSTREAM_INVALID' },
      })
    }
  })

  test('two calls of one id: the reply is refused, and of a stream the second is never sent', async () => {
    const calls: JsonObject[] = ['read', 'list'].map((name) => ({ type: 'tool_use', id: 'toolu_1', name, input: {} }))
    front.plays(message(calls))
    const whole = await front.raw(question('hi'))
    expect(whole.status).toBe(502)
    expect(await json(whole)).toMatchObject({ ringwall: { code: 'UPSTREAM_INVALID' } })
    const all = await events(start + calls.map((call, at) => block(at, call, [])).join('') + end('tool_use'))
    expect(all.filter(({ type }) => type === 'content_block_start')).toHaveLength(1)
    expect(all.at(-1)).toMatchObject({ type: 'error', ringwall: { code: 'UPSTREAM_INVALID' } })
  })

  test('a sequence that the client did not name is not told', async () => {
    const stop = sse({
      type: 'message_delta',
      delta: { stop_reason: 'stop_sequence', stop_sequence: 'END' },
      usage: {},
    })
    for (const [named, told] of [
      [['END'], 'END'],
      [[], null],
    ] as const) {
      const all = await events(start + stop + sse({ type: 'message_stop' }), { stop_sequences: [...named] })
      expect(all.at(-2)).toMatchObject({ delta: { stop_reason: 'stop_sequence', stop_sequence: told } })
    }
  })
})

describe('requests', () => {
  const refusals: [string, JsonObject, string][] = [
    [
      'an image',
      question([{ type: 'image', source: { type: 'url', url: 'https://a.test/a.png' } }]),
      'messages[0].content[0]',
    ],
    [
      'an image in a result',
      question([{ type: 'tool_result', tool_use_id: 't', content: [{ type: 'image' }] }]),
      'messages[0].content[0].content[0]',
    ],
    ['a pdf', question([{ type: 'document', source: { type: 'base64', data: 'JVBERi0=' } }]), 'messages[0].content[0]'],
    [
      'a tool that the provider runs',
      question('a', { tools: [{ type: 'web_search_20250305', name: 'web_search' }] }),
      'tools[0].type',
    ],
    ['servers that the provider calls', question('a', { mcp_servers: [{ url: 'https://a.test' }] }), 'mcp_servers'],
    ['a call by the user', question([{ type: 'tool_use', id: 't', name: 'a', input: {} }]), 'messages[0].content[0]'],
    ['a text that is none', question([{ type: 'text', text: 5 }]), 'messages[0].content[0].text'],
    [
      'sealed thinking in plain words',
      {
        ...question('a'),
        messages: [{ role: 'assistant', content: [{ type: 'redacted_thinking', data: 'do it now' }] }],
      },
      'messages[0].content[0].data',
    ],
  ]
  test.for(refusals)('%s is refused', async ([, body, param]) => {
    const before = front.provider.requests.length
    const response = await front.raw(body)
    expect(response.status).toBe(400)
    expect(await json(response)).toMatchObject({
      type: 'error',
      error: { type: 'invalid_request_error' },
      ringwall: { param },
    })
    expect(front.provider.requests).toHaveLength(before)
  })

  test('another version of the protocol is refused; names of betas go on', async () => {
    front.plays(hello)
    for (const version of ['2023-01-01', '']) {
      const response = await front.raw(question('a'), { 'anthropic-version': version })
      expect(await json(response)).toMatchObject({ ringwall: { param: 'anthropic-version' } })
    }
    expect((await front.raw(question('a'), { 'anthropic-beta': 'a b c' })).status).toBe(400)
    expect((await front.raw(question('a'), { 'anthropic-beta': 'one-2025-01-01,two-2025-02-02' })).status).toBe(200)
    expect(front.provider.requests.at(-1)?.headers['anthropic-beta']).toBe('one-2025-01-01,two-2025-02-02')
  })

  test('instructions of layers stand behind the operator’s own, once', async () => {
    front.plays(hello)
    const own = [{ type: 'text', text: 'Be kind.', cache_control: { type: 'ephemeral' } }]
    for (const [system, sent] of [
      [undefined, 'Stay calm.'],
      [
        'Be kind.',
        [
          { type: 'text', text: 'Be kind.' },
          { type: 'text', text: 'Stay calm.' },
        ],
      ],
      [own, [...own, { type: 'text', text: 'Stay calm.' }]],
    ] as const) {
      const blocks = [
        { type: 'text', text: 'REMIND' },
        { type: 'text', text: 'REMIND me' },
      ]
      await front.raw(question(blocks, system === undefined ? {} : { system: system as string }))
      expect(front.sent().system).toEqual(sent)
    }
  })

  test('documents, what a search found, tools and fields are scanned', async () => {
    front.plays(hello)
    const found = (text: string) => ({
      type: 'search_result',
      source: 'https://a.test',
      title: 'A',
      content: [{ type: 'text', text }],
    })
    const plain = (data: string, title = 'A') => ({
      type: 'document',
      title,
      source: { type: 'text', media_type: 'text/plain', data },
    })
    await front.raw(question([found('fine'), plain('a swapme text')]))
    expect(front.sent().messages).toEqual([{ role: 'user', content: [found('fine'), plain('a swapped text')] }])
    const seen = front.rig.seen.inbound.map(({ payload }) => payload.source)
    expect(seen).toEqual(expect.arrayContaining(['search', 'document']))
    for (const body of [
      question([found('EVIL')]),
      question([plain('EVIL')]),
      question([plain('a', 'EVIL')]),
      question([
        { type: 'text', text: 'a' },
        { type: 'tool_result', tool_use_id: 't', content: [found('EVIL')] },
      ]),
      question('a', { tools: [{ name: 'a', description: 'EVIL', input_schema: {} }] }),
      question('a', { tools: [{ name: 'a', description: 'swapme', input_schema: {} }] }),
      question('a', { metadata: { user_id: 'EVIL' } }),
      question('a', { stop_sequences: ['EVIL'] }),
      {
        ...question('a'),
        messages: [
          { role: 'assistant', content: 'a' },
          { role: 'user', content: 'EVIL' },
        ],
      },
    ])
      expect(await json(front.raw(body))).toMatchObject({ stop_reason: 'refusal' })
  })

  test('tokens are counted of the guarded request', async () => {
    front.plays((response) => sendJson(response, { input_tokens: 14, note: 'dropped' }))
    const { client } = front
    const messages = [{ role: 'user' as const, content: 'swapme' }]
    expect(await client.messages.countTokens({ model: MODEL, messages })).toMatchObject({ input_tokens: 14 })
    expect(front.sent()).toEqual({ model: MODEL, messages: [{ role: 'user', content: 'swapped' }] })
    expect(front.provider.requests.at(-1)?.path).toBe('/v1/messages/count_tokens')
    const denied = client.messages.countTokens({ model: MODEL, messages: [{ role: 'user', content: 'EVIL' }] })
    await expect(denied).rejects.toMatchObject({ status: 403, error: { ringwall: { code: 'MARK' } } })
  })
})
