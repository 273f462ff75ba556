import type { FeedEvent } from './contract.ts'

/** Events that a client may be behind. */
const MAX_BEHIND = 256
/** How long nothing may be sent, in milliseconds: so long an idle stream of a token that was revoked is open at most. */
const HEARTBEAT_MS = 5_000

/** What a client is made of. */
export interface FeedClientParts {
  /** Rejects once the client may hear nothing more. Asked before each write. */
  readonly check: () => Promise<void>
  /** The code that the client is told. */
  readonly codeOf: (error: unknown) => string
  readonly wants: (event: FeedEvent) => boolean
  readonly onGone: () => void
}

/** One client of the feed: a bounded queue, read as fast as the client reads. */
export class FeedClient {
  readonly body: ReadableStream<Uint8Array>
  readonly #parts: FeedClientParts
  readonly #encoder = new TextEncoder()
  #queue: FeedEvent[] = []
  #dropped = 0
  #endCode: string | undefined
  #wake: (() => void) | undefined

  constructor(parts: FeedClientParts) {
    this.#parts = parts
    this.#queue.push({ event: 'ready', data: { at: Date.now() } })
    this.body = new ReadableStream<Uint8Array>(
      { pull: (controller) => this.#pull(controller), cancel: () => this.#leave() },
      { highWaterMark: 0 }, // what is not asked for stays in the queue, which has a limit
    )
  }

  /** Queues an event, or counts it as dropped. */
  push(event: FeedEvent): void {
    if (!this.#parts.wants(event)) return
    // Once something was dropped, nothing comes before the client has been told.
    if (this.#dropped > 0 || this.#queue.length >= MAX_BEHIND) this.#dropped++
    else this.#queue.push(event)
    this.#wake?.()
  }

  /** Ends the stream with that code, behind what waits. */
  end(code: string): void {
    this.#endCode ??= code
    this.#wake?.()
  }

  /** Looks now whether the client may hear more, and not only with the next event. */
  recheck(): void {
    this.#wake?.()
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    if (this.#queue.length === 0 && this.#dropped === 0 && this.#endCode === undefined) await this.#wait()
    try {
      await this.#parts.check()
    } catch (error) {
      this.#queue = []
      this.#dropped = 0
      this.#endCode = this.#parts.codeOf(error)
    }
    const events = this.#take()
    const text = events.length === 0 ? ':\n\n' : events.map(format).join('')
    controller.enqueue(this.#encoder.encode(text))
    if (this.#endCode === undefined) return
    this.#leave()
    controller.close()
  }

  #take(): readonly FeedEvent[] {
    const events = this.#queue
    this.#queue = []
    if (this.#dropped > 0) events.push({ event: 'gap', data: { dropped: this.#dropped } })
    this.#dropped = 0
    if (this.#endCode !== undefined) events.push({ event: 'end', data: { code: this.#endCode } })
    return events
  }

  /** Until there is something to send, or it is time for a heartbeat. */
  #wait(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, HEARTBEAT_MS)
    this.#wake = resolve
    return promise.finally(() => {
      clearTimeout(timer)
      this.#wake = undefined
    })
  }

  #leave(): void {
    this.#parts.onGone()
    this.#wake?.()
  }
}

function format({ event, data }: FeedEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
