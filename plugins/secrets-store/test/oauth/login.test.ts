import { connect } from 'node:net'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { chooseProvider, loginInBrowser, loginOnDevice, PRESETS, revoke, type Tokens } from '../../src/index.ts'
import { startServer, type TestServer } from './server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(3600)
})
afterAll(() => server.close())

/** A login whose user does `act` with the address, and what was stored. */
async function login(
  act: (url: string) => unknown,
  more: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
) {
  const stored: Tokens[] = []
  const done = loginInBrowser(server.provider, {
    timeoutMs: 20_000,
    ...more,
    onUrl: (url) => void act(url),
    store: async (tokens) => void stored.push(tokens),
  })
  const outcome = await done.then(
    (tokens) => ({ tokens, code: undefined, message: '' }),
    (error: Error & { readonly code: string }) => ({ tokens: undefined, code: error.code, message: error.message }),
  )
  return { ...outcome, stored }
}

test('in the browser: PKCE, state, nonce, a port of its own, and the tokens are stored before the user is told', async () => {
  let asked: URL | undefined
  let shown: Promise<{ readonly text: string }> | undefined
  const { tokens, stored } = await login((url) => {
    asked = new URL(url)
    shown = server.browse(url)
  })
  expect(stored).toEqual([tokens])
  expect((await shown)?.text).toContain('You are logged in')
  expect(tokens).toMatchObject({
    claims: { sub: 'ada', email: 'ada@example.com', name: 'Ada' },
    provider: { name: 'test' },
  })
  expect([tokens?.access, tokens?.refresh, tokens?.id].every((token) => (token?.length ?? 0) > 20)).toBe(true)
  expect(tokens?.expiresAt).toBeGreaterThan(Date.now() + 3_500_000)
  const query = Object.fromEntries(asked?.searchParams ?? [])
  expect(query).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', scope: 'openid offline_access' })
  for (const name of ['state', 'nonce', 'code_challenge']) expect(query[name]?.length).toBeGreaterThan(40)
  expect(query['redirect_uri']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
  const port = Number(new URL(query['redirect_uri'] ?? '').port)
  await expect(
    new Promise((resolve, reject) => connect(port, '127.0.0.1').once('connect', resolve).once('error', reject)),
  ).rejects.toThrow('ECONNREFUSED')
})

test('what others send to the redirect neither ends a login nor gets into it', async () => {
  const answers: number[] = []
  const { tokens } = await login(async (url) => {
    const redirect = new URL(url).searchParams.get('redirect_uri') ?? ''
    const state = new URL(url).searchParams.get('state') ?? ''
    const send = async (to: string, init: RequestInit = {}) => answers.push((await fetch(to, init)).status)
    await send(`${redirect}?code=stolen&state=wrong`)
    await send(`${redirect}?code=stolen`)
    await send(`${redirect}?code=stolen&state=${state}&state=${state}`)
    await send(`${redirect}?error=access_denied`)
    await send(redirect.replace('/callback', '/other') + `?code=x&state=${state}`)
    await send(`${redirect}?code=stolen&state=${state}`, { method: 'POST' })
    await send(`${redirect.replace('127.0.0.1', 'localhost')}?code=stolen&state=${state}`) // a name that a page could choose
    await server.browse(url)
  })
  expect(answers).toEqual([400, 400, 400, 400, 404, 400, 404])
  expect(tokens?.claims['sub']).toBe('ada')
})

test('a code of somebody else, a refusal, and a server that fails', async () => {
  const back = (query: string) => (url: string) => {
    const { searchParams } = new URL(url)
    void fetch(`${searchParams.get('redirect_uri')}?state=${searchParams.get('state')}&iss=${server.issuer}&${query}`)
  }
  const injected = await login(back('code=made-up'))
  expect(injected).toMatchObject({ code: 'OAUTH_LOGIN_FAILED', stored: [] })
  expect(injected.message).toContain('invalid_grant')
  const refused = await login(back('error=access_denied&error_description=words%20of%20the%20server'))
  expect(refused.message).toContain('access_denied')
  expect(refused.message).not.toContain('words of')
  const foreign = await login((url) => {
    const { searchParams } = new URL(url)
    void fetch(`${searchParams.get('redirect_uri')}?state=${searchParams.get('state')}&iss=https://evil.example&code=x`)
  })
  expect(foreign).toMatchObject({ code: 'OAUTH_LOGIN_FAILED', stored: [] })
  server.fault = 'status'
  onTestFinished(() => void (server.fault = undefined))
  const failed = await login((url) => void server.browse(url).catch(() => undefined))
  expect(failed).toMatchObject({ code: 'OAUTH_LOGIN_FAILED', stored: [] })
  expect(failed.message).not.toContain('secret words')
})

test('tokens that cannot be stored are no login', async () => {
  let shown: Promise<{ readonly text: string }> | undefined
  const done = loginInBrowser(server.provider, {
    timeoutMs: 20_000,
    onUrl: (url) => void (shown = server.browse(url)),
    store: () => Promise.reject(new Error('full disk')),
  })
  await expect(done).rejects.toThrow('full disk')
  expect((await shown)?.text).toContain('did not succeed')
})

test('nobody comes back, or the user gives up', async () => {
  expect(await login(() => undefined, { timeoutMs: 50 })).toMatchObject({ code: 'OAUTH_LOGIN_TIMEOUT', stored: [] })
  const signal = AbortSignal.timeout(50)
  expect(await login(() => undefined, { signal })).toMatchObject({ code: 'OAUTH_LOGIN_FAILED', stored: [] })
})

test('a redirect that is taken is said', async () => {
  const redirect = { host: 'localhost', port: Number(new URL(server.issuer).port), path: '/auth/callback' } as const
  const done = loginInBrowser(
    { ...server.provider, redirect },
    { timeoutMs: 1000, onUrl: () => {}, store: async () => {} },
  )
  await expect(done).rejects.toMatchObject({ code: 'OAUTH_REDIRECT_UNUSABLE' })
})

test('the redirect of a preset is used as it is registered', async () => {
  const redirect = { host: 'localhost', port: 0, path: '/auth/callback' } as const
  const provider = { ...server.provider, redirect, parameters: { originator: 'test' }, nonce: false }
  let asked = new URL('http://x')
  const tokens = await loginInBrowser(provider, {
    timeoutMs: 20_000,
    onUrl: (url) => {
      asked = new URL(url)
      void server.browse(url)
    },
    store: async () => {},
  })
  expect(tokens.claims['sub']).toBe('ada')
  expect(asked.searchParams.get('redirect_uri')).toMatch(/^http:\/\/localhost:\d+\/auth\/callback$/)
  expect(asked.searchParams.get('originator')).toBe('test')
  expect(asked.searchParams.has('nonce')).toBe(false)
})

test('on another device', async () => {
  const stored: Tokens[] = []
  const tokens = await loginOnDevice(server.provider, {
    timeoutMs: 30_000,
    onCode: ({ url, code }) => void server.approve(url, code),
    store: async (made) => void stored.push(made),
  })
  expect(stored).toEqual([tokens])
  expect(tokens.access.length).toBeGreaterThan(20)
  const late = loginOnDevice(server.provider, { timeoutMs: 100, onCode: () => {}, store: async () => {} })
  await expect(late).rejects.toMatchObject({ code: 'OAUTH_LOGIN_TIMEOUT' })
  const endpoints = { authorization: `${server.issuer}/auth`, token: `${server.issuer}/token` }
  const without = loginOnDevice(
    { ...server.provider, endpoints },
    { timeoutMs: 100, onCode: () => {}, store: async () => {} },
  )
  await expect(without).rejects.toMatchObject({ code: 'OAUTH_LOGIN_FAILED' })
})

test('a login is revoked where it can be', async () => {
  const { tokens } = await login((url) => void server.browse(url))
  expect(tokens && (await revoke(tokens))).toBe(true)
  const gone = { issuer: 'http://127.0.0.1:9', clientId: 'x', name: 'x', scope: '', openid: false }
  expect(tokens && (await revoke({ ...tokens, provider: gone }))).toBe(false)
})

test('providers: presets, an issuer of one’s own, and what is refused', () => {
  // As the Codex command logs in.
  expect(chooseProvider('chatgpt')).toMatchObject({
    clientId: 'app_EMoamEEZ73f0CkXaXp7hrann',
    issuer: 'https://auth.openai.com',
    redirect: { host: 'localhost', port: 1455, path: '/auth/callback' },
    scope: 'openid profile email offline_access',
    parameters: { id_token_add_organizations: 'true', codex_cli_simplified_flow: 'true', originator: 'codex_cli_rs' },
  })
  expect(chooseProvider('chatgpt', { parameters: { originator: 'mine' } }).parameters?.['originator']).toBe('mine')
  for (const name of Object.keys(PRESETS)) {
    const { endpoints, issuer } = chooseProvider(name, { clientId: 'mine' })
    for (const url of [issuer, ...Object.values(endpoints ?? {})]) expect(url).toMatch(/^https:\/\//)
  }
  expect(chooseProvider('mine', { issuer: 'https://id.example', clientId: 'c', scope: 'profile' }).openid).toBe(false)
  for (const attempt of [
    () => chooseProvider('google'),
    () => chooseProvider('mine'),
    () => chooseProvider('toString', { clientId: 'c' }),
    () => chooseProvider('mine', { issuer: 'https://id.example' }),
    () => chooseProvider('mine', { issuer: 'http://id.example', clientId: 'c' }),
    () => chooseProvider('github', { issuer: 'https://id.example', clientId: 'c' }),
  ])
    expect(attempt).toThrow(expect.objectContaining({ code: 'OAUTH_PROVIDER_INVALID' }))
})
