import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { createGuardedFetch, createPolicy, createResolve, type GuardedFetch } from '../src/index.ts'
import { resolverOf, type Names } from './names.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

/** A server on loopback; its port. */
async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closers.push(async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })
  return (server.address() as AddressInfo).port
}

interface Setup {
  readonly names: Names
  readonly allow: readonly string[]
  readonly limits?: Partial<Parameters<typeof createGuardedFetch>[0]['limits']>
}

function guard({ names, allow, limits }: Setup): { readonly guarded: GuardedFetch; readonly asked: readonly string[] } {
  const { lookup, asked } = resolverOf(names)
  const policy = createPolicy({ egress: 'public', allow, deny: [], maxUrlLength: 8192 })
  const resolve = createResolve({ policy, timeoutMs: 500, lookup })
  const guarded = createGuardedFetch({
    policy,
    resolve,
    limits: { timeoutMs: 2000, maxBytes: 10_000, maxRedirects: 3, ...limits },
  })
  closers.push(() => guarded.close())
  return { guarded, asked }
}

const HOME = ['127.0.0.1']

describe('GuardedFetch', () => {
  it('fetches from where it may, over connections that it keeps', async () => {
    const connections = new Set<number | undefined>()
    const port = await serve((request, response) => {
      connections.add(request.socket.remotePort)
      response.end(`${request.method} ${request.url} ${request.headers.host}`)
    })
    const { guarded, asked } = guard({ names: { 'a.test': HOME }, allow: ['a.test'] })
    for (let i = 0; i < 10; i++)
      expect(await (await guarded(`http://a.test:${port}/x?y`)).text()).toBe(`GET /x?y a.test:${port}`)
    expect(connections.size).toBeLessThanOrEqual(2) // the next request may leave before the last one's socket is free
    expect(asked.length).toBe(connections.size)
  })

  it('connects to the address that was checked, though the name is bound anew', async () => {
    let reached = 0
    const port = await serve((_, response) => {
      reached++
      response.setHeader('connection', 'close').end('ok')
    })
    const names = { 'rebind.test': { sequence: [HOME, ['169.254.169.254'], ['10.0.0.9']] } }
    const { guarded } = guard({ names, allow: [`rebind.test:${port}`] })
    expect(await (await guarded(`http://rebind.test:${port}/`)).text()).toBe('ok')
    await expect(guarded(`http://rebind.test:${port}/`)).rejects.toMatchObject({ code: 'FETCH_REFUSED' })
    expect(reached).toBe(1)
  })

  it.each([
    'http://127.0.0.1:9/',
    'http://[::1]:9/',
    'http://private.test/',
    'http://mixed.test/',
    'http://none.test/',
    'file:///etc/passwd',
    'data:,x',
  ])('refuses %s', async (url) => {
    const { guarded } = guard({
      names: { 'private.test': ['10.0.0.1'], 'mixed.test': ['1.1.1.1', '10.0.0.1'] },
      allow: [],
    })
    await expect(guarded(url)).rejects.toMatchObject({ code: 'FETCH_REFUSED' })
  })

  it('checks every redirect, and follows no more than it may', async () => {
    const port = await serve((request, response) => {
      const to = request.url === '/loop' ? '/loop' : decodeURIComponent(request.url?.slice(1) ?? '')
      if (to === '') response.end('end')
      else response.writeHead(302, { location: to }).end()
    })
    const { guarded } = guard({ names: { 'a.test': HOME }, allow: ['a.test'] })
    const from = (to: string): Promise<Response | unknown> => guarded(`http://a.test:${port}/${encodeURIComponent(to)}`)
    for (const to of [
      'http://10.0.0.1/',
      'http://169.254.169.254/latest',
      'file:///etc/passwd',
      '//127.0.0.1:9/',
      'http://localhost/',
    ])
      await expect(from(to)).rejects.toMatchObject({ code: 'FETCH_REFUSED' })
    await expect(guarded(`http://a.test:${port}/loop`)).rejects.toMatchObject({ code: 'FETCH_REDIRECTS' })
    const followed = await guarded(`http://a.test:${port}/${encodeURIComponent('/')}`)
    expect([await followed.text(), followed.redirected, followed.url]).toEqual(['end', true, `http://a.test:${port}/`])
    expect((await guarded(`http://a.test:${port}/%2F`, { redirect: 'manual' })).status).toBe(302)
    await expect(guarded(`http://a.test:${port}/%2F`, { redirect: 'error' })).rejects.toMatchObject({
      code: 'FETCH_REDIRECTS',
    })
  })

  it('shows credentials to no other origin', async () => {
    const seen: Record<string, unknown>[] = []
    const other = await serve((request, response) => {
      seen.push({ ...request.headers })
      response.end('ok')
    })
    const port = await serve((request, response) => {
      const isHome = request.url === '/home'
      response.writeHead(307, { location: isHome ? '/end' : `http://b.test:${other}/` })
      if (request.url === '/end') response.writeHead(200)
      seen.push({ ...request.headers })
      response.end('ok')
    })
    const { guarded } = guard({ names: { 'a.test': HOME, 'b.test': HOME }, allow: ['a.test', 'b.test'] })
    const headers = { authorization: 'Bearer x', cookie: 'a=b', 'x-api-key': 'k', accept: 'text/plain' }
    await (await guarded(`http://a.test:${port}/`, { headers, method: 'POST', body: 'again' })).text()
    expect(seen.at(-1)).toMatchObject({ accept: 'text/plain', 'content-length': '5' })
    for (const name of ['authorization', 'cookie', 'x-api-key']) expect(seen.at(-1)).not.toHaveProperty(name)
    expect(seen[0]).toMatchObject(headers)
  })

  it('turns a POST into a GET where the status says so, and sends no stream twice', async () => {
    const seen: string[] = []
    const port = await serve((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers['content-type'] ?? '-'}`)
      const status = Number(request.url?.slice(1))
      if (status) response.writeHead(status, { location: '/' })
      request.resume().on('end', () => response.end('ok'))
    })
    const { guarded } = guard({ names: { 'a.test': HOME }, allow: ['a.test'] })
    for (const status of [301, 302, 303, 307])
      await (await guarded(`http://a.test:${port}/${status}`, { method: 'POST', body: 'x' })).text()
    expect(seen.filter((line) => line.includes(' / '))).toEqual([
      'GET / -',
      'GET / -',
      'GET / -',
      'POST / text/plain;charset=UTF-8',
    ])
  })

  it('fetches nothing once it is closed, whether it fetched before or not', async () => {
    const port = await serve((_, response) => response.end('ok'))
    const setup = { names: { 'a.test': HOME }, allow: ['a.test'] }
    const [used, unused] = [guard(setup).guarded, guard(setup).guarded]
    await (await used(`http://a.test:${port}/`)).text()
    for (const guarded of [used, unused]) {
      await guarded.close()
      await expect(guarded(`http://a.test:${port}/`)).rejects.toThrow()
    }
  })

  it('hands over no more than the limit, compressed or not', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/gzip') response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(1_000_000)))
      else response.end('x'.repeat(20_000))
    })
    const { guarded } = guard({ names: { 'a.test': HOME }, allow: ['a.test'] })
    const body = async (path: string): Promise<string> => (await guarded(`http://a.test:${port}${path}`)).text()
    await expect(body('/plain')).rejects.toThrow()
    await expect(body('/gzip')).rejects.toMatchObject({ code: 'FETCH_TOO_LARGE' })
  })

  it('waits no longer than it may, and stops when it is told', async () => {
    const port = await serve(() => undefined)
    const { guarded } = guard({ names: { 'a.test': HOME }, allow: ['a.test'], limits: { timeoutMs: 100 } })
    await expect(guarded(`http://a.test:${port}/`)).rejects.toMatchObject({ code: 'FETCH_TIMEOUT' })
    await expect(guarded(`http://a.test:${port}/`, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })
})
