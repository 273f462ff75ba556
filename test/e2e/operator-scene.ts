// A gateway before real layers, and whoever operates it: by bearer token, and by the session of a browser.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWall, loadConfig, type Wall } from '@ringwall/config'
import { startGateway, type GatewayOptions, type RunningGateway } from '@ringwall/gateway'
import { openTokens, type Scope, type TokenRegistry } from '@ringwall/plugin-gateway-auth'
import { openSqliteStore, type Store } from '@ringwall/store'
import { onTestFinished } from 'vitest'
import { ANSWERS } from '../../packages/gateway/src/operator-api/answers.ts'
import { OPERATIONS } from '../../packages/gateway/src/operator-api/openapi.ts'
import { silent } from '../../packages/gateway/test/harness.ts'

/** JSON as it came: tests say by `expect` what it is, and `checkAnswer` holds it against its schema. */
// oxlint-disable-next-line typescript/no-explicit-any -- a type of its own for each look would say again what the schema says
export type Loose = any

/** What came back. */
export interface Answer<T = Loose> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
  /** Of an error. */
  readonly code: string | undefined
}
/** One gateway on the store of a scene. */
export interface Running {
  readonly wall: Wall
  readonly gateway: RunningGateway
}
/** A folder with a config, a store, and a gateway. */
export interface Scene extends Running {
  readonly folder: string
  readonly store: Store
  readonly tokens: TokenRegistry
  /** A token of the tenant acme. */
  readonly make: (
    scopes: readonly Scope[],
    more?: { tenant?: string; agent?: string; user?: string; expiresInMs?: number },
  ) => Promise<string>
  /** Another gateway on the same store. */
  readonly another: (options?: Partial<GatewayOptions>) => Promise<Running>
}

export const LAYERS: readonly string[] = [
  'gateway-auth: { failureLimit: 3 }',
  'audit-log: {}',
  'input-validation: {}',
  'jailbreak-detection: { action: block }',
  'external-content: {}',
  'tool-policy: { profile: coding, tools: { deploy: [] }, allow: [deploy] }',
  'approval-gate: { onAsk: return, keyFile: approvals.key, rules: [{ tool: deploy, action: ask }] }',
  'memory-guard: {}',
  'output-guard: {}',
]

/** Starts it; everything is gone after the test. Paths in `layers` are those of the folder. */
export async function setScene(
  layers: readonly string[] = LAYERS,
  options: Partial<GatewayOptions> = {},
): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-operator-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const lines = layers.map((line) =>
    line
      .replace('keyFile: approvals.key', `keyFile: ${join(folder, 'approvals.key')}`)
      .replace('audit-log: {}', `audit-log: { keyFile: ${join(folder, 'audit.key')}, anchorFile: none, copy: none }`),
  )
  const config = `preset: none\nstore: { file: r.db }\nlayers:\n${lines.map((line) => `  ${line}\n`).join('')}`
  await writeFile(join(folder, 'ringwall.yaml'), config)
  const another: Scene['another'] = async (more = {}) => {
    const resolveFrom = [join(import.meta.dirname, '../../packages/cli')]
    const wall = await createWall(await loadConfig({ cwd: folder, resolveFrom }), { logger: silent() })
    onTestFinished(() => wall.close())
    const settings = { host: '127.0.0.1', port: 0, tokens: [], maxBodyBytes: 100_000, unscannedParts: [] }
    const gateway = await startGateway({ wall, settings, logger: silent(), ...options, ...more })
    onTestFinished(() => gateway.close())
    return { wall, gateway }
  }
  const store = await openSqliteStore({ file: join(folder, 'r.db') })
  onTestFinished(() => store.close())
  const tokens = openTokens(store)
  return {
    folder,
    store,
    tokens,
    another,
    ...(await another()),
    make: async (scopes, more = {}) => {
      const made = { name: 'test', tenant: 'acme', agent: 'console', scopes, ...more }
      return (await tokens.create(made)).token
    },
  }
}

/** One request with a bearer token. A body makes it a POST. */
export async function ask<T = Loose>(
  { gateway }: { readonly gateway: Pick<RunningGateway, 'url'> },
  token: string | undefined,
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<T>> {
  const all = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body && { 'content-type': 'application/json' }),
    ...headers,
  }
  const method = body ? 'POST' : 'GET'
  const init = { method, headers: all, redirect: 'manual', ...(body && { body: JSON.stringify(body) }) } as const
  const answer = await read<T>(await fetch(`${gateway.url}${path}`, init))
  checkAnswer(method, path, answer)
  return answer
}

/** Whatever a test looks at, an answer has the form that the document promises. */
function checkAnswer(method: string, path: string, { status, body }: Answer): void {
  const [plain = ''] = path.split('?')
  const operation = OPERATIONS.find(
    (one) => one.method === method.toLowerCase() && new RegExp(`^${one.path.replace('{id}', '[^/]+')}$`).test(plain),
  )
  if (operation?.answer === undefined || status >= 300) return
  const parsed = ANSWERS[operation.answer].safeParse(body)
  if (!parsed.success) throw new Error(`${path} answers what its schema does not know: ${parsed.error.message}`)
}

/** Reads a response to its end. */
async function read<T = Loose>(response: Response): Promise<Answer<T>> {
  const text = await response.text()
  let body: Loose = text
  try {
    body = text === '' ? undefined : JSON.parse(text)
  } catch {
    // a page, or a stream
  }
  return { status: response.status, headers: response.headers, body, code: body?.error?.code }
}

/** A browser that has logged in. */
export interface Browser {
  readonly cookie: string
  readonly csrf: string
  readonly origin: string
  readonly login: Answer
  /** As the page does: with its cookie, and for a POST with origin and CSRF value. */
  readonly ask: <T = Loose>(
    path: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer<T>>
}

/** Logs in with a token. */
export async function logIn(running: Pick<Running, 'gateway'>, token: string): Promise<Browser> {
  const origin = running.gateway.url
  const login = await ask(running, undefined, '/api/login', { token }, { origin })
  const cookie = (login.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
  const csrf = String(login.body?.csrf)
  return {
    cookie,
    csrf,
    origin,
    login,
    ask: (path, body, headers = {}) =>
      ask(running, undefined, path, body, {
        cookie,
        'sec-fetch-site': 'same-origin',
        ...(body && { origin, 'x-ringwall-csrf': csrf }),
        ...headers,
      }),
  }
}

/** A call that waits for a person, of the agent `helper` of the tenant acme. */
export async function askToDeploy(
  running: Pick<Running, 'gateway'>,
  agentToken: string,
  args: object = { to: 'staging' },
  session: string = 's1',
): Promise<Answer> {
  return ask(
    running,
    agentToken,
    '/guard/tool-call',
    { payload: { tool: 'deploy', args } },
    {
      'x-ringwall-session': session,
    },
  )
}
