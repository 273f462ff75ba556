import { token, type Token } from '@ringwall/core'
import type * as library from 'undici'
import type { Agent, RequestInit, Response } from 'undici'
import type { SsrfGuardConfig } from './config.ts'
import { guardedConnector, type ConnectorTls } from './connector.ts'
import { fail } from './errors.ts'
import { isRefusal, type Policy, type Target } from './policy.ts'
import type { Resolve } from './resolve.ts'

/** What a guarded fetch is asked with: as for `fetch`, without what would lead around the guard. */
export type GuardedInit = Omit<RequestInit, 'dispatcher' | 'duplex'>

/** `fetch` that reaches only what the policy allows. Rejects with SSRF_GUARD_ERRORS, and with what undici rejects with. */
export interface GuardedFetch {
  (url: string | URL, init?: GuardedInit): Promise<Response>
  /** Closes idle connections and waits for those in use. Safe to call twice. */
  close(): Promise<void>
}

/** The service under which layers and hosts find the guarded fetch of the wall. */
export const GuardedFetchToken: Token<GuardedFetch> = token<GuardedFetch>('GuardedFetch')

/** What a guarded fetch is made of. */
export interface GuardedFetchOptions {
  readonly policy: Policy
  readonly resolve: Resolve
  readonly limits: Pick<SsrfGuardConfig, 'timeoutMs' | 'maxBytes' | 'maxRedirects'>
  readonly tls?: ConnectorTls
}

/** Statuses that carry no body and lead on (RFC 9110, section 15.4). */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
/** Headers that another origin must not see. */
const CREDENTIALS = ['authorization', 'cookie', 'cookie2', 'proxy-authorization', 'x-api-key'] as const
/** Headers that belong to a body that is not sent again. */
const BODY_HEADERS = [
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-type',
] as const

/** Makes a guarded fetch with connections of its own. */
export function createGuardedFetch({ policy, resolve, limits, tls }: GuardedFetchOptions): GuardedFetch {
  const { timeoutMs, maxBytes, maxRedirects } = limits
  // The agent's own limit stops a large body as it arrives; what decompression makes of it is counted below.
  const open = async (): Promise<Client> => {
    const undici = await import('undici') // a sixth of a second, which only those pay who fetch
    const connect = guardedConnector(undici.buildConnector, policy, resolve, tls)
    return { undici, agent: new undici.Agent({ connect, maxResponseSize: maxBytes }) }
  }
  let opened: Promise<Client> | undefined
  let closing: Promise<void> | undefined

  const guarded = async (input: string | URL, init: GuardedInit = {}): Promise<Response> => {
    if (closing && !opened) throw fail('FETCH_REFUSED', { reason: 'it is closed' })
    const { undici, agent } = await (opened ??= open())
    const timeout = AbortSignal.timeout(timeoutMs)
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout
    let target = accept(policy.checkUrl(String(input)))
    let request: RequestInit = { ...init, headers: new undici.Headers(init.headers ?? {}) }
    const follows = init.redirect ?? 'follow'
    for (let hops = 0; ; hops++) {
      const response = await send(undici, target, { ...request, redirect: 'manual', dispatcher: agent, signal })
      const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null
      if (location === null || follows === 'manual') return capped(undici, response, maxBytes, hops > 0)
      await response.body?.cancel()
      if (follows === 'error') throw fail('FETCH_REDIRECTS', { limit: 0 })
      if (hops >= maxRedirects) throw fail('FETCH_REDIRECTS', { limit: maxRedirects })
      const next = accept(policy.checkUrl(location, target.url))
      request = redirected(undici, request, response.status, target.url.origin !== next.url.origin)
      target = next
    }
  }

  const send = async ({ fetch }: Undici, { url }: Target, request: RequestInit): Promise<Response> => {
    try {
      return await fetch(url, request)
    } catch (error) {
      throw explain(error, { timeoutMs, maxBytes })
    }
  }

  return Object.assign(guarded, { close: () => (closing ??= shut(opened)) })
}

type Undici = typeof library

/** The library, once it is loaded, and connections of its own. */
interface Client {
  readonly undici: Undici
  readonly agent: Agent
}

async function shut(opened: Promise<Client> | undefined): Promise<void> {
  await (await opened)?.agent.close()
}

function accept(checked: ReturnType<Policy['checkUrl']>): Target {
  if (isRefusal(checked)) throw fail('FETCH_REFUSED', { reason: checked.reason })
  return checked
}

/** The request for the next hop: without credentials for another origin, without a body where the method changes (Fetch, "HTTP-redirect fetch"). */
function redirected({ Headers }: Undici, request: RequestInit, status: number, isOtherOrigin: boolean): RequestInit {
  const headers = new Headers(request.headers ?? {})
  if (isOtherOrigin) for (const name of CREDENTIALS) headers.delete(name)
  const method = (request.method ?? 'GET').toUpperCase()
  const becomesGet = status === 303 ? method !== 'HEAD' : status < 303 && method === 'POST'
  if (becomesGet && method !== 'GET') {
    for (const name of BODY_HEADERS) headers.delete(name)
    const { body: _, ...rest } = request
    return { ...rest, method: 'GET', headers }
  }
  if (isStream(request.body)) throw fail('FETCH_REDIRECT_BODY')
  return { ...request, headers }
}

function isStream(body: RequestInit['body']): boolean {
  return typeof body === 'object' && body !== null && (Symbol.asyncIterator in body || body instanceof ReadableStream)
}

/** The response, its decompressed body cut off by an error where it goes beyond the limit. */
function capped(undici: Undici, response: Response, limit: number, wasRedirected: boolean): Response {
  const made =
    response.headers.has('content-encoding') && response.body
      ? counted(undici, response, response.body, limit)
      : response
  if (wasRedirected) Object.defineProperty(made, 'redirected', { value: true })
  return made
}

function counted({ Response: Made }: Undici, response: Response, body: ReadableStream, limit: number): Response {
  let bytes = 0
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes > limit) controller.error(fail('FETCH_TOO_LARGE', { limit }))
      else controller.enqueue(chunk)
    },
  })
  const { status, statusText, headers, url } = response
  const made = new Made(body.pipeThrough(counter), { status, statusText, headers })
  Object.defineProperty(made, 'url', { value: url })
  return made
}

/** undici wraps what a connector refused; the caller gets the refusal itself. */
function explain(
  error: unknown,
  { timeoutMs, maxBytes }: { readonly timeoutMs: number; readonly maxBytes: number },
): unknown {
  if (error instanceof Error && error.name === 'TimeoutError') return fail('FETCH_TIMEOUT', { limit: timeoutMs }, error)
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? cause.code : undefined
    if (code === 'FETCH_REFUSED') return cause
    if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return fail('FETCH_TOO_LARGE', { limit: maxBytes }, error)
  }
  return error
}
