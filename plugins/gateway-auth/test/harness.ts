import { createKernel, use, type Kernel, type LayerOptions, type Logger } from '@ringwall/core'
import { openSqliteStore, StoreToken, type Store } from '@ringwall/store'
import { onTestFinished } from 'vitest'
import {
  gatewayAuth,
  GatewayAuthToken,
  openTokens,
  WebhooksToken,
  type Admission,
  type AuthenticateOptions,
  type AuthRefusedEvent,
  type GatewayAuth,
  type NewToken,
  type RequestFacts,
  type TokenRegistry,
  type Webhooks,
} from '../src/index.ts'

export type Config = Parameters<typeof use<typeof gatewayAuth.config>>[1]

/** A layer on a store, and what it tells. */
export interface Rig {
  readonly kernel: Kernel
  readonly auth: GatewayAuth
  readonly webhooks: Webhooks
  readonly tokens: TokenRegistry
  readonly store: Store
  readonly log: string[]
  readonly refused: AuthRefusedEvent[]
}

/** Starts the layer; everything is closed after the test. */
export async function start(config: Config = {}, on?: Store, options?: LayerOptions): Promise<Rig> {
  const store = on ?? (await openSqliteStore({ file: ':memory:' }))
  const log: string[] = []
  const write = (message: string, fields?: object): void => void log.push(JSON.stringify({ message, ...fields }))
  const logger: Logger = { debug: write, info: write, warn: write, error: write }
  const services = [{ token: StoreToken, value: store }]
  const kernel = await createKernel({ plugins: [use(gatewayAuth, config, options)], services, logger })
  onTestFinished(async () => {
    await kernel.close()
    if (on === undefined) await store.close()
  })
  const [auth, webhooks] = [kernel.find(GatewayAuthToken), kernel.find(WebhooksToken)]
  if (!auth || !webhooks) throw new Error('the layer provides its services')
  const refused: AuthRefusedEvent[] = []
  kernel.events.on('auth-refused', (event) => refused.push(event))
  return { kernel, auth, webhooks, tokens: openTokens(store), store, log, refused }
}

/** A token with all scopes, unless told otherwise. */
export async function makeToken(
  tokens: TokenRegistry,
  wanted: Partial<NewToken> = {},
): Promise<{ token: string; id: string }> {
  const { token, record } = await tokens.create({ name: 'n', scopes: ['*'], tenant: 't', agent: 'a', ...wanted })
  return { token, id: record.id }
}

/** A request that shows a token. */
export function bearing(token: string, more: Partial<RequestFacts> = {}): RequestFacts {
  return { url: '/v1/models', headers: [['authorization', `Bearer ${token}`]], remoteAddress: '192.0.2.1', ...more }
}

/** `in`, or the code of the refusal. */
export async function codeOf(
  { auth }: { readonly auth: GatewayAuth },
  request: RequestFacts,
  options?: AuthenticateOptions,
): Promise<string> {
  const { refusal }: Admission = await auth.authenticate(request, options)
  return refusal?.code ?? 'in'
}
