import type { GatewaySettings } from '@ringwall/config'
import { messageOf, type JsonObject, type Logger } from '@ringwall/core'
import { Hono, type Context } from 'hono'
import type { Admitted, GatewayScope } from './admission.ts'
import { hostName, isLoopback, sessionOf, type Caller } from './auth.ts'
import { readJsonBody } from './body.ts'
import { answerChat } from './chat.ts'
import { answerMessages } from './anthropic/answer.ts'
import { countTokens } from './anthropic/count.ts'
import { messagesErrorResponse } from './anthropic/errors.ts'
import { answerConfig } from './config-view.ts'
import { AuthRefused, errorResponse, fail, GatewayError, toClientError, type ClientError } from './errors.ts'
import { transportOf, type Transport } from './exchange.ts'
import { addGuardApi } from './guard-api/routes.ts'
import { httpTransport } from './http-exchange.ts'
import { inTime } from './in-time.ts'
import { incomingOf, outgoingOf } from './incoming.ts'
import { addInlets } from './inlets/routes.ts'
import { Lasting } from './lasting.ts'
import { answerModels } from './models.ts'
import type { Exit } from './outbound.ts'
import { withMeta } from './guard.ts'
import { addOperatorApi } from './operator-api/routes.ts'
import type { DoctorReport, Page } from './operator-api/contract.ts'
import { bindCaller, peerOf } from './peer.ts'
import { isUnder, readPublicUrl } from './public-url.ts'
import { parseRequest } from './request.ts'
import { checkTarget } from './request-target.ts'
import { answerResponses, refuseKept } from './responses/answer.ts'
import { standInModel } from './stand-in.ts'
import type { UnderWayLimits } from './under-way.ts'
import type { Upstream } from './upstream.ts'
import type { CallOptions } from './upstream-call.ts'
import type { WatchedWall } from './watched-wall.ts'

const DEFAULT_BODY_TIMEOUT_MS = 30_000
const DEFAULT_UPSTREAM_TIMEOUT_MS = 120_000
const DEFAULT_DISK_TIMEOUT_MS = 30_000

/** What a gateway is made of. */
export interface GatewayOptions {
  /** Without `describe` there is no config to show; without `on`, `isOpen` and `findAll` less is measured. */
  readonly wall: WatchedWall
  readonly settings: GatewaySettings
  /** Default: settings.upstream over HTTP, and without that the built-in stand-in. */
  readonly upstream?: Upstream
  readonly logger: Logger
  /** How long a request body may take to arrive, in milliseconds. Default: 30,000. */
  readonly bodyTimeoutMs?: number
  /** The page under /dashboard/, for operators. Absent: there is none. */
  readonly page?: Page
  /** What GET /api/doctor answers. Absent: 501. */
  readonly diagnose?: () => Promise<DoctorReport>
  /** How long the head of a request may take to arrive on a socket, in milliseconds. Default: 15,000. */
  readonly headTimeoutMs?: number
  /** How long a client may take nothing of its reply while there is something to take, in milliseconds. Default: 60,000. */
  readonly stallTimeoutMs?: number
  /** How long a reply may wait for the wall's flush, in milliseconds; then it is NOT_DURABLE. Default: 30,000. */
  readonly diskTimeoutMs?: number
  /** How many requests with a token may be under way at once. Default: 2,000 of one token, 5,000 in all. */
  readonly maxUnderWay?: UnderWayLimits
}

/** The gateway as a Hono app, ready without a socket. Without tokens it lets nobody in. Throws TOKEN_INVALID, UPSTREAM_URL_INVALID or PUBLIC_URL_INVALID. */
export function createGateway(options: GatewayOptions): Hono {
  return buildGateway(options, new Lasting(options))
}

/** createGateway on what the caller ends. The tokens that count are those of `lasting`. Throws UPSTREAM_URL_INVALID or PUBLIC_URL_INVALID. */
export function buildGateway(options: GatewayOptions, lasting: Lasting): Hono {
  const { wall, settings, logger, bodyTimeoutMs = DEFAULT_BODY_TIMEOUT_MS } = options
  const { diskTimeoutMs = DEFAULT_DISK_TIMEOUT_MS } = options
  const { admission, operations, operators, peers, underWay } = lasting
  const publicUrl = readPublicUrl(settings.publicUrl)
  const transport = operations.metrics.timed(transportFor(options))
  const provider = providerOf(settings.upstream?.url)
  const timeoutMs = settings.upstream?.timeoutMs ?? DEFAULT_UPSTREAM_TIMEOUT_MS
  const report = (error: unknown): void => logProblem(logger, error)
  const onDisk = async (written: Promise<void> | undefined): Promise<void> => {
    if (written === undefined) return
    // A disk that hangs must not hold what it keeps from leaving for clients that have long gone.
    const late = (): Error => new Error(`the disk did not answer within ${diskTimeoutMs} ms`)
    await inTime(written, diskTimeoutMs, late).catch((cause: unknown) => {
      logger.error('nothing leaves: what was decided cannot be brought to the disk', { problem: messageOf(cause) })
      throw fail('NOT_DURABLE', {}, cause)
    })
  }
  const recorded = (): Promise<void> => onDisk(wall.recorded?.())
  const flush = (): Promise<void> => onDisk(wall.flush?.())

  type Answer = (
    exit: Exit,
    call: CallOptions,
    caller: Caller,
    enter: (session: Exit['session']) => Exit,
  ) => Promise<Response>
  /** Everything behind this knows whose request it is, and leaves with a trace id. `header` finds what may name the session. */
  const asAdmitted = async (
    c: Context,
    { caller: known, prove }: Omit<Admitted, 'tokenId'>,
    answer: Answer,
    header: (name: string) => string | undefined,
  ): Promise<Response> => {
    const peer = peers.get(c.req.raw)
    const caller = bindCaller(known, peer)
    const { signal } = c.req.raw
    const call = { transport, provider, timeoutMs, signal, recorded }
    const enter = (session: Exit['session']): Exit => {
      const found = { ...(peer && { peerCertificate: peer.peerCertificate }), ...(prove && { auth: prove(session) }) }
      return { kernel: withMeta(wall.for(caller.agent), found), session, signal, flush }
    }
    const session = sessionOf(caller, header)
    const response = await operations
      .run(c, () => answer(enter(session), call, caller, enter))
      .catch((error: unknown) => {
        report(error)
        return errorFor(c, toClientError(error))
      })
    response.headers.set('x-ringwall-trace-id', session.traceId)
    return response
  }
  const asCaller = async (c: Context, scope: GatewayScope | undefined, answer: Answer): Promise<Response> => {
    const admitted = await admission.admit(c, scope)
    const leave = underWay.enter(admitted.tokenId)
    const outgoing = outgoingOf(c)
    outgoing?.once('close', leave)
    try {
      return await asAdmitted(c, admitted, answer, (name) => c.req.header(name))
    } finally {
      if (outgoing?.closed !== false) leave() // a host without sockets does not tell when a reply is over
    }
  }

  const app = new Hono()
  app.use(async (c, next) => {
    operations.checkOpen(c)
    const incoming = incomingOf(c)
    const peer = peerOf(wall, incoming)
    if (peer) peers.set(c.req.raw, peer)
    await admission.checkUrl(c)
    if (incoming) checkTarget(incoming)
    if (isLoopback(settings.host) && !isUnder(publicUrl, c)) checkHost(c)
    await next()
  })
  operations.addPaths(app, admission)
  // Whatever is answered behind this, an error too, may tell of a decision.
  app.use(async (c, next) => {
    await next()
    try {
      await flush()
    } catch (error) {
      // Hono sends the error with the headers of what is held back, and they tell of it.
      const { headers, body } = c.res
      const telling = [...headers.keys()].filter((name) => name !== 'x-ringwall-trace-id')
      for (const name of telling) headers.delete(name)
      await body?.cancel()
      throw error
    }
  })
  app.get('/v1/models', (c) => asCaller(c, 'chat', answerModels))
  app.get('/v1/ringwall/config', (c) =>
    asCaller(c, undefined, (exit, _call, caller) => answerConfig(exit, wall, caller)),
  )
  const readBody = (c: Context): Promise<JsonObject> =>
    readJsonBody(c, { maxBytes: settings.maxBodyBytes, timeoutMs: bodyTimeoutMs })
  app.post('/v1/chat/completions', (c) =>
    asCaller(c, 'chat', async (exit, call) => {
      const body = await readBody(c)
      return answerChat({ request: parseRequest(body, settings.unscannedParts), exit, call, onError: report })
    }),
  )
  app.post('/v1/responses', (c) =>
    asCaller(c, 'chat', async (exit, call) => {
      const body = await readBody(c)
      return answerResponses(body, { unscannedParts: settings.unscannedParts, exit, call, onError: report })
    }),
  )
  app.all('/v1/responses/*', (c) => asCaller(c, 'chat', async () => refuseKept(c.req.method, c.req.path)))
  addGuardApi(app, {
    readBody,
    admit: (c, scope, answer) =>
      asCaller(c, scope, (exit, _call, caller, enter) =>
        answer({ exit, caller, enter: (sessionId) => enter({ ...exit.session, sessionId }) }),
      ),
  })
  addOperatorApi(app, { state: operators, settings, bodyTimeoutMs, page: options.page })
  addInlets(app, {
    wall,
    settings,
    bodyTimeoutMs,
    logger,
    // No signature covers the headers by which a session could be named.
    asAdmitted: (c, admitted, answer) => asAdmitted(c, admitted, answer, () => undefined),
    asMailServer: (c, answer) => asCaller(c, 'inbound:email', (exit, _call, caller) => answer(exit, caller)),
  })
  for (const [path, answer] of [
    ['/v1/messages', answerMessages],
    ['/v1/messages/count_tokens', countTokens],
  ] as const)
    app.post(path, (c) =>
      asCaller(c, 'chat', async (exit, call) => {
        const body = await readBody(c)
        const header = (name: string) => c.req.header(name)
        return answer(body, { header, unscannedParts: settings.unscannedParts, exit, call, onError: report })
      }),
    )
  app.notFound((c) =>
    errorFor(c, toClientError(fail('NOT_FOUND', { method: c.req.method, path: c.req.path.slice(0, 200) }))),
  )
  app.onError((error, c) => {
    report(error)
    return errorFor(c, toClientError(error))
  })
  return app
}

/** The error in the words of the protocol that the path belongs to. */
function errorFor({ req }: Context, error: ClientError): Response {
  return /^\/v1\/messages(?:\/|$)/.test(req.path) ? messagesErrorResponse(error) : errorResponse(error)
}

function transportFor({ upstream, settings }: GatewayOptions): Transport {
  if (upstream === undefined && settings.upstream) return httpTransport(settings.upstream)
  return transportOf(upstream ?? standInModel())
}

/** `built-in` where no URL is configured: the stand-in, or a host's own upstream. */
function providerOf(url: string | undefined): string {
  return url !== undefined && URL.canParse(url) ? new URL(url).hostname : 'built-in'
}

/** A web page whose name was rebound to 127.0.0.1 sends its own name as host. */
function checkHost(c: Context): void {
  const names = [new URL(c.req.url).hostname, hostName(c.req.header('host') ?? 'localhost')]
  if (!names.every(isLoopback)) throw fail('HOST_REFUSED')
}

/** Clients' mistakes are theirs; the rest is the operator's to see. Causes are named by code, since their texts can quote a URL or a key. */
function logProblem(logger: Logger, error: unknown): void {
  if (error instanceof AuthRefused) return // the layer tells its own story, and what cannot be checked is an error there
  if (!(error instanceof GatewayError)) {
    logger.error('a request failed', {
      problem: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    return
  }
  const fields = { code: error.code, problem: error.message, ...causeOf(error.cause) }
  if (error.status >= 500) logger.warn('a request failed', fields)
  else logger.debug('a request was refused', fields)
}

function causeOf(cause: unknown): { cause?: string } {
  if (!(cause instanceof Error)) return {}
  const inner: unknown = cause.cause
  const named = inner instanceof Error && 'code' in inner ? inner : cause
  return { cause: 'code' in named ? String(named.code) : named.name }
}
