// What the gateway does with an upstream over HTTP is what `fetch` does: the same answers, errors and connections.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { Agent, getGlobalDispatcher, interceptors, setGlobalDispatcher } from 'undici'
import { httpTransport } from '../src/http-exchange.ts'
import { httpUpstream } from '../src/index.ts'
import { transportOf, type Transport, type UpstreamPath } from '../src/exchange.ts'
import { ask, chunk, completion, openSse, readStream, sendJson, startProvider, startRig } from './harness.ts'

const SAID = JSON.stringify(completion({ content: 'said' }))

describe('an upstream that compresses, though it was asked not to', () => {
  const codings: [string, (text: string) => Buffer][] = [
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['gzip, br', (text) => brotliCompressSync(gzipSync(text))],
    ['identity', (text) => Buffer.from(text)],
  ]
  const send = (response: ServerResponse, coding: string, body: Buffer) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': coding }).end(body)

  test.for(codings)('%s is decoded', async ([coding, encode]) => {
    const provider = await startProvider((response) => send(response, coding, encode(SAID)))
    await using rig = await startRig(provider)
    const response = await rig.post(ask('hi'))
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'said' } }] })
    await provider.close()
  })

  test('what is judged is the decoded text', async () => {
    const bad = JSON.stringify(completion({ content: 'FORBIDDEN' }))
    const provider = await startProvider((response) => send(response, 'gzip', gzipSync(bad)))
    await using rig = await startRig(provider)
    expect(await (await rig.post(ask('hi'))).text()).not.toContain('FORBIDDEN')
    await provider.close()
  })

  test.for([
    ['an unknown coding', 'wonders', gzipSync(SAID)],
    ['more codings than anybody needs', 'gzip, gzip, gzip, gzip, gzip, gzip', gzipSync(SAID)],
    ['more of them than there are in truth', 'gzip, gzip, gzip, gzip, gzip, gzip', Buffer.from(SAID)],
    ['no coding at all', 'gzip', Buffer.from(SAID)],
    ['half of it', 'gzip', gzipSync(SAID).subarray(0, 40)],
  ] as const)('%s is an error', async ([, coding, body]) => {
    const provider = await startProvider((response) => send(response, coding, body))
    await using rig = await startRig(provider)
    expect((await rig.post(ask('hi'))).status).toBe(502)
    await provider.close()
  })

  test('a bomb is cut off', { timeout: 60_000 }, async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, ' '))
    const provider = await startProvider((response) => send(response, 'gzip', bomb))
    await using rig = await startRig(provider)
    const response = await rig.post(ask('hi'))
    expect([response.status, await response.text()]).toEqual([502, expect.stringContaining('bytes')])
    await provider.close()
  })

  test('what comes behind the end of the coded text ends the connection', async () => {
    const closed = Promise.withResolvers<void>()
    const provider = await startProvider((response) => {
      response.on('close', closed.resolve)
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.write(Buffer.concat([gzipSync(SAID), Buffer.alloc(200_000)])) // and it does not end
    })
    await using rig = await startRig(provider)
    expect((await rig.post(ask('hi'))).status).toBe(200)
    await closed.promise
    await provider.close()
  })

  test('a stream is decoded as it comes', async () => {
    const provider = await startProvider((response) => {
      response.setHeader('content-encoding', 'gzip')
      openSse(response).end(gzipSync(chunk({ content: 'said' }) + chunk({}, 'stop') + 'data: [DONE]\n\n'))
    })
    await using rig = await startRig(provider)
    const streamed = readStream(await (await rig.post(ask('hi', { stream: true }))).text())
    expect(streamed).toMatchObject({ isDone: true, text: ['said'] })
    await provider.close()
  })
})

describe('on the wire', () => {
  test('one connection serves one request after the other, with the key and nothing of the client', async () => {
    const seen: IncomingMessage[] = []
    const server = createServer((request, response) => {
      seen.push(request)
      request.resume().on('end', () => sendJson(response, completion({ content: 'said' })))
    })
    const url = await listen(server)
    await using rig = await startRig(undefined, { upstream: { url: `${url}/base/`, apiKey: 'k', timeoutMs: 5_000 } })
    for (let turn = 0; turn < 3; turn++)
      expect((await rig.post(ask('hi')).then((response) => response.text())).length).toBeGreaterThan(0)
    expect(new Set(seen.map(({ socket }) => socket.remotePort ?? socket)).size).toBe(1)
    expect(seen[0]).toMatchObject({ url: '/base/chat/completions', method: 'POST' })
    expect(seen[0]?.headers).toMatchObject({
      authorization: 'Bearer k',
      'accept-encoding': 'identity',
      'content-type': 'application/json',
      'user-agent': 'node',
    })
    server.closeAllConnections()
    server.close()
  })

  test('what a host has set for fetch, such as a proxy, holds here too', async () => {
    const provider = await startProvider((response) => sendJson(response, completion({ content: 'said' })))
    const before = getGlobalDispatcher()
    let connections = 0
    const agent = new Agent().on('connect', () => void connections++)
    setGlobalDispatcher(agent)
    try {
      await using rig = await startRig(provider)
      connections = 0
      await (await fetch(`${rig.gateway.url}/healthz`)).text()
      const own = connections
      expect((await rig.post(ask('hi'))).status).toBe(200)
      expect(connections).toBeGreaterThan(own)
    } finally {
      setGlobalDispatcher(before)
      await agent.destroy()
      await provider.close()
    }
  })
})

test('a dispatcher that follows redirects is told not to: they could carry the key elsewhere', async () => {
  const elsewhere: IncomingMessage[] = []
  const other = createServer((request, response) => (elsewhere.push(request), sendJson(response, {})))
  const location = `${await listen(other)}/v1/messages`
  const server = createServer((request, response) => void request.resume().on('end', () => lead(response)))
  const lead = (response: ServerResponse) => response.writeHead(307, { location }).end()
  const settings = { url: `${await listen(server)}/v1`, apiKey: 'k', timeoutMs: 5_000 }
  const before = getGlobalDispatcher()
  const agent = new Agent()
  setGlobalDispatcher(agent.compose(interceptors.redirect({ maxRedirections: 3 })))
  try {
    const { head } = httpTransport(settings)({ path: '/messages', headers: {}, body: '{}' })
    await expect(head).rejects.toThrow('upstream')
    expect(elsewhere.map(({ headers }) => headers)).toEqual([])
  } finally {
    setGlobalDispatcher(before)
    await agent.destroy()
    server.close()
    other.close()
  }
})

const CASES: [string, (response: ServerResponse) => unknown][] = [
  ...[301, 302, 303, 307, 308, 407].map((status): [string, (response: ServerResponse) => unknown] => [
    `the status ${status}`,
    (response) => response.writeHead(status, { location: '/else' }).end('body'),
  ]),
  ...[200, 204, 299, 300, 304, 400, 401, 418, 503, 599].map(
    (status): [string, (response: ServerResponse) => unknown] => [
      `the status ${status}`,
      (response) => response.writeHead(status, { 'retry-after': '7', 'content-type': 'a/b' }).end(),
    ],
  ),
  ['early hints', (response) => (response.writeEarlyHints({ link: '</a>; rel=preload' }), sendJson(response, {}))],
  [
    'a header that stands twice',
    (response) => response.writeHead(200, [['retry-after', '1'] as const, ['retry-after', '2'] as const].flat()).end(),
  ],
  ['a header of bytes', (response) => response.writeHead(200, { 'content-type': 'a/b; x=\xe9\xff' }).end()],
  ['no head', (response) => response.destroy()],
  ['half a body', (response) => response.writeHead(200, { 'content-length': 9 }).write('x', () => response.destroy())],
  ['a large body', (response) => response.writeHead(200).end('x'.repeat(3_000_000))],
  ['a head that is too large', (response) => response.writeHead(200, { x: 'y'.repeat(20_000) }).end()],
]

test.for(CASES)('%s comes to the same as with fetch', async ([, answer]) => {
  const server = createServer((request, response) => void request.resume().on('end', () => answer(response)))
  const settings = { url: `${await listen(server)}/v1`, timeoutMs: 5_000 }
  const [own, byFetch] = await Promise.all([
    outcomeOf(httpTransport(settings)),
    outcomeOf(transportOf(httpUpstream(settings))),
  ])
  expect(own).toEqual(byFetch)
  server.closeAllConnections()
  server.close()
})

test('nobody listens: the code of the error is where fetch has it', async () => {
  const server = createServer()
  const settings = { url: `${await listen(server)}/v1`, timeoutMs: 5_000 }
  await new Promise((resolve) => server.close(resolve))
  const { head } = httpTransport(settings)({ path: '/models', headers: {}, body: undefined })
  await expect(head).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
})

test.for(['k\n', ' k\r\n'])('white space around a key (%j) is none of it, as with fetch', async (apiKey) => {
  const seen: IncomingMessage['headers'][] = []
  const server = createServer((request, response) => (seen.push(request.headers), sendJson(response, {})))
  const settings = { url: `${await listen(server)}/v1`, apiKey, timeoutMs: 5_000 }
  for (const transport of [httpTransport(settings), transportOf(httpUpstream(settings))])
    for (const path of ['/models', '/messages'] as const) await outcomeOf(transport, path)
  expect(seen.map((headers) => headers.authorization ?? headers['x-api-key'])).toEqual([
    'Bearer k',
    'k',
    'Bearer k',
    'k',
  ])
  server.closeAllConnections()
  server.close()
})

test('a header that cannot be sent is an error, not a throw', async () => {
  const transport = httpTransport({ url: 'http://127.0.0.1:1/v1', apiKey: 'a\nb', timeoutMs: 5_000 })
  await expect(transport({ path: '/models', headers: {}, body: undefined }).head).rejects.toThrow('upstream')
})

test('an end before the connection is made ends it all the same', async () => {
  const server = createServer()
  const exchange = httpTransport({ url: await listen(server), timeoutMs: 5_000 })({
    path: '/models',
    headers: {},
    body: undefined,
  })
  exchange.abort()
  exchange.abort()
  await expect(exchange.head).rejects.toThrow('upstream')
  expect(exchange.isAborted).toBe(true)
  server.close()
})

async function outcomeOf(transport: Transport, path: UpstreamPath = '/chat/completions'): Promise<object> {
  const exchange = transport({ path, headers: {}, body: '{}' })
  try {
    const { status, ok, headers } = await exchange.head
    const told = [headers.get('content-type'), headers.get('retry-after')]
    try {
      let size = 0
      for (let piece = await exchange.read(); piece; piece = await exchange.read()) size += piece.byteLength
      return { status, ok, told, size }
    } catch (error) {
      return { status, ok, told, broken: codeOf(error) }
    }
  } catch (error) {
    return { failed: codeOf(error) }
  }
}

function codeOf(error: unknown): unknown {
  const { cause } = error as { readonly cause?: { readonly code?: string } }
  return cause?.code
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}
