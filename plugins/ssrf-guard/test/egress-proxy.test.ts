import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import net, { type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import {
  createEgressProxy,
  createPolicy,
  createResolve,
  type EgressEvent,
  type EgressProxyOptions,
  type Lookup,
} from '../src/index.ts'
import { resolverOf, type Names } from './names.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closers.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((done) => server.close(done))
  })
  return (server.address() as AddressInfo).port
}

interface Made {
  readonly proxy: number
  readonly target: number
  readonly events: readonly EgressEvent[]
  readonly seen: readonly { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string }[]
}

/** A proxy before a server that tells what it got. */
async function setUp(names: Names, options: Partial<EgressProxyOptions> = {}): Promise<Made> {
  const seen: { url: string; headers: IncomingHttpHeaders; body: string }[] = []
  const target = await listen(
    createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        seen.push({ url: request.url ?? '', headers: request.headers, body })
        response.setHeader('x-answer', 'yes').setHeader('connection', 'x-hop').setHeader('x-hop', 'no')
        response.end(`got ${body}`)
      })
    }),
  )
  const policy = createPolicy({ egress: 'public', allow: ['a.test'], deny: [], maxUrlLength: 8192 })
  const resolve = createResolve({ policy, timeoutMs: 500, lookup: resolverOf(names).lookup })
  const events: EgressEvent[] = []
  const proxy = await listen(
    createEgressProxy({ egress: { policy, resolve }, onEvent: (event) => void events.push(event), ...options }),
  )
  return { proxy, target, events, seen }
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

function ask(proxy: number, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const request = httpRequest({ host: '127.0.0.1', port: proxy, path, method, headers, agent: false }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** What comes back for bytes as they are, until the other side closes or `until` is in it. */
function raw(proxy: number, bytes: string, until?: { readonly mark: string; readonly next: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = net.connect(proxy, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (chunk) => {
      text += chunk.toString()
      if (until && text.includes(until.mark) && !text.includes('got')) socket.write(until.next)
      if (until && text.includes('got')) socket.end()
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })
}

const NAMES: Names = {
  'a.test': ['127.0.0.1'],
  'inner.test': ['10.0.0.7'],
  'rebind.test': { sequence: [['127.0.0.1'], ['169.254.169.254']] },
}

describe('egress proxy', () => {
  it('forwards HTTP to where it may, without the headers of one hop', async () => {
    const { proxy, target, events, seen } = await setUp(NAMES)
    const headers = { 'proxy-authorization': 'Basic eDp5', connection: 'x-secret', 'x-secret': '1', 'x-kept': '2' }
    const answer = await ask(proxy, `http://a.test:${target}/p?q=1`, headers, 'hello')
    expect(answer).toMatchObject({ status: 200, body: 'got hello', headers: { 'x-answer': 'yes' } })
    expect(answer.headers).not.toHaveProperty('x-hop')
    expect(seen[0]).toMatchObject({ url: '/p?q=1', headers: { host: `a.test:${target}`, 'x-kept': '2' } })
    for (const name of ['proxy-authorization', 'x-secret']) expect(seen[0]?.headers).not.toHaveProperty(name)
    expect(events).toEqual([{ outcome: 'allowed', method: 'POST', host: 'a.test', port: target }])
  })

  it('tunnels by CONNECT', async () => {
    const { proxy, target, events } = await setUp(NAMES)
    const connect = `CONNECT a.test:${target} HTTP/1.1\r\nhost: a.test:${target}\r\n\r\n`
    const inside = 'GET /t HTTP/1.1\r\nhost: a.test\r\nconnection: close\r\n\r\n'
    expect(await raw(proxy, connect, { mark: 'Established\r\n\r\n', next: inside })).toMatch(
      /^HTTP\/1\.1 200 [^]*got $/,
    )
    expect(events).toEqual([{ outcome: 'allowed', method: 'CONNECT', host: 'a.test', port: target }])
  })

  it.each([
    ['http://127.0.0.1:8080/', 'ADDRESS_REFUSED'],
    ['http://[::1]:8080/', 'ADDRESS_REFUSED'],
    ['http://inner.test/', 'ADDRESS_REFUSED'],
    ['http://nowhere.test/', 'HOST_UNRESOLVED'],
    ['http://localhost/', 'HOST_REFUSED'],
    ['http://u:p@inner.test/', 'URL_REFUSED'],
    ['ftp://inner.test/', 'URL_REFUSED'],
    ['/no-host', 'URL_REFUSED'],
  ])('refuses %s', async (url, code) => {
    const { proxy, events } = await setUp(NAMES)
    expect((await ask(proxy, url)).status).toBe(403)
    expect(events).toMatchObject([{ outcome: 'refused', code }])
  })

  it.each([
    '127.0.0.1:443',
    '[::1]:443',
    'inner.test:443',
    'localhost:443',
    '169.254.169.254:80',
    'a.example:22',
    '2130706433:80',
    '0x7f000001:80',
  ])('refuses CONNECT to %s', async (authority) => {
    const { proxy, events } = await setUp({ ...NAMES, 'a.example': ['1.1.1.1'] })
    expect(await raw(proxy, `CONNECT ${authority} HTTP/1.1\r\nhost: x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403 /)
    expect(events).toMatchObject([{ outcome: 'refused', method: 'CONNECT' }])
  })

  it.each(['a.test', 'a.test:', 'a.test:x', '/', 'http://a.test/'])(
    'does not know what CONNECT %s means',
    async (authority) => {
      const { proxy } = await setUp(NAMES)
      expect(await raw(proxy, `CONNECT ${authority} HTTP/1.1\r\nhost: x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 40[03] /)
    },
  )

  it('connects to what was checked, though the name is bound anew between the two', async () => {
    const bound: Names = { 'a.test': { sequence: [['127.0.0.1'], ['169.254.169.254']] } }
    const { proxy, target, events } = await setUp(bound)
    const url = `http://a.test:${target}/`
    // Looked up once: there is no second answer that the connection could go to.
    expect([(await ask(proxy, url)).status, (await ask(proxy, url)).status]).toEqual([200, 403])
    expect(events.map(({ code }) => code)).toEqual([undefined, 'ADDRESS_REFUSED'])
    const tunnel = await setUp(bound)
    const connect = `CONNECT a.test:${tunnel.target} HTTP/1.1\r\nhost: x\r\n\r\n`
    const inside = 'GET / HTTP/1.1\r\nhost: a.test\r\nconnection: close\r\n\r\n'
    expect(await raw(tunnel.proxy, connect, { mark: 'Established\r\n\r\n', next: inside })).toMatch(/ 200 [^]*got $/)
  })

  it('connects nowhere for a client that has left while the name was looked up', async () => {
    let [connections, answered] = [0, 0]
    const target = await listen(net.createServer(() => connections++))
    const policy = createPolicy({ egress: 'public', allow: ['a.test'], deny: [], maxUrlLength: 8192 })
    const slow: Lookup = (_host, _options, done) =>
      void setTimeout(() => {
        answered++
        done(null, [{ address: '127.0.0.1', family: 4 }])
      }, 200)
    const resolve = createResolve({ policy, timeoutMs: 5000, lookup: slow })
    const events: EgressEvent[] = []
    const proxy = await listen(
      createEgressProxy({ egress: { policy, resolve }, onEvent: (event) => void events.push(event) }),
    )
    for (const line of [`CONNECT a.test:${target}`, `GET http://a.test:${target}/`]) {
      const socket = net.connect(proxy, '127.0.0.1')
      socket.write(`${line} HTTP/1.1\r\nhost: a.test\r\n\r\n`)
      setTimeout(() => socket.resetAndDestroy(), 50)
    }
    await expect.poll(() => answered).toBe(2)
    await new Promise((done) => setTimeout(done, 100))
    expect([connections, events]).toEqual([0, []])
  })

  it('keeps a tunnel open for the other side when one has ended', async () => {
    const target = await listen(
      net.createServer({ allowHalfOpen: true }, (socket) => {
        let text = ''
        socket.write('first ')
        socket.on('data', (chunk) => (text += chunk.toString()))
        socket.on('end', () => socket.end(`then ${text}`))
      }),
    )
    const { proxy } = await setUp(NAMES)
    const socket = net.connect({ port: proxy, host: '127.0.0.1', allowHalfOpen: true })
    socket.end(`CONNECT a.test:${target} HTTP/1.1\r\nhost: x\r\n\r\nsaid`)
    let heard = ''
    socket.on('data', (chunk) => (heard += chunk.toString()))
    await new Promise((done) => socket.on('end', done))
    expect(heard).toMatch(/first then said$/)
  })

  it('wants its token', async () => {
    const { proxy, target, seen } = await setUp(NAMES, { token: 'a long token' })
    const withToken = (token: string) => ({ 'proxy-authorization': `Basic ${btoa(`x:${token}`)}` })
    const url = `http://a.test:${target}/`
    expect((await ask(proxy, url)).headers).toHaveProperty('proxy-authenticate')
    expect((await ask(proxy, url, withToken('another'))).status).toBe(407)
    expect(await raw(proxy, `CONNECT a.test:${target} HTTP/1.1\r\nhost: x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 407 /)
    expect(seen).toEqual([])
    expect((await ask(proxy, url, withToken('a long token'))).status).toBe(200)
  })

  it('refuses upgrades and what it cannot read', async () => {
    const { proxy } = await setUp(NAMES)
    expect(
      await raw(proxy, 'GET http://a.test/ HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
    ).toMatch(/ 400 /)
    expect(await raw(proxy, 'nonsense\r\n\r\n')).toMatch(/ 400 /)
    const both =
      'POST http://a.test/ HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'
    expect(await raw(proxy, both)).toMatch(/ 400 /)
  })

  it('refuses where nobody can be told', async () => {
    const { proxy, target, seen } = await setUp(NAMES, {
      onEvent: () => {
        throw new Error('the log is full')
      },
    })
    expect((await ask(proxy, `http://a.test:${target}/`)).status).toBe(502)
    expect(await raw(proxy, `CONNECT a.test:${target} HTTP/1.1\r\nhost: x\r\n\r\n`)).toMatch(/ 502 /)
    expect(seen).toEqual([])
  })

  it('closes what is silent', async () => {
    const { proxy } = await setUp(NAMES, { idleMs: 50 })
    const silent = await listen(net.createServer(() => undefined))
    expect(await raw(proxy, `CONNECT a.test:${silent} HTTP/1.1\r\nhost: x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /)
  })
})
