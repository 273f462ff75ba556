import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createKernel, use } from '@ringwall/core'
import { openSqliteStore, StoreToken, type Store } from '@ringwall/store'
import { afterAll, afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { loginInBrowser, openSecrets, parseTokens, secretsStore, TokenKeeper, type Tokens } from '../../src/index.ts'
import { MASTER_KEY } from '../seeded.ts'
import { startServer, type TestServer } from './server.ts'

const SECONDS = 60
const FOLDER = mkdtempSync(join(tmpdir(), 'ringwall-oauth-'))
const SESSION = { tenantId: 't', agentId: 'a', sessionId: 's' }
const GRANTS = [{ names: ['LOGIN'], agents: ['a'], tools: ['*'] }]
let server: TestServer
let number = 0
let file = ''
let store: Store

beforeEach(async () => {
  server = await startServer(SECONDS)
  file = join(FOLDER, `state-${++number}.db`)
  store = await openSqliteStore({ file, pollMs: 10 })
})
afterEach(async () => {
  await store.close()
  await server.close()
})

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

/** The secrets of one process; every token is due for it. */
function open(refreshBeforeMs = 3_600_000, on: Store = store) {
  return openSecrets(on, { masterKey: MASTER_KEY, keyFile: '', refreshBeforeMs })
}

async function login(): Promise<Tokens> {
  const { vault } = open()
  await vault.init()
  return loginInBrowser(server.provider, {
    timeoutMs: 20_000,
    onUrl: (url) => void server.browse(url),
    store: async (tokens) =>
      void (await vault.set({ tenant: 't', name: 'LOGIN', kind: 'oauth', value: JSON.stringify(tokens) })),
  })
}

async function stored(): Promise<Tokens> {
  const secret = await open().vault.get('t', 'LOGIN')
  return parseTokens('LOGIN', secret?.value ?? '{}')
}

async function fresh({ vault, keeper }: ReturnType<typeof open>): Promise<Tokens> {
  const secret = await vault.get('t', 'LOGIN')
  if (!secret) throw new Error('there is no login')
  return keeper.fresh(secret)
}

test('refreshBeforeMs: a call gets a fresh token, and the one that it replaced is kept in too', async () => {
  const { access } = await login()
  const ask = async (refreshBeforeMs: number) => {
    const plugins = [use(secretsStore, { masterKey: MASTER_KEY, grants: GRANTS, refreshBeforeMs })]
    const kernel = await createKernel({ plugins, services: [{ token: StoreToken, value: store }] })
    onTestFinished(() => kernel.close())
    const { payload } = await kernel.onToolCall({ tool: 'x', args: { token: '{{secret:LOGIN}}' } }, SESSION)
    return { kernel, token: String(payload?.args['token']) }
  }
  expect((await ask(1000)).token).toBe(access)
  expect(server.refreshes()).toBe(0)
  const { kernel, token } = await ask(SECONDS * 1000)
  expect(server.refreshes()).toBe(1)
  expect([token === access, token === (await stored()).access]).toEqual([false, true])
  const { refresh = '' } = await stored()
  const { payload } = await kernel.onInbound({ source: 'tool', text: `${access} ${token} ${refresh}` }, SESSION)
  expect(payload?.text).toBe('{{secret:LOGIN}} {{secret:LOGIN}} {{secret:LOGIN}}')
})

test('a hundred at once in one process, and in several, are one refresh', async () => {
  await login()
  const other = await openSqliteStore({ file })
  onTestFinished(() => other.close())
  const opened = [open(SECONDS * 500), open(SECONDS * 500), open(SECONDS * 500, other)]
  // All of them see a token that is due.
  const due = { ...(await stored()), expiresAt: Date.now() + 1000 }
  await open().vault.set({ tenant: 't', name: 'LOGIN', kind: 'oauth', value: JSON.stringify(due) })
  const all = await Promise.all(Array.from({ length: 100 }, (_, i) => fresh(opened[i % 3] ?? open())))
  expect(server.refreshes()).toBe(1)
  expect(new Set(all.map(({ access }) => access)).size).toBe(1)
  // With rotating refresh tokens a second use would have ended the login.
  expect((await fresh(open())).access).not.toBe(all[0]?.access)
  expect(server.refreshes()).toBe(2)
})

test('processes refresh one after the other, and each use of a refresh token is the only one', async () => {
  await login()
  const ended = await Promise.all([runProcess(), runProcess(), runProcess(), runProcess()])
  for (const { out } of ended) expect(out).toMatch(/^[\w-]{20,}$/)
  expect(server.refreshes()).toBeGreaterThanOrEqual(1)
  expect((await fresh(open())).access).toMatch(/^[\w-]{20,}$/)
})

test('a new token that cannot be stored is not used, and is stored at the next call without another refresh', async () => {
  const before = await login()
  let isBroken = true
  const failing: Store = new Proxy(store, {
    get(target, key: keyof Store) {
      const value = target[key]
      if (key === 'compareAndSet')
        return (name: string, ...rest: Parameters<Store['compareAndSet']> extends [string, ...infer R] ? R : never) =>
          isBroken && name.includes('row/')
            ? Promise.reject(new Error('full disk'))
            : target.compareAndSet(name, ...rest)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const opened = open(3_600_000, failing)
  await expect(fresh(opened)).rejects.toMatchObject({ code: 'OAUTH_NOT_STORED' })
  expect(server.refreshes()).toBe(1)
  expect((await stored()).access).toBe(before.access)
  await expect(fresh(opened)).rejects.toMatchObject({ code: 'OAUTH_NOT_STORED' })
  isBroken = false
  const { access } = await fresh(opened)
  expect(server.refreshes()).toBe(1)
  expect([access === before.access, access === (await stored()).access]).toEqual([false, true])
})

test('a server that fails: the old token while it holds, then an error that says no more than the code', async () => {
  const { access } = await login()
  server.fault = 'status'
  expect((await fresh(open())).access).toBe(access)
  const ended = { ...(await stored()), expiresAt: Date.now() - 1000 }
  const { vault } = open()
  await vault.set({ tenant: 't', name: 'LOGIN', kind: 'oauth', value: JSON.stringify(ended) })
  const failure = await fresh(open()).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'OAUTH_REFRESH_FAILED' })
  expect(String(failure)).not.toContain('secret words')
  server.fault = undefined
  expect((await fresh(open())).access).not.toBe(access)
  // A refresh token that is used a second time: the server ends the login, and that is told.
  await vault.set({ tenant: 't', name: 'LOGIN', kind: 'oauth', value: JSON.stringify(ended) })
  await expect(fresh(open())).rejects.toThrow('invalid_grant')
})

test('a process that was killed with the lease keeps others waiting for as long as it holds, and no longer', async () => {
  await login()
  const { vault, store: own } = open()
  const keeper = new TokenKeeper({ store: own, vault, refreshBeforeMs: 3_600_000, leaseMs: 300 })
  const [lock] = await new Promise<readonly string[]>((resolve) => {
    // What a refresh takes, as it takes it.
    const spy: Store = new Proxy(own, {
      get: (target, key: keyof Store) =>
        key === 'compareAndSet'
          ? (name: string) => {
              resolve([name])
              return Promise.reject(new Error('killed'))
            }
          : Reflect.get(target, key)?.bind?.(target),
    })
    void vault
      .get('t', 'LOGIN')
      .then((secret) =>
        secret
          ? new TokenKeeper({ store: spy, vault, refreshBeforeMs: 3_600_000 }).fresh(secret).catch(() => undefined)
          : undefined,
      )
  })
  await own.set(lock ?? '', 'of a process that is gone', { ttlMs: 300 })
  const start = Date.now()
  const secret = await vault.get('t', 'LOGIN')
  if (secret) await keeper.fresh(secret)
  expect(Date.now() - start).toBeGreaterThan(200)
  expect(server.refreshes()).toBe(1)
})

test.for([
  ['lease', 1],
  ['stored', 2],
] as const)(
  'kill -9 at the step %s of a refresh: the next process goes on with the login',
  async ([step, refreshes]) => {
    const before = await login()
    expect(await runProcess(step)).toEqual({ signal: 'SIGKILL', out: '' })
    const { signal, out } = await runProcess()
    expect(signal).toBeNull()
    expect(out).toMatch(/^[\w-]{20,}$/)
    expect([out === before.access, out === (await stored()).access]).toEqual([false, true])
    expect(server.refreshes()).toBe(refreshes)
  },
)

test('kill -9 between the answer and the store: the provider ends the login, and that is told', async () => {
  await login()
  expect((await runProcess('answered')).signal).toBe('SIGKILL')
  const ended = { ...(await stored()), expiresAt: Date.now() - 1 }
  await open().vault.set({ tenant: 't', name: 'LOGIN', kind: 'oauth', value: JSON.stringify(ended) })
  await expect(fresh(open())).rejects.toThrow(/invalid_grant/)
})

/** A process that asks for a fresh token, and may kill itself. */
async function runProcess(step = ''): Promise<{ readonly signal: string | null; readonly out: string }> {
  const script = fileURLToPath(new URL('./refresh-process.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@ringwall/source', script, file, MASTER_KEY, step])
  const exited = new Promise<string | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { signal: await exited, out: out + error }
}

test('who logs out while the token is refreshed is logged out', async () => {
  await login()
  server.fault = 'slow'
  const opened = open()
  const running = fresh(opened)
  await new Promise((resolve) => setTimeout(resolve, 100))
  await opened.vault.remove('t', 'LOGIN')
  await expect(running).rejects.toMatchObject({ code: 'SECRET_UNAVAILABLE' })
  expect(await opened.vault.get('t', 'LOGIN')).toBeUndefined()
})

test('without a refresh token, an ended token is no token', async () => {
  const { refresh, ...tokens } = await login()
  expect(refresh).toBeDefined()
  const { vault } = open()
  const set = (expiresAt: number) =>
    vault.set({ tenant: 't', name: 'LOGIN', kind: 'oauth', value: JSON.stringify({ ...tokens, expiresAt }) })
  await set(Date.now() + 5000)
  expect((await fresh(open())).access).toBe(tokens.access)
  await set(Date.now() - 5000)
  await expect(fresh(open())).rejects.toMatchObject({ code: 'OAUTH_REFRESH_FAILED' })
})
