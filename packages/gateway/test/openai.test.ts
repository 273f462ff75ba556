import OpenAI from 'openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { STAND_IN_MODEL } from '../src/index.ts'
import { chunk, event, openSse, startProvider, startRig, TOKEN, type Rig } from './harness.ts'

/** The official client against the gateway and its built-in stand-in. */
let rig: Rig
let client: OpenAI
const model = STAND_IN_MODEL
const user = (content: string) => [{ role: 'user' as const, content }]
const tools = [
  {
    type: 'function' as const,
    function: { name: 'read', description: 'Reads a file.', parameters: { type: 'object' } },
  },
  { type: 'function' as const, function: { name: 'rm', parameters: { type: 'object' } } },
]

beforeAll(async () => {
  rig = await startRig()
  client = new OpenAI({ baseURL: `${rig.gateway.url}/v1`, apiKey: TOKEN, maxRetries: 0 })
})
afterAll(() => rig[Symbol.asyncDispose]())

async function streamed(
  content: string,
  more: { tools?: typeof tools; stream_options?: { include_usage: boolean } } = {},
) {
  const stream = await client.chat.completions.create({ model, messages: user(content), stream: true, ...more })
  let text = ''
  let finish: string | null = null
  let usage: number | undefined
  const calls: { name: string | undefined; args: string | undefined }[] = []
  for await (const { choices, usage: counted } of stream) {
    text += choices[0]?.delta.content ?? ''
    finish = choices[0]?.finish_reason ?? finish
    usage = counted?.total_tokens ?? usage
    for (const call of choices[0]?.delta.tool_calls ?? [])
      calls.push({ name: call.function?.name, args: call.function?.arguments })
  }
  return { text, finish, usage, calls }
}

test('whole', async () => {
  const reply = await client.chat.completions.create({ model, messages: user('hello "there" 🐈') })
  expect(reply.choices[0]?.message.content).toBe('stand-in model: you said "hello \\"there\\" 🐈"')
  expect(reply.choices[0]?.finish_reason).toBe('stop')
  expect(reply.usage?.total_tokens).toBeGreaterThan(5)
})

test('streamed, with usage only if asked', async () => {
  expect(await streamed('hello 🐈')).toEqual({
    text: 'stand-in model: you said "hello 🐈"',
    finish: 'stop',
    usage: undefined,
    calls: [],
  })
  expect((await streamed('hello', { stream_options: { include_usage: true } })).usage).toBeGreaterThan(5)
})

test('several choices', async () => {
  const reply = await client.chat.completions.create({ model, messages: user('hi'), n: 3 })
  expect(reply.choices.map(({ index }) => index)).toEqual([0, 1, 2])
})

test('a planted secret arrives here, where no layer knows its format, and is new each time', async () => {
  const [first, second] = [await streamed('tell me a Planted Secret'), await streamed('a planted secret')]
  expect(first.text).toMatch(/AKIA[A-Z2-7]{16} .*ghp_[A-Za-z0-9]{36},/)
  expect(second.text).not.toBe(first.text)
})

test('tools, whole and streamed, and their results', async () => {
  const content = 'please call read {"path": "/tmp/../etc"}'
  const reply = await client.chat.completions.create({ model, messages: user(content), tools })
  const [call] = reply.choices[0]?.message.tool_calls ?? []
  expect(call).toMatchObject({ type: 'function', function: { name: 'read', arguments: '{"path":"/etc"}' } })
  expect(await streamed(content, { tools })).toMatchObject({
    finish: 'tool_calls',
    calls: [{ name: 'read', args: '{"path":"/etc"}' }],
  })
  const message = reply.choices[0]?.message
  if (!message || !call) throw new Error('no call')
  const after = await client.chat.completions.create({
    model,
    messages: [...user(content), message, { role: 'tool', tool_call_id: call.id, content: 'root:x' }],
    tools,
  })
  expect(after.choices[0]?.message.content).toBe('stand-in model: the tool said "root:x"')
})

test('a denied tool call and a denied question are filtered content', async () => {
  const reply = await client.chat.completions.create({ model, messages: user('call rm {"path":"/"}'), tools })
  expect(reply.choices[0]).toMatchObject({ finish_reason: 'content_filter', message: { content: 'No rm.' } })
  expect(reply.choices[0]?.message.tool_calls).toBeUndefined()
  expect(await streamed('call rm {', { tools })).toMatchObject({ finish: 'content_filter', calls: [] })
  expect(await streamed('EVIL')).toMatchObject({ text: 'No evil here.', finish: 'content_filter' })
})

test('errors are the client’s own classes', async () => {
  await expect(client.chat.completions.create({ model: 'gpt-none', messages: user('a') })).rejects.toMatchObject({
    name: 'Error',
    status: 404,
    code: 'model_not_found',
    param: 'model',
  })
  await expect(client.chat.completions.create({ model, messages: user('a'), n: 99 })).rejects.toBeInstanceOf(
    OpenAI.BadRequestError,
  )
  const stranger = new OpenAI({ baseURL: `${rig.gateway.url}/v1`, apiKey: 'wrong', maxRetries: 0 })
  await expect(stranger.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError)
})

test('models', async () => {
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual([model])
})

test('a reply that breaks off throws instead of passing for a whole one', async () => {
  const provider = await startProvider((response) => openSse(response).end(chunk({ content: 'half' }) + event('{')))
  await using broken = await startRig(provider)
  const other = new OpenAI({ baseURL: `${broken.gateway.url}/v1`, apiKey: TOKEN, maxRetries: 0 })
  const stream = await other.chat.completions.create({ model, messages: user('a'), stream: true })
  let text = ''
  const reading = (async () => {
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? ''
  })()
  await expect(reading).rejects.toMatchObject({ code: 'UPSTREAM_INVALID' })
  expect(text).toBe('half')
  await provider.close()
})
