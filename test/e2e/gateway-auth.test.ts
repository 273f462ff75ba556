// Requests over real sockets to gateways that ask gateway-auth who is calling.
import { connect } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKernel, definePlugin, use, type Inbound, type Kernel } from '@ringwall/core'
import { startGateway, type RunningGateway } from '@ringwall/gateway'
import { gatewayAuth, openTokens, type Scope, type TokenRegistry } from '@ringwall/plugin-gateway-auth'
import { openSqliteStore, StoreToken, type Store } from '@ringwall/store'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { settings, silent, TOKEN } from '../../packages/gateway/test/harness.ts'

const WRONG = `rw_${'0'.repeat(49)}`
const ASK = JSON.stringify({ model: 'ringwall-stand-in', messages: [{ role: 'user', content: 'hello' }] })

interface Rig {
  readonly gateway: RunningGateway
  readonly kernel: Kernel
  readonly tokens: TokenRegistry
  readonly log: string[]
  /** What came to the layers behind gateway-auth. */
  readonly seen: Inbound[]
}
type Config = Parameters<typeof use<typeof gatewayAuth.config>>[1]

async function start({
  config = {},
  store,
  tokens = [],
}: { config?: Config; store?: Store; tokens?: object[] } = {}): Promise<Rig> {
  const state = store ?? (await openSqliteStore({ file: ':memory:' }))
  const seen: Inbound[] = []
  const witness = definePlugin({
    name: 'witness',
    version: '1.0.0',
    manifest: { api: 1, hooks: { onInbound: { judge: [] } } },
    codes: {},
    config: z.strictObject({}),
    setup: () => ({ onInbound: { judge: ({ payload }) => void seen.push(payload) } }),
  })
  const services = [{ token: StoreToken, value: state }]
  const log: string[] = []
  const logger = silent(log)
  const kernel = await createKernel({ plugins: [use(gatewayAuth, config), use(witness)], services, logger })
  const gateway = await startGateway({
    wall: { for: () => kernel },
    settings: settings({ tokens: tokens as never }),
    logger,
  })
  onTestFinished(async () => {
    await gateway.close()
    await kernel.close()
    if (store === undefined) await state.close()
  })
  return { gateway, kernel, tokens: openTokens(state), log, seen }
}

async function make({ tokens }: Rig, scopes: readonly Scope[] = ['chat']): Promise<string> {
  return (await tokens.create({ name: 'n', scopes, tenant: 'acme', agent: 'helper', user: 'alice' })).token
}

async function get(
  { gateway }: Rig,
  path: string,
  headers: Record<string, string> = {},
): Promise<[number, string, string]> {
  const response = await fetch(`${gateway.url}${path}`, { headers })
  const text = await response.text()
  return [response.status, (JSON.parse(text) as { error?: { code: string } }).error?.code ?? '', text]
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` })

async function chat({ gateway }: Rig, headers: Record<string, string>): Promise<number> {
  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: ASK,
  })
  await response.text()
  return response.status
}

/** What the gateway answers to bytes, until it ends the connection. */
function raw({ gateway }: Rig, ...lines: readonly string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => void (answer += String(chunk)))
  socket.on('close', () => resolve(answer))
  socket.on('error', reject)
  socket.end(`${[...lines, 'Connection: close', '', ''].join('\r\n')}`)
  return promise
}

describe('the first start', () => {
  test('makes a token, and the next ones do not', async () => {
    const store = await openSqliteStore({ file: ':memory:' })
    onTestFinished(() => store.close())
    const first = await start({ store })
    const [token = ''] = first.gateway.tokens
    expect(token).toMatch(/^rw_[0-9A-Za-z]{49}$/)
    const second = await start({ store })
    expect(second.gateway.tokens).toEqual([])
    for (const rig of [first, second]) expect(await chat(rig, bearer(token))).toBe(200)
    expect(JSON.stringify(await store.list('', { limit: 1000 }))).not.toContain(token)
  })

  test('that fails for its port makes none', async () => {
    const rig = await start({ tokens: [{ token: TOKEN, agent: 'default', tenant: 'default' }] })
    const port = Number(new URL(rig.gateway.url).port)
    const options = { wall: { for: () => rig.kernel }, settings: settings({ tokens: [], port }), logger: silent() }
    await expect(startGateway(options)).rejects.toMatchObject({ code: 'PORT_IN_USE' })
    expect(await rig.tokens.list()).toEqual([])
  })

  test('that cannot reach its store listens to nobody', async () => {
    const store = await openSqliteStore({ file: ':memory:' })
    const rig = await start({ store, tokens: [{ token: TOKEN, agent: 'default', tenant: 'default' }] })
    await store.close()
    const options = { wall: { for: () => rig.kernel }, settings: settings({ tokens: [] }), logger: silent() }
    await expect(startGateway(options)).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    expect((await get(rig, '/v1/models', bearer(TOKEN))).slice(0, 2)).toEqual([503, 'AUTH_UNAVAILABLE'])
    expect((await get(rig, '/healthz'))[0]).toBe(200)
  })
})

describe('a request', () => {
  test('is of whom its token says, and each of its texts bears the proof', async () => {
    const rig = await start()
    const token = await make(rig)
    expect(await chat(rig, bearer(token))).toBe(200)
    expect(rig.seen.map(({ source, meta }) => [source, String(meta?.['auth']).slice(0, 5)])).toContainEqual([
      'user',
      'rwp1.',
    ])
    expect(rig.seen.every(({ meta }) => meta?.['auth'] !== undefined)).toBe(true)
    expect(await chat(rig, { 'x-api-key': token })).toBe(200)
  })

  test('of anybody else is refused before any layer sees it', async () => {
    const rig = await start()
    const metrics = await make(rig, ['metrics'])
    const refused: [Record<string, string>, number, string][] = [
      [{}, 401, 'AUTH_MISSING'],
      [bearer(WRONG), 401, 'AUTH_UNKNOWN'],
      [{ authorization: 'Basic dXNlcjpwYXNz' }, 401, 'AUTH_SCHEME'],
      [{ authorization: `Bearer  ${WRONG}` }, 400, 'AUTH_MALFORMED'],
      [{ authorization: 'Bearer' }, 400, 'AUTH_MALFORMED'],
      [bearer('x'.repeat(600)), 400, 'AUTH_MALFORMED'],
      [{ ...bearer(metrics), 'x-api-key': metrics }, 400, 'AUTH_AMBIGUOUS'],
      [bearer(metrics), 403, 'AUTH_SCOPE'],
    ]
    for (const [headers, status, code] of refused) {
      const response = await fetch(`${rig.gateway.url}/v1/chat/completions`, { method: 'POST', headers, body: ASK })
      expect([response.status, await response.json()]).toMatchObject([status, { error: { code } }])
      expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer realm="ringwall"' : null)
    }
    expect(rig.seen).toEqual([])
  })

  test('with two authorization headers is refused, whichever is right', async () => {
    const rig = await start()
    const token = await make(rig)
    for (const [one, two] of [
      [token, WRONG],
      [WRONG, token],
      [token, token],
    ])
      expect(
        await raw(
          rig,
          'GET /v1/models HTTP/1.1',
          'Host: localhost',
          `Authorization: Bearer ${one}`,
          `authorization: Bearer ${two}`,
        ),
      ).toMatch(/^HTTP\/1\.1 400 [^]*AUTH_AMBIGUOUS/)
    const folded = await raw(rig, 'GET /v1/models HTTP/1.1', 'Host: localhost', `Authorization: Bearer`, ` ${token}`)
    expect(folded).toMatch(/^HTTP\/1\.1 40[01] /)
    const huge = await raw(
      rig,
      'GET /v1/models HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${'a'.repeat(50_000)}`,
    )
    expect(huge).toMatch(/^HTTP\/1\.1 431 /)
  })

  test.each([
    (token: string) => `/v1/models?token=${token}`,
    (token: string) => `/v1/models?${token}`,
    (token: string) => `/v1/${token}/models`,
    (token: string) => `/nowhere/${encodeURIComponent(token).replace('rw', '%72%77')}`,
    (token: string) => `/healthz?access_token=${token}`,
    (token: string) => `//${token}@localhost/v1/models`,
  ])('with a token in its URL is refused on any path, and it is not repeated: %s', async (urlOf) => {
    const rig = await start()
    const token = await make(rig)
    for (const headers of [{}, bearer(token)]) {
      const [status, code, text] = await get(rig, urlOf(token), headers)
      expect([status, code]).toEqual([400, 'AUTH_IN_URL'])
      expect(text + rig.log.join()).not.toContain(token)
    }
  })

  test('with a configured token in its URL is refused too, and so is one in an absolute URL', async () => {
    const rig = await start({ tokens: [{ token: TOKEN, agent: 'default', tenant: 'default' }] })
    expect((await get(rig, `/nowhere/${TOKEN}`)).slice(0, 2)).toEqual([400, 'AUTH_IN_URL'])
    for (const line of [
      'GET http://user:pass@localhost/v1/models HTTP/1.1',
      'GET http://user@localhost/healthz HTTP/1.1',
    ])
      expect(await raw(rig, line, 'Host: localhost')).toMatch(/^HTTP\/1\.1 400 /)
    expect((await get(rig, '/v1/models', bearer(TOKEN)))[0]).toBe(200)
  })

  test('of a token under gateway.tokens may do what an agent does, and the operator’s more', async () => {
    const operator = `${TOKEN}-operator`
    const rig = await start({
      tokens: [
        { token: TOKEN, agent: 'default', tenant: 'default' },
        { token: operator, agent: 'default', tenant: 'default', operator: true },
      ],
    })
    expect((await get(rig, '/v1/ringwall/config', bearer(TOKEN))).slice(0, 2)).toEqual([403, 'OPERATOR_ONLY'])
    expect((await get(rig, '/v1/ringwall/config', bearer(operator)))[1]).toBe('CONFIG_ABSENT')
    expect((await get(rig, '/v1/ringwall/config', bearer(await make(rig, ['admin']))))[1]).toBe('CONFIG_ABSENT')
    expect(rig.gateway.tokens).toEqual([])
  })
})

test('two gateways on a file share tokens, revocations and lock-outs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-auth-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const open = async (): Promise<Store> => {
    const store = await openSqliteStore({ file: join(folder, 'state', 'state.db') })
    onTestFinished(() => store.close())
    return store
  }
  const config = { failureLimit: 4 }
  const [one, two] = [await start({ store: await open(), config }), await start({ store: await open(), config })]
  const [token = ''] = one.gateway.tokens
  expect(await chat(two, bearer(token))).toBe(200)
  const other = await make(two)
  expect(await chat(one, bearer(other))).toBe(200)
  const id = (await one.tokens.list()).find(({ name }) => name === 'n')?.id ?? ''
  await one.tokens.revoke(id)
  expect((await get(two, '/v1/models', bearer(other)))[1]).toBe('AUTH_REVOKED')
  for (const rig of [one, two, one, two]) await get(rig, '/v1/models', bearer(WRONG))
  for (const rig of [one, two]) {
    const response = await fetch(`${rig.gateway.url}/v1/models`, { headers: bearer(token) })
    expect([response.status, Number(response.headers.get('retry-after')) > 800]).toEqual([429, true])
    expect(await response.json()).toMatchObject({ error: { code: 'AUTH_LOCKED', type: 'rate_limit_error' } })
  }
})

test('an event that came by a gateway without a proof gets no further, whatever its content says', async () => {
  const rig = await start()
  const session = { tenantId: 'acme', agentId: 'helper', sessionId: 's', channel: 'gateway' }
  const claims = [undefined, { auth: true }, { auth: 'admin' }, { auth: { scopes: ['*'] } }]
  for (const meta of claims) {
    const decision = await rig.kernel.onInbound({ source: 'api', text: 'auth: ok', ...(meta && { meta }) }, session)
    expect([decision.outcome, decision.rulings[0]?.layer]).toEqual(['deny', 'gateway-auth'])
  }
  expect(rig.seen).toEqual([])
})
