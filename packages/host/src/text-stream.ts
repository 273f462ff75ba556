import type { JsonObject, Kernel, OutboundStream, Session } from '@ringwall/core'
import { denialOf, type Denial } from './denial.ts'

/** The way out: a kernel, and whose conversation it guards. */
export interface TextExit {
  readonly kernel: Pick<Kernel, 'outboundStream'>
  readonly session: Session
}
/** Where a guarded text goes. At most one of `deny` and `fail` is called, once, as the last. */
export interface TextSink {
  /** Takes text that every layer has passed; the stream waits for it. */
  readonly emit: (text: string) => Promise<void>
  /** Takes the reason why no more text will come. */
  readonly deny: (denial: Denial) => Promise<void>
  /** Takes what broke the stream: nobody judged the rest. */
  readonly fail: (error: unknown) => Promise<void>
}

/** One text on its way through the kernel's stream to the user. */
export class TextStream {
  readonly #stream: OutboundStream
  readonly #writer: WritableStreamDefaultWriter<string>
  /** Resolves once the last text, or why no more will come, is delivered. */
  readonly #delivered: Promise<void>
  #isCancelled = false

  constructor({ kernel, session }: TextExit, meta: JsonObject, sink: TextSink) {
    this.#stream = kernel.outboundStream(session, { destination: 'user', meta })
    this.#writer = this.#stream.writable.getWriter()
    this.#writer.closed.catch(() => undefined) // the readable side and the decision tell
    this.#delivered = this.#deliver(sink)
    this.#delivered.catch(() => undefined) // `close` tells
  }

  /** Takes the next piece of text; resolves when the kernel has looked at it. */
  async write(text: string): Promise<void> {
    await this.#writer.write(text).catch(() => undefined) // refused after a denial, which is delivered by itself
  }

  /** Ends the text; resolves when everything is delivered. Rejects where the sink did not take why no more will come. */
  async close(): Promise<void> {
    await this.#writer.close().catch(() => undefined)
    await this.#delivered
  }

  /** Drops what is held. Nothing is delivered any more. */
  cancel(): void {
    this.#isCancelled = true
    this.#writer.abort().catch(() => undefined)
  }

  async #deliver({ emit, deny, fail }: TextSink): Promise<void> {
    const reader = this.#stream.readable.getReader()
    try {
      for (let read = await reader.read(); !read.done && !this.#isCancelled; read = await reader.read())
        await emit(read.value)
    } catch (error) {
      reader.cancel().catch(() => undefined) // whoever writes must not wait for a reader that has gone
      // A cancelled stream errors here. Any other failure means that nobody judged the rest.
      if (!this.#isCancelled) await fail(error)
      return
    }
    const denial = denialOf(await this.#stream.decision)
    if (denial && !this.#isCancelled) await deny(denial)
  }
}
