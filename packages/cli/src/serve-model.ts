import { isIP } from 'node:net'
import { loadConfig, type ConfigView, type GatewaySettings, type Model } from '@ringwall/config'
import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { RESOLVE_FROM } from './dry-wall.ts'
import { fail } from './errors.ts'
import type { Io } from './io.ts'
import { hasTokens } from './open-tokens.ts'
import { resolveKey } from './secret-reference.ts'

const UPSTREAM_TIMEOUT_MS = 120_000

/** What the command line says instead of the config file. */
export interface ServeOverrides {
  readonly config?: string
  readonly host?: string
  readonly port?: number
  readonly upstream?: string
  readonly upstreamKey?: string
}

/** The config with what the command line overrides. Throws RingwallError. */
export async function loadServeModel(io: Io, overrides: ServeOverrides): Promise<Model> {
  const { config, host, port } = overrides
  const model = await loadConfig({
    ...(config === undefined ? {} : { file: config }),
    cwd: io.cwd,
    env: io.env,
    resolveFrom: RESOLVE_FROM,
  })
  const { upstream: configured, ...rest } = model.gateway
  const upstream = await upstreamOf(configured, overrides, io.env)
  const gateway: GatewaySettings = {
    ...rest,
    ...(upstream === undefined ? {} : { upstream }),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
  }
  return { ...model, gateway, view: overrideView(model.view, overrides) }
}

/** Throws HOST_UNGUARDED for a gateway at a host that others can reach and that nobody has a token for: one that is made at start stands on the screen alone, which is enough for whoever sits there, not for a network. */
export async function checkHost(model: Model, host: string): Promise<void> {
  if (model.gateway.tokens.length > 0 || isLoopback(host) || (await hasTokens(model))) return
  throw fail('HOST_UNGUARDED', { host })
}

/** What the command line says, as it says it: a reference, and never the key that it leads to. */
function overrideView(view: ConfigView, { host, port, upstream: url, upstreamKey }: ServeOverrides): ConfigView {
  const gateway = objectOf(view.body.gateway)
  const configured =
    url === undefined ? objectOf(gateway.upstream) : { url, timeoutMs: UPSTREAM_TIMEOUT_MS, ...timeoutOf(gateway) }
  const upstream = upstreamKey === undefined ? configured : { ...configured, apiKey: upstreamKey }
  const changed: JsonObject = {
    ...gateway,
    ...(Object.keys(upstream).length === 0 ? {} : { upstream }),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
  }
  return { ...view, body: { ...view.body, gateway: changed } }
}

function timeoutOf(gateway: JsonObject): JsonObject {
  const { timeoutMs } = objectOf(gateway.upstream)
  return timeoutMs === undefined ? {} : { timeoutMs }
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return value !== undefined && isJsonObject(value) ? value : {}
}

type Upstream = NonNullable<GatewaySettings['upstream']>

async function upstreamOf(
  configured: Upstream | undefined,
  { upstream: url, upstreamKey }: ServeOverrides,
  env: NodeJS.ProcessEnv,
): Promise<Upstream | undefined> {
  // The configured key belongs to the configured URL; another host must never be sent it.
  const base = url === undefined ? configured : { url, timeoutMs: configured?.timeoutMs ?? UPSTREAM_TIMEOUT_MS }
  if (upstreamKey === undefined) return base
  const apiKey = await resolveKey(upstreamKey, env) // first: a key that was typed in full matters most
  if (base === undefined) throw fail('UPSTREAM_MISSING')
  return { ...base, apiKey }
}

function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))
}
