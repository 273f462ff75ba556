// Who may operate a gateway from a browser: login, cookie, CSRF, and how a session ends.
import { request } from 'node:https'
import { createKernel, use } from '@ringwall/core'
import { startGateway } from '@ringwall/gateway'
import { AGENT_SCOPES } from '@ringwall/plugin-gateway-auth'
import { mtls } from '@ringwall/plugin-mtls'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { settings, silent, TOKEN } from '../../packages/gateway/test/harness.ts'
import { makeWorld } from '../../plugins/mtls/test/harness.ts'
import { makeFolder } from '../../plugins/mtls/test/pki.ts'
import { ask, askToDeploy, logIn, setScene, type Browser, type Scene } from './operator-scene.ts'

const HOUR = 3_600_000
afterEach(() => void vi.useRealTimers())

/** The clock of Date alone: sockets and timers run as ever. */
function goTo(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(ms)
}

test('a token begins a session, whose cookie no script reads and no other site is sent', async () => {
  const scene = await setScene()
  const browser = await logIn(scene, await scene.make(['admin'], { user: 'olga' }))
  const { login, cookie } = browser
  expect(login.status).toBe(200)
  expect(login.body).toMatchObject({ who: { tenant: 'acme', agent: 'console', user: 'olga' }, csrf: browser.csrf })
  const port = new URL(scene.gateway.url).port
  const header = login.headers.get('set-cookie') ?? ''
  expect(header.split('; ').slice(1).toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict'])
  expect(cookie).toMatch(new RegExp(`^ringwall-session-${port}=[A-Za-z0-9_-]{43}$`))
  const session = await browser.ask('/api/session')
  expect(session.body).toMatchObject({ csrf: browser.csrf, expiresAt: login.body.expiresAt })
  for (const [name, value] of [
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
    ['cross-origin-resource-policy', 'same-origin'],
  ] as const)
    expect(session.headers.get(name)).toBe(value)
})

test('under TLS the cookie is secure, and bound to the host', async () => {
  const world = makeWorld(makeFolder((remove) => onTestFinished(remove)))
  const logger = silent()
  const kernel = await createKernel({
    plugins: [use(mtls, { ...world.config, clientCertificate: 'optional' })],
    logger,
  })
  const operator = { token: TOKEN, agent: 'console', tenant: 'acme', operator: true }
  const gateway = await startGateway({
    wall: { for: () => kernel },
    settings: settings({ tokens: [operator] }),
    logger,
  })
  onTestFinished(async () => {
    await gateway.close()
    await kernel.close()
  })
  const url = new URL(gateway.url)
  const send = (method: string, path: string, headers: Record<string, string>, body = ''): Promise<[number, string]> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = url
      const options = { hostname, port, path, method, headers, rejectUnauthorized: false, agent: false } as const
      request(options, (response) => {
        response.resume()
        response.once('end', () => resolve([response.statusCode ?? 0, response.headers['set-cookie']?.[0] ?? '']))
      })
        .once('error', reject)
        .end(body)
    })
  const json = { 'content-type': 'application/json', origin: url.origin }
  const [status, cookie] = await send('POST', '/api/login', json, JSON.stringify({ token: TOKEN }))
  expect(status).toBe(200)
  expect(cookie).toMatch(new RegExp(`^__Host-ringwall-session-${url.port}=`))
  expect(cookie.split('; ').slice(1).toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure'])
  const [pair = ''] = cookie.split(';')
  expect((await send('GET', '/api/session', { cookie: pair }))[0]).toBe(200)
  // The same value under the name of the plain cookie, which another host of the domain could have set.
  expect((await send('GET', '/api/session', { cookie: pair.replace('__Host-', '') }))[0]).toBe(401)
  expect(
    (await send('POST', '/api/login', { ...json, origin: `http://${url.host}` }, JSON.stringify({ token: TOKEN })))[0],
  ).toBe(403)
})

test.each([
  ['no CSRF value', { 'x-ringwall-csrf': '' }, 'CSRF_REFUSED'],
  ['another CSRF value', { 'x-ringwall-csrf': 'x'.repeat(43) }, 'CSRF_REFUSED'],
  ['a foreign origin', { origin: 'https://evil.example' }, 'ORIGIN_REFUSED'],
  ['an opaque origin', { origin: 'null' }, 'ORIGIN_REFUSED'],
  ['another port of the host', { 'sec-fetch-site': 'same-site' }, 'ORIGIN_REFUSED'],
  ['another site', { 'sec-fetch-site': 'cross-site' }, 'ORIGIN_REFUSED'],
  ['a body that a form can send', { 'content-type': 'text/plain' }, 'NOT_JSON'],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'NOT_JSON'],
])('a request by cookie with %s does nothing', async (_what, headers, code) => {
  const { browser, one } = await waiting()
  const path = `/api/approvals/${one.id}/approve`
  const refused = await browser.ask(path, { hash: one.hash }, headers)
  expect([refused.code, refused.status]).toEqual([code, code === 'NOT_JSON' ? 400 : 403])
  expect((await browser.ask('/api/approvals')).body.pending).toHaveLength(1)
  expect((await browser.ask(path, { hash: one.hash })).status).toBe(200)
})

test('a cookie without any word of where the request comes from does nothing either', async () => {
  const { scene, browser, one } = await waiting()
  const { cookie, csrf } = browser
  const path = `/api/approvals/${one.id}/deny`
  for (const headers of [{ cookie }, { cookie, 'x-ringwall-csrf': csrf }])
    expect(await ask(scene, undefined, path, {}, headers)).toMatchObject({ status: 403, code: 'ORIGIN_REFUSED' })
  expect(await ask(scene, undefined, '/api/logout', {}, { cookie })).toMatchObject({ status: 403 })
  expect((await browser.ask('/api/session')).status).toBe(200)
})

test('pages of other sites read nothing, and log nobody in', async () => {
  const scene = await setScene()
  const token = await scene.make(['admin'])
  const browser = await logIn(scene, token)
  for (const site of ['cross-site', 'same-site'])
    expect(await browser.ask('/api/overview', undefined, { 'sec-fetch-site': site })).toMatchObject({
      code: 'ORIGIN_REFUSED',
    })
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])
    expect(await ask(scene, undefined, '/api/login', { token }, headers)).toMatchObject({
      status: 403,
      code: 'ORIGIN_REFUSED',
    })
  expect((await ask(scene, undefined, '/api/login', { token }, { 'content-type': 'text/plain' })).code).toBe('NOT_JSON')
  expect((await ask(scene, undefined, '/api/login', { token, more: 1 })).code).toBe('API_REQUEST_INVALID')
  expect((await ask(scene, undefined, '/api/login', { token: 'x'.repeat(5000) })).status).toBe(413)
})

test('a bearer token needs no CSRF value, and counts where there is a cookie too', async () => {
  const { scene, browser, one } = await waiting()
  const reader = await scene.make(['approvals:read'])
  const admin = await scene.make(['admin'])
  const path = `/api/approvals/${one.id}/approve`
  const both = await ask(scene, reader, path, { hash: one.hash }, { cookie: browser.cookie })
  expect(both).toMatchObject({ status: 403, code: 'RIGHT_MISSING' })
  expect((await ask(scene, admin, path, { hash: one.hash })).status).toBe(200)
  expect((await ask(scene, admin, '/api/session')).body).toMatchObject({ csrf: null, expiresAt: null, idleUntil: null })
})

test('what an agent holds opens nothing here', async () => {
  const scene = await setScene()
  const agent = await scene.make(AGENT_SCOPES, { agent: 'helper' })
  expect((await logIn(scene, agent)).login).toMatchObject({ status: 403, code: 'RIGHT_MISSING' })
  expect((await logIn(scene, agent)).login.headers.get('set-cookie')).toBeNull()
  for (const path of [
    'session',
    'overview',
    'events',
    'approvals',
    'audit',
    'audit/status',
    'layers',
    'memory',
    'doctor',
    'openapi.json',
  ])
    expect(await ask(scene, agent, `/api/${path}`), path).toMatchObject({ status: 403, code: 'RIGHT_MISSING' })
  for (const path of [
    'approvals/x/approve',
    'approvals/x/deny',
    'approvals/x/revoke',
    'audit/verify',
    'memory/x/release',
    'memory/x/discard',
    'try',
  ])
    expect(await ask(scene, agent, `/api/${path}`, {}), path).toMatchObject({ status: 403, code: 'RIGHT_MISSING' })
  expect(await ask(scene, undefined, '/api/session')).toMatchObject({ status: 401 })
})

test('the cookie opens nothing but this API', async () => {
  const scene = await setScene()
  const { ask: send } = await logIn(scene, await scene.make(['*']))
  expect((await send('/api/session')).status).toBe(200)
  const payload = { source: 'user', text: 'hello' }
  for (const [path, body] of [
    ['/v1/models', undefined],
    ['/v1/ringwall/config', undefined],
    ['/v1/chat/completions', { model: 'm', messages: [{ role: 'user', content: 'hello' }] }],
    ['/v1/messages', { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'hello' }] }],
    ['/guard/inbound', { payload }],
    ['/guard/openapi.json', undefined],
    ['/metrics', undefined],
  ] as const)
    expect((await send(path, body)).status, path).toBe(401)
})

test('a session ends by the clock: without a request, and whatever is done', async () => {
  const scene = await setScene()
  const token = await scene.make(['admin'])
  const start = Date.now()
  goTo(start)
  const idle = await logIn(scene, token)
  const busy = await logIn(scene, token)
  goTo(start + HOUR / 2 - 1)
  expect((await busy.ask('/api/session')).body.idleUntil).toBe(start + HOUR - 1)
  goTo(start + HOUR / 2)
  expect(await idle.ask('/api/session')).toMatchObject({ status: 401, code: 'SESSION_INVALID' })
  for (let at = HOUR / 2; at < 12 * HOUR; at += HOUR / 4) {
    goTo(start + at)
    expect((await busy.ask('/api/session')).status).toBe(200)
  }
  goTo(start + 12 * HOUR)
  expect(await busy.ask('/api/session')).toMatchObject({ status: 401, code: 'SESSION_INVALID' })
  const later = await logIn(scene, token)
  goTo(start)
  expect(await later.ask('/api/session'), 'a clock that was set back').toMatchObject({ code: 'SESSION_INVALID' })
})

test('a token that was revoked, or has expired, ends its sessions at once', async () => {
  const scene = await setScene()
  const made = { name: 'ops', tenant: 'acme', agent: 'console', scopes: ['admin'] as const }
  for (const [end, code] of [
    [(id: string) => scene.tokens.revoke(id), 'AUTH_REVOKED'],
    [(id: string) => scene.tokens.rotate(id, 0), 'AUTH_EXPIRED'],
  ] as const) {
    const { token, record } = await scene.tokens.create(made)
    const browser = await logIn(scene, token)
    expect((await browser.ask('/api/overview')).status).toBe(200)
    await end(record.id)
    expect(await browser.ask('/api/overview')).toMatchObject({ status: 401, code })
    expect(await browser.ask('/api/overview')).toMatchObject({ status: 401, code: 'SESSION_INVALID' })
    expect((await logIn(scene, token)).login).toMatchObject({ status: 401, code })
  }
})

test('logout ends the session, a login the one before, and two cookies are none', async () => {
  const scene = await setScene()
  const token = await scene.make(['admin'])
  const first = await logIn(scene, token)
  const second = await ask(scene, undefined, '/api/login', { token }, { cookie: first.cookie, origin: first.origin })
  expect(second.status).toBe(200)
  expect((await first.ask('/api/session')).code).toBe('SESSION_INVALID')
  const browser = await logIn(scene, token)
  const twice = `${browser.cookie}; ${browser.cookie}`
  expect((await ask(scene, undefined, '/api/session', undefined, { cookie: twice })).status).toBe(401)
  const out = await browser.ask('/api/logout', {})
  expect([out.status, out.headers.get('set-cookie')]).toEqual([204, expect.stringMatching(/=; .*Max-Age=0$/)])
  expect((await browser.ask('/api/session')).code).toBe('SESSION_INVALID')
})

test('who guesses tokens is locked out, and does not log in with a right one then', async () => {
  const scene = await setScene()
  const token = await scene.make(['admin'])
  for (let n = 0; n < 3; n++)
    expect((await logIn(scene, `rw_${'0'.repeat(48)}${n}`)).login).toMatchObject({ status: 401, code: 'AUTH_UNKNOWN' })
  const { login } = await logIn(scene, token)
  expect(login).toMatchObject({ status: 429, code: 'AUTH_LOCKED' })
  expect(Number(login.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(login.headers.get('set-cookie')).toBeNull()
})

test('whoever guesses at the address of an operator does not end the session', async () => {
  const scene = await setScene()
  const token = await scene.make(['admin'])
  const browser = await logIn(scene, token)
  for (let n = 0; n < 4; n++) await ask(scene, `rw_${'0'.repeat(48)}${n}`, '/v1/models')
  expect((await logIn(scene, token)).login.code).toBe('AUTH_LOCKED')
  expect((await ask(scene, token, '/api/session')).code).toBe('AUTH_LOCKED')
  expect((await browser.ask('/api/approvals')).status).toBe(200)
  expect((await browser.ask('/api/logout', {})).status).toBe(204)
})

test('what a page asks by itself, and its stream, are no use of the session', async () => {
  const scene = await setScene()
  const start = Date.now()
  goTo(start)
  const browser = await logIn(scene, await scene.make(['admin']))
  goTo(start + HOUR / 4)
  const unattended = { 'x-ringwall-unattended': '1' }
  expect((await browser.ask('/api/approvals', undefined, unattended)).status).toBe(200)
  expect((await browser.ask('/api/session', undefined, unattended)).body.idleUntil).toBe(start + HOUR / 2)
  const leaving = new AbortController()
  onTestFinished(() => leaving.abort())
  const headers = { cookie: browser.cookie, 'sec-fetch-site': 'same-origin' }
  const stream = await fetch(`${scene.gateway.url}/api/events`, { headers, signal: leaving.signal })
  expect(stream.status).toBe(200)
  goTo(start + HOUR / 2)
  expect(await browser.ask('/api/session')).toMatchObject({ status: 401, code: 'SESSION_INVALID' })
})

test('a token has so many sessions and no more: the oldest one ends', async () => {
  const scene = await setScene()
  const token = await scene.make(['admin'])
  const start = Date.now()
  const browsers: Browser[] = []
  for (let n = 0; n < 17; n++) {
    goTo(start + n)
    browsers.push(await logIn(scene, token))
  }
  const [oldest, next] = browsers
  expect((await oldest?.ask('/api/session'))?.code).toBe('SESSION_INVALID')
  expect((await next?.ask('/api/session'))?.status).toBe(200)
})

/** A gateway with one request for approval, and a browser that may answer it. */
async function waiting(): Promise<{ scene: Scene; browser: Browser; one: { id: string; hash: string } }> {
  const scene = await setScene()
  await askToDeploy(scene, await scene.make(AGENT_SCOPES, { agent: 'helper' }))
  const browser = await logIn(scene, await scene.make(['admin']))
  const [one] = (await browser.ask('/api/approvals')).body.pending as { id: string; hash: string }[]
  if (one === undefined) throw new Error('nothing waits')
  return { scene, browser, one }
}
