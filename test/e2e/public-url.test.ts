// A gateway behind a proxy that ends TLS, as requests of the proxy show it: gateway.publicUrl and nothing else says so.
import { request } from 'node:http'
import { createGateway } from '@ringwall/gateway'
import { expect, test } from 'vitest'
import { makeKernel, settings, silent } from '../../packages/gateway/test/harness.ts'
import { LAYERS, setScene, type Loose, type Scene } from './operator-scene.ts'

const PUBLIC = 'https://ringwall.example'
const HOST = 'ringwall.example'
/** What a proxy, or anybody, says of the connection before it. */
const FORWARDED = {
  'x-forwarded-host': HOST,
  'x-forwarded-proto': 'https',
  forwarded: `host=${HOST};proto=https`,
  'x-forwarded-port': '443',
}

type Headers = Readonly<Record<string, string>>
interface Reply {
  readonly status: number
  readonly code: string | undefined
  readonly cookie: string
  readonly body: Loose
}

/** An empty URL stands for none. */
async function behindProxy(layers: readonly string[] = LAYERS, publicUrl = PUBLIC): Promise<Scene> {
  return setScene(layers, { settings: settings(publicUrl === '' ? {} : { publicUrl }) })
}

/** One request with exactly these headers, `host` among them. A body makes it a POST. */
async function send({ gateway }: Scene, path: string, headers: Headers, body?: object): Promise<Reply> {
  const { hostname, port } = new URL(gateway.url)
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  const json = body === undefined ? {} : { 'content-type': 'application/json' }
  const method = body === undefined ? 'GET' : 'POST'
  request({ hostname, port, path, method, headers: { ...json, ...headers }, agent: false }, (response) => {
    let text = ''
    response.setEncoding('utf8').on('data', (chunk) => (text += chunk))
    response.once('end', () => {
      const answer = text === '' ? undefined : JSON.parse(text)
      const [cookie = ''] = response.headers['set-cookie'] ?? []
      resolve({ status: response.statusCode ?? 0, code: answer?.error?.code, cookie, body: answer })
    })
  })
    .once('error', reject)
    .end(body && JSON.stringify(body))
  return promise
}

test('a login counts under the public origin and under its own, each with its own cookie, and under no other', async () => {
  const scene = await behindProxy(LAYERS.map((line) => line.replace('failureLimit: 3', 'failureLimit: 100')))
  const token = await scene.make(['admin'])
  const { port } = new URL(scene.gateway.url)
  const own = { host: `127.0.0.1:${port}`, origin: scene.gateway.url }
  const open = { host: HOST, origin: PUBLIC }
  const [plain, secure] = [`ringwall-session-${port}`, '__Host-ringwall-session']
  for (const [what, headers, expected] of [
    ['the own origin', own, plain],
    ['the own origin by name', { host: `localhost:${port}`, origin: `http://localhost:${port}` }, plain],
    ['the own origin, whatever is said of a proxy', { ...own, ...FORWARDED }, plain],
    ['the public origin', open, secure],
    ['the public origin with its port', { ...open, host: `${HOST}:443` }, secure],
    ['the public host in capitals', { ...open, host: HOST.toUpperCase() }, secure],
    ['a script', { host: HOST }, secure],
    ['what a proxy adds', { ...open, ...FORWARDED, 'x-forwarded-for': '203.0.113.7' }, secure],
    ['what a proxy adds of plain http', { ...open, 'x-forwarded-proto': 'http' }, secure],
    ['http on the public host', { ...open, origin: `http://${HOST}` }, 'ORIGIN_REFUSED'],
    ['another port of it', { ...open, origin: `${PUBLIC}:8443` }, 'ORIGIN_REFUSED'],
    ['a host below it', { ...open, origin: 'https://a.ringwall.example' }, 'ORIGIN_REFUSED'],
    ['a host that begins so', { ...open, origin: `${PUBLIC}.evil.example` }, 'ORIGIN_REFUSED'],
    ['another site', { ...open, origin: 'https://evil.example' }, 'ORIGIN_REFUSED'],
    ['no origin to tell', { ...open, origin: 'null' }, 'ORIGIN_REFUSED'],
    ['the own origin on the public host', { ...open, origin: own.origin }, 'ORIGIN_REFUSED'],
    ['a page of the same site', { ...open, 'sec-fetch-site': 'same-site' }, 'ORIGIN_REFUSED'],
    ['a page of another site', { ...open, 'sec-fetch-site': 'cross-site' }, 'ORIGIN_REFUSED'],
    ['a proxy that does not pass on the host', { ...own, origin: PUBLIC }, 'ORIGIN_REFUSED'],
    ['the same with words of the proxy', { ...own, origin: PUBLIC, ...FORWARDED }, 'ORIGIN_REFUSED'],
    ['a host that was rebound', { host: 'evil.example', origin: 'http://evil.example' }, 'HOST_REFUSED'],
    ['the same with the public origin', { host: 'evil.example', origin: PUBLIC, ...FORWARDED }, 'HOST_REFUSED'],
    ['the port of the gateway', { ...open, host: `${HOST}:${port}` }, 'HOST_REFUSED'],
    ['the port of http', { ...open, host: `${HOST}:80` }, 'HOST_REFUSED'],
    ['a host below', { ...open, host: `a.${HOST}` }, 'HOST_REFUSED'],
    ['a host that ends so', { ...open, host: `evil-${HOST}` }, 'HOST_REFUSED'],
    ['the host with a dot', { ...open, host: `${HOST}.` }, 'HOST_REFUSED'],
  ] as const) {
    const { status, code, cookie } = await send(scene, '/api/login', headers, { token })
    const isLogin = !expected.endsWith('REFUSED')
    expect([status, code ?? cookie.split('=', 1)[0]], what).toEqual([isLogin ? 200 : 403, expected])
    expect(cookie.includes('; Secure'), what).toBe(expected === secure)
  }
})

test('without the setting no other name is taken, whatever a proxy says', async () => {
  const scene = await setScene()
  const token = await scene.make(['admin'])
  for (const headers of [
    { host: HOST, origin: PUBLIC },
    { host: HOST, ...FORWARDED },
  ])
    expect((await send(scene, '/api/login', headers, { token })).code).toBe('HOST_REFUSED')
  const { host } = new URL(scene.gateway.url)
  expect((await send(scene, '/api/login', { host, origin: PUBLIC }, { token })).code).toBe('ORIGIN_REFUSED')
})

test('other paths answer under the public host too, with its port alone', async () => {
  const scene = await behindProxy(LAYERS, 'https://ringwall.example:8443')
  const authorization = `Bearer ${await scene.make(['chat'])}`
  for (const [host, status] of [
    [`${HOST}:8443`, 200],
    [HOST, 403],
    [`${HOST}:443`, 403],
  ] as const)
    expect((await send(scene, '/v1/models', { host, authorization })).status, host).toBe(status)
})

test('a session of one origin opens nothing under the other, under whatever name its cookie comes', async () => {
  const scene = await behindProxy()
  const token = await scene.make(['admin'])
  const { host, port, origin } = new URL(scene.gateway.url)
  const begin = async (headers: Headers) => {
    const { cookie, body } = await send(scene, '/api/login', headers, { token })
    return { value: /=([^;]+)/.exec(cookie)?.[1] ?? '', csrf: String(body.csrf) }
  }
  const local = await begin({ host, origin })
  const open = await begin({ host: HOST, origin: PUBLIC })
  const [plain, secure] = [`ringwall-session-${port}`, '__Host-ringwall-session']
  const look = async (at: string, name: string, value: string) =>
    (await send(scene, '/api/session', { host: at, cookie: `${name}=${value}`, 'sec-fetch-site': 'same-origin' }))
      .status
  expect(await look(host, plain, local.value)).toBe(200)
  expect(await look(HOST, secure, open.value)).toBe(200)
  for (const at of [host, HOST])
    for (const name of [plain, secure, 'ringwall-session', `__Host-ringwall-session-${port}`])
      for (const [value, home] of [
        [local.value, `${host} ${plain}`],
        [open.value, `${HOST} ${secure}`],
      ] as const)
        if (`${at} ${name}` !== home) expect(await look(at, name, value), `${at} ${name}`).toBe(401)
  // Another host of the domain, or a page over http, can put the plain name beside it; it counts for nothing.
  const tossed = `${plain}=${local.value}; ringwall-session=${local.value}; ${secure}=${open.value}`
  expect((await send(scene, '/api/session', { host: HOST, cookie: tossed })).status).toBe(200)

  const verify = async (from: string) => {
    const headers = { host: HOST, cookie: `${secure}=${open.value}`, 'x-ringwall-csrf': open.csrf, origin: from }
    return (await send(scene, '/api/audit/verify', headers, {})).code
  }
  for (const from of [`http://${HOST}`, origin, 'https://evil.example', 'null'])
    expect(await verify(from), from).toBe('ORIGIN_REFUSED')
  expect(await verify(PUBLIC)).toBeUndefined()

  const leave = { host: HOST, cookie: `${secure}=${open.value}`, 'x-ringwall-csrf': open.csrf, origin: PUBLIC }
  const left = await send(scene, '/api/logout', leave, {})
  expect([left.status, left.cookie]).toEqual([
    204,
    '__Host-ringwall-session=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0',
  ])
  expect([await look(HOST, secure, open.value), await look(host, plain, local.value)]).toEqual([401, 200])
})

test('who guesses through a trusted proxy is locked out alone; without one, everybody is', async () => {
  const guess = { token: `rw_${'0'.repeat(49)}` }
  const from = (address: string) => ({ host: HOST, origin: PUBLIC, 'x-forwarded-for': address })
  const trusting = LAYERS.map((line) => line.replace('failureLimit: 3', 'failureLimit: 3, trustedProxies: [127.0.0.1]'))
  for (const [layers, other] of [
    [trusting, 200],
    [LAYERS, 429],
  ] as const) {
    const scene = await behindProxy(layers)
    const token = await scene.make(['admin'])
    // What stands before the address that the proxy saw is the guesser's own story.
    for (let n = 0; n < 3; n++)
      expect((await send(scene, '/api/login', from(`203.0.113.${n}, 203.0.113.7`), guess)).code).toBe('AUTH_UNKNOWN')
    expect((await send(scene, '/api/login', from('203.0.113.7'), { token })).code).toBe('AUTH_LOCKED')
    expect((await send(scene, '/api/login', from('203.0.113.8'), { token })).status).toBe(other)
  }
})

test('it counts from a reload on, and no session outlives it; nonsense leaves all as it was', async () => {
  const scene = await behindProxy(LAYERS, '')
  const { gateway } = scene
  const token = await scene.make(['admin'])
  const logIn = () => send(scene, '/api/login', { host: HOST, origin: PUBLIC }, { token })
  const reload = async (change: Parameters<typeof settings>[0]): Promise<void> =>
    (await gateway.prepare(settings(change)))()
  expect((await logIn()).code).toBe('HOST_REFUSED')
  await reload({ publicUrl: PUBLIC })
  const { status, cookie } = await logIn()
  expect([status, cookie]).toEqual([200, expect.stringMatching(/^__Host-ringwall-session=.*; Secure/)])
  const [pair = ''] = cookie.split(';')
  const look = async (): Promise<Reply> => send(scene, '/api/session', { host: HOST, cookie: pair })
  expect((await look()).status).toBe(200)
  await expect(gateway.prepare(settings({ publicUrl: 'http://ringwall.example' }))).rejects.toMatchObject({
    code: 'PUBLIC_URL_INVALID',
  })
  expect((await look()).status).toBe(200)
  await reload({})
  expect((await look()).code).toBe('HOST_REFUSED')
})

test('a gateway that is told nonsense does not start', async () => {
  const { kernel } = await makeKernel()
  const make = (publicUrl: string) => () =>
    createGateway({ wall: { for: () => kernel }, settings: settings({ publicUrl }), logger: silent() })
  for (const publicUrl of ['ringwall.example', 'http://ringwall.example', 'https://ringwall.example/wall'])
    expect(make(publicUrl), publicUrl).toThrow(expect.objectContaining({ code: 'PUBLIC_URL_INVALID' }))
  await kernel.close()
})
