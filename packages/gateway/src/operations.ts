import { messageOf, token, type Logger, type Token } from '@ringwall/core'
import type { Context, Hono } from 'hono'
import type { Admission } from './admission.ts'
import { AuthRefused, fail } from './errors.ts'
import { outgoingOf } from './incoming.ts'
import { GatewayMetrics } from './metrics.ts'
import { measureReadiness, type Readiness } from './readiness.ts'
import { NO_TRACES, traceDecisions, type Traces } from './traces.ts'
import { findAll, type WatchedWall } from './watched-wall.ts'
import { jsonReply } from './json-reply.ts'

/** The service of a layer whose calls wait. */
const WaitingCalls: Token<{ stop(): void }> = token('Approvals')
/** What a gateway that drains still answers. */
const ALWAYS: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics'])
const NO_STORE = { 'cache-control': 'no-store' }

/** What whoever runs a gateway sees of it, and how it is told to end. */
export class Operations {
  readonly metrics: GatewayMetrics
  readonly #ending = new AbortController()
  /** Aborted once the gateway is about to end. */
  readonly ending: AbortSignal = this.#ending.signal
  readonly #wall: WatchedWall
  #traces: Traces = NO_TRACES
  #isDraining = false
  /** One look at a time, whoever asks: nobody needs a token to ask. */
  #looking: Promise<Readiness> | undefined

  constructor(wall: WatchedWall) {
    this.#wall = wall
    this.metrics = new GatewayMetrics(wall)
  }

  /** Begins with spans, where there is an OpenTelemetry to take them. */
  async startTraces(): Promise<void> {
    this.#traces = await traceDecisions(this.#wall)
  }

  /** The paths that are for operators and their machines. */
  addPaths(app: Hono, admission: Admission): void {
    app.get('/healthz', (c) => c.json({ status: 'ok' }))
    app.get('/readyz', async (c) => answerReady(await this.#look(), await isOperator(c, admission)))
    app.get('/metrics', async (c) => {
      const { caller, scopes } = await admission.admit(c)
      if (!caller.isOperator && !scopes.includes('metrics')) throw fail('OPERATOR_ONLY')
      const { text, type } = await this.metrics.scrape()
      return c.body(text, 200, { 'content-type': type, ...NO_STORE })
    })
  }

  /** Throws GATEWAY_DRAINING for whatever comes too late. */
  checkOpen({ req }: Context): void {
    if (this.#isDraining && !ALWAYS.has(req.path)) throw fail('GATEWAY_DRAINING')
  }

  /** Runs one request, as part of its client's trace. */
  async run(c: Context, work: () => Promise<Response>): Promise<Response> {
    const response = await this.#traces.run(c.req.raw.headers, work)
    const outgoing = outgoingOf(c)
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
    // A host without sockets does not tell when a stream is over.
    if (isStream && outgoing?.closed === false) outgoing.once('close', this.metrics.openStream())
    return response
  }

  /** From here on new requests are refused, /readyz says 503, and calls that wait for a person are denied. A layer that throws is logged: the gateway must end all the same. */
  drain(logger: Logger): void {
    this.#isDraining = true
    this.#ending.abort()
    try {
      for (const waiting of findAll(this.#wall, WaitingCalls)) waiting.stop()
    } catch (error) {
      logger.error('calls that wait for a person could not be denied', { problem: messageOf(error) })
    }
  }

  /** Stops listening to the kernels. */
  dispose(): void {
    this.#ending.abort()
    this.metrics.dispose()
    this.#traces.dispose()
  }

  #look(): Promise<Readiness> {
    this.#looking ??= measureReadiness(this.#wall, () => this.#isDraining).finally(() => (this.#looking = undefined))
    return this.#looking
  }
}

/** Who shows no token is told nothing beyond ready or not: an agent that knows the layers knows what to evade. */
function answerReady({ isReady, checks }: Readiness, isDetailed: boolean): Response {
  const status = isReady ? 'ready' : 'not-ready'
  return jsonReply(isDetailed ? { status, checks } : { status }, { status: isReady ? 200 : 503, headers: NO_STORE })
}

/** Throws where a token is shown that does not hold: this path must not help to guess one. A door that cannot tell lets nobody in. */
async function isOperator(c: Context, admission: Admission): Promise<boolean> {
  if (c.req.header('authorization') === undefined && c.req.header('x-api-key') === undefined) return false
  try {
    return (await admission.admit(c)).caller.isOperator
  } catch (error) {
    if (error instanceof AuthRefused && error.status >= 500) return false
    throw error
  }
}
