import Anthropic from '@anthropic-ai/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  block,
  callBlock,
  end,
  message,
  MODEL,
  ping,
  sse,
  start,
  startFront,
  textBlock,
  type Front,
} from './anthropic-provider.ts'
import { openSse, sendJson, until } from './harness.ts'

/** The official client against the gateway, and that before a provider that plays recorded shapes. */
let front: Front
const user = (content: string) => [{ role: 'user' as const, content }]
const ask = { model: MODEL, max_tokens: 100 }
const tools: Anthropic.Tool[] = [
  { name: 'read', description: 'Reads a file.', input_schema: { type: 'object', properties: { path: {} } } },
  { name: 'rm', input_schema: { type: 'object' } },
]

beforeAll(async () => {
  front = await startFront({ unscannedParts: ['image'] })
})
afterAll(() => front[Symbol.asyncDispose]())

async function streamed(events: string, messages: Anthropic.MessageParam[] = user('hi')) {
  front.plays(events)
  const texts: string[] = []
  const stream = front.client.messages.stream({ ...ask, messages, tools })
  let outcome: object | undefined
  stream.on('text', (text) => texts.push(text))
  stream.on('streamEvent', (event) => (outcome ??= (event as { ringwall?: object }).ringwall))
  const final = await stream.finalMessage()
  return { final, text: texts.join(''), outcome }
}

test('whole: the request arrives as it was sent, and the reply as it was written', async () => {
  const reply = message([{ type: 'text', text: 'né "🐈"  \n\ttwo  blanks ' }])
  front.plays(reply)
  const body = {
    ...ask,
    system: [{ type: 'text' as const, text: 'Be  kind.', cache_control: { type: 'ephemeral' as const } }],
    messages: [
      { role: 'user' as const, content: 'one\u00a0 "two" 🐈' },
      { role: 'assistant' as const, content: [{ type: 'text' as const, text: ' ok\n' }] },
      {
        role: 'user' as const,
        content: [
          { type: 'text' as const, text: 'three', cache_control: { type: 'ephemeral' as const, ttl: '1h' as const } },
        ],
      },
    ],
    tools,
    tool_choice: { type: 'auto' as const },
    temperature: 0.5,
    metadata: { user_id: 'u-1' },
    stop_sequences: ['\n\nEND'],
  }
  expect(await front.client.messages.create(body)).toEqual(reply)
  expect(front.sent()).toEqual(body)
  const { path, headers } = front.provider.requests.at(-1) ?? { path: '', headers: {} }
  expect(path).toBe('/v1/messages')
  expect(headers).toMatchObject({ 'x-api-key': 'upstream-key', 'anthropic-version': '2026-10-21' })
  expect(headers.authorization).toBeUndefined()
})

test('streamed', async () => {
  const { final, text } = await streamed(start + ping + textBlock(0, 'hel', 'lo ', '🐈') + end())
  expect(text).toBe('hello 🐈')
  expect(final).toMatchObject({ id: 'msg_01XFDUDYJgAACzvnptvVoYEL', model: MODEL, stop_reason: 'end_turn' })
  expect(final.content).toEqual([{ type: 'text', text: 'hello 🐈' }])
  expect(final.usage).toMatchObject({ input_tokens: 12, cache_read_input_tokens: 3, output_tokens: 7 })
})

test('a token as bearer does as well, and another is the client’s own error', async () => {
  const { url } = front.rig.gateway
  front.plays(message([{ type: 'text', text: 'hello' }]))
  const bearer = new Anthropic({ baseURL: url, authToken: 'test-token-0123456789-0123456789-abc', apiKey: null })
  expect((await bearer.messages.create({ ...ask, messages: user('a') })).stop_reason).toBe('end_turn')
  const stranger = new Anthropic({ baseURL: url, apiKey: 'wrong', maxRetries: 0 })
  const refused = stranger.messages.create({ ...ask, messages: user('a') })
  await expect(refused).rejects.toBeInstanceOf(Anthropic.AuthenticationError)
  await expect(refused).rejects.toMatchObject({ error: { error: { type: 'authentication_error' } } })
})

test('a tool call, its result, and the turn behind it', async () => {
  const call = { type: 'tool_use', id: 'toolu_01', name: 'read', input: { path: '/tmp/../etc' } }
  front.plays(message([{ type: 'text', text: 'Let me see.' }, call]))
  const first = await front.client.messages.create({ ...ask, messages: user('read it'), tools })
  const checked = { ...call, input: { path: '/etc' } }
  expect(first).toMatchObject({ stop_reason: 'tool_use', content: [{ text: 'Let me see.' }, checked] })
  const live = await streamed(
    start + textBlock(0, 'Let me ', 'see.') + callBlock(1, 'read', '{"path"', ': "/tmp/', '../etc"}') + end('tool_use'),
  )
  expect(live.final.content).toEqual([
    { type: 'text', text: 'Let me see.' },
    { ...checked, id: 'toolu_01' },
  ])
  expect(live.final.stop_reason).toBe('tool_use')

  front.plays(message([{ type: 'text', text: 'done' }]))
  const messages: Anthropic.MessageParam[] = [
    ...user('read it'),
    { role: 'assistant', content: first.content },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: 'toolu_01',
          content: [
            { type: 'text', text: 'root swapme' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
          ],
        },
        { type: 'text', text: 'and now?' },
      ],
    },
  ]
  await front.client.messages.create({ ...ask, messages, tools })
  const tool = front.rig.seen.inbound.findLast(({ payload }) => payload.source === 'tool')
  expect(tool?.payload).toMatchObject({ text: 'root swapme', meta: { tool: 'read', callId: 'toolu_01' } })
  expect(JSON.stringify(front.sent())).toBe(
    JSON.stringify({ ...front.sent(), messages }).replace('root swapme', 'root swapped'),
  )
})

test('what is denied in the request is a refusal, and upstream is not asked', async () => {
  const before = front.provider.requests.length
  for (const messages of [
    user('EVIL'),
    [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'ASKME' }] }],
    [
      ...user('a'),
      { role: 'assistant' as const, content: [{ type: 'tool_use' as const, id: 'toolu_1', name: 'read', input: {} }] },
      {
        role: 'user' as const,
        content: [{ type: 'tool_result' as const, tool_use_id: 'toolu_1', content: 'an EVIL page' }],
      },
    ],
  ]) {
    const whole = await front.client.messages.create({ ...ask, messages, tools })
    const live = await streamed('', messages)
    expect(whole).toMatchObject({ ringwall: { code: 'MARK', layer: 'marks' } })
    expect(live.outcome).toMatchObject({ code: 'MARK', layer: 'marks' })
    for (const reply of [whole, live.final]) {
      expect(reply).toMatchObject({
        role: 'assistant',
        stop_reason: 'refusal',
        stop_details: { type: 'refusal', category: null, explanation: (whole.content[0] as { text: string }).text },
      })
      expect(JSON.stringify(reply)).not.toContain('inner detail')
    }
    expect(live.final.content).toEqual(whole.content)
  }
  expect(front.provider.requests).toHaveLength(before)
})

test('a denied message of the history loses its content', async () => {
  front.plays(message([{ type: 'text', text: 'hello' }]))
  await front.client.messages.create({
    ...ask,
    messages: [
      ...user('EVIL'),
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'EVIL' },
          { type: 'tool_use', id: 'toolu_1', name: 'read', input: { path: 'x' } },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'EVIL' }] },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_2', name: 'read', input: { path: 'EVIL' } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_2', content: 'fine' }] },
    ],
    tools,
  })
  const text = JSON.stringify(front.sent().messages)
  expect(text).not.toContain('EVIL')
  expect(text.match(/\[removed by Ringwall: MARK\]/g)).toHaveLength(3)
  expect(text.match(/"tool_use_id":"toolu_1"|"id":"toolu_1"/g)).toHaveLength(2)
  expect(text).toContain('{"type":"tool_use","id":"toolu_2","name":"read","input":{"removed":"by Ringwall: MARK"}}')
})

test('a denied call never reaches the client; the allowed one beside it does', async () => {
  const calls = (name: string, id: string) => ({ type: 'tool_use', id, name, input: { path: 'a' } })
  for (const denied of ['rm', 'pay']) {
    front.plays(message([calls('read', 'toolu_00'), calls(denied, 'toolu_1')]))
    const whole = await front.client.messages.create({ ...ask, messages: user('a'), tools })
    const live = await streamed(
      start + callBlock(0, 'read', '{"path":"a"}') + callBlock(1, denied, '{"path":', '"a"}') + end('tool_use'),
    )
    expect(live.final.content).toEqual(whole.content)
    expect(whole.content).toMatchObject([{ type: 'tool_use', name: 'read' }, { type: 'text' }])
    expect(whole.stop_reason).toBe('refusal')
    expect(live.outcome).toEqual({ ...(whole as { ringwall?: object }).ringwall, traceId: expect.any(String) })
  }
  const odd = await streamed(start + callBlock(0, 'read', '{"path":') + end('tool_use'))
  expect(odd.final.content).toMatchObject([{ type: 'text' }])
  expect(odd.outcome).toMatchObject({ code: 'TOOL_ARGS_INVALID' })
})

test('a denial in the middle of a text ends it, and upstream is let go', async () => {
  const closed = Promise.withResolvers<void>()
  front.plays((response) => {
    response.on('close', () => closed.resolve())
    openSse(response).write(
      start + textBlock(0, 'A long beginning. ', 'It is FORBID', 'DEN to', ' say and so on and on').slice(0, -1),
    )
  })
  const stream = front.client.messages.stream({ ...ask, messages: user('a') })
  const final = await stream.finalMessage()
  await closed.promise
  const [content] = final.content
  expect(content?.type === 'text' && content.text).toMatch(/^A long.*\n\nNot for you\.$/s)
  expect(JSON.stringify(final)).not.toContain('FORBID')
  expect(final.stop_reason).toBe('refusal')

  front.plays(
    message([
      { type: 'text', text: 'FORBIDDEN' },
      { type: 'tool_use', id: 'toolu_1', name: 'read', input: {} },
    ]),
  )
  const whole = await front.client.messages.create({ ...ask, messages: user('a'), tools })
  expect(whole).toMatchObject({ stop_reason: 'refusal', content: [{ type: 'text', text: 'Not for you.' }] })
})

test('thinking passes with its signature, and without it where a layer changed a word', async () => {
  const signature = 'EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pk='
  const thought = (thinking: string) => ({ type: 'thinking', thinking, signature })
  const events = (...parts: string[]) =>
    start +
    block(0, { type: 'thinking', thinking: '', signature: '' }, [
      ...parts.map((thinking) => ({ type: 'thinking_delta', thinking })),
      { type: 'signature_delta', signature },
    ]) +
    block(1, { type: 'redacted_thinking', data: 'EmwKAhgBEgy3va3p' }, []) +
    textBlock(2, 'ok') +
    end()
  const rest = [
    { type: 'redacted_thinking', data: 'EmwKAhgBEgy3va3p' },
    { type: 'text', text: 'ok' },
  ]
  for (const [said, arrives, signed] of [
    ['let me see', 'let me see', signature],
    ['it is sk-12345678.', 'it is [REDACTED].', ''],
  ] as const) {
    front.plays(message([thought(said), ...rest]))
    const whole = await front.client.messages.create({ ...ask, messages: user('a') })
    expect(whole.content).toEqual([{ type: 'thinking', thinking: arrives, signature: signed }, ...rest])
    const live = await streamed(events(said.slice(0, 9), said.slice(9)))
    expect(live.final.content).toEqual(whole.content)
    front.plays(message(rest))
    await front.client.messages.create({
      ...ask,
      messages: [...user('a'), { role: 'assistant', content: whole.content }, ...user('b')],
    })
    const [, { content = [] } = {}] = front.sent().messages as { content?: unknown[] }[]
    expect(content).toEqual(signed === '' ? rest : whole.content)
  }
})

test('errors are the client’s own classes', async () => {
  const asked = () => front.client.messages.create({ ...ask, messages: user('a') })
  const told = (status: number, type: string, headers = {}) =>
    front.plays((response) =>
      sendJson(response, { type: 'error', error: { type, message: `it says ${type}` } }, status, headers),
    )
  told(429, 'rate_limit_error', { 'retry-after': '7' })
  const limited = await asked().catch((error: unknown) => error)
  expect(limited).toBeInstanceOf(Anthropic.RateLimitError)
  expect((limited as InstanceType<typeof Anthropic.RateLimitError>).headers?.get('retry-after')).toBe('7')
  told(529, 'overloaded_error')
  await expect(asked()).rejects.toMatchObject({
    status: 529,
    error: { error: { type: 'overloaded_error', message: 'it says overloaded_error' } },
  })
  told(400, 'invalid_request_error')
  await expect(asked()).rejects.toBeInstanceOf(Anthropic.BadRequestError)
  front.plays((response) => sendJson(response, { error: { message: 'FORBIDDEN' } }, 500))
  await expect(asked()).rejects.toMatchObject({
    status: 500,
    error: { error: { type: 'api_error' }, ringwall: { code: 'UPSTREAM_ERROR' } },
  })
  front.plays((response) => sendJson(response, { choices: [] }))
  await expect(asked()).rejects.toMatchObject({ status: 502, error: { ringwall: { code: 'UPSTREAM_INVALID' } } })
  front.plays((response) => response.destroy())
  await expect(asked()).rejects.toBeInstanceOf(Anthropic.InternalServerError)
})

test('a stream that breaks off throws instead of passing for a whole one', async () => {
  const overloaded = sse({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })
  const begun =
    start + sse({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'half of a reply' } })
  for (const [events, problem] of [
    [begun + overloaded, /overloaded_error/],
    [begun, /UPSTREAM_INTERRUPTED/],
    [
      begun + sse({ type: 'content_block_start', index: 2, content_block: { type: 'text', text: '' } }),
      /UPSTREAM_INVALID/,
    ],
    [start + end().replace('"text"', ''), undefined],
    [overloaded, /overloaded_error/],
  ] as const) {
    front.plays(events)
    const stream = front.client.messages.stream({ ...ask, messages: user('a') })
    let text = ''
    stream.on('text', (piece) => (text += piece))
    const final = stream.finalMessage()
    if (problem) await expect(final).rejects.toThrow(problem)
    else await final
    expect(text).toBe(events.startsWith(begun) ? 'half of a reply' : '')
  }
})

test('a client that leaves ends the upstream request', async () => {
  let closed = false
  front.plays((response) => {
    response.on('close', () => (closed = true))
    openSse(response).write(
      start + sse({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'a' } }),
    )
  })
  const stream = front.client.messages.stream({ ...ask, messages: user('a') })
  await new Promise<void>((resolve) => stream.once('streamEvent', () => resolve()))
  stream.abort()
  await expect(stream.done()).rejects.toBeInstanceOf(Anthropic.APIUserAbortError)
  await until(() => closed)
})
