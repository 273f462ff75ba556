import { createHash, timingSafeEqual } from 'node:crypto'
import type { LookupAddress } from 'node:dns'
import http, { type IncomingMessage, type OutgoingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import net, { type LookupFunction, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { token as serviceToken, type Token } from '@ringwall/core'
import { isRefusal, plainHost, type Refusal } from './policy.ts'
import { isResolved, type Egress } from './resolve.ts'

/** One request that the proxy let through or refused. It names the host, never the path, which may hold what it likes. */
export interface EgressEvent {
  readonly outcome: 'allowed' | 'refused' | 'failed'
  readonly method: string
  readonly host: string
  readonly port: number
  readonly code?: string
  readonly reason?: string
}

/** How a proxy is made. */
export interface EgressProxyOptions {
  readonly egress: Egress
  /** Told of every request, before its answer. A throw refuses the request. */
  readonly onEvent?: (event: EgressEvent) => void
  /** What clients must send as password of `Proxy-Authorization: Basic`; without it everyone who can connect may ask. */
  readonly token?: string
  /** Milliseconds without a byte after which a connection is closed. Default: 300,000. */
  readonly idleMs?: number
  /** Default: 256. More are refused at once. */
  readonly maxConnections?: number
}

/** Makes proxies under the policy of the wall, for programs that know only a proxy. */
export interface EgressProxy {
  /** A proxy of one client, which the caller listens with and closes. */
  create(options?: Omit<EgressProxyOptions, 'egress'>): Server
}
/** The service under which other layers get proxies; exec-sandbox leads commands through them. */
export const EgressProxyToken: Token<EgressProxy> = serviceToken<EgressProxy>('EgressProxy')

/** Headers for one hop only (RFC 9110, section 7.6.1), and those for the proxy itself. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const STATUS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  407: 'Proxy Authentication Required',
  502: 'Bad Gateway',
}

/** A forward proxy for HTTP and CONNECT that reaches only what the policy allows. The caller listens and closes, tunnels too. */
export function createEgressProxy(options: EgressProxyOptions): Server {
  const { egress, onEvent = () => undefined, token, idleMs = 300_000, maxConnections = 256 } = options
  const agent = new http.Agent({ keepAlive: true, timeout: idleMs })
  const isAdmitted = (request: IncomingMessage): boolean =>
    token === undefined || hasToken(request.headers['proxy-authorization'], token)

  const server = http.createServer({ headersTimeout: 30_000, requestTimeout: 0 })
  server.maxConnections = maxConnections
  server.timeout = idleMs
  server.on('request', (request, response) => {
    forward(request, response).catch(() => answer(response, 502, 'the proxy failed'))
  })
  server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    client.on('error', () => client.destroy())
    tunnel(request, client, head).catch(() => refuseSocket(client, 502, 'the proxy failed'))
  })
  server.on('upgrade', (_request, socket: Duplex) => refuseSocket(socket, 400, 'upgrades go through CONNECT'))
  server.on('clientError', (_error, socket: Duplex) => refuseSocket(socket, 400, 'the request cannot be read'))
  server.on('close', () => agent.destroy())
  return server

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isAdmitted(request)) return answer(response, 407, 'a token is needed')
    const method = request.method ?? 'GET'
    const target = egress.policy.checkUrl(request.url ?? '')
    if (isRefusal(target)) return refuse(response, { method, ...placeOf(request.url) }, target)
    if (target.url.protocol !== 'http:') return answer(response, 400, 'https goes through CONNECT')
    const { host, port, url } = target
    const resolved = await egress.resolve(host, port)
    if (!isResolved(resolved)) return refuse(response, { method, host, port }, resolved)
    if (response.destroyed) return undefined // nobody waits any more: nothing is opened that nobody would close
    onEvent({ outcome: 'allowed', method, host, port })
    const upstream = http.request({
      agent,
      host: plainHost(url.hostname),
      port,
      method,
      path: url.pathname + url.search,
      headers: { ...endToEnd(request), host: url.host },
      lookup: pinned(resolved),
      setHost: false,
      timeout: idleMs,
    })
    upstream.on('timeout', () => upstream.destroy())
    upstream.on('error', () => {
      answer(response, 502, 'the host did not answer')
      onEvent({ outcome: 'failed', method, host, port })
    })
    upstream.on('upgrade', (_response, socket) => socket.destroy())
    upstream.on('response', (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, endToEnd(incoming))
      incoming.on('error', () => response.destroy())
      incoming.pipe(response)
    })
    response.on('close', () => upstream.destroy())
    request.on('error', () => upstream.destroy())
    request.pipe(upstream)
  }

  async function tunnel(request: IncomingMessage, client: Socket, head: Buffer): Promise<void> {
    if (!isAdmitted(request)) return refuseSocket(client, 407, 'a token is needed')
    const place = placeOf(`http://${request.url ?? ''}`)
    const { host, port } = place
    if (host === '' || !/:\d{1,5}$/.test(request.url ?? '')) return refuseSocket(client, 400, 'CONNECT needs host:port')
    const refused = egress.policy.checkHost(host, port)
    const resolved = refused ?? (await egress.resolve(host, port))
    if (!isResolved(resolved)) {
      onEvent({ outcome: 'refused', method: 'CONNECT', ...place, code: resolved.code, reason: resolved.reason })
      return refuseSocket(client, 403, resolved.reason)
    }
    if (client.destroyed) return undefined // nobody waits any more: nothing is opened that nobody would close
    onEvent({ outcome: 'allowed', method: 'CONNECT', ...place })
    // Each side may say that it is done and still listen.
    const open = { autoSelectFamily: true, allowHalfOpen: true, lookup: pinned(resolved) }
    const upstream = net.connect({ host, port, ...open })
    let isOpen = false
    for (const socket of [client, upstream]) socket.setTimeout(idleMs, () => socket.destroy())
    upstream.on('connect', () => {
      isOpen = true
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      if (head.length > 0) upstream.write(head)
      upstream.pipe(client).pipe(upstream)
    })
    upstream.on('error', () => {
      if (isOpen) client.destroy()
      else refuseSocket(client, 502, 'the host did not answer')
    })
    upstream.on('close', () => client.destroySoon())
    client.on('close', () => upstream.destroy())
  }

  function refuse(
    response: ServerResponse,
    place: Pick<EgressEvent, 'method' | 'host' | 'port'>,
    { code, reason }: Refusal,
  ): void {
    onEvent({ outcome: 'refused', ...place, code, reason })
    answer(response, 403, reason)
  }
}

/** A lookup that asks nobody: it answers what was checked, so a name that is bound anew meanwhile changes nothing. */
function pinned(addresses: readonly LookupAddress[]): LookupFunction {
  return (_host, options, done) => {
    const [first] = addresses
    if (options.all === true) done(null, [...addresses])
    else done(null, first?.address ?? '', first?.family)
  }
}

function answer(response: ServerResponse, status: number, reason: string): void {
  if (response.headersSent) response.destroy()
  else response.writeHead(status, { 'content-type': 'text/plain', ...challenge(status) }).end(`ringwall: ${reason}\n`)
}

function refuseSocket(socket: Duplex, status: number, reason: string): void {
  if (socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const more = Object.entries(challenge(status)).map(([name, value]) => `${name}: ${value}\r\n`)
  const body = `ringwall: ${reason}\n`
  socket.end(
    `HTTP/1.1 ${status} ${STATUS[status] ?? 'Error'}\r\n${more.join('')}content-type: text/plain\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

function challenge(status: number): Record<string, string> {
  return status === 407 ? { 'proxy-authenticate': 'Basic realm="ringwall"' } : {}
}

function endToEnd({ headers }: IncomingMessage): OutgoingHttpHeaders {
  const named = String(headers.connection ?? '')
    .toLowerCase()
    .split(',')
  const dropped = new Set([...HOP_BY_HOP, ...named.map((name) => name.trim())])
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)))
}

/** Host and port of what a client asked for, as far as they can be read. */
function placeOf(url: string | undefined): { readonly host: string; readonly port: number } {
  const parsed = URL.parse(url ?? '')
  if (!parsed || (parsed.pathname.length > 1 && !url?.includes('://'))) return { host: '', port: 0 }
  const standard = parsed.protocol === 'https:' ? 443 : 80
  return { host: plainHost(parsed.hostname), port: parsed.port === '' ? standard : Number(parsed.port) }
}

function hasToken(header: string | undefined, token: string): boolean {
  const [scheme = '', encoded = ''] = (header ?? '').split(' ')
  if (scheme.toLowerCase() !== 'basic') return false
  const password = Buffer.from(encoded, 'base64')
    .toString()
    .replace(/^[^:]*:/, '')
  return timingSafeEqual(digest(password), digest(token))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
