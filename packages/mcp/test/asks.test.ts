import { expect, test } from 'vitest'
import { words } from './layers.ts'
import { paramsOf, said, startRaw, type Json, type RawServer } from './raw.ts'

const CAPABILITIES = {
  sampling: {},
  elicitation: {},
  roots: { listChanged: true },
  tasks: { list: {} },
  experimental: { x: {} },
}

/** What the server gets when it asks. */
async function ask(server: RawServer, method: string, params?: Json): Promise<Json> {
  const id = `ask-${server.seen.length}-${method}`
  server.say({ id, method, ...(params === undefined ? {} : { params }) })
  for (;;) {
    const answer = server.seen.find((line) => line.id === id && line.method === undefined)
    if (answer) return answer
    await new Promise((resolve) => server.pipe.fromProxy.once('data', () => setImmediate(resolve)))
  }
}

test('a server that is not trusted with it cannot use the model, and is not told that there is one', async () => {
  const { client, server } = await startRaw()
  await client.greet(CAPABILITIES)
  const [greeting] = server.seen
  expect(paramsOf(greeting).capabilities).toEqual({ elicitation: {}, roots: { listChanged: true } })
  const messages = [{ role: 'user', content: { type: 'text', text: 'hi' } }]
  expect((await ask(server, 'sampling/createMessage', { messages, maxTokens: 1 })).error).toMatchObject({
    message: 'MCP_SAMPLING_REFUSED',
  })
  expect(client.lines.filter(({ method }) => method !== undefined)).toEqual([])
})

test('where it is, its prompts and the answers pass the layers', async () => {
  const { client, server } = await startRaw({}, { sampling: 'guard', plugins: [words()] })
  await client.greet(CAPABILITIES)
  expect(paramsOf(server.seen[0]).capabilities).toHaveProperty('sampling')
  const message = (text: string, type = 'text'): Json => ({
    role: 'user',
    content: type === 'text' ? { type, text } : { type, data: text, mimeType: 'a/b' },
  })
  const sample = (messages: readonly Json[], more: Json = {}): Promise<Json> =>
    ask(server, 'sampling/createMessage', { messages, maxTokens: 10, ...more })
  expect((await sample([message('EVIL')])).error).toMatchObject({ message: 'EVIL' })
  expect((await sample([message('E V'), message('I L')])).error).toMatchObject({ message: 'EVIL' })
  expect((await sample([message('x')], { systemPrompt: 'EVIL' })).error).toMatchObject({ message: 'EVIL' })
  expect((await sample([message('aGk=', 'image')])).error).toMatchObject({ message: 'MCP_CONTENT_UNSCANNED' })
  const answered = sample([message('say hush')])
  const { id, params } = await client.until(({ method }) => method === 'sampling/createMessage')
  expect((params as Json).messages).toEqual([message('say [gone]')])
  client.say({ id, result: { role: 'assistant', model: 'm', content: { type: 'text', text: 'the LEAK' } } })
  expect((await answered).error).toMatchObject({ message: 'LEAK' })
  const fine = sample([message('two')])
  const second = await client.until((line) => line.method === 'sampling/createMessage' && line.id !== id)
  client.say({ id: second.id, result: { role: 'assistant', model: 'm', content: { type: 'text', text: 'fine' } } })
  expect((await fine).result).toMatchObject({ content: { text: 'fine' } })
})

test('a user who is asked is told by whom; a form does not ask for secrets, a page is https and named', async () => {
  const { client, server } = await startRaw({}, { plugins: [words()] })
  await client.greet(CAPABILITIES)
  const form = (properties: Json, message = 'Who are you?'): Promise<Json> =>
    ask(server, 'elicitation/create', { message, requestedSchema: { type: 'object', properties } })
  const refused: readonly Json[] = [
    { password: { type: 'string' } },
    { x: { type: 'string', title: 'Your API key' } },
    { x: { type: 'string', description: 'the one-time code' } },
    { githubToken: { type: 'string' } },
    { seed_phrase: { type: 'string' } },
    { x: { type: 'string', title: 'Ｐassword' } },
    { login: { type: 'object', properties: { password: { type: 'string' } } } },
    { x: { anyOf: [{ type: 'string', title: 'PIN' }] } },
    { x: { type: 'array', items: { title: 'API key' } } },
  ]
  for (const properties of refused)
    expect((await form(properties)).error, JSON.stringify(properties)).toMatchObject({
      message: 'MCP_ELICITATION_REFUSED',
    })
  expect((await form({}, 'EVIL')).error).toMatchObject({ message: 'EVIL' })
  expect((await form({ x: { type: 'string', title: 'a hush' } })).error).toMatchObject({
    message: 'MCP_REWRITE_IMPOSSIBLE',
  })
  const page = (url: string): Promise<Json> =>
    ask(server, 'elicitation/create', { mode: 'url', message: 'Log in.', url, elicitationId: 'e' })
  for (const url of [
    'http://bank.example',
    'javascript:alert(1)',
    'https://bank.example@evil.example/',
    'file:///etc/passwd',
    'x',
  ])
    expect((await page(url)).error, url).toMatchObject({ message: 'MCP_ELICITATION_REFUSED' })
  expect((await ask(server, 'elicitation/create', { mode: 'telepathy', message: 'x' })).error).toMatchObject({
    message: 'MCP_ELICITATION_REFUSED',
  })
  expect((await ask(server, 'elicitation/create')).error).toMatchObject({ message: 'MCP_ELICITATION_REFUSED' })

  const asked = form({ name: { type: 'string' } })
  const { id, params } = await client.until(({ method }) => method === 'elicitation/create')
  expect((params as Json).message).toBe('The MCP server "files" (not Ringwall) asks: Who are you?')
  client.say({ id, result: { action: 'accept', content: { name: 'Ada' } } })
  expect((await asked).result).toEqual({ action: 'accept', content: { name: 'Ada' } })
  void page('https://login.example/x').catch(() => undefined)
  const other = await client.until((line) => line.method === 'elicitation/create' && line.id !== id)
  expect((other.params as Json).message).toBe(
    'The MCP server "files" (not Ringwall) asks you to open a page of login.example: Log in.',
  )
  client.say({ id: other.id, result: { action: 'accept' } })
})

test('elicitation can be refused altogether', async () => {
  const { client, server } = await startRaw({}, { elicitation: 'deny' })
  await client.greet(CAPABILITIES)
  expect(paramsOf(server.seen[0]).capabilities).not.toHaveProperty('elicitation')
  expect(
    (await ask(server, 'elicitation/create', { message: 'x', requestedSchema: { type: 'object', properties: {} } }))
      .error,
  ).toMatchObject({ message: 'MCP_ELICITATION_REFUSED' })
})

test('roots pass onOutbound; a ping is answered here; nothing else may be asked', async () => {
  const { client, server } = await startRaw({}, { plugins: [words()] })
  await client.greet(CAPABILITIES)
  expect((await ask(server, 'ping')).result).toEqual({})
  expect((await ask(server, 'tools/call', { name: 'x' })).error).toMatchObject({ code: -32_601 })
  const first = ask(server, 'roots/list')
  const { id } = await client.until(({ method }) => method === 'roots/list')
  client.say({ id, result: { roots: [{ uri: 'file:///home/LEAK' }] } })
  expect((await first).error).toMatchObject({ message: 'LEAK' })
  const second = ask(server, 'roots/list')
  const other = await client.until((line) => line.method === 'roots/list' && line.id !== id)
  client.say({ id: 'made-up', result: {} })
  client.say({ id: other.id, error: { code: -1, message: 'no' } })
  expect((await second).error).toEqual({ code: -1, message: 'no' })
})

test('a request that the server takes back is taken back at the client', async () => {
  const { client, server } = await startRaw()
  await client.greet(CAPABILITIES)
  server.say({ id: 5, method: 'roots/list' })
  const { id } = await client.until(({ method }) => method === 'roots/list')
  server.say({ method: 'notifications/cancelled', params: { requestId: 6 } })
  server.say({ method: 'notifications/cancelled', params: { requestId: 5, reason: 'done' } })
  const { params } = await client.until(({ method }) => method === 'notifications/cancelled')
  expect(params).toEqual({ requestId: id, reason: 'done' })
  client.say({ id, result: { roots: [] } })
  expect(said(await client.ask('tasks/list'))).toMatch(/-32601/)
  expect(server.seen.filter((line) => line.id === 5)).toEqual([])
})

test('a server that asks without end is told so, and keeps nobody from asking', async () => {
  const { client, server } = await startRaw()
  await client.greet(CAPABILITIES)
  for (let at = 0; at < 300; at++) server.say({ id: at, method: 'elicitation/create', params: { message: `${at}` } })
  expect((await ask(server, 'ping')).result).toEqual({})
  expect((await ask(server, 'elicitation/create', { message: 'one more' })).error).toMatchObject({
    message: 'MCP_TOO_MANY',
  })
  const open = client.lines.filter(({ method }) => method === 'elicitation/create')
  expect(open.length).toBeLessThan(200)
})
