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

/** What a caller reads right before a text: as the model wrote it, and what came of it. */
export interface Before {
  readonly written: string
  readonly emitted: string
}

/**
 * A text behind others that stand apart from it. The SDK shows them in one go (`reasoningText`), so what stands in the seam is judged
 * too: where the layers would have the whole otherwise than the pieces, a paragraph parts them.
 */
export class LaterStream {
  readonly #open: (emit: (text: string) => void, onDenied: (denied: Denied) => void) => TextStream
  readonly #emit: (text: string) => void
  readonly #onDenied: (denied: Denied) => void
  #stream: TextStream
  #written = ''
  #emitted = ''
  /** What the stream has to give again of the earlier texts before it gives anything of this one. */
  #due: string
  readonly #isBehind: boolean
  #isParted = false
  #isCancelled = false

  constructor(
    inspector: Inspector,
    meta: JsonObject,
    { written, emitted }: Before,
    emit: (text: string) => void,
    onDenied: (denied: Denied) => void,
  ) {
    this.#open = (...to) => new TextStream(inspector, meta, ...to)
    this.#emit = (text) => {
      this.#emitted += text
      emit(text)
    }
    this.#onDenied = onDenied
    this.#due = emitted
    this.#isBehind = emitted !== ''
    this.#stream = this.#open(
      (text) => this.#take(text),
      (denied) => this.#refused(denied),
    )
    if (written !== '') void this.#stream.write(written)
  }

  /** This text as it was judged, and what came of it. */
  get said(): Before {
    return { written: this.#written, emitted: this.#emitted }
  }

  /** True where what came out is what went in. Of use once it is closed. */
  get isUnchanged(): boolean {
    return !this.#isParted && this.#written === this.#emitted
  }

  /** True once something came out. */
  get hasSaid(): boolean {
    return this.#emitted !== ''
  }

  /** Takes the next piece; resolves when the kernel has looked at it. */
  async write(text: string): Promise<void> {
    this.#written += text
    await this.#stream.write(text)
  }

  /** Ends the text; the answer is why it was stopped, if it was. */
  async close(): Promise<Denied | undefined> {
    const stream = this.#stream
    const denied = await stream.close()
    if (this.#due !== '') this.#part() // less came of the whole than was emitted
    return this.#stream === stream ? denied : this.#stream.close()
  }

  /** Drops what is held. */
  cancel(): void {
    this.#isCancelled = true
    this.#stream.cancel()
  }

  #take(text: string): void {
    if (this.#isParted) return
    const again = this.#due.slice(0, text.length)
    if (!text.startsWith(again)) return this.#part()
    this.#due = this.#due.slice(again.length)
    if (again !== text) this.#emit(text.slice(again.length))
  }

  #refused(denied: Denied): void {
    if (this.#isParted) return
    if (this.#isBehind && this.#emitted === '' && !this.#isCancelled) this.#part()
    else this.#onDenied(denied)
  }

  /** Begins anew, apart from the earlier texts. */
  #part(): void {
    if (this.#isParted || this.#isCancelled) return
    this.#isParted = true
    this.#due = ''
    this.#stream.cancel()
    this.#stream = this.#open(this.#emit, this.#onDenied)
    this.#written = `\n\n${this.#written}`
    void this.#stream.write(this.#written)
  }
}
