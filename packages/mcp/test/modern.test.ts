import type { Client, ClientOptions } from '@modelcontextprotocol/client'
import { describe, expect, test } from 'vitest'
import { connectHttp, type Channel } from '../src/index.ts'
import { connect, Log, type Setup } from './harness.ts'
import { words, type Seen } from './layers.ts'
import { serveOnHttp, serveOnPipe } from './modern-server.ts'
import { paramsOf, said, startRaw, type Json } from './raw.ts'

const MODERN: ClientOptions = {
  versionNegotiation: { mode: { pin: '2026-07-28' } },
  capabilities: { elicitation: { form: {} } },
}
const AUTO: ClientOptions = { ...MODERN, versionNegotiation: { mode: 'auto' } }
const LEGACY: ClientOptions = { capabilities: { elicitation: { form: {} } } }

async function httpChannel(
  headers: Record<string, string> = {},
): Promise<{ readonly channel: Channel; readonly seen: readonly { readonly headers: object }[] }> {
  const { url, seen } = await serveOnHttp()
  return { channel: await connectHttp({ url, headers, maxBytes: 1_000_000, logger: new Log() }), seen }
}

const asked: string[] = []
const prepare: Setup['prepare'] = (client: Client) =>
  client.setRequestHandler('elicitation/create', async ({ params }) => {
    asked.push(params.message)
    return { action: 'accept', content: { name: 'Ada' } }
  })

describe.for([
  { name: '2026-07-28 on a pipe', clientOptions: MODERN, open: async () => serveOnPipe().channel },
  { name: 'whatever both have, on a pipe', clientOptions: AUTO, open: async () => serveOnPipe().channel },
  { name: '2025-11-25 on a pipe', clientOptions: LEGACY, open: async () => serveOnPipe().channel },
  { name: '2026-07-28 over HTTP', clientOptions: MODERN, open: async () => (await httpChannel()).channel },
  { name: 'whatever both have, over HTTP', clientOptions: AUTO, open: async () => (await httpChannel()).channel },
])('$name', ({ clientOptions, open }) => {
  const modern = clientOptions !== LEGACY

  test('tools, resources, prompts and questions go through, judged', async () => {
    const seen: Seen[] = []
    asked.length = 0
    const { client } = await connect({ plugins: [words(seen)], upstream: await open(), clientOptions, prepare })
    expect(client.getNegotiatedProtocolVersion()).toBe(modern ? '2026-07-28' : '2025-11-25')
    expect(client.getInstructions()).toBe('Call echo.')
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['echo', 'greet', 'phish'])
    const echo = async (text: string): Promise<unknown> => client.callTool({ name: 'echo', arguments: { text } })
    expect(await echo('hush')).toMatchObject({ content: [{ type: 'text', text: '[gone]' }] })
    expect(await echo('EVIL')).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('EVIL') }] })
    expect((await client.readResource({ uri: 'note://1' })).contents).toEqual([{ uri: 'note://1', text: 'a note' }])
    await expect(client.readResource({ uri: 'note://LEAK' })).rejects.toThrow(/LEAK/)
    expect((await client.getPrompt({ name: 'hello' })).messages).toHaveLength(1)
    expect(await client.callTool({ name: 'greet', arguments: { word: 'Hi' } })).toMatchObject({
      content: [{ text: 'Hi Ada' }],
    })
    expect(asked).toEqual(['The MCP server "files" (not Ringwall) asks: Who are you?'])
    const phished = await client
      .callTool({ name: 'phish', arguments: {} })
      .catch((error: unknown) => ({ content: String(error) }))
    expect(JSON.stringify(phished)).toMatch(/MCP_ELICITATION_REFUSED/)
    expect(asked).toHaveLength(1)
    expect(seen.some(({ hook, payload }) => hook === 'onOutbound' && JSON.stringify(payload).includes('Ada'))).toBe(
      true,
    )
  })
})

test('a call of the newest revision finds its tool without having listed it', async () => {
  const { client } = await connect({ upstream: serveOnPipe().channel, clientOptions: MODERN })
  expect(await client.callTool({ name: 'echo', arguments: { text: 'x' } })).toMatchObject({ content: [{ text: 'x' }] })
})

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': { sampling: {}, elicitation: {}, roots: {} },
}

test('a subscription is told under the id that its client gave, and nobody is told of another', async () => {
  const { client, server } = await startRaw(
    { 'subscriptions/listen': () => undefined, ping: {} },
    { plugins: [words()] },
  )
  client.say({
    id: 'mine',
    method: 'subscriptions/listen',
    params: { _meta: META, notifications: { toolsListChanged: true } },
  })
  await client.ask('ping')
  const id = server.seen.find(({ method }) => method === 'subscriptions/listen')?.id
  const tag = (subscription: unknown): Json => ({ _meta: { 'io.modelcontextprotocol/subscriptionId': subscription } })
  server.say({
    method: 'notifications/subscriptions/acknowledged',
    params: { ...tag(id), notifications: { toolsListChanged: true } },
  })
  server.say({ method: 'notifications/tools/list_changed', params: tag(99) })
  server.say({ method: 'notifications/tools/list_changed', params: tag('mine') })
  server.say({ method: 'notifications/tools/list_changed', params: tag(id) })
  server.say({ method: 'notifications/cancelled', params: { requestId: id, reason: 'over' } })
  await client.until(({ method }) => method === 'notifications/cancelled')
  expect(
    client.lines.filter(({ method }) => method !== undefined).map(({ method, params }) => [method, params]),
  ).toEqual([
    ['notifications/subscriptions/acknowledged', { ...tag('mine'), notifications: { toolsListChanged: true } }],
    ['notifications/tools/list_changed', tag('mine')],
    ['notifications/cancelled', { requestId: 'mine', reason: 'over' }],
  ])
})

test('what the server may not use, it is not told of with any request; nor may it ask by itself', async () => {
  const { client, server } = await startRaw({
    'server/discover': {
      resultType: 'complete',
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {}, extensions: { x: {} } },
      ttlMs: 5,
      cacheScope: 'public',
    },
  })
  expect((await client.ask('server/discover', { _meta: { ...META, 'x.example/note': 'n' } })).result).toEqual({
    resultType: 'complete',
    supportedVersions: ['2026-07-28'],
    capabilities: { tools: {} },
    ttlMs: 5,
    cacheScope: 'public',
  })
  expect(paramsOf(server.seen[0])['_meta']).toEqual({
    ...META,
    'x.example/note': 'n',
    'io.modelcontextprotocol/clientCapabilities': { elicitation: {}, roots: {} },
  })
  const result = (await client.ask('tools/list', { _meta: META })).result
  expect(result).not.toHaveProperty('cacheScope')
  server.results['tools/list'] = { resultType: 'complete', tools: [], ttlMs: 1000, cacheScope: 'public' }
  expect((await client.ask('tools/list', { _meta: META })).result).toEqual({
    resultType: 'complete',
    tools: [],
    ttlMs: 1000,
    cacheScope: 'private',
  })
  server.say({
    id: 1,
    method: 'elicitation/create',
    params: { message: 'x', requestedSchema: { type: 'object', properties: {} } },
  })
  await client.ask('tools/list', { _meta: META })
  expect(server.seen).toContainEqual(
    expect.objectContaining({ id: 1, error: { code: -32_601, message: 'MCP_METHOD_NOT_CARRIED' } }),
  )
})

test('a server that asks back for what is not known, or may not ask, gets nothing', async () => {
  const asks = (inputRequests: Json): Json => ({ resultType: 'input_required', inputRequests, requestState: 's' })
  const { client, server } = await startRaw({}, { plugins: [words()] })
  for (const [request, code] of [
    [{ method: 'tools/call', params: {} }, 'MCP_UPSTREAM_INVALID'],
    [{ method: 'roots/list', more: 1 }, 'MCP_UPSTREAM_INVALID'],
    [{ method: 'sampling/createMessage', params: { messages: [] } }, 'MCP_SAMPLING_REFUSED'],
    [{ method: 'elicitation/create', params: { message: 'EVIL', requestedSchema: {} } }, 'EVIL'],
    ['x', 'MCP_UPSTREAM_INVALID'],
  ] as const) {
    server.results['tools/call'] = asks({ a: request })
    expect(said(await client.call('go', {}, { _meta: META })), code).toMatch(code)
  }
  server.results['tools/call'] = asks({ roots: { method: 'roots/list' } })
  expect((await client.call('go', {}, { _meta: META })).result).toEqual(asks({ roots: { method: 'roots/list' } }))
  server.results['tools/call'] = { resultType: 'complete', content: [] }
  expect(
    said(
      await client.call(
        'go',
        {},
        { _meta: META, requestState: 's', inputResponses: { roots: { roots: [{ uri: 'file:///LEAK' }] } } },
      ),
    ),
  ).toMatch(/LEAK/)
  await client.call('go', {}, { _meta: META, requestState: 's', inputResponses: { roots: { roots: [] } } })
  expect(server.seen.at(-1)?.params).toMatchObject({
    name: 'go',
    requestState: 's',
    inputResponses: { roots: { roots: [] } },
  })
})

test('the credentials go with each request, the protocol headers with each message', async () => {
  const { channel, seen } = await httpChannel({ authorization: 'Bearer open-sesame' })
  const { client, close } = await connect({ upstream: channel, clientOptions: MODERN })
  await client.callTool({ name: 'echo', arguments: { text: 'x' } })
  await close()
  expect(seen.length).toBeGreaterThan(2)
  for (const { headers } of seen)
    expect(headers).toMatchObject({ authorization: 'Bearer open-sesame', 'mcp-protocol-version': '2026-07-28' })
  expect(seen).toContainEqual(
    expect.objectContaining({ headers: expect.objectContaining({ 'mcp-method': 'tools/call', 'mcp-name': 'echo' }) }),
  )
})
