import type { JsonObject } from '@ringwall/core'
import { expect, test } from 'vitest'
import { ask, completion, sendJson, startProvider, startRig } from './harness.ts'

interface Reply {
  readonly choices: { index: number; message: JsonObject; finish_reason: string }[]
  readonly ringwall?: JsonObject
  readonly usage?: JsonObject
}

async function exchange(request: JsonObject, reply: JsonObject) {
  const provider = await startProvider((response) => sendJson(response, reply))
  await using rig = await startRig(provider)
  const response = await rig.post(request)
  const text = await response.text()
  const body = JSON.parse(text) as Reply
  await provider.close()
  return { response, text, body, sent: provider.requests[0], seen: rig.seen }
}

const hello = completion({ content: 'hello' })

test('passes an ordinary conversation, with the key of the upstream and without the token of the client', async () => {
  const { response, body, sent, seen } = await exchange(ask('hi', { temperature: 0.5 }), hello)
  expect(response.status).toBe(200)
  expect(response.headers.get('x-ringwall-outcome')).toBe('allow')
  expect(response.headers.get('x-ringwall-trace-id')).toMatch(/^[0-9a-f]{32}$/)
  expect(body.choices).toEqual([
    { index: 0, message: { role: 'assistant', content: 'hello', refusal: null }, finish_reason: 'stop' },
  ])
  expect(sent?.path).toBe('/v1/chat/completions')
  expect(sent?.headers.authorization).toBe('Bearer upstream-key')
  expect(sent?.body).toEqual({
    model: 'm-1',
    messages: [{ role: 'user', content: 'hi' }],
    temperature: 0.5,
    stream: false,
  })
  expect(seen.inbound.map(({ payload }) => payload)).toEqual([{ source: 'user', text: 'hi', meta: {} }])
  expect(seen.inbound[0]?.session).toMatchObject({ tenantId: 'acme', agentId: 'helper', userId: 'alice' })
})

test('answers a denied question as filtered content, without asking the upstream', async () => {
  const { response, text, body, sent } = await exchange(ask('EVIL', { n: 2 }), hello)
  expect(response.status).toBe(200)
  expect(response.headers.get('x-ringwall-outcome')).toBe('deny')
  expect(body.choices).toMatchObject([
    { index: 0, message: { content: 'No evil here.' }, finish_reason: 'content_filter' },
    { index: 1, message: { content: 'No evil here.' }, finish_reason: 'content_filter' },
  ])
  expect(body.ringwall).toMatchObject({ outcome: 'deny', code: 'MARK', layer: 'marks' })
  expect(body.ringwall?.traceId).toBe(response.headers.get('x-ringwall-trace-id'))
  expect(text).not.toContain('inner detail')
  expect(sent).toBeUndefined()
})

test('an ask that nobody settled is no allow', async () => {
  const { response, body, sent } = await exchange(ask('ASKME'), hello)
  expect(response.headers.get('x-ringwall-outcome')).toBe('ask')
  expect(body.choices[0]?.message.content).toContain('approval')
  expect(sent).toBeUndefined()
})

test('scans each kind of message as what it is, and the operator’s own not', async () => {
  const call = { id: 'c1', type: 'function', function: { name: 'read', arguments: '{"p":"\\u0061b"}' } }
  const { sent, seen } = await exchange(
    {
      model: 'm-1',
      messages: [
        { role: 'system', content: 'EVIL is the operator’s word' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'one', cache: 'x' },
            { type: 'text', text: 'two swapme' },
          ],
          name: 'bob',
        },
        { role: 'assistant', content: null, refusal: null, tool_calls: [call], annotations: ['dropped'] },
        { role: 'tool', tool_call_id: 'c1', content: 'result REMIND' },
        { role: 'user', content: 'again REMIND' },
      ],
      tools: [
        {
          type: 'function',
          function: { name: 'read', description: 'reads', parameters: { p: { description: 'a path' } } },
        },
      ],
      user: 'u-1',
      logprobs: true,
      top_logprobs: 3,
      seed: 7,
    },
    hello,
  )
  expect(seen.inbound.map(({ payload }) => [payload.source, payload.text, payload.meta])).toEqual([
    ['user', 'bob', { part: 'name' }],
    ['user', 'one', {}],
    ['user', 'two swapme', {}],
    ['user', 'one two swapme', { joined: true }],
    ['channel', 'p\nab', { role: 'assistant', tool: 'read', structured: true }],
    ['tool', 'result REMIND', { callId: 'c1', tool: 'read' }],
    ['user', 'again REMIND', {}],
    [
      'skill',
      'name\nread\ndescription\nreads\nparameters\np\ndescription\na path',
      { tool: 'read', structured: true, definition: expect.objectContaining({ name: 'read' }) },
    ],
    ['api', 'u-1', { field: 'user', structured: true }],
  ])
  expect(sent?.body).toEqual({
    model: 'm-1',
    messages: [
      { role: 'system', content: 'EVIL is the operator’s word' },
      { role: 'system', content: 'Stay calm.' },
      {
        role: 'user',
        name: 'bob',
        content: [
          { type: 'text', text: 'one' },
          { type: 'text', text: 'two swapped' },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'read', arguments: '{"p":"ab"}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'result REMIND' },
      { role: 'user', content: 'again REMIND' },
    ],
    tools: [
      {
        type: 'function',
        function: { name: 'read', description: 'reads', parameters: { p: { description: 'a path' } } },
      },
    ],
    user: 'u-1',
    seed: 7,
    stream: false,
  })
})

test('removes what is denied in the history and goes on', async () => {
  const call = { id: 'c1', type: 'function', function: { name: 'read', arguments: '{"a":"\\u0045VIL"}' } }
  const { response, sent } = await exchange(
    {
      model: 'm-1',
      messages: [
        { role: 'user', content: 'EVIL' },
        { role: 'assistant', content: 'ASKME', tool_calls: [call] },
        { role: 'tool', tool_call_id: 'c1', content: 'EVIL' },
        { role: 'assistant', content: 'ok', tool_calls: [{ ...call, id: 'c2' }] },
        { role: 'user', content: 'fine' },
      ],
    },
    hello,
  )
  expect(response.status).toBe(200)
  const removed = '[removed by Ringwall: MARK]'
  const emptied = { name: 'read', arguments: '{"removed":"by Ringwall: MARK"}' }
  expect(sent?.body.messages).toEqual([
    { role: 'user', content: removed },
    { role: 'assistant', content: removed, tool_calls: [{ ...call, function: emptied }] },
    { role: 'tool', tool_call_id: 'c1', content: removed },
    { role: 'assistant', content: 'ok', tool_calls: [{ ...call, id: 'c2', function: emptied }] },
    { role: 'user', content: 'fine' },
  ])
})

test('rewrites the arguments of old calls where they stand', async () => {
  const call = (id: string, args: JsonObject) => ({
    id,
    type: 'function',
    function: { name: 'read', arguments: JSON.stringify(args) },
  })
  const old = [
    call('c1', { a: ['swapme', { b: 'x "swapme"\n', swapme: 7 }], empty: '', n: null }),
    call('c2', { a: 'as it is' }),
    call('c3', { a: 'split sw', b: 'swapme' }),
  ]
  const messages = [
    { role: 'assistant', content: 'ok', tool_calls: old },
    { role: 'user', content: 'fine' },
  ]
  const { sent } = await exchange({ model: 'm-1', messages }, hello)
  const calls = [
    call('c1', { a: ['swapped', { b: 'x "swapped"\n', swapped: 7 }], empty: '', n: null }),
    call('c2', { a: 'as it is' }),
    call('c3', { a: 'split sw', b: 'swapped' }),
  ]
  expect(sent?.body.messages).toMatchObject([{ tool_calls: calls }, { role: 'user' }])
})

test('a denied message of the assistant’s is removed also where it is the last', async () => {
  const messages = [
    { role: 'user', content: 'go on' },
    { role: 'assistant', content: 'Sure: EVIL' },
  ]
  const { sent } = await exchange({ model: 'm-1', messages }, hello)
  expect(sent?.body.messages).toEqual([messages[0], { role: 'assistant', content: '[removed by Ringwall: MARK]' }])
})

const denied: [string, JsonObject][] = [
  [
    'a tool result of the new turn',
    {
      messages: [
        { role: 'user', content: 'a' },
        { role: 'tool', tool_call_id: 'x', content: 'EVIL' },
      ],
    },
  ],
  ['the description of a tool', { tools: [{ type: 'function', function: { name: 't', description: 'EVIL' } }] }],
  [
    'the last of many tools',
    {
      tools: Array.from({ length: 20 }, (_, at) => ({
        type: 'function',
        function: { name: `t${at}`, description: at === 19 ? 'EVIL' : `tool ${at}` },
      })),
    },
  ],
  [
    'a parameter of a tool',
    { tools: [{ type: 'function', function: { name: 't', parameters: { EVIL: { type: 'string' } } } }] },
  ],
  ['a key beside the function of a tool', { tools: [{ type: 'function', function: { name: 't' }, note: ['EVIL'] }] }],
  ['a rewritten description', { tools: [{ type: 'function', function: { name: 't', description: 'swapme' } }] }],
  ['a response format', { response_format: { type: 'json_schema', json_schema: { name: 'x', description: 'EVIL' } } }],
  ['a rewritten field', { metadata: { a: 'swapme' } }],
  ['an unknown field', { whatever: [[{ deep: 'EVIL' }]] }],
  ['a plain string field', { stop: 'EVIL' }],
  ['a prediction', { prediction: { type: 'content', content: 'EVIL' } }],
  [
    'a sentence cut into parts',
    {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'EV' },
            { type: 'text', text: 'EVIL' },
          ],
        },
      ],
    },
  ],
  ['a name', { messages: [{ role: 'user', name: 'EVIL', content: 'a' }] }],
]
test.for(denied)('denies a request for %s', async ([, change]) => {
  const { body, sent } = await exchange({ ...ask('hi'), ...change }, hello)
  expect(body.choices[0]?.finish_reason).toBe('content_filter')
  expect(sent).toBeUndefined()
})

test('redacts every text of a reply and drops what is not on the list', async () => {
  const secret = 'key sk-12345678.'
  const { text, body } = await exchange(
    ask('hi'),
    completion(
      {
        content: secret,
        refusal: secret,
        reasoning_content: secret,
        reasoning: secret,
        annotations: [secret],
        audio: { data: secret },
      },
      {
        id: 'id with sk-12345678',
        service_tier: 'default',
        system_fingerprint: 'a b',
        usage: { total_tokens: 3, note: secret },
        prompt_filter_results: secret,
      },
    ),
  )
  expect(text).not.toContain('12345678')
  expect(body.choices[0]?.message).toEqual({
    role: 'assistant',
    content: 'key [REDACTED].',
    refusal: 'key [REDACTED].',
    reasoning_content: 'key [REDACTED].',
  })
  expect(body).toMatchObject({ service_tier: 'default', usage: { total_tokens: 3 } })
  expect(body).not.toHaveProperty('system_fingerprint')
})

test('a reply that is denied ends its own choice alone', async () => {
  const choice = (index: number, content: string) => ({
    index,
    message: { role: 'assistant', content },
    finish_reason: 'stop',
  })
  const { response, text, body } = await exchange(
    ask('hi', { n: 2 }),
    completion({}, { choices: [choice(0, 'this is FORBIDDEN'), choice(1, 'fine')] }),
  )
  expect(response.headers.get('x-ringwall-outcome')).toBe('deny')
  expect(text).not.toContain('FORBIDDEN')
  expect(body.choices).toMatchObject([
    { message: { content: 'Not for you.' }, finish_reason: 'content_filter' },
    { message: { content: 'fine' }, finish_reason: 'stop' },
  ])
})

const call = (name: string, args: string, id = 'c1') => ({ id, type: 'function', function: { name, arguments: args } })

test('rewrites and re-serialises the arguments of a call', async () => {
  const { body } = await exchange(
    ask('hi'),
    completion({
      content: 'soon',
      tool_calls: [
        call('read', ' {"path":"/tmp/../etc"} '),
        call('read', '{"a":1,"a":2}', 'c2'),
        call('now', '', 'c3'),
      ],
    }),
  )
  expect(body.choices[0]?.finish_reason).toBe('tool_calls')
  expect(body.choices[0]?.message).toMatchObject({
    content: 'soon',
    tool_calls: [call('read', '{"path":"/etc"}'), call('read', '{"a":2}', 'c2'), call('now', '{}', 'c3')],
  })
})

test('refuses a reply in which two calls have one id, since their results could not be told apart', async () => {
  const { response, body } = await exchange(
    ask('hi'),
    completion({ content: 'soon', tool_calls: [call('read', '{}'), call('list', '{}')] }),
  )
  expect(response.status).toBe(502)
  expect(body).toMatchObject({ error: { code: 'UPSTREAM_INVALID' } })
})

test('calls whose ids are none get one each', async () => {
  const { body } = await exchange(
    ask('hi'),
    completion({ content: null, tool_calls: [call('read', '{}', ''), call('list', '{}', '')] }),
  )
  const calls = body.choices[0]?.message.tool_calls as readonly JsonObject[] | undefined
  expect(new Set(calls?.map(({ id }) => id)).size).toBe(2)
})

test.for([
  ['a denied tool', call('rm', '{}'), 'MARK', 'No rm.'],
  ['a tool that needs approval', call('pay', '{}'), 'MARK', 'approval'],
  ['arguments that are no JSON', call('read', '{"a":'), 'TOOL_ARGS_INVALID', 'cannot be checked'],
  ['arguments that are no object', call('read', '["a"]'), 'TOOL_ARGS_INVALID', 'cannot be checked'],
  ['a name that is a sentence', call('read this now', '{}'), 'TOOL_NAME_INVALID', 'cannot be checked'],
] as const)('removes %s and says so', async ([, bad, code, message]) => {
  const { body } = await exchange(
    ask('hi'),
    completion({ content: 'soon', tool_calls: [call('read', '{}', 'ok'), bad] }),
  )
  expect(body.choices[0]?.finish_reason).toBe('content_filter')
  expect(body.choices[0]?.message.content).toMatch(new RegExp(`^soon\n\n.*${message}`))
  expect(body.choices[0]?.message.tool_calls).toEqual([call('read', '{}', 'ok')])
  expect(body.ringwall?.code).toBe(code)
})
