import type { JsonObject, Kernel } from '@ringwall/core'
import OpenAI from 'openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withMeta, type Guard } from '../src/guard.ts'
import { STAND_IN_MODEL } from '../src/index.ts'
import { openSse, sendJson, startRig, TOKEN, until } from './harness.ts'
import {
  call,
  end,
  itemEvents,
  MODEL,
  response,
  sse,
  start,
  startFront,
  text,
  textEvents,
  type Front,
} from './responses-provider.ts'

/** The official client against the gateway, and that before a provider that plays recorded shapes. */
let front: Front
const model = MODEL
const tools: OpenAI.Responses.Tool[] = [
  { type: 'function', name: 'read', description: 'Reads a file.', parameters: { type: 'object' }, strict: null },
  { type: 'function', name: 'rm', parameters: { type: 'object' }, strict: null },
  { type: 'custom', name: 'patch', description: 'Takes any text.' },
  { type: 'shell', environment: { type: 'local' } },
]

beforeAll(async () => {
  front = await startFront({ unscannedParts: ['input_image', 'web_search', 'mcp', 'image_generation'] })
})
afterAll(() => front[Symbol.asyncDispose]())

async function streamed(events: readonly JsonObject[], input: OpenAI.Responses.ResponseInput | string = 'hi') {
  front.plays(sse(...events))
  const types: string[] = []
  const pieces: string[] = []
  const stream = front.client.responses.stream({ model, input, tools })
  stream.on('event', ({ type }) => void types.push(type))
  stream.on('response.output_text.delta', ({ delta }) => void pieces.push(delta))
  const final = await stream.finalResponse()
  return { final, types, text: pieces.join('') }
}

test('whole: the request arrives as it was sent, and the reply as it was written', async () => {
  const reply = response([
    {
      id: 'rs_1',
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: 'let me  see' }],
      encrypted_content: 'gAAAAB-_=',
    },
    text('né "🐈"  \n\ttwo  blanks '),
  ])
  front.plays(reply)
  const body = {
    model,
    instructions: 'Be  kind.',
    input: [
      { role: 'developer' as const, content: 'EVIL is what users say.' },
      { role: 'user' as const, content: 'one\u00a0 "two" 🐈' },
      { type: 'reasoning' as const, id: 'rs_0', summary: [], encrypted_content: 'gAAAAB-_=' },
      {
        id: 'msg_0',
        type: 'message' as const,
        role: 'assistant' as const,
        status: 'completed' as const,
        content: [{ type: 'output_text' as const, text: ' ok\n', annotations: [], logprobs: [] }],
      },
      {
        type: 'message' as const,
        role: 'user' as const,
        content: [
          { type: 'input_text' as const, text: 'three' },
          { type: 'input_image' as const, detail: 'auto' as const, image_url: 'data:image/png;base64,iVBORw0KGgo=' },
        ],
      },
    ],
    tools,
    tool_choice: 'auto' as const,
    temperature: 0.5,
    store: false,
    include: ['reasoning.encrypted_content' as const],
    metadata: { user_id: 'u-1' },
    text: { format: { type: 'json_schema' as const, name: 'x', schema: { type: 'object' } } },
    max_output_tokens: 100,
  }
  const got = await (await front.raw(body as unknown as JsonObject)).text()
  const { instructions, tool_choice, metadata } = body
  expect(got).toBe(JSON.stringify({ ...reply, instructions, tool_choice, metadata, tools, text: body.text }))
  expect(JSON.stringify(front.sent())).toBe(JSON.stringify(body))
  const { path, headers } = front.provider.requests.at(-1) ?? { path: '', headers: {} }
  expect([path, headers.authorization]).toEqual(['/v1/responses', 'Bearer upstream-key'])
  const plain = await front.client.responses.create({ model, input: 'hello' })
  expect(plain.output_text).toBe('né "🐈"  \n\ttwo  blanks ')
  expect(front.sent()).toEqual({ model, input: 'hello' })
})

test('streamed: every event in its order, numbered, and one whole response at the end', async () => {
  const {
    final,
    types,
    text: said,
  } = await streamed([
    ...start,
    ...itemEvents(0, { id: 'rs_1', type: 'reasoning', summary: [], encrypted_content: 'gAAAAB-_=' }),
    ...textEvents(1, 'hel', 'lo ', '🐈'),
    end(),
  ])
  expect(said).toBe('hello 🐈')
  expect(final.output_text).toBe('hello 🐈')
  expect(final.usage?.total_tokens).toBe(123)
  expect(final.output).toMatchObject(
    [{ id: 'rs_1', type: 'reasoning', encrypted_content: 'gAAAAB-_=' }, text('hello 🐈')].map(
      ({ id: _id, ...item }) => item,
    ),
  )
  expect(types.filter((type, at) => type !== types[at - 1])).toEqual([
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.output_item.done',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.completed',
  ])
  const raw = await (await front.raw({ model, input: 'a', stream: true })).text()
  const numbers = [...raw.matchAll(/"sequence_number":(\d+)/g)].map(([, number]) => Number(number))
  expect(numbers).toEqual(numbers.map((_, at) => at))
  expect(raw).not.toContain('[DONE]')
})

test('thoughts and refusals are texts as any other', async () => {
  const thought = { id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text: 'it is sk-12345678.' }] }
  const no = { ...text(''), content: [{ type: 'refusal', refusal: 'I will not tell sk-12345678.' }] }
  front.plays(response([thought, no]))
  const whole = await front.client.responses.create({ model, input: 'a' })
  const place = { item_id: 'rs_1', output_index: 0, summary_index: 0 }
  const live = await streamed([
    ...start,
    { type: 'response.output_item.added', output_index: 0, item: { ...thought, summary: [] } },
    { type: 'response.reasoning_summary_part.added', ...place, part: { type: 'summary_text', text: '' } },
    { type: 'response.reasoning_summary_text.delta', ...place, delta: 'it is sk-12' },
    { type: 'response.reasoning_summary_text.delta', ...place, delta: '345678.' },
    { type: 'response.output_item.done', output_index: 0, item: thought },
    { type: 'response.output_item.added', output_index: 1, item: { ...no, content: [] } },
    { type: 'response.refusal.delta', item_id: 'msg_1', output_index: 1, content_index: 0, delta: 'I will not tell ' },
    { type: 'response.refusal.delta', item_id: 'msg_1', output_index: 1, content_index: 0, delta: 'sk-12345678.' },
    { type: 'response.output_item.done', output_index: 1, item: no },
    end(),
  ])
  for (const { output } of [whole, live.final])
    expect(output).toMatchObject([
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'it is [REDACTED].' }] },
      { type: 'message', content: [{ type: 'refusal', refusal: 'I will not tell [REDACTED].' }] },
    ])
})

test('a tool call, its result, and the turn behind it', async () => {
  const asked = [text('Let me see.'), call('read', '{"path": "/tmp/../etc"}')]
  front.plays(response(asked))
  const first = await front.client.responses.create({ model, input: 'read it', tools })
  const checked = { ...asked[1], arguments: '{"path":"/etc"}' }
  expect(first.output).toEqual([asked[0], checked])
  const live = await streamed([
    ...start,
    ...textEvents(0, 'Let me ', 'see.'),
    ...itemEvents(1, asked[1] ?? {}, '{"path"', ': "/tmp/', '../etc"}'),
    end(),
  ])
  expect(live.final.output).toMatchObject([{ content: [{ text: 'Let me see.' }] }, checked])
  expect(live.types.filter((type) => type.startsWith('response.function_call_arguments'))).toEqual([
    'response.function_call_arguments.delta',
    'response.function_call_arguments.done',
  ])
  front.plays(response([text('done')]))
  const input = [
    { role: 'user' as const, content: 'read it' },
    ...(first.output as OpenAI.Responses.ResponseInputItem[]),
    {
      type: 'function_call_output' as const,
      call_id: 'call_fc_1',
      output: [
        { type: 'input_text' as const, text: 'root swapme' },
        { type: 'input_image' as const, image_url: 'data:image/png;base64,iVBORw0KGgo=' },
      ],
    },
  ]
  await front.client.responses.create({ model, input, tools })
  const tool = front.rig.seen.inbound.findLast(({ payload }) => payload.source === 'tool')
  expect(tool?.payload).toMatchObject({ text: 'root swapme', meta: { tool: 'read', callId: 'call_fc_1' } })
  expect(JSON.stringify(front.sent().input)).toBe(JSON.stringify(input).replace('root swapme', 'root swapped'))
})

test.for<[string, JsonObject, string]>([
  ['function_call_output', { type: 'function_call_output', call_id: 'c', output: 'EVIL' }, 'tool'],
  ['custom_tool_call_output', { type: 'custom_tool_call_output', call_id: 'c', output: 'EVIL' }, 'tool'],
  [
    'parts of one',
    { type: 'custom_tool_call_output', call_id: 'c', output: [{ type: 'input_text', text: 'EVIL' }] },
    'tool',
  ],
  ['local_shell_call_output', { type: 'local_shell_call_output', id: 'c', output: 'EVIL' }, 'tool'],
  [
    'shell_call_output',
    {
      type: 'shell_call_output',
      call_id: 'c',
      output: [{ stdout: 'EVIL', stderr: '', outcome: { type: 'exit', exit_code: 0 } }],
    },
    'tool',
  ],
  [
    'apply_patch_call_output',
    { type: 'apply_patch_call_output', call_id: 'c', status: 'failed', output: 'EVIL' },
    'tool',
  ],
  ['a message', { role: 'user', content: 'EVIL' }, 'user'],
  ['parts of a message', { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'EVIL' }] }, 'user'],
])('new in the input, %s is stopped; old, it loses its content', async ([, item, source]) => {
  front.plays(response([text('hello')]))
  const before = front.provider.requests.length
  const whole = await (await front.raw({ model, input: [{ role: 'user', content: 'a' }, item] })).json()
  expect(whole).toMatchObject({
    status: 'incomplete',
    incomplete_details: { reason: 'content_filter' },
    output: [{ content: [{ type: 'output_text', text: 'No evil here.' }] }],
    ringwall: { code: 'MARK', layer: 'marks' },
  })
  expect(JSON.stringify(whole)).not.toContain('inner detail')
  expect(front.provider.requests).toHaveLength(before)
  expect(front.rig.seen.inbound.at(-1)?.payload.source).toBe(source)
  await front.raw({ model, input: [item, { role: 'assistant', content: 'ok' }, { role: 'user', content: 'b' }] })
  const sent = JSON.stringify(front.sent().input)
  expect(sent).not.toContain('EVIL')
  expect(sent).toContain('[removed by Ringwall: MARK]')
  expect(sent).toContain(String(item.call_id ?? item.id ?? 'user'))
})

test('what a shell said is rewritten where it stands', async () => {
  front.plays(response([text('hello')]))
  const outcome = { type: 'exit', exit_code: 0 }
  const item = { type: 'shell_call_output', call_id: 'c', output: [{ stdout: 'a swapme', stderr: '', outcome }] }
  const mcp = { type: 'mcp_call', id: 'm', server_label: 's', name: 'n', arguments: '{}', output: 'b swapme' }
  await front.raw({ model, input: [item, mcp, { role: 'user', content: 'a' }] })
  expect(JSON.stringify(front.sent().input)).toBe(
    JSON.stringify([item, mcp, { role: 'user', content: 'a' }]).replaceAll('swapme', 'swapped'),
  )
  const texts = front.rig.seen.inbound.slice(-5).map(({ payload: { source, text: seen } }) => `${source} ${seen}`)
  expect(texts).toEqual(expect.arrayContaining(['tool a swapme', 'tool b swapme']))
})

test('a denied request is an answer in a stream, too', async () => {
  const { final, text: said } = await streamed([], 'EVIL')
  expect(said).toBe('No evil here.')
  expect(final).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'content_filter' } })
})

test('calls of the history are emptied, and what the model wrote is not the operator’s', async () => {
  front.plays(response([text('hello')]))
  const input = [
    { role: 'user', content: 'a' },
    call('read', '{"path":"EVIL"}', 'fc_1'),
    { type: 'custom_tool_call', id: 'ctc_1', call_id: 'c2', name: 'patch', input: 'EVIL' },
    {
      type: 'shell_call',
      id: 'sh_1',
      call_id: 'c3',
      status: 'completed',
      action: { commands: ['echo EVIL'], EVIL: 1, type: 'EVIL' },
    },
    { type: 'apply_patch_call', call_id: 'c4', operation: { type: 'create_file', path: 'EVIL', diff: '+a' } },
    { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'EVIL' }] },
    { type: 'mcp_call', id: 'mcp_1', server_label: 's', name: 'n', arguments: '{}', output: 'EVIL' },
    { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'moats swapme' } },
    { role: 'assistant', content: 'swapme EVIL' },
    { role: 'user', content: 'b' },
  ]
  await front.raw({ model, input })
  expect(front.sent().input).toEqual([
    { role: 'user', content: 'a' },
    call('read', '{"removed":"by Ringwall: MARK"}', 'fc_1'),
    { type: 'custom_tool_call', id: 'ctc_1', call_id: 'c2', name: 'patch', input: '[removed by Ringwall: MARK]' },
    { ...input[3], action: { commands: ['[removed by Ringwall: MARK]'], type: '[removed by Ringwall: MARK]' } },
    {
      ...input[4],
      operation: { type: 'create_file', path: '[removed by Ringwall: MARK]', diff: '[removed by Ringwall: MARK]' },
    },
    { type: 'reasoning', id: 'rs_1', summary: [] },
    { ...input[7], action: { type: 'search', query: 'moats swapped' } },
    { role: 'assistant', content: '[removed by Ringwall: MARK]' },
    { role: 'user', content: 'b' },
  ])
})

test('instructions of the layers stand behind the operator’s own, and are not shown', async () => {
  front.plays(response([text('hello')], { instructions: 'Be kind.\n\nStay calm.' }))
  const { instructions } = await front.client.responses.create({ model, input: 'REMIND me', instructions: 'Be kind.' })
  expect(front.sent().instructions).toBe('Be kind.\n\nStay calm.')
  expect(instructions).toBe('Be kind.')
  await front.client.responses.create({ model, input: 'REMIND me' })
  expect(front.sent().instructions).toBe('Stay calm.')
})

test('calls of every kind are asked about, and a denied one never reaches the client', async () => {
  const kinds: JsonObject[] = [
    { id: 'ctc_1', type: 'custom_tool_call', call_id: 'c1', name: 'patch', input: 'any text' },
    {
      id: 'sh_1',
      type: 'shell_call',
      status: 'completed',
      call_id: 'c2',
      action: { commands: ['ls'], timeout_ms: null },
    },
    {
      id: 'lsh_1',
      type: 'local_shell_call',
      status: 'completed',
      call_id: 'c3',
      action: { type: 'exec', command: ['ls'] },
    },
    {
      id: 'ap_1',
      type: 'apply_patch_call',
      status: 'completed',
      call_id: 'c4',
      operation: { type: 'delete_file', path: 'a' },
    },
    {
      id: 'cu_1',
      type: 'computer_call',
      status: 'completed',
      call_id: 'c5',
      action: { type: 'click', button: 'left', x: 1, y: 2 },
      pending_safety_checks: [{ id: 's', code: 'malicious', message: 'look out' }],
    },
    call('read', '{}', 'fc_9'),
  ]
  const all = [...kinds, call('rm', '{"path":"/"}'), call('pay', '{}', 'fc_2')]
  front.plays(response(all))
  const whole = await front.client.responses.create({ model, input: 'a', tools })
  const live = await streamed([...start, ...all.flatMap((item, at) => itemEvents(at, item)), end(all)])
  for (const reply of [whole, live.final]) {
    expect(reply.output.slice(0, -1)).toMatchObject(kinds)
    expect(reply.output.at(-1)).toMatchObject({ type: 'message', content: [{ text: 'No rm.' }] })
    expect(reply).toMatchObject({ status: 'incomplete', ringwall: { code: 'MARK', layer: 'marks' } })
  }
  const odd = await streamed([...start, ...itemEvents(0, call('read', '{"path":')), end()])
  expect(odd.final).toMatchObject({ ringwall: { code: 'TOOL_ARGS_INVALID' } })
})

test('a tool of a namespace is not the one that has its name without', async () => {
  const seen: string[] = []
  const guard = withMeta(front.rig.kernel, {})
  const spied: Guard = {
    ...guard,
    onToolCall(asked, session) {
      seen.push(asked.tool)
      return guard.onToolCall(asked, session)
    },
  }
  await using own = await startFront({}, { wall: { for: () => spied as Kernel } })
  const namespaced = { ...call('read', '{"path":"/tmp/../etc"}'), namespace: 'crm' }
  own.plays(
    response([
      namespaced,
      { id: 'ct_1', type: 'custom_tool_call', call_id: 'c', name: 'patch', namespace: 'crm', input: 'x' },
    ]),
  )
  const reply = await own.client.responses.create({ model, input: 'a' })
  expect(reply.output).toMatchObject([
    { name: 'read', namespace: 'crm', arguments: '{"path":"/etc"}' },
    { name: 'patch', namespace: 'crm' },
  ])
  expect(seen).toEqual(['crm.read', 'crm.patch'])
  await own.raw({
    model,
    input: [namespaced as JsonObject, { type: 'function_call_output', call_id: 'call_fc_1', output: 'ok' }],
  })
  expect(front.rig.seen.inbound.slice(-2).map(({ payload }) => payload.meta?.tool)).toEqual(['crm.read', 'crm.read'])
})

test('probabilities may be left out', async () => {
  const content = [{ type: 'output_text', text: 'hello' }]
  const item = { ...text(''), content }
  front.plays(response([item]))
  expect((await front.client.responses.create({ model, input: 'a' })).output_text).toBe('hello')
  expect((await streamed([...start, ...itemEvents(0, item), end()])).final.output_text).toBe('hello')
})

test('two calls of one id, whatever their kinds: the reply is refused, and of a stream the second is never sent', async () => {
  const other: JsonObject = { id: 'ctc_1', type: 'custom_tool_call', call_id: 'call_fc_1', name: 'patch', input: 'x' }
  const both = [call('read', '{}'), other]
  front.plays(response(both))
  const whole = front.client.responses.create({ model, input: 'a', tools })
  await expect(whole).rejects.toMatchObject({ status: 502, code: 'UPSTREAM_INVALID' })
  front.plays(sse(...start, ...both.flatMap((item, at) => itemEvents(at, item)), end(both)))
  const stream = front.client.responses.stream({ model, input: 'a', tools })
  const done: string[] = []
  stream.on('response.output_item.done', ({ item }) => done.push(item.type))
  await expect(stream.finalResponse()).rejects.toMatchObject({ code: 'UPSTREAM_INVALID' })
  expect(done).toEqual(['function_call'])
})

test('a call that was cut off is nobody’s to run', async () => {
  const cut = { ...call('read', '{"path": "/'), status: 'incomplete' }
  const more = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }
  front.plays(response([text('so'), cut], more))
  const whole = await front.client.responses.create({ model, input: 'a', tools })
  const last = { ...end([], more), type: 'response.incomplete' }
  const live = await streamed([...start, ...textEvents(0, 'so'), ...itemEvents(1, cut), last])
  for (const reply of [whole, live.final]) {
    expect(reply).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } })
    expect(reply.output).toMatchObject([{ type: 'message' }])
    expect(reply).not.toHaveProperty('ringwall')
  }
})

test('a denial in the middle of a text ends it, and upstream is let go', async () => {
  const closed = Promise.withResolvers<void>()
  front.plays((answer) => {
    answer.on('close', () => closed.resolve())
    const events = [...start, ...textEvents(0, 'A long beginning. ', 'It is FORBID', 'DEN to', ' say and so on and on')]
    openSse(answer).write(sse(...events.slice(0, -3)))
  })
  const final = await front.client.responses.stream({ model, input: 'a' }).finalResponse()
  await closed.promise
  expect(final.output_text).toMatch(/^A long.*\n\nNot for you\.$/s)
  expect(JSON.stringify(final)).not.toContain('FORBID')
  expect(final).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'content_filter' } })
  front.plays(response([text('FORBIDDEN'), call('read', '{}')]))
  const whole = await front.client.responses.create({ model, input: 'a', tools })
  expect(whole).toMatchObject({ status: 'incomplete', output: [{ content: [{ text: 'Not for you.' }] }] })
})

test('items, parts and events of unknown types are held', async () => {
  const odd = { id: 'x_1', type: 'telepathy', text: 'LEAK' }
  const searched = { id: 'ws_1', type: 'web_search_call', status: 'completed', action: { query: 'LEAK' } }
  const message = text('hello')
  const parts = [...(message.content as JsonObject[]), { type: 'hologram', text: 'LEAK' }]
  const cited = [{ ...parts[0], annotations: [{ type: 'url_citation', url: 'LEAK', title: 'LEAK' }] }, parts[1] ?? {}]
  front.plays(
    response([odd, searched, { ...message, content: cited, LEAK: 'LEAK' }], {
      extra: 'LEAK',
      reasoning: { LEAK: 1, effort: 'LEAK' },
      service_tier: 'LEAK',
    }),
  )
  const whole = await (await front.raw({ model, input: 'a' })).text()
  const events = [
    ...start,
    ...itemEvents(0, odd),
    { type: 'response.telepathy.delta', output_index: 0, delta: 'LEAK' },
    ...itemEvents(1, searched),
    ...textEvents(2, 'hel', 'lo'),
    { type: 'response.output_text.annotation.added', output_index: 2, annotation: { title: 'LEAK' } },
    end([odd], { extra: 'LEAK' }),
  ]
  front.plays(sse(...events))
  const live = await (await front.raw({ model, input: 'a', stream: true })).text()
  for (const told of [whole, live]) expect(told).not.toContain('LEAK')
  expect((await streamed(events)).final.output_text).toBe('hello')
})

test('errors are the client’s own classes', async () => {
  const asked = () => front.client.responses.create({ model, input: 'a' })
  const tell = (status: number, error: JsonObject, headers = {}) =>
    front.plays((answer) => sendJson(answer, { error }, status, headers))
  tell(429, { message: 'slow down', type: 'requests', code: 'rate_limit_exceeded' }, { 'retry-after': '7' })
  const limited = await asked().catch((error: unknown) => error)
  expect(limited).toBeInstanceOf(OpenAI.RateLimitError)
  expect((limited as InstanceType<typeof OpenAI.RateLimitError>).headers?.get('retry-after')).toBe('7')
  tell(500, { message: 'FORBIDDEN' })
  await expect(asked()).rejects.toMatchObject({ status: 500, code: 'UPSTREAM_ERROR' })
  front.plays((answer) => sendJson(answer, { choices: [] }))
  await expect(asked()).rejects.toMatchObject({ status: 502, code: 'UPSTREAM_INVALID' })
  front.plays(response([], { status: 'queued' }))
  await expect(asked()).rejects.toMatchObject({ status: 502, code: 'UPSTREAM_INVALID' })
  front.plays(response([], { status: 'failed', error: { code: 'server_error', message: 'it broke' } }))
  expect(await asked()).toMatchObject({ status: 'failed', error: { code: 'server_error', message: 'it broke' } })
  front.plays((answer) => answer.destroy())
  await expect(asked()).rejects.toBeInstanceOf(OpenAI.InternalServerError)
})

test('a stream that breaks off throws instead of passing for a whole one', async () => {
  const begun = [...start, ...textEvents(0, 'half of', ' a reply').slice(0, -3)]
  const error = { type: 'error', code: 'server_error', message: 'it broke', param: null }
  const failed = {
    type: 'response.failed',
    response: response([], { error: { code: 'server_error', message: 'it broke' } }),
  }
  const delta = { type: 'response.output_text.delta', output_index: 4, content_index: 0, delta: 'x' }
  for (const [events, code] of [
    [[...begun, error], 'server_error'],
    [[...begun, failed], 'server_error'],
    [[...begun, { type: 'response.failed', response: null }], 'UPSTREAM_ERROR'],
    [begun, 'UPSTREAM_INTERRUPTED'],
    [[...begun, delta], 'UPSTREAM_INVALID'],
    [[...begun, end()], 'UPSTREAM_INVALID'],
    [[...begun, start[0] ?? {}], 'UPSTREAM_INVALID'],
    [[...begun, { type: 'response.completed', response: {} }], 'UPSTREAM_INVALID'],
    [[...begun, { type: 'response.output_item.done', output_index: 9, item: text('x') }], 'UPSTREAM_INVALID'],
    [[...begun, { type: 'response.output_item.done', output_index: 0, item: call('read', '{}') }], 'UPSTREAM_INVALID'],
    [[error], 'server_error'],
  ] as [JsonObject[], string][]) {
    front.plays(sse(...events))
    const stream = front.client.responses.stream({ model, input: 'a' })
    let said = ''
    stream.on('response.output_text.delta', ({ delta: piece }) => (said += piece))
    await expect(stream.finalResponse()).rejects.toMatchObject({ code })
    expect(said).toBe(events.length > 1 ? 'half of a reply' : '')
  }
  for (const [raw, code] of [
    [sse(...begun) + 'data: {"type":\n\n', 'UPSTREAM_INVALID'],
    [sse(...begun) + 'data: []\n\n', 'UPSTREAM_INVALID'],
    [sse(...textEvents(0, 'a')), 'UPSTREAM_INVALID'],
    [sse(...start, end([text('never streamed')])), 'UPSTREAM_INVALID'],
    ['', 'UPSTREAM_INTERRUPTED'],
  ]) {
    front.plays(raw ?? '')
    await expect(front.client.responses.stream({ model, input: 'a' }).finalResponse()).rejects.toMatchObject({ code })
  }
})

test('upstream is killed in mid-stream', async () => {
  front.plays((answer) => {
    openSse(answer).write(sse(...start, ...textEvents(0, 'half of a reply').slice(0, -3)), () => answer.destroy())
  })
  await expect(front.client.responses.stream({ model, input: 'a' }).finalResponse()).rejects.toMatchObject({
    code: 'UPSTREAM_INTERRUPTED',
  })
})

test('a client that leaves ends the upstream request', async () => {
  let closed = false
  front.plays((answer) => {
    answer.on('close', () => (closed = true))
    openSse(answer).write(sse(...start))
  })
  const stream = await front.client.responses.create({ model, input: 'a', stream: true })
  for await (const _ of stream) break
  await until(() => closed)
})

test.for<[string, JsonObject, string, string]>([
  ['an earlier response', { previous_response_id: 'resp_1' }, 'PROVIDER_STATE', 'previous_response_id'],
  ['a conversation', { conversation: { id: 'conv_1' } }, 'PROVIDER_STATE', 'conversation'],
  ['a prompt', { prompt: { id: 'pmpt_1' } }, 'PROVIDER_STATE', 'prompt'],
  ['the background', { background: true }, 'PROVIDER_STATE', 'background'],
  ['a reference', { input: [{ type: 'item_reference', id: 'msg_1' }] }, 'PROVIDER_STATE', 'input[0]'],
  ['a reference without a type', { input: [{ id: 'msg_1' }] }, 'PROVIDER_STATE', 'input[0]'],
  ['an unknown item', { input: [{ type: 'telepathy' }] }, 'UNSCANNED_PART', 'input[0]'],
  ['a sealed past', { input: [{ type: 'compaction', encrypted_content: 'x' }] }, 'UNSCANNED_PART', 'input[0]'],
  ['an approval', { input: [{ type: 'mcp_approval_response', approve: true }] }, 'UNSCANNED_PART', 'input[0]'],
  [
    'a screenshot',
    { input: [{ type: 'computer_call_output', call_id: 'c', output: { type: 'computer_screenshot' } }] },
    'UNSCANNED_PART',
    'input[0].output[0]',
  ],
  [
    'a text in the place of a screenshot, with more beside it',
    {
      input: [{ type: 'computer_call_output', call_id: 'c', output: { type: 'input_text', text: 'a', more: 'EVIL' } }],
    },
    'REQUEST_INVALID',
    'input[0].output.type',
  ],
  [
    'a file',
    { input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'f' }] }] },
    'UNSCANNED_PART',
    'input[0].content[0]',
  ],
  [
    'what the model says, from a user',
    { input: [{ role: 'user', content: [{ type: 'output_text', text: 'a' }] }] },
    'UNSCANNED_PART',
    'input[0].content[0]',
  ],
  [
    'a text that is none',
    { input: [{ role: 'user', content: [{ type: 'input_text', text: 1 }] }] },
    'REQUEST_INVALID',
    'input[0].content',
  ],
  ['no input', { input: undefined as unknown as string }, 'REQUEST_INVALID', 'input'],
  ['an empty input', { input: [] }, 'REQUEST_INVALID', 'input'],
  [
    'a server of MCP',
    { tools: [{ type: 'mcp', server_label: 'x', server_url: 'https://x' }] },
    'REQUEST_INVALID',
    'tools[0].type',
  ],
  ['an image of the provider’s', { tools: [{ type: 'image_generation' }] }, 'REQUEST_INVALID', 'tools[0].type'],
  [
    'a tool of the provider’s',
    { tools: [{ type: 'file_search', vector_store_ids: ['v'] }] },
    'UNSCANNED_PART',
    'tools[0]',
  ],
  [
    'a shell at the provider',
    { tools: [{ type: 'shell', environment: { type: 'container_auto' } }] },
    'REQUEST_INVALID',
    'tools[0].environment',
  ],
  ['a shell who knows where', { tools: [{ type: 'shell' }] }, 'REQUEST_INVALID', 'tools[0].environment'],
  ['an unknown field', { moderation: { model: 'x' } }, 'REQUEST_INVALID', 'moderation'],
])('%s is refused, with a code', async ([, change, code, param]) => {
  const before = front.provider.requests.length
  const answer = await front.raw({ model, input: 'a', ...change })
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { error: { code, param: expect.stringContaining(param) } },
  ])
  expect(front.provider.requests).toHaveLength(before)
})

test('what the provider keeps is neither fetched nor changed', async () => {
  const before = front.provider.requests.length
  for (const [method, path] of [
    ['GET', '/v1/responses/resp_1'],
    ['GET', '/v1/responses/resp_1?stream=true'],
    ['DELETE', '/v1/responses/resp_1'],
    ['POST', '/v1/responses/resp_1/cancel'],
    ['GET', '/v1/responses/resp_1/input_items'],
    ['POST', '/v1/responses/compact'],
  ] as const) {
    const answer = await front.raw({}, path, method)
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { code: 'PROVIDER_STATE' } }])
  }
  await expect(front.client.responses.retrieve('resp_1')).rejects.toBeInstanceOf(OpenAI.BadRequestError)
  const stranger = await fetch(`${front.rig.gateway.url}/v1/responses/resp_1`)
  expect(stranger.status).toBe(401)
  expect(front.provider.requests).toHaveLength(before)
})

test('a tool that the provider runs passes where the operator listed it, and is asked about before', async () => {
  front.plays(response([text('found')]))
  const search: OpenAI.Responses.Tool = { type: 'web_search', search_context_size: 'low' }
  await front.client.responses.create({ model, input: 'a', tools: [search] })
  expect(front.sent().tools).toEqual([search])
})

test('the probabilities of words repeat what a layer redacts, so they are not asked for', async () => {
  front.plays(response([text('hello')]))
  await front.client.responses.create({ model, input: 'a', top_logprobs: 5, include: ['message.output_text.logprobs'] })
  expect(front.sent()).toEqual({ model, input: 'a', include: [] })
})

test('the built-in stand-in speaks it, too', async () => {
  await using bare = await startRig()
  const client = new OpenAI({ baseURL: `${bare.gateway.url}/v1`, apiKey: TOKEN, maxRetries: 0 })
  const asked = { model: STAND_IN_MODEL, input: 'hello 🐈' }
  const whole = await client.responses.create(asked)
  const live = await client.responses.stream(asked).finalResponse()
  for (const { output_text: said, usage } of [whole, live]) {
    expect(said).toBe('stand-in model: you said "hello 🐈"')
    expect(usage?.total_tokens).toBeGreaterThan(5)
  }
  const call = { ...asked, input: 'please call read {"path": "/tmp/../etc"}', tools: tools.slice(0, 1) }
  const called = await client.responses.create(call)
  expect(called.output).toMatchObject([{ type: 'function_call', name: 'read', arguments: '{"path":"/etc"}' }])
  const [item] = (await client.responses.stream(call).finalResponse()).output
  if (item?.type !== 'function_call') throw new Error('no call')
  const output = { type: 'function_call_output' as const, call_id: item.call_id, output: 'root:x' }
  const after = await client.responses.create({ ...asked, input: [{ role: 'user', content: 'a' }, output] })
  expect(after.output_text).toBe('stand-in model: the tool said "root:x"')
  await expect(client.responses.create({ model: 'gpt-none', input: 'a' })).rejects.toMatchObject({ status: 404 })
})

test('messages that follow each other are read as one, and phases stay apart', async () => {
  const said = (what: string, id: string, phase?: string): JsonObject => ({
    ...text(what, id),
    ...(phase && { phase }),
  })
  front.plays(response([said('it is sk-12', 'msg_0'), said('345678.', 'msg_1')]))
  const whole = await front.client.responses.create({ model, input: 'a' })
  const live = await streamed([...start, ...textEvents(0, 'it is sk-12'), ...textEvents(1, '345678.'), end()])
  for (const { output, output_text: shown } of [whole, live.final]) {
    expect(shown).toBe('it is [REDACTED].')
    expect(output).toHaveLength(1)
  }
  front.plays(response([said('one', 'msg_0', 'commentary'), said('two', 'msg_1', 'final_answer')]))
  const { output } = await front.client.responses.create({ model, input: 'a' })
  expect(output).toMatchObject([{ phase: 'commentary' }, { phase: 'final_answer', content: [{ text: 'two' }] }])
})
