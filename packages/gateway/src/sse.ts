import { createParser } from 'eventsource-parser'
import { fail } from './errors.ts'
import type { UpstreamCall } from './upstream-call.ts'

/** The most that one event may have, in UTF-16 code units. */
const MAX_EVENT_LENGTH = 4 * 1024 * 1024

/** The data of upstream's events, in order. Throws as `UpstreamCall.bytes` does, and UPSTREAM_INVALID for what is no event stream. */
export async function* readEvents(call: UpstreamCall): AsyncGenerator<string, void> {
  const ready: string[] = []
  let tooLong = false
  const parser = createParser({
    maxBufferSize: MAX_EVENT_LENGTH,
    onEvent: ({ data }) => ready.push(data),
    onError: ({ type }) => {
      tooLong ||= type === 'max-buffer-size-exceeded' // anything else is a line to ignore, says the standard
    },
  })
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of call.bytes()) {
    parser.feed(decode(decoder, chunk))
    if (tooLong) throw fail('UPSTREAM_INVALID', { problem: `an event has more than ${MAX_EVENT_LENGTH} characters` })
    yield* ready.splice(0)
  }
}

function decode(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: true })
  } catch (cause) {
    throw fail('UPSTREAM_INVALID', { problem: 'it is not UTF-8' }, cause)
  }
}

/** One event with JSON data, or the end mark. */
export function formatEvent(data: unknown): string {
  return `data: ${data === '[DONE]' ? data : JSON.stringify(data)}\n\n`
}

/** The headers of an event stream that nothing on the way may hold back or keep. */
export const SSE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
}

/** The client's end of a stream. A send waits for `flush` and for the client; once either has failed, the stream is cut and sends do nothing. */
export class SseSink {
  readonly body: ReadableStream<Uint8Array>
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>
  readonly #encoder = new TextEncoder()
  readonly #format: (data: unknown) => string
  readonly #flush: () => Promise<void>

  /** `onGone` is called once if the stream is cut before its end. */
  constructor(onGone: () => void, format: (data: unknown) => string, flush: () => Promise<void>) {
    this.#format = format
    this.#flush = flush
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    this.body = readable
    this.#writer = writable.getWriter()
    this.#writer.closed.catch(onGone)
  }

  async send(data: unknown): Promise<void> {
    if (await this.#isOnDisk())
      await this.#writer.write(this.#encoder.encode(this.#format(data))).catch(() => undefined) // `onGone` tells
  }

  async end(): Promise<void> {
    if (await this.#isOnDisk()) await this.#writer.close().catch(() => undefined)
  }

  /** An end that the client takes for one must not come behind a decision that nobody may learn. */
  async #isOnDisk(): Promise<boolean> {
    try {
      await this.#flush()
      return true
    } catch (error) {
      await this.#writer.abort(error).catch(() => undefined)
      return false
    }
  }
}
