import { expect, test } from 'vitest'
import { said, startRaw, type Json } from './raw.ts'

const done = { content: [{ type: 'text', text: 'done' }] }
/** A method of the server that says nothing, and tells once it was asked. */
function silent(): { readonly handler: () => undefined; readonly asked: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { handler: () => void resolve(), asked: promise }
}

test.for([
  { name: 'no JSON', line: '{"jsonrpc":"2.0",', code: -32_700 },
  { name: 'a batch', line: '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', code: -32_600 },
  { name: 'another version', line: '{"jsonrpc":"1.0","id":1,"method":"ping"}', code: -32_600 },
  { name: 'a fraction as id', line: '{"jsonrpc":"2.0","id":1.5,"method":"ping"}', code: -32_600 },
  { name: 'null as id', line: '{"jsonrpc":"2.0","id":null,"method":"ping"}', code: -32_600 },
  { name: 'an object as id', line: '{"jsonrpc":"2.0","id":{"a":1},"method":"ping"}', code: -32_600 },
  {
    name: 'an id that JavaScript rounds',
    line: '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}',
    code: -32_600,
  },
  { name: 'params by position', line: '{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', code: -32_600 },
  { name: 'a member beside', line: '{"jsonrpc":"2.0","id":1,"method":"ping","extra":1}', code: -32_600 },
  {
    name: 'a number that JSON has not',
    line: '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":1e999}}',
    code: -32_600,
  },
  {
    name: 'deep nesting',
    line: `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":${'['.repeat(300)}${']'.repeat(300)}}}`,
    code: -32_600,
  },
])('of the client $name is refused, and the connection lives on', async ({ line, code }) => {
  const { client, server } = await startRaw({ ping: {} })
  client.say(line)
  const { error } = await client.until((line) => line.error !== undefined)
  expect((error as Json).code).toBe(code)
  expect(server.seen).toEqual([])
  expect((await client.ask('ping')).result).toEqual({})
})

test('what is not UTF-8 is refused', async () => {
  const { client } = await startRaw({ ping: {} })
  client.say(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]))
  expect((await client.until((line) => line.error !== undefined)).error).toMatchObject({ code: -32_700 })
  expect((await client.ask('ping')).result).toEqual({})
})

test('a line without end from the client ends the connection with a reason', async () => {
  const { client, ended } = await startRaw({}, { maxBytes: 1000 })
  client.say('x'.repeat(2000))
  expect((await client.until((line) => line.error !== undefined)).error).toMatchObject({ code: -32_600 })
  expect(await ended).toEqual({ by: 'client', problem: 'it has more than 1000 bytes' })
})

test('garbage without end from the client ends the connection', async () => {
  const { client, ended } = await startRaw()
  for (let i = 0; i < 100; i++) client.say('no')
  expect(await ended).toMatchObject({ by: 'client' })
})

test.for(['tasks/list', 'made/up', 'roots/list', 'sampling/createMessage', 'toString', ''])(
  'the method %s is not carried',
  async (method) => {
    const { client, server } = await startRaw()
    client.say({ id: 'x', method })
    const { error } = await client.until((line) => line.error !== undefined)
    expect([-32_601, -32_600]).toContain((error as Json).code)
    expect(server.seen).toEqual([])
  },
)

test('ids of both types are two requests; one in use is not taken twice', async () => {
  const ping = silent()
  const { client, server } = await startRaw({ ping: ping.handler })
  client.say({ id: 1, method: 'ping' })
  await ping.asked
  client.say({ id: 1, method: 'ping' })
  expect((await client.until((line) => line.error !== undefined)).error).toMatchObject({
    data: { ringwall: { code: 'MCP_ID_IN_USE' } },
  })
  server.results.ping = {}
  client.say({ id: '1', method: 'ping' })
  await client.until((line) => line.id === '1')
  const [first] = server.seen
  server.say({ id: first?.id, result: {} })
  await client.until((line) => line.id === 1)
  expect(new Set(server.seen.map(({ id }) => id)).size).toBe(2)
})

test('answers to nothing, twice, under the type of another id, are dropped', async () => {
  const { client, server } = await startRaw({
    ping: ({ id }: Json) => {
      server.say({ id: String(id), result: { a: 'string' } })
      server.say({ id: Number(id) + 7, result: { a: 'other' } })
      server.say({ id, result: { a: 'first' } })
      return { a: 'second' }
    },
  })
  expect((await client.ask('ping')).result).toEqual({ a: 'first' })
  server.results.ping = {}
  await client.ask('ping')
  expect(client.lines).toHaveLength(2)
})

test.for<{ name: string; line: (id: unknown) => string | Uint8Array }>([
  { name: 'a result that is no object', line: (id) => `{"jsonrpc":"2.0","id":${id},"result":"EVIL"}` },
  {
    name: 'both result and error',
    line: (id) => `{"jsonrpc":"2.0","id":${id},"result":{},"error":{"code":1,"message":"x"}}`,
  },
  { name: 'neither', line: (id) => `{"jsonrpc":"2.0","id":${id}}` },
  { name: 'a member beside', line: (id) => `{"jsonrpc":"2.0","id":${id},"result":{},"note":"EVIL"}` },
  { name: 'an error without a code', line: (id) => `{"jsonrpc":"2.0","id":${id},"error":{"message":"EVIL"}}` },
  {
    name: 'too deep a result',
    line: (id) => `{"jsonrpc":"2.0","id":${id},"result":{"a":${'['.repeat(300)}${']'.repeat(300)}}}`,
  },
  {
    name: 'what is not UTF-8',
    line: (id) =>
      Buffer.concat([
        Buffer.from(`{"jsonrpc":"2.0","id":${id},"result":{"a":"`),
        Buffer.from([0xff]),
        Buffer.from('"}}'),
      ]),
  },
])('whoever waits for an answer that is $name is told so', async ({ line }) => {
  const { client, server } = await startRaw({ ping: ({ id }: Json) => void server.say(line(id)) })
  expect(said(await client.ask('ping'))).toMatch(/^error -32051 MCP_UPSTREAM_INVALID/)
  expect(JSON.stringify(client.lines)).not.toContain('EVIL')
})

test('what a server prints beside its messages reaches nobody but the log', async () => {
  const { client, server, log } = await startRaw({ ping: {} })
  for (let i = 0; i < 50; i++) server.say(`Listening... EVIL ${i}`)
  server.say('{"hello":1}')
  server.say('')
  await client.ask('ping')
  expect(client.lines).toHaveLength(1)
  const told = log.lines.filter(({ message }) => message === 'the server sent what is no message')
  expect(told).toHaveLength(10)
  expect(JSON.stringify(told)).not.toContain('EVIL')
})

test('a message of the server without end, and its end, fail all that wait', async () => {
  const call = silent()
  const { client, server, ended } = await startRaw({ 'tools/call': call.handler }, { maxBytes: 1000 })
  const asked = client.call('go')
  await call.asked
  server.say('y'.repeat(2000))
  expect(said(await asked)).toMatch(/^error -32051 MCP_UPSTREAM_GONE.*more than 1000 bytes/)
  expect(await ended).toMatchObject({ by: 'server' })
  const other = silent()
  const gone = await startRaw({ ping: other.handler })
  const waiting = gone.client.ask('ping')
  await other.asked
  gone.server.end()
  expect(said(await waiting)).toMatch(/^error -32051 MCP_UPSTREAM_GONE/)
  expect(await gone.ended).toEqual({ by: 'server', problem: undefined })
})

test('a server that hangs is not waited for without end, and is told so', async () => {
  const { client, server } = await startRaw({ ping: () => undefined }, { timeoutMs: 30 })
  expect(said(await client.ask('ping'))).toMatch(/^error -32051 MCP_UPSTREAM_TIMEOUT.*30 ms/)
  server.results.ping = {}
  await client.ask('ping')
  const [first] = server.seen
  expect(server.seen).toContainEqual(
    expect.objectContaining({ method: 'notifications/cancelled', params: { requestId: first?.id, reason: 'timeout' } }),
  )
})

test('a request that the client takes back ends at the server, under its id there, and is not answered', async () => {
  const call = silent()
  const { client, server } = await startRaw({ 'tools/call': call.handler, ping: {} })
  client.say({ id: 'mine', method: 'tools/call', params: { name: 'go' } })
  await call.asked
  client.say({ method: 'notifications/cancelled', params: { requestId: 'mine', reason: 'no more' } })
  client.say({ method: 'notifications/cancelled', params: { requestId: 'never' } })
  await client.ask('ping')
  const sent = server.seen.find(({ method }) => method === 'tools/call')
  const taken = server.seen.filter(({ method }) => method === 'notifications/cancelled')
  expect(taken.map(({ params }) => params)).toEqual([{ requestId: sent?.id, reason: 'no more' }])
  server.say({ id: sent?.id, result: done })
  await client.ask('ping')
  expect(client.lines.filter(({ id }) => id === 'mine')).toEqual([])
})

test('messages keep their order, whatever their judging takes', async () => {
  const { client, server } = await startRaw({ ping: {} })
  for (let i = 0; i < 200; i++)
    server.say({
      method: 'notifications/message',
      params: { level: 'info', data: i % 3 === 0 ? 'x'.repeat(i * 50) : i },
    })
  server.say({ method: 'notifications/resources/list_changed' })
  await client.until(({ method }) => method === 'notifications/resources/list_changed')
  expect(client.lines).toHaveLength(201)
  expect(
    client.lines.map(({ params }) => (params as Json | undefined)?.data).filter((data) => typeof data === 'number'),
  ).toEqual(Array.from({ length: 200 }, (_, i) => i).filter((i) => i % 3 !== 0))
})

test('the same name of a server cannot be two', async () => {
  for (const server of ['a b', 'a__b', '_a', 'a_', '', 'x'.repeat(65), 'ä'])
    await expect((await startRaw({}, { server })).ended, server).rejects.toMatchObject({ code: 'MCP_NAME_INVALID' })
})

test('tasks are not carried', async () => {
  const { client } = await startRaw({ 'tools/call': done })
  await client.greet()
  expect(said(await client.call('go', {}, { task: { ttl: 1 } }))).toMatch(/^Ringwall stopped|MCP_TASKS_NOT_CARRIED/)
})

test.for<Json>([
  { name: 1 },
  { name: 'go', arguments: [] },
  { name: 'go', arguments: 'x' },
  {},
  { name: 'go', _meta: 'x' },
])('a call of %j is refused', async (params) => {
  const { client, server } = await startRaw({ 'tools/call': done })
  await client.greet()
  expect(said(await client.ask('tools/call', params))).toMatch(/MCP_PARAMS_INVALID/)
  expect(server.seen.filter(({ method }) => method === 'tools/call')).toEqual([])
})
