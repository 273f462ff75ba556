import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { GatewaySettings } from '@ringwall/config'
import { firstTokens, hasTokenLayer } from './admission.ts'
import type { GatewayOptions } from './app.ts'
import { isLoopback, makeToken } from './auth.ts'
import { answerBadRequests } from './bad-requests.ts'
import { errorResponse, fail, toClientError } from './errors.ts'
import { InFlight } from './in-flight.ts'
import { InForce } from './in-force.ts'
import { noteArrival } from './incoming.ts'
import { checkWebhooks } from './inlets/verify.ts'
import { sendReply } from './json-reply.ts'
import { tlsOf } from './peer.ts'
import { putTlsBefore, type TlsFront } from './tls-front.ts'
import type { WatchedWall } from './watched-wall.ts'

const DEFAULT_HEAD_TIMEOUT_MS = 15_000
const DEFAULT_STALL_MS = 60_000
/** How often Node looks for requests that are late. */
const LOOK_MS = 5_000
/** Whatever a request does beyond reading its body is not timed by this. */
const REQUEST_TIMEOUT_MS = 60_000
/** How long requests under way may take to end, where the settings do not say it. */
const DEFAULT_GRACE_MS = 2_000
/** How long a connection on which nothing is under way may take to close. */
const CLOSE_MS = 2_000

/** A listening gateway. */
export interface RunningGateway {
  readonly url: string
  /** The one made at start where none is configured: by the layer gateway-auth at the first start of its store alone, without it at every start. */
  readonly tokens: readonly string[]
  /**
   * Makes ready for other settings, and resolves with what swaps them in for the requests that arrive from then on; those under way end with what they
   * began with. `layers` are those that come in the same moment; default: those in force. Host and port stay those of the start, and no token is
   * made: where none is listed and no layer knows any, the one made at start goes on, and nobody is let in once it has ceased to count.
   * Rejects with what a start would reject with, and nothing has changed.
   */
  prepare(settings: GatewaySettings, layers?: Pick<WatchedWall, 'for'>): Promise<() => void>
  /** Refuses new requests (/readyz says 503), denies calls that wait for a person, gives what is under way `settings.graceMs`, and frees the port. Safe to call twice. */
  close(): Promise<void>
}

/** Starts a gateway; over TLS where the wall's layer mtls has a certificate. Rejects with PORT_IN_USE, LISTEN_FAILED, TOKEN_INVALID, UPSTREAM_URL_INVALID or PUBLIC_URL_INVALID, or with what the store rejects with. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { wall, settings, logger } = options
  const { headTimeoutMs = DEFAULT_HEAD_TIMEOUT_MS, stallTimeoutMs = DEFAULT_STALL_MS } = options
  const { host, port } = settings
  const isListed = settings.tokens.length > 0
  const made = isListed || hasTokenLayer(wall) ? [] : [makeToken()]
  // No operator's: it is what an agent is started with. Whoever can start a gateway can run `ringwall config`.
  const own = made.map((token) => ({ token, agent: 'default', tenant: 'default', operator: false }))
  const inForce = new InForce(options, own)
  const { operations } = inForce.lasting
  const server = createServer(
    {
      headersTimeout: headTimeoutMs,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: Math.min(LOOK_MS, headTimeoutMs),
      requireHostHeader: false, // it is looked for where the answer has a code
    },
    getRequestListener(
      async (request, env) => {
        noteArrival(request, env.incoming)
        return sendReply(await inForce.app.fetch(request, env), env.outgoing)
      },
      {
        overrideGlobalObjects: false,
        errorHandler: (error) => errorResponse(toClientError(asRequestError(error))),
      },
    ),
  )
  const inFlight = new InFlight(server)
  answerBadRequests(server, stallTimeoutMs)
  const front = tlsOf(wall) && putTlsBefore(server, () => tlsOf(wall), logger)
  const end = async (error: unknown): Promise<never> => {
    operations.dispose()
    await close(server, front, 0)
    throw error
  }
  await checkWebhooks(wall, settings.webhooks).catch(end)
  await operations.startTraces()
  const address = await listen(server, host, port).catch(end)
  // Only now: a token that is made at a start which then fails would never be shown.
  const first = isListed ? [] : await firstTokens(wall).catch(end)
  if (!front && !isLoopback(host))
    logger.warn('the gateway is reachable from other machines, and speaks plain HTTP', { host })
  let closing: Promise<void> | undefined
  const drain = async (): Promise<void> => {
    operations.drain(logger)
    const isOver = await inFlight.ended(inForce.settings.graceMs ?? DEFAULT_GRACE_MS)
    await close(server, front, isOver ? CLOSE_MS : 0)
    operations.dispose()
  }
  const url = `${front ? 'https' : 'http'}://${nameOf(address, host)}`
  return {
    url,
    tokens: [...made, ...first],
    prepare: (next, layers = wall) => inForce.prepare(next, layers),
    close: () => (closing ??= drain()),
  }
}

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>()
  server.once('error', (error: NodeJS.ErrnoException) => {
    const problem = error.code ?? error.name
    reject(
      problem === 'EADDRINUSE'
        ? fail('PORT_IN_USE', { host, port }, error)
        : fail('LISTEN_FAILED', { host, port, problem }, error),
    )
  })
  server.listen(port, host, () => resolve(server.address() as AddressInfo)) // a TCP server's address is never a string
  return promise
}

function close(server: Server, front: TlsFront | undefined, withinMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(() => server.closeAllConnections(), withinMs)
  server.close(() => {
    clearTimeout(timer)
    resolve()
  })
  server.closeIdleConnections()
  front?.abort()
  return promise
}

function nameOf({ address, family, port }: AddressInfo, host: string): string {
  if (host === 'localhost' || host === '0.0.0.0' || host === '::') return `localhost:${port}`
  return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`
}

/** What the adapter refuses by itself is a request line or a Host header that makes no URL. */
function asRequestError(error: unknown): unknown {
  const isRequestError = error instanceof Error && error.name === 'RequestError'
  return isRequestError
    ? fail('REQUEST_INVALID', { param: 'url', problem: 'the URL or the Host header is malformed' }, error)
    : error
}
