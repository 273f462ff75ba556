import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { connectHttp, type Channel } from '../src/index.ts'
import { connect, Log, startProxy } from './harness.ts'
import { serveEverything } from './everything.ts'
import { resumeAfter } from '../src/http-channel.ts'
import { IncomingQueue } from '../src/incoming-queue.ts'
import { RawClient, said, type Json } from './raw.ts'

async function listen(
  handle: (request: IncomingMessage, body: string, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => handle(request, body, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`
}

function open(url: string, headers: Record<string, string> = {}, maxBytes = 1_000_000): Promise<Channel> {
  return connectHttp({ url, headers, maxBytes, logger: new Log() })
}

function json(response: ServerResponse, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(value))
}

const GREETING = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } }

/** Answers the greeting, and everything else as told. */
function answering(answer: (id: unknown, response: ServerResponse, request: IncomingMessage) => void) {
  return (request: IncomingMessage, body: string, response: ServerResponse): void => {
    if (request.method !== 'POST') return void response.writeHead(405).end()
    const { id, method } = JSON.parse(body) as Json
    if (id === undefined) return void response.writeHead(202).end()
    if (method === 'initialize')
      return json(response, { jsonrpc: '2.0', id, result: GREETING }, { 'mcp-session-id': 'session-7' })
    answer(id, response, request)
  }
}

async function start(channel: Channel): Promise<RawClient> {
  const { pipe } = await startProxy({ upstream: channel, timeoutMs: 5000 })
  return new RawClient(pipe)
}

test('server-everything over streamable HTTP, with its session', async () => {
  const { client, close } = await connect({ upstream: await open(await serveEverything()) })
  expect(await client.callTool({ name: 'echo', arguments: { message: 'hi' } })).toEqual({
    content: [{ type: 'text', text: 'Echo: hi' }],
  })
  const steps: number[] = []
  const long = client.callTool(
    { name: 'trigger-long-running-operation', arguments: { duration: 0.3, steps: 3 } },
    { onprogress: ({ progress }) => void steps.push(progress) },
  )
  expect(await long).toMatchObject({ content: [{ type: 'text' }] })
  expect(steps).toEqual([1, 2, 3])
  await close()
})

test.for([
  ['ftp://example.com/mcp', {}],
  ['not a url', {}],
  ['https://user:pass@example.com/mcp', {}],
  ['http://example.com/mcp', { authorization: 'Bearer x' }],
] as const)('%s is not a URL for this', async ([url, headers]) => {
  await expect(open(url, headers)).rejects.toMatchObject({ code: 'MCP_URL_INVALID' })
})

test('the session, the revision and the credentials go with each request', async () => {
  const seen: Record<string, unknown>[] = []
  const url = await listen((request, body, response) => {
    seen.push({ method: request.method, ...request.headers })
    answering((id, response) => json(response, { jsonrpc: '2.0', id, result: {} }))(request, body, response)
  })
  const { pipe, close } = await startProxy({ upstream: await open(url, { authorization: 'Bearer x' }) })
  const client = new RawClient(pipe)
  await client.greet()
  await client.ask('ping')
  await close()
  const later = seen.filter(({ method }, at) => at > 0 && method !== undefined)
  for (const headers of later)
    expect(headers).toMatchObject({
      authorization: 'Bearer x',
      'mcp-session-id': 'session-7',
      'mcp-protocol-version': '2025-11-25',
    })
  expect(seen.map(({ method }) => method)).toContain('DELETE')
})

test('a redirect to another origin is not followed, and gets no credentials', async () => {
  const reached: unknown[] = []
  const elsewhere = await listen((request, _body, response) => {
    reached.push(request.headers)
    response.end()
  })
  const url = await listen((_request, _body, response) => void response.writeHead(307, { location: elsewhere }).end())
  const client = await start(await open(url, { authorization: 'Bearer x' }))
  expect(said(await client.greet())).toMatch(/^error -32051 MCP_UPSTREAM_FAILED.*HTTP 307/)
  expect(reached).toEqual([])
})

test.for<{ name: string; answer: (id: unknown, response: ServerResponse) => void; expected: RegExp }>([
  {
    name: 'a refusal',
    answer: (_id, response) => void response.writeHead(401).end('EVIL'),
    expected: /FAILED.*HTTP 401/,
  },
  { name: 'a crash', answer: (_id, response) => void response.destroy(), expected: /FAILED.*cannot be reached/ },
  {
    name: 'no JSON',
    answer: (_id, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('EVIL'),
    expected: /MCP_UPSTREAM_FAILED/,
  },
  {
    name: 'a page',
    answer: (_id, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>EVIL'),
    expected: /MCP_UPSTREAM_FAILED/,
  },
  {
    name: 'an empty stream',
    answer: (_id, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(),
    expected: /MCP_UPSTREAM_INVALID.*without an answer/,
  },
  {
    name: 'too long a body',
    answer: (id, response) => json(response, { jsonrpc: '2.0', id, result: { a: 'x'.repeat(20_000) } }),
    expected: /MCP_UPSTREAM_FAILED/,
  },
  {
    name: 'too long an event',
    answer: (id, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(`data: ${JSON.stringify({ jsonrpc: '2.0', id, result: { a: 'x'.repeat(20_000) } })}\n\n`)
    },
    expected: /MCP_UPSTREAM_INVALID/,
  },
])('$name instead of an answer is told', async ({ answer, expected }) => {
  const url = await listen(answering(answer))
  const client = await start(await open(url, {}, 10_000))
  await client.greet()
  const answered = said(await client.ask('ping'))
  expect(answered).toMatch(expected)
  expect(answered).not.toContain('EVIL')
})

test('a stream of many short events has no end that it must reach', async () => {
  const note = (i: number): string =>
    `event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: `${i} ${'x'.repeat(50)}` } })}\n\n`
  const url = await listen(
    answering((id, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (let i = 0; i < 500; i++) response.write(note(i))
      response.end(`data: ${JSON.stringify({ jsonrpc: '2.0', id, result: {} })}\n\n`)
    }),
  )
  const client = await start(await open(url, {}, 10_000))
  await client.greet()
  expect((await client.ask('ping')).result).toEqual({})
  expect(client.lines.filter(({ method }) => method === 'notifications/message')).toHaveLength(500)
})

test('a stream that breaks off is resumed where it was', async () => {
  const asked: unknown[] = []
  const url = await listen((request, body, response) => {
    if (request.method === 'GET' && request.headers['last-event-id'] !== undefined) {
      asked.push(request.headers['last-event-id'])
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      return void response.end(
        `id: 2\ndata: ${JSON.stringify({ jsonrpc: '2.0', id: waiting, result: { late: true } })}\n\n`,
      )
    }
    return answering((id, response) => {
      waiting = id
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end('id: 1\nretry: 5\ndata: \n\n')
    })(request, body, response)
  })
  let waiting: unknown
  const client = await start(await open(url))
  await client.greet()
  expect((await client.ask('ping')).result).toEqual({ late: true })
  expect(asked).toEqual(['1'])
})

test.for([
  [0, 250],
  [Number.NaN, 250],
  [5000, 5000],
  [1e12, 30_000], // setTimeout takes it for 1 ms
] as const)('a server that wants its stream resumed after %d ms has it resumed after %d', ([asked, expected]) => {
  expect(resumeAfter(asked)).toBe(expected)
})

test.for(['Bearer SECRET\nx', 'Bearer SECRET\u043a', 'Bearer SECRET\0'])(
  'a header that cannot be sent is an error at the start, and its value is not shown: %j',
  async (authorization) => {
    const refused = await open('https://example.com/mcp', { authorization }).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'MCP_HEADER_INVALID' })
    expect(String(refused)).not.toContain('SECRET')
  },
)

test('a server that was restarted, and knows the session no more, ends the connection', async () => {
  const url = await listen(answering((_id, response) => void response.writeHead(404).end()))
  const { pipe, ended } = await startProxy({ upstream: await open(url) })
  const client = new RawClient(pipe)
  await client.greet()
  expect(said(await client.ask('ping'))).toMatch(/MCP_UPSTREAM_(?:GONE|FAILED)/)
  expect(await ended).toEqual({ by: 'server', problem: 'it has ended the session' })
})

test('a stream that ends behind its answer is nothing to be told of', async () => {
  const queue = new IncomingQueue()
  const upstream: Channel = {
    incoming: queue,
    async send(message) {
      if (message.kind !== 'request') return
      const { id } = message
      queue.push({ message: { kind: 'result', id, result: message.method === 'initialize' ? GREETING : {} } })
      queue.push({ problem: 'its stream ended without an answer', id, isEnd: true })
    },
    close: async () => queue.end(),
  }
  const { pipe, log } = await startProxy({ upstream })
  const client = new RawClient(pipe)
  await client.greet()
  expect((await client.ask('ping')).result).toEqual({})
  expect(log.lines).toEqual([])
})
