import type { JsonObject, OutboundStream } from '@ringwall/core'
import { denialOf, ownDenial, type Denial } from './denial.ts'
import type { Exit } from './outbound.ts'

/** Where a guarded text goes. */
export interface TextSink {
  /** Takes text that every layer has passed; the stream waits for it. */
  readonly emit: (text: string) => Promise<void>
  /** Takes the reason why no more text will come. */
  readonly deny: (denial: Denial) => Promise<void>
}

/** One text field of one choice on its way through the kernel's stream. */
export class TextStream {
  readonly #stream: OutboundStream
  readonly #writer: WritableStreamDefaultWriter<string>
  readonly #traceId: string
  /** Resolves once the last text or the denial is delivered. */
  readonly #delivered: Promise<void>
  #cancelled = false

  constructor({ kernel, session }: Exit, meta: JsonObject, sink: TextSink) {
    this.#stream = kernel.outboundStream(session, { destination: 'user', meta })
    this.#writer = this.#stream.writable.getWriter()
    this.#writer.closed.catch(() => undefined) // the readable side and the decision tell
    this.#traceId = session.traceId
    this.#delivered = this.#deliver(sink)
  }

  /** Takes the next piece of text; resolves when the kernel has looked at it. */
  async write(text: string): Promise<void> {
    await this.#writer.write(text).catch(() => undefined) // refused after a denial, which is delivered by itself
  }

  /** Ends the text; resolves when everything is delivered. */
  async close(): Promise<void> {
    await this.#writer.close().catch(() => undefined)
    await this.#delivered
  }

  /** Drops what is held. */
  cancel(): void {
    this.#cancelled = true
    this.#writer.abort().catch(() => undefined)
  }

  async #deliver({ emit, deny }: TextSink): Promise<void> {
    const reader = this.#stream.readable.getReader()
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) await emit(read.value)
    } catch {
      // A cancelled stream errors here. Any other failure means that nobody judged the rest.
      if (!this.#cancelled) await deny(ownDenial('STREAM_FAILED', this.#traceId))
      return
    }
    const denial = denialOf(await this.#stream.decision)
    if (denial && !this.#cancelled) await deny(denial)
  }
}
