import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { createServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createGuardedFetch, createPolicy, createResolve, type GuardedFetch } from '../src/index.ts'
import { resolverOf, type Names } from './names.ts'

const HOME = ['127.0.0.1']
const folder = mkdtempSync(join(tmpdir(), 'ringwall-tls-'))
let right: Certificate
let wrong: Certificate

interface Certificate {
  readonly cert: string
  readonly key: string
}

/** A certificate that signs itself, for these names. */
function makeCertificate(name: string, names: string): Certificate {
  const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${names}`]
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...curve, '-keyout', key, '-out', cert, ...subject], {
    stdio: 'pipe',
  })
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
}

beforeAll(() => {
  right = makeCertificate('right', 'DNS:a.test,DNS:b.test,IP:127.0.0.1')
  wrong = makeCertificate('wrong', 'DNS:other.test')
})
afterAll(() => rmSync(folder, { recursive: true }))

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

async function listen(server: Server, closeAll: () => void): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closers.push(async () => {
    closeAll()
    await new Promise((done) => server.close(done))
  })
  return (server.address() as AddressInfo).port
}

/** An https server on loopback that answers with the name that it was asked for in the handshake, or redirects to the path's text. */
async function serve(certificate: Certificate, seen: (headers: Record<string, unknown>) => void = () => undefined) {
  let handshakes = 0
  const server = createServer(certificate, (request, response) => {
    seen(request.headers)
    const to = decodeURIComponent(request.url?.slice(1) ?? '')
    if (to === '') response.end(`sni ${String((request.socket as TLSSocket).servername)}`)
    else response.writeHead(302, { location: to }).end()
  })
  server.on('secureConnection', () => handshakes++)
  const port = await listen(server, () => server.closeAllConnections())
  return { port, handshakes: () => handshakes }
}

function guard(names: Names, allow: readonly string[], ca?: string): GuardedFetch {
  const policy = createPolicy({ egress: 'public', allow, deny: [], maxUrlLength: 8192 })
  const resolve = createResolve({ policy, timeoutMs: 500, lookup: resolverOf(names).lookup })
  const limits = { timeoutMs: 3000, maxBytes: 10_000, maxRedirects: 3 }
  const guarded = createGuardedFetch({ policy, resolve, limits, ...(ca !== undefined && { tls: { ca } }) })
  closers.push(() => guarded.close())
  return guarded
}

describe('GuardedFetch over TLS', () => {
  it('asks for the name of the URL at the address that was checked, and keeps the connection', async () => {
    const { port, handshakes } = await serve(right)
    const guarded = guard({ 'a.test': HOME }, [`a.test:${port}`], right.cert)
    for (let i = 0; i < 5; i++) expect(await (await guarded(`https://a.test:${port}/`)).text()).toBe('sni a.test')
    expect(handshakes()).toBeLessThanOrEqual(2) // the next request may leave before the last one's socket is free
  })

  it('takes an address where the certificate is for it', async () => {
    const { port } = await serve(right)
    const guarded = guard({}, [`127.0.0.1:${port}`], right.cert)
    expect((await guarded(`https://127.0.0.1:${port}/`)).status).toBe(200)
  })

  it('refuses a certificate that nobody trusts, one for another name, and plain text', async () => {
    const [good, bad] = [await serve(right), await serve(wrong)]
    const names = { 'a.test': HOME, 'c.test': HOME }
    const untrusting = guard(names, ['a.test'])
    await expect(untrusting(`https://a.test:${good.port}/`)).rejects.toThrow()
    const trusting = guard(names, ['a.test', 'c.test'], right.cert + wrong.cert)
    await expect(trusting(`https://a.test:${bad.port}/`)).rejects.toThrow()
    await expect(trusting(`https://c.test:${good.port}/`)).rejects.toThrow()
    await expect(trusting(`http://a.test:${good.port}/`)).rejects.toThrow()
    expect((await trusting(`https://a.test:${good.port}/`)).status).toBe(200)
  })

  it('checks every redirect, and gives another origin no credentials', async () => {
    const headers: Record<string, unknown>[] = []
    const [first, second] = [await serve(right), await serve(right, (seen) => headers.push(seen))]
    const guarded = guard({ 'a.test': HOME, 'b.test': HOME }, ['a.test', 'b.test'], right.cert)
    const by = (to: string) => `https://a.test:${first.port}/${encodeURIComponent(to)}`
    for (const to of ['https://10.0.0.1/', 'http://169.254.169.254/latest', `https://127.0.0.1:${second.port}/`])
      await expect(guarded(by(to))).rejects.toMatchObject({ code: 'FETCH_REFUSED' })
    const init = { headers: { authorization: 'Bearer x', cookie: 'a=b', 'x-other': 'y' } }
    expect(await (await guarded(by(`https://b.test:${second.port}/`), init)).text()).toBe('sni b.test')
    expect(headers).toHaveLength(1)
    expect(headers[0]).toMatchObject({ 'x-other': 'y', host: `b.test:${second.port}` })
    expect(Object.keys(headers[0] ?? {})).not.toContain('authorization')
    expect(Object.keys(headers[0] ?? {})).not.toContain('cookie')
  })

  it('reaches no name inside, whatever the certificate says', async () => {
    const { port, handshakes } = await serve(right)
    const guarded = guard({ 'a.test': HOME, 'b.test': ['1.1.1.1', '127.0.0.1'] }, [], right.cert)
    for (const host of ['a.test', 'b.test', '127.0.0.1', '[::ffff:127.0.0.1]'])
      await expect(guarded(`https://${host}:${port}/`)).rejects.toMatchObject({ code: 'FETCH_REFUSED' })
    expect(handshakes()).toBe(0)
  })

  it('speaks to a server that prefers HTTP/2, under the same checks', async () => {
    const answer = (_: Http2ServerRequest, response: Http2ServerResponse) => void response.end('two')
    const server = createSecureServer({ ...right, allowHTTP1: true }, answer)
    const sockets = new Set<TLSSocket>()
    server.on('secureConnection', (socket: TLSSocket) => sockets.add(socket))
    const port = await listen(server, () => sockets.forEach((socket) => socket.destroy()))
    const names = { 'a.test': HOME, 'b.test': ['10.0.0.1'] }
    const guarded = guard(names, [`a.test:${port}`], right.cert)
    expect(await (await guarded(`https://a.test:${port}/`)).text()).toBe('two')
    // The certificate is for b.test too, which must not be reached over the connection of a.test.
    await expect(guarded(`https://b.test:${port}/`)).rejects.toMatchObject({ code: 'FETCH_REFUSED' })
  })

  it('fails where a server speaks nothing but HTTP/2, rather than skip a check', async () => {
    const server = createSecureServer(right, (_, response) => void response.end('two'))
    const sockets = new Set<TLSSocket>()
    server.on('secureConnection', (socket: TLSSocket) => sockets.add(socket))
    const port = await listen(server, () => sockets.forEach((socket) => socket.destroy()))
    await expect(guard({ 'a.test': HOME }, ['a.test'], right.cert)(`https://a.test:${port}/`)).rejects.toThrow()
  })
})
