import type { GatewaySettings } from '@ringwall/config'
import { decodedBy } from './content-coding.ts'
import {
  transportOf,
  type Exchange,
  type ReplyHead,
  type ReplyHeader,
  type Transport,
  type UpstreamRequest,
} from './exchange.ts'
import { baseOf, httpUpstream, keyHeader } from './upstream.ts'

/** How many bytes of a reply wait here before its connection is not read on. */
const HIGH_WATER = 64 * 1024
/** What `fetch` makes an error of, as the gateway lets it: they lead elsewhere, or ask for the credentials of a proxy. */
const REFUSED_STATUS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308, 407])

/** Takes one request: the part of undici's Dispatcher that is the same in every version that Node has. */
interface Dispatcher {
  dispatch(
    options: {
      readonly origin: string
      readonly path: string
      readonly method: 'GET' | 'POST'
      readonly headers: Readonly<Record<string, string>>
      readonly body: string | null
      readonly maxRedirections: 0
    },
    handler: DispatchHandler,
  ): boolean
}
interface DispatchHandler {
  onConnect(abort: (reason?: Error) => void): void
  /** False where the body is to wait for `resume`. */
  onHeaders(status: number, rawHeaders: readonly RawHeader[], resume: () => void): boolean
  onData(chunk: Uint8Array): boolean
  onComplete(): void
  onError(error: Error): void
}
type RawHeader = Buffer | readonly Buffer[]

/** Where Node keeps what `fetch` sends its requests by, connections included; undici's setGlobalDispatcher sets it, and so does NODE_USE_ENV_PROXY. */
const SHARED_DISPATCHER = Symbol.for('undici.globalDispatcher.1')

/**
 * A provider over HTTP, by the connections of `fetch` without its Request, Response and streams, which cost more than all else that the gateway
 * does for a request. Redirects are errors: they could carry the key elsewhere. Throws UPSTREAM_URL_INVALID.
 */
export function httpTransport(settings: NonNullable<GatewaySettings['upstream']>): Transport {
  const { origin, pathname } = new URL(baseOf(settings.url))
  const base = pathname.replace(/\/$/, '')
  const byFetch = transportOf(httpUpstream(settings))
  return (request) => {
    const dispatcher = sharedDispatcher()
    if (dispatcher === undefined) return byFetch(request)
    const headers = { 'user-agent': 'node', ...request.headers, ...keyHeader(request.path, settings.apiKey) }
    return new HttpExchange(dispatcher, origin, base, { ...request, headers })
  }
}

/** Undefined where Node has moved it. The first look at Request makes Node load what sets it. */
function sharedDispatcher(): Dispatcher | undefined {
  const shared = (globalThis as { [SHARED_DISPATCHER]?: Dispatcher })[SHARED_DISPATCHER]
  return typeof shared?.dispatch === 'function' ? shared : undefined
}

class HttpExchange implements Exchange, DispatchHandler {
  isAborted = false
  readonly head: Promise<ReplyHead>
  readonly #head = Promise.withResolvers<ReplyHead>()
  #held: Uint8Array[] = []
  #heldBytes = 0
  #isOver = false
  #error: Error | undefined
  /** Set while a read waits for the next piece. */
  #wake: (() => void) | undefined
  #resume: (() => void) | undefined
  #end: ((reason?: Error) => void) | undefined
  #read: () => Promise<Uint8Array | undefined> = () => this.#next()

  constructor(dispatcher: Dispatcher, origin: string, base: string, { path, headers, body }: UpstreamRequest) {
    this.head = this.#head.promise
    const method = body === undefined ? 'GET' : 'POST'
    try {
      // Said as `fetch` says it: a host's dispatcher may follow redirects where nobody forbids it.
      const target = { origin, path: base + path, maxRedirections: 0 } as const
      dispatcher.dispatch({ ...target, method, headers, body: body ?? null }, this)
    } catch (error) {
      this.onError(error as Error)
    }
  }

  read(): Promise<Uint8Array | undefined> {
    return this.#read()
  }

  readonly abort = (): void => {
    if (this.isAborted || this.#isOver) return
    this.isAborted = true
    this.#end?.()
  }

  onConnect(abort: (reason?: Error) => void): void {
    this.#end = abort
    if (this.isAborted) abort()
  }

  onHeaders(status: number, rawHeaders: readonly RawHeader[], resume: () => void): boolean {
    if (status < 200) return true // what comes before the reply itself
    this.#resume = resume
    if (REFUSED_STATUS.has(status)) {
      this.#end?.(new Error(`the status is ${status}`))
      return false
    }
    const headers = readHeaders(rawHeaders)
    const codings = headers.get('content-encoding')
    if (codings !== undefined) this.#read = this.#decoded(codings)
    const ok = status < 300
    this.#head.resolve({ status, ok, headers: { get: (name) => headers.get(name) ?? null } })
    return true
  }

  onData(chunk: Uint8Array): boolean {
    this.#held.push(chunk)
    this.#heldBytes += chunk.byteLength
    this.#wake?.()
    return this.#heldBytes < HIGH_WATER
  }

  onComplete(): void {
    this.#isOver = true
    this.#wake?.()
  }

  onError(error: Error): void {
    this.#isOver = true
    // Inside another, as `fetch` has it, so that whoever looks for its code finds it in one place.
    this.#error = new Error('the connection to the upstream failed', { cause: error })
    this.#head.reject(this.#error)
    this.#wake?.()
  }

  /** What is coded may end before the body does: nobody would read on, and the connection would stay. */
  #decoded(codings: string): () => Promise<Uint8Array | undefined> {
    const read = decodedBy(this.#read, codings)
    return async () => {
      const piece = await read()
      if (piece === undefined) this.abort()
      return piece
    }
  }

  /** All that has come so far, in one piece. */
  async #next(): Promise<Uint8Array | undefined> {
    if (this.#held.length === 0 && !this.#isOver) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      await promise
      this.#wake = undefined
    }
    const [first, ...others] = this.#held
    if (first === undefined) {
      if (this.#error !== undefined) throw this.#error
      return undefined
    }
    this.#held = []
    this.#heldBytes = 0
    if (!this.#isOver) this.#resume?.()
    return others.length === 0 ? first : Buffer.concat([first, ...others])
  }
}

/** The headers that are read, by how long their names are: most others need not be made strings of. */
const READ: ReadonlyMap<number, ReplyHeader> = new Map(
  (['content-type', 'content-encoding', 'retry-after', 'retry-after-ms'] as const).map((name) => [name.length, name]),
)

/** Of a header that stands more than once the values are joined, as Headers do. */
function readHeaders(raw: readonly RawHeader[]): ReadonlyMap<ReplyHeader, string> {
  const headers = new Map<ReplyHeader, string>()
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const written = raw[at]
    const name = Buffer.isBuffer(written) ? READ.get(written.length) : undefined
    if (name === undefined || textOf(written).toLowerCase() !== name) continue
    const before = headers.get(name)
    const value = textOf(raw[at + 1])
    headers.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return headers
}

function textOf(raw: RawHeader = []): string {
  return Buffer.isBuffer(raw) ? raw.toString('latin1') : raw.map(textOf).join(', ')
}
