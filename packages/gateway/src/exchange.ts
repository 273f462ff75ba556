import { UPSTREAM_BASE, type Upstream } from './upstream.ts'

/** Where requests go, behind the base of the provider. */
export type UpstreamPath = '/chat/completions' | '/responses' | '/models' | '/messages' | '/messages/count_tokens'

/** One request, ready to send: with a body it is a POST. */
export interface UpstreamRequest {
  readonly path: UpstreamPath
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** What the gateway reads of a reply's head. */
export type ReplyHeader = 'content-type' | 'content-encoding' | 'retry-after' | 'retry-after-ms'

/** The head of a reply. */
export interface ReplyHead {
  readonly status: number
  /** True for a status of 200 to 299. */
  readonly ok: boolean
  readonly headers: { get(name: ReplyHeader): string | null }
}

/** One request under way, and its reply. */
export interface Exchange {
  /** Rejects where no reply comes. */
  readonly head: Promise<ReplyHead>
  readonly isAborted: boolean
  /** The next piece of the body, once there is a head; undefined behind the last. Rejects where the body breaks off. */
  read(): Promise<Uint8Array | undefined>
  /** Ends it, whatever state it is in; may be called more than once. */
  abort(): void
}

/** Sends a request. Never throws: what fails is told by the exchange. */
export type Transport = (request: UpstreamRequest) => Exchange

/** The transport that an Upstream is: for hosts that bring their own. */
export function transportOf(upstream: Upstream): Transport {
  return (request) => new FetchExchange(upstream, request)
}

class FetchExchange implements Exchange {
  readonly head: Promise<ReplyHead>
  readonly #controller = new AbortController()
  #response: Response | undefined
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined

  constructor(upstream: Upstream, request: UpstreamRequest) {
    this.head = this.#open(upstream, request)
  }

  get isAborted(): boolean {
    return this.#controller.signal.aborted
  }

  async read(): Promise<Uint8Array | undefined> {
    this.#reader ??= this.#response?.body?.getReader()
    return (await this.#reader?.read())?.value
  }

  readonly abort = (): void => {
    this.#controller.abort()
    const cancelled = this.#reader ? this.#reader.cancel() : this.#response?.body?.cancel()
    cancelled?.catch(() => undefined) // already over
  }

  async #open(upstream: Upstream, { path, headers, body }: UpstreamRequest): Promise<Response> {
    const response = await upstream(
      new Request(UPSTREAM_BASE + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        signal: this.#controller.signal,
        ...(body !== undefined && { body }),
      }),
    )
    // Nobody waits any more where the upstream answered an aborted request all the same.
    if (this.isAborted) response.body?.cancel().catch(() => undefined)
    this.#response = response
    return response
  }
}
