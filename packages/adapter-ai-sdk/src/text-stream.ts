import type { JsonObject, OutboundStream } from '@ringwall/core'
import { denialIn, refuse, type Denied } from './denied.ts'
import type { Inspector } from './inspector.ts'

/** One text on its way through the kernel's stream. */
export class TextStream {
  readonly #stream: OutboundStream
  readonly #writer: WritableStreamDefaultWriter<string>
  /** Resolves once everything released is emitted; with the denial, if that is why no more came. */
  readonly #done: Promise<Denied | undefined>
  #written = ''
  #emitted = ''

  /** `onDenied` is called as soon as it is known that no more text will come. */
  constructor(
    { wall, session }: Inspector,
    meta: JsonObject,
    emit: (text: string) => void,
    onDenied: (denied: Denied) => void,
  ) {
    this.#stream = wall.outboundStream(session, { destination: 'user', meta })
    this.#writer = this.#stream.writable.getWriter()
    this.#writer.closed.catch(() => undefined) // the readable side and the decision tell
    this.#done = this.#pump(emit, session.traceId).then((denied) => {
      if (denied) onDenied(denied)
      return denied
    })
  }

  /** True where what came out is what went in. Of use once it is closed. */
  get isUnchanged(): boolean {
    return this.#written === this.#emitted
  }

  /** True once something came out. */
  get hasSaid(): boolean {
    return this.#emitted !== ''
  }

  /** Takes the next piece; resolves when the kernel has looked at it. */
  async write(text: string): Promise<void> {
    this.#written += text
    await this.#writer.write(text).catch(() => undefined) // refused after a denial, which comes by itself
  }

  /** Ends the text; the answer is why it was stopped, if it was. */
  async close(): Promise<Denied | undefined> {
    await this.#writer.close().catch(() => undefined)
    return this.#done
  }

  /** Drops what is held. */
  cancel(): void {
    this.#writer.abort().catch(() => undefined)
  }

  async #pump(emit: (text: string) => void, traceId: string): Promise<Denied | undefined> {
    const reader = this.#stream.readable.getReader()
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        this.#emitted += read.value
        emit(read.value)
      }
    } catch (error) {
      return refuse('AI_STREAM_FAILED', {}, traceId, error)
    }
    return denialIn(await this.#stream.decision)
  }
}
