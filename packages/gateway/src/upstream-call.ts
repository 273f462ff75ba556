import type { JsonObject } from '@ringwall/core'
import { fail, GatewayError } from './errors.ts'
import type { Exchange, ReplyHead, Transport, UpstreamPath } from './exchange.ts'

/** The most that one reply may have, in bytes. */
const MAX_REPLY_BYTES = 64 * 1024 * 1024
const TIMEOUT_CODES = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'])

/** How one request goes upstream. */
export interface CallOptions {
  readonly transport: Transport
  /** What budgets and breakers call it: the host name in its URL. */
  readonly provider: string
  /** The longest silence, in milliseconds. */
  readonly timeoutMs: number
  /** Aborted once the client has gone. */
  readonly signal: AbortSignal
  /** Resolves once every decision so far is on record: to be awaited before upstream is asked anything. Rejects with NOT_DURABLE. */
  readonly recorded: () => Promise<void>
}

/** One request upstream, and its reply as it arrives. It ends with `abort`, which may be called at any time and more than once. */
export class UpstreamCall {
  readonly #options: CallOptions
  readonly #gone = Promise.withResolvers<never>()
  #exchange: Exchange | undefined
  /** True once all of the reply has been read: nothing is left to end. */
  #isRead = false
  #isEnded = false

  constructor(options: CallOptions) {
    this.#options = options
    this.#gone.promise.catch(() => undefined) // it is waited for only while something is awaited
    if (options.signal.aborted) this.abort()
    else options.signal.addEventListener('abort', this.abort, { once: true })
  }

  /** Sends the request and waits for the head of the reply. Throws UPSTREAM_UNREACHABLE, UPSTREAM_TIMEOUT, NOT_DURABLE or CLIENT_GONE. */
  async send(path: UpstreamPath, body?: JsonObject, headers?: Readonly<Record<string, string>>): Promise<ReplyHead> {
    await this.#options.recorded()
    if (this.#isEnded) throw fail('CLIENT_GONE')
    this.#exchange = this.#options.transport({
      path,
      headers: {
        accept: 'application/json, text/event-stream',
        'accept-encoding': 'identity',
        'content-type': 'application/json',
        ...headers,
      },
      body: body && JSON.stringify(body),
    })
    return this.#settled(this.#exchange.head, 'UPSTREAM_UNREACHABLE')
  }

  /** The reply's bytes. Throws UPSTREAM_INTERRUPTED, UPSTREAM_TIMEOUT, UPSTREAM_INVALID (too large) or CLIENT_GONE. */
  async *bytes(): AsyncGenerator<Uint8Array, void> {
    let size = 0
    try {
      while (this.#exchange) {
        const piece = await this.#settled(this.#exchange.read(), 'UPSTREAM_INTERRUPTED')
        if (piece === undefined) {
          this.#isRead = true
          return
        }
        size += piece.byteLength
        if (size > MAX_REPLY_BYTES)
          throw fail('UPSTREAM_INVALID', { problem: `it has more than ${MAX_REPLY_BYTES} bytes` })
        yield piece
      }
    } finally {
      this.abort()
    }
  }

  /** Ends the request, whatever state it is in. */
  readonly abort = (): void => {
    this.#options.signal.removeEventListener('abort', this.abort)
    if (this.#isRead) return
    this.#isEnded = true
    this.#gone.reject(fail('CLIENT_GONE'))
    this.#exchange?.abort()
  }

  /** Waits no longer than the time-out or the client does, also for an upstream that ignores its signal. */
  async #settled<T>(promise: Promise<T>, failure: 'UPSTREAM_UNREACHABLE' | 'UPSTREAM_INTERRUPTED'): Promise<T> {
    const { timeoutMs } = this.#options
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(fail('UPSTREAM_TIMEOUT', { limit: timeoutMs })), timeoutMs)
    try {
      return await Promise.race([promise, late.promise, this.#gone.promise])
    } catch (error) {
      this.abort()
      if (error instanceof GatewayError) throw error
      throw fail(isTimeout(error) ? 'UPSTREAM_TIMEOUT' : failure, { limit: timeoutMs }, error)
    } finally {
      clearTimeout(timer)
    }
  }
}

function isTimeout(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && TIMEOUT_CODES.has(String(cause.code))
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** All of a text body, at most `limit` bytes. Throws as `bytes` does, and UPSTREAM_INVALID if it is too large or not UTF-8. */
export async function readText(call: UpstreamCall, limit: number = MAX_REPLY_BYTES): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of call.bytes()) {
    size += chunk.byteLength
    if (size > limit) throw fail('UPSTREAM_INVALID', { problem: `it has more than ${limit} bytes` })
    chunks.push(chunk)
  }
  try {
    return UTF8.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size))
  } catch (cause) {
    throw fail('UPSTREAM_INVALID', { problem: 'it is not UTF-8' }, cause)
  }
}
