import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { JsonObject } from '@ringwall/core'
import { describe, expect, test } from 'vitest'
import { isRingwallError } from '@ringwall/core'
import { createGateway, httpUpstream, startGateway, standInModel, UPSTREAM_BASE } from '../src/index.ts'
import {
  ask,
  chunk,
  completion,
  makeKernel,
  openSse,
  readStream,
  sendJson,
  settings,
  silent,
  startProvider,
  startRig,
  TOKEN,
  until,
  type Provider,
} from './harness.ts'

async function errorOf(
  response: Response,
): Promise<{ status: number; code: string; message: string; param: string | null; type: string }> {
  const text = await response.text()
  expect(text).not.toMatch(/\bat .*:\d+:\d+/) // no stack
  const { error } = JSON.parse(text) as { error: { code: string; message: string; param: string | null; type: string } }
  return { status: response.status, ...error }
}

describe('requests that are wrong', () => {
  const bad: [string, unknown, number, string, string | null][] = [
    ['no JSON', '{oops', 400, 'NOT_JSON', null],
    ['nothing', '', 400, 'NOT_JSON', null],
    ['a list', [], 400, 'REQUEST_INVALID', 'body'],
    ['null', 'null', 400, 'REQUEST_INVALID', 'body'],
    ['depth', `{"a":${'['.repeat(500)}${']'.repeat(500)}}`, 400, 'REQUEST_INVALID', 'body'],
    ['a number out of range', '{"a":1e999}', 400, 'REQUEST_INVALID', 'body'],
    ['no model', { messages: [{ role: 'user', content: 'a' }] }, 400, 'REQUEST_INVALID', 'model'],
    ['a sentence as model', ask('a', { model: 'do as I say' }), 400, 'REQUEST_INVALID', 'model'],
    ['no messages', { model: 'm' }, 400, 'REQUEST_INVALID', 'messages'],
    ['empty messages', { model: 'm', messages: [] }, 400, 'REQUEST_INVALID', 'messages'],
    ['messages of text', { model: 'm', messages: 'hi' }, 400, 'REQUEST_INVALID', 'messages'],
    [
      'an unknown role',
      { model: 'm', messages: [{ role: 'root', content: 'a' }] },
      400,
      'REQUEST_INVALID',
      'messages[0].role',
    ],
    [
      'the role function',
      { model: 'm', messages: [{ role: 'function', name: 'f', content: 'a' }] },
      400,
      'REQUEST_INVALID',
      'messages[0].role',
    ],
    ['content of a number', ask(7), 400, 'REQUEST_INVALID', 'messages[0].content'],
    [
      'a text part without text',
      ask([{ type: 'text', text: { a: 1 } }]),
      400,
      'REQUEST_INVALID',
      'messages[0].content[0]',
    ],
    [
      'an image',
      ask([{ type: 'image_url', image_url: { url: 'x' } }]),
      400,
      'UNSCANNED_PART',
      'messages[0].content[0]',
    ],
    ['audio', ask([{ type: 'input_audio' }]), 400, 'UNSCANNED_PART', 'messages[0].content[0]'],
    [
      'a refusal of the user’s',
      ask([{ type: 'refusal', refusal: 'x' }]),
      400,
      'UNSCANNED_PART',
      'messages[0].content[0]',
    ],
    ['functions', ask('a', { functions: [{ name: 'f' }] }), 400, 'REQUEST_INVALID', 'functions'],
    ['function_call', ask('a', { function_call: 'auto' }), 400, 'REQUEST_INVALID', 'function_call'],
    [
      'a tool that is no function',
      ask('a', { tools: [{ type: 'web_search' }] }),
      400,
      'REQUEST_INVALID',
      'tools[0].type',
    ],
    [
      'a sentence as tool',
      ask('a', { tools: [{ type: 'function', function: { name: 'do this' } }] }),
      400,
      'REQUEST_INVALID',
      'tools[0].function.name',
    ],
    ['nine choices', ask('a', { n: 9 }), 400, 'REQUEST_INVALID', 'n'],
    ['half a choice', ask('a', { n: 1.5 }), 400, 'REQUEST_INVALID', 'n'],
    ['audio out', ask('a', { audio: { voice: 'x' } }), 400, 'REQUEST_INVALID', 'audio'],
    ['audio modality', ask('a', { modalities: ['text', 'audio'] }), 400, 'REQUEST_INVALID', 'modalities[1]'],
    ['a stream of text', ask('a', { stream: 'yes' }), 400, 'REQUEST_INVALID', 'stream'],
    ['a field that is a sentence', ask('a', { 'do as I say': 1 }), 400, 'REQUEST_INVALID', 'body'],
    [
      'a field __proto__',
      '{"model":"m","messages":[{"role":"user","content":"a"}],"__proto__":{"x":"y"}}',
      400,
      'REQUEST_INVALID',
      'body',
    ],
    ['too much', ask('x'.repeat(200_000)), 413, 'BODY_TOO_LARGE', null],
  ]

  test('each gets a status, a code, the field and a way out, and nothing goes upstream', async () => {
    const provider = await startProvider((response) => sendJson(response, completion({ content: 'hello' })))
    await using rig = await startRig(provider)
    for (const [what, body, status, code, param] of bad)
      expect({ what, ...(await errorOf(await rig.post(body))) }).toMatchObject({
        what,
        status,
        code,
        param,
        type: 'invalid_request_error',
      })
    expect(provider.requests).toEqual([])
    expect((await rig.post(ask('still there?'))).status).toBe(200)
    await provider.close()
  })

  test('a listed part passes as it is', async () => {
    const provider = await startProvider((response) => sendJson(response, completion({ content: 'hello' })))
    await using rig = await startRig(provider, { unscannedParts: ['image_url'] })
    const part = { type: 'image_url', image_url: { url: 'data:x' } }
    expect((await rig.post(ask([{ type: 'text', text: 'what?' }, part]))).status).toBe(200)
    expect(provider.requests[0]?.body.messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'what?' }, part] },
    ])
    await provider.close()
  })

  test('what a provider would search or fetch by itself passes only where it is listed', async () => {
    const provider = await startProvider((response) => sendJson(response, completion({ content: 'hello' })))
    await using rig = await startRig(provider, { unscannedParts: ['web_search_options'] })
    const passing = { web_search_options: {}, enable_search: false, use_beam_search: true }
    expect((await rig.post(ask('hi', passing))).status).toBe(200)
    expect(provider.requests[0]?.body).toMatchObject(passing)
    for (const field of ['plugins', 'search_parameters', 'enable_search', 'data_sources', 'mcp_servers', 'grounding'])
      expect(await errorOf(await rig.post(ask('hi', { [field]: true })))).toMatchObject({
        code: 'UNSCANNED_PART',
        param: field,
      })
    expect(provider.requests).toHaveLength(1)
    await provider.close()
  })

  test('content types, encodings and bytes that are not JSON in UTF-8', async () => {
    await using rig = await startRig()
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
    const post = (init: RequestInit) => rig.post({}, init).then(errorOf)
    expect(await post({ headers: { ...headers, 'content-type': 'text/plain' } })).toMatchObject({
      status: 400,
      code: 'NOT_JSON',
    })
    expect(await post({ headers: { ...headers, 'content-encoding': 'gzip' } })).toMatchObject({
      status: 400,
      code: 'NOT_JSON',
    })
    expect(await post({ headers, body: Buffer.from([0x7b, 0xff, 0x7d]) })).toMatchObject({
      status: 400,
      code: 'NOT_JSON',
    })
  })

  test('a chunked body is counted while it arrives', async () => {
    await using rig = await startRig()
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(16_384).fill(0x20)) })
    const init = {
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: endless,
      duplex: 'half',
    }
    // The gateway answers and then closes; a client that is still writing may see only the latter.
    const outcome = await rig.post({}, init as RequestInit).then(errorOf, () => ({ status: 413 }))
    expect(outcome).toMatchObject({ status: 413 })
    expect((await rig.post(ask('x', { model: 'ringwall-stand-in' }))).status).toBe(200)
  })

  test('a body that trickles in is given up', async () => {
    await using rig = await startRig(undefined, {}, { bodyTimeoutMs: 100 })
    const socket = await open(rig.gateway.url)
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${TOKEN}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`,
    )
    const trickle = setInterval(() => socket.write(' '), 20)
    const [data] = (await once(socket, 'data')) as [Buffer]
    clearInterval(trickle)
    expect(String(data)).toMatch(/^HTTP\/1\.1 408 [^]*BODY_TIMEOUT/)
    socket.destroy()
  })
})

describe('callers', () => {
  test('no token, a wrong one and a near one are all refused the same', async () => {
    await using rig = await startRig()
    for (const authorization of [
      '',
      'Bearer ',
      `Bearer ${TOKEN}x`,
      `Bearer ${TOKEN.slice(0, -1)}`,
      `Basic ${TOKEN}`,
      TOKEN,
    ])
      expect(
        await errorOf(await rig.post(ask('hi'), { headers: { authorization, 'content-type': 'application/json' } })),
      ).toMatchObject({
        status: 401,
        code: 'UNAUTHORIZED',
      })
    expect((await fetch(`${rig.gateway.url}/v1/models`)).status).toBe(401)
    expect(rig.seen.inbound).toEqual([])
  })

  test('the token decides who it is; headers name the session and the trace, if they are sane', async () => {
    await using rig = await startRig()
    const base = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
    const trace = '0af7651916cd43dd8448eb211c80319c'
    const model = { model: 'ringwall-stand-in' }
    const named = {
      ...base,
      'x-ringwall-session': 'chat-7',
      'x-ringwall-agent': 'admin',
      traceparent: `00-${trace}-b7ad6b7169203331-01`,
    }
    const response = await rig.post(ask('a', { ...model, user: 'mallory' }), { headers: named })
    expect(response.headers.get('x-ringwall-trace-id')).toBe(trace)
    await rig.post(ask('b', model), {
      headers: { ...base, 'x-ringwall-session': 'not sane!', traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` },
    })
    const [first, , second] = rig.seen.inbound.map(({ session }) => session)
    expect(first).toMatchObject({
      agentId: 'helper',
      tenantId: 'acme',
      userId: 'alice',
      sessionId: 'chat-7',
      traceId: trace,
    })
    expect(second?.sessionId).toMatch(/^[0-9a-f-]{36}$/)
    expect(second?.traceId).toMatch(/[1-9a-f]/)
  })

  test('a gateway without tokens makes one; the app alone lets nobody in', async () => {
    const { kernel } = await makeKernel()
    const options = { wall: { for: () => kernel }, settings: settings({ tokens: [] }), logger: silent() }
    const gateway = await startGateway(options)
    const [token = ''] = gateway.tokens
    expect(token).toMatch(/^[\w-]{43}$/)
    const headers = { authorization: `Bearer ${token}` }
    expect((await fetch(`${gateway.url}/v1/models`, { headers })).status).toBe(200)
    await gateway.close()
    expect((await createGateway(options).request('/v1/models', { headers })).status).toBe(401)
    await kernel.close()
  })

  test.for([
    ['short', ['x'.repeat(31)]],
    ['empty', ['']],
    ['repeated', [TOKEN, TOKEN]],
    ['spaced', [`${TOKEN} ${TOKEN}`]],
  ] as const)('a %s token stops the start', async ([, tokens]) => {
    const { kernel } = await makeKernel()
    const made = tokens.map((token) => ({ token, agent: 'a', tenant: 't' }))
    const starting = startGateway({
      wall: { for: () => kernel },
      settings: settings({ tokens: made }),
      logger: silent(),
    })
    await expect(starting).rejects.toMatchObject({ code: 'TOKEN_INVALID' })
  })

  test('a rebound host name is refused, before anything else', async () => {
    await using rig = await startRig()
    for (const [host, status] of [
      ['evil.example', 403],
      ['127.0.0.1.evil.example:80', 403],
      ['localhost:1', 200],
      ['127.0.0.1', 200],
      ['[::1]:80', 200],
    ] as const) {
      const socket = await open(rig.gateway.url)
      socket.write(`GET /healthz HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)
      const [data] = (await once(socket, 'data')) as [Buffer]
      expect([host, String(data).slice(9, 12)]).toEqual([host, String(status)])
      socket.destroy()
    }
  })
})

describe('paths', () => {
  test('health needs no token, anything unknown is a 404 in JSON', async () => {
    await using rig = await startRig()
    expect(await (await fetch(`${rig.gateway.url}/healthz`)).json()).toEqual({ status: 'ok' })
    for (const path of ['/', '/v1/completions', '/v1/chat/completions/x', '/v1/../healthz2'])
      expect(await errorOf(await fetch(rig.gateway.url + path))).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  })

  test('the list of models is rebuilt and guarded', async () => {
    let models: JsonObject[] = []
    const provider = await startProvider((response) => sendJson(response, { data: models }))
    await using rig = await startRig(provider)
    const get = () => fetch(`${rig.gateway.url}/v1/models`, { headers: { authorization: `Bearer ${TOKEN}` } })
    models = [{ id: 'm-1', owned_by: 'me', extra: 'x' }, { id: 'a sentence' }]
    expect(await (await get()).json()).toEqual({
      object: 'list',
      data: [{ id: 'm-1', object: 'model', created: 0, owned_by: 'me' }],
    })
    models = [{ id: 'FORBIDDEN' }]
    expect(await errorOf(await get())).toMatchObject({ status: 403, code: 'REPLY_WITHHELD' })
    await provider.close()
  })
})

describe('an upstream that fails', () => {
  const answers: [string, Parameters<typeof startProvider>[0], Partial<Awaited<ReturnType<typeof errorOf>>>][] = [
    [
      'refuses the model',
      (response) =>
        sendJson(
          response,
          {
            error: { message: 'no model m-1', type: 'invalid_request_error', code: 'model_not_found', param: 'model' },
          },
          404,
        ),
      { status: 404, code: 'model_not_found', message: 'no model m-1', param: 'model' },
    ],
    [
      'quotes the key',
      (response) => sendJson(response, { error: { message: 'bad key sk-12345678', code: 'a sentence here' } }, 401),
      { status: 401, code: 'UPSTREAM_ERROR', message: 'bad key [REDACTED]' },
    ],
    [
      'says what may not be said',
      (response) => sendJson(response, { error: { message: 'FORBIDDEN' } }, 500),
      { status: 500, code: 'UPSTREAM_ERROR' },
    ],
    [
      'answers HTML',
      (response) => response.writeHead(503).end('<h1>internal host db7</h1>'),
      { status: 503, code: 'UPSTREAM_ERROR' },
    ],
    [
      'redirects',
      (response, _, { url }) =>
        url === '/else'
          ? sendJson(response, completion({ content: 'from elsewhere' }))
          : response.writeHead(307, { location: '/else' }).end(),
      { status: 502, code: 'UPSTREAM_UNREACHABLE' },
    ],
    [
      'answers no JSON',
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('oops'),
      { status: 502, code: 'UPSTREAM_INVALID' },
    ],
    [
      'answers another shape',
      (response) => sendJson(response, { choices: [] }),
      { status: 502, code: 'UPSTREAM_INVALID' },
    ],
    [
      'answers text',
      (response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('hello'),
      { status: 502, code: 'UPSTREAM_INVALID' },
    ],
    [
      'answers with more choices than asked for',
      (response) =>
        sendJson(response, completion({}, { choices: [0, 1].map((index) => ({ index, message: { content: 'x' } })) })),
      { status: 502, code: 'UPSTREAM_INVALID' },
    ],
    ['hangs up', (response) => response.destroy(), { status: 502, code: 'UPSTREAM_UNREACHABLE' }],
    [
      'hangs up in the middle',
      (response) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-length': 100 })
          .write('{', () => response.destroy()),
      { status: 502, code: 'UPSTREAM_INTERRUPTED' },
    ],
    ['says nothing', () => undefined, { status: 504, code: 'UPSTREAM_TIMEOUT' }],
    [
      'stops in the middle',
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{'),
      { status: 504, code: 'UPSTREAM_TIMEOUT' },
    ],
  ]
  test.for(answers)('%s', async ([, answer, expected]) => {
    const provider = await startProvider(answer)
    await using rig = await startRig(provider, {
      upstream: { url: provider.url, timeoutMs: expected.status === 504 ? 100 : 10_000 },
    })
    const found = await errorOf(await rig.post(ask('hi')))
    expect(found).toMatchObject(expected)
    expect(found.message).not.toMatch(/FORBIDDEN|db7/)
    expect((await fetch(`${rig.gateway.url}/healthz`)).status).toBe(200)
    await provider.close()
  })

  test('keeps Retry-After', async () => {
    const provider = await startProvider((response) =>
      sendJson(response, { error: { message: 'slow down' } }, 429, { 'retry-after': '7' }),
    )
    await using rig = await startRig(provider)
    const response = await rig.post(ask('hi'))
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7'])
    await response.text()
    await provider.close()
  })

  test('is down', async () => {
    const unused = createServer().listen(0, '127.0.0.1')
    await once(unused, 'listening')
    const { port } = unused.address() as AddressInfo
    await new Promise((resolve) => unused.close(resolve))
    await using rig = await startRig(undefined, { upstream: { url: `http://127.0.0.1:${port}/v1`, timeoutMs: 5_000 } })
    for (const stream of [false, true]) {
      const found = await errorOf(await rig.post(ask('hi', { stream })))
      expect(found).toMatchObject({ status: 502, code: 'UPSTREAM_UNREACHABLE' })
      expect(found.message).not.toContain(String(port))
    }
    expect(rig.log.join()).toContain('ECONNREFUSED')
  })

  test('a stream is an ordinary error until its first event', async () => {
    const openings: [Parameters<typeof startProvider>[0], number, string][] = [
      [(response) => sendJson(response, { error: { message: 'no' } }, 400), 400, 'UPSTREAM_ERROR'],
      [(response) => sendJson(response, completion({ content: 'whole' })), 502, 'UPSTREAM_INVALID'],
      [(response) => openSse(response).end(Buffer.from([0xff])), 502, 'UPSTREAM_INVALID'],
      [(response) => openSse(response).end(), 502, 'UPSTREAM_INTERRUPTED'],
      [(response) => openSse(response).end('data: {"error":{"message":"x","code":"busy"}}\n\n'), 502, 'busy'],
      [(response) => openSse(response).write(': hello\n\n'), 504, 'UPSTREAM_TIMEOUT'],
    ]
    for (const [answer, status, code] of openings) {
      const provider = await startProvider(answer)
      await using rig = await startRig(provider, { upstream: { url: provider.url, timeoutMs: 300 } })
      expect(await errorOf(await rig.post(ask('hi', { stream: true })))).toMatchObject({ status, code })
      await provider.close()
    }
  })

  test('a stream that falls silent ends with an error event', async () => {
    const provider = await startProvider((response) => openSse(response).write(chunk({ content: 'first' })))
    await using rig = await startRig(provider, { upstream: { url: provider.url, timeoutMs: 100 } })
    const { text, isDone, error } = readStream(await (await rig.post(ask('hi', { stream: true }))).text())
    expect({ text, isDone, code: error?.code }).toEqual({ text: ['first'], isDone: false, code: 'UPSTREAM_TIMEOUT' })
    await provider.close()
  })

  test('an upstream that throws, or ignores its signal, leaves the gateway standing', async () => {
    await using throwing = await startRig(
      undefined,
      {},
      {
        upstream: () => {
          throw new Error('inner secret')
        },
      },
    )
    const found = await errorOf(await throwing.post(ask('hi')))
    expect(found.code).toBe('UPSTREAM_UNREACHABLE')
    expect(found.message).not.toContain('inner secret')
    await using deaf = await startRig(
      undefined,
      { upstream: { url: 'http://localhost', timeoutMs: 50 } },
      { upstream: () => new Promise(() => undefined) },
    )
    expect(await errorOf(await deaf.post(ask('hi')))).toMatchObject({ status: 504 })
  })

  test('never gets the authorization of another', async () => {
    const provider = await startProvider((response) => sendJson(response, {}))
    const request = () => new Request(`${UPSTREAM_BASE}/models`, { headers: { authorization: 'Bearer of-the-client' } })
    await httpUpstream({ url: provider.url, timeoutMs: 1 })(request())
    await httpUpstream({ url: `${provider.url}/`, apiKey: 'ours', timeoutMs: 1 })(request())
    expect(provider.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/v1/models', undefined],
      ['/v1/models', 'Bearer ours'],
    ])
    await provider.close()
  })

  test.for(['nothing', 'ftp://x/v1', 'https://user:pw@x/v1', 'https://x/v1?key=1'])(
    'the URL %s stops the start',
    (url) => {
      expect(() => httpUpstream({ url, timeoutMs: 1 })).toThrow(
        expect.objectContaining({ code: 'UPSTREAM_URL_INVALID' }),
      )
    },
  )
})

describe('a client that leaves', () => {
  async function leaveDuring(answer: Parameters<typeof startProvider>[0], stream: boolean): Promise<void> {
    const closed = Promise.withResolvers<void>()
    const provider = await startProvider((response, body, request) => {
      response.on('close', closed.resolve)
      return answer(response, body, request)
    })
    await using rig = await startRig(provider)
    const leaving = new AbortController()
    const response = rig.post(ask('hi', { stream }), { signal: leaving.signal })
    response.catch(() => undefined)
    await until(() => provider.requests.length === 1)
    if (stream) await (await response).body?.getReader().read()
    leaving.abort()
    await closed.promise // the upstream request has ended
    await leaksNothing(rig, provider)
    expect((await fetch(`${rig.gateway.url}/healthz`)).status).toBe(200)
    await provider.close()
  }

  /** An old generation is disposed only once no stream runs on it. */
  async function leaksNothing(rig: Awaited<ReturnType<typeof startRig>>, provider: Provider): Promise<void> {
    await rig.kernel.reload({ plugins: [] })
    await until(() => rig.seen.disposed === 1)
    await until(async () => (await provider.connections()) === 0)
  }

  test('before the reply', () => leaveDuring(() => undefined, false))
  test('in the middle of a stream', () =>
    leaveDuring((response) => openSse(response).write(chunk({ content: 'some text, then silence' })), true))
  test('without reading a stream that floods', () =>
    leaveDuring((response) => {
      const flood = chunk({ content: 'x'.repeat(10_000) })
      const write = (): void => {
        while (!response.destroyed && response.write(flood));
      }
      openSse(response).on('drain', write)
      write()
    }, true))

  test('from the app without a socket', async () => {
    const closed = Promise.withResolvers<void>()
    const provider = await startProvider((response) => {
      response.on('close', closed.resolve)
      openSse(response).write(chunk({ content: 'some text, then silence' }))
    })
    const { kernel, seen } = await makeKernel()
    const upstream = { url: provider.url, timeoutMs: 10_000 }
    const app = createGateway({ wall: { for: () => kernel }, settings: settings({ upstream }), logger: silent() })
    const response = await app.request('/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(ask('hi', { stream: true })),
    })
    await response.body?.cancel()
    await closed.promise
    await kernel.reload({ plugins: [] })
    await until(() => seen.disposed === 1)
    await kernel.close()
    await provider.close()
  })

  test('streams that end by themselves leave nothing behind either', async () => {
    const provider = await startProvider((response) =>
      openSse(response).end(chunk({ content: 'FORBIDDEN or half', refusal: 'x' })),
    )
    await using rig = await startRig(provider)
    for (let i = 0; i < 5; i++) await (await rig.post(ask('hi', { stream: true }))).text()
    await rig.kernel.reload({ plugins: [] })
    await until(() => rig.seen.disposed === 1)
    await provider.close()
  })
})

describe('start and stop', () => {
  test('a port in use is named, with a way out', async () => {
    await using rig = await startRig()
    const port = Number(new URL(rig.gateway.url).port)
    const error: unknown = await startGateway({
      wall: { for: () => rig.kernel },
      settings: settings({ port }),
      logger: silent(),
    }).catch((e: unknown) => e)
    expect(isRingwallError(error) && [error.code, error.message, error.fix]).toEqual([
      'PORT_IN_USE',
      `Port ${port} on 127.0.0.1 is in use.`,
      expect.stringContaining('gateway.port'),
    ])
  })

  test('an address of another machine cannot be listened on', async () => {
    const { kernel } = await makeKernel()
    const starting = startGateway({
      wall: { for: () => kernel },
      settings: settings({ host: '192.0.2.1' }),
      logger: silent(),
    })
    await expect(starting).rejects.toMatchObject({ code: 'LISTEN_FAILED' })
  })

  test('closing ends streams that do not end by themselves, and twice is fine', async () => {
    const provider = await startProvider((response) =>
      openSse(response).write(chunk({ content: 'and on and on and on' })),
    )
    const rig = await startRig(provider)
    const response = await rig.post(ask('hi', { stream: true }))
    const rest = response.text().catch(() => 'cut off')
    await Promise.all([rig.gateway.close(), rig.gateway.close()])
    await rest
    await until(async () => (await provider.connections()) === 0)
    await rig.kernel.close()
    await provider.close()
  })

  test('a wall that fails is our own fault, told as such', async () => {
    const log: string[] = []
    const wall = {
      for: () => {
        throw new Error('inner problem')
      },
    }
    const app = createGateway({ wall, settings: settings(), logger: silent(log), upstream: standInModel() })
    const found = await errorOf(await app.request('/v1/models', { headers: { authorization: `Bearer ${TOKEN}` } }))
    expect(found).toMatchObject({ status: 500, code: 'INTERNAL' })
    expect(found.message).not.toContain('inner')
    expect(log.join()).toContain('inner problem')
  })
})

async function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}
