import { messageOf, token, type Token } from '@ringwall/core'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Refused } from './backend.ts'
import { fail } from './errors.ts'

/** One request of a command that a proxy let through or refused. */
interface EgressEvent {
  readonly outcome: 'allowed' | 'refused' | 'failed'
  readonly host: string
  readonly port: number
  readonly code?: string
  readonly reason?: string
}

/** What makes proxies that reach only what a policy allows. The layer ssrf-guard provides it, or a host of its own. */
export interface EgressProxy {
  /** A proxy for HTTP and CONNECT that does not listen yet. With a token, clients must send it as password of `Proxy-Authorization: Basic`. */
  create(options: { readonly onEvent?: (event: EgressEvent) => void; readonly token?: string }): Server
}
/** The service by which commands reach the network under `network: proxy`; without it they do not run. */
export const EgressProxyToken: Token<EgressProxy> = token<EgressProxy>('EgressProxy')

/** The only way to the network that one command has. */
export interface Route {
  /** Listens wherever the sandbox can reach it. */
  readonly server: Server
  /** Each destination once, the first of them only. */
  readonly refused: readonly Refused[]
  /** Ends every connection. Safe to call twice. */
  close(): void
}

/** What of a route can differ. */
export interface RouteOptions {
  readonly token?: string
  /** Told of each entry of `refused` as it comes. Must not throw. */
  readonly onRefused?: ((refused: Refused) => void) | undefined
}

/** A command may ask for as many places as it likes. */
const MAX_REFUSED = 100
/** What a name of a host can be at most (RFC 1035), with its port. */
const MAX_WHAT = 260

/** Opens a way to the network for one command. */
export function openRoute(egress: EgressProxy, { token, onRefused }: RouteOptions = {}): Route {
  const refused: Refused[] = []
  const known = new Set<string>()
  const tell = (one: Refused): void => {
    refused.push(one)
    onRefused?.(one)
  }
  const server = egress.create({
    ...(token !== undefined && { token }),
    onEvent({ outcome, host, port, code, reason }) {
      const what = placeOf(host, port)
      if (outcome !== 'refused' || known.has(what) || known.size > MAX_REFUSED) return
      known.add(what)
      if (known.size > MAX_REFUSED) tell({ kind: 'connect', what: 'further destinations', why: 'they are not listed' })
      else tell({ kind: 'connect', what, ...(code !== undefined && { code }), why: reason ?? 'it is not allowed' })
    },
  })
  // Tunnels are no connections of the server's any more, so they are kept here.
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return {
    server,
    refused,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** A route over a port of this machine's loopback, for sandboxes that can reach just that. */
export interface LoopbackRoute extends Route {
  readonly port: number
  /** By which programs find it. It holds the token that keeps others on the machine out. */
  readonly environment: Readonly<Record<string, string>>
}

/** Opens one. Rejects with NETWORK_BROKEN. */
export async function openLoopbackRoute(
  egress: EgressProxy,
  options: Pick<RouteOptions, 'onRefused'> = {},
): Promise<LoopbackRoute> {
  const token = randomBytes(24).toString('base64url')
  const route = openRoute(egress, { ...options, token })
  try {
    route.server.listen(0, '127.0.0.1')
    await once(route.server, 'listening')
  } catch (error) {
    route.close()
    throw fail('NETWORK_BROKEN', { problem: messageOf(error) }, error)
  }
  const { port } = route.server.address() as AddressInfo
  return { ...route, port, environment: proxyEnvironment(`http://ringwall:${token}@127.0.0.1:${port}`) }
}

/** Variables by which programs find a proxy. Both cases: curl reads `http_proxy` in lower case only, others the other one. Loopback is the sandbox's own. */
export function proxyEnvironment(url: string): Readonly<Record<string, string>> {
  const own = 'localhost,127.0.0.1,::1'
  const names = ['http_proxy', 'https_proxy', 'all_proxy']
  return {
    ...Object.fromEntries(names.flatMap((name) => [[name, url] as const, [name.toUpperCase(), url] as const])),
    no_proxy: own,
    NO_PROXY: own,
    NODE_USE_ENV_PROXY: '1', // Node 22.21 and 24 on; `fetch` and `node:http` know of no proxy otherwise
    npm_config_proxy: url,
    npm_config_https_proxy: url,
    npm_config_noproxy: own,
    YARN_HTTP_PROXY: url,
    YARN_HTTPS_PROXY: url,
  }
}

function placeOf(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`.slice(0, MAX_WHAT)
}
