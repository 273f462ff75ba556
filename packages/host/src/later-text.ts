import type { JsonObject } from '@ringwall/core'
import { PARAGRAPH, type Before } from './said.ts'
import { TextStream, type TextExit, type TextSink } from './text-stream.ts'

/** A text that grows word by word, behind what was said before it. */
export class LaterText implements Before {
  readonly #open: (sink: TextSink) => TextStream
  readonly #sink: TextSink
  #stream: TextStream
  #written = ''
  #released = ''
  /** What the stream has to give again of the earlier texts before it gives anything of this one; undefined where it began without them. */
  #due: string | undefined
  #isParted = false
  #isCancelled = false

  constructor(exit: TextExit, meta: JsonObject, { written, released }: Before, sink: TextSink) {
    this.#open = (to) => new TextStream(exit, meta, to)
    this.#sink = {
      ...sink,
      emit: async (text) => {
        this.#released += text
        await sink.emit(text)
      },
    }
    this.#due = released === '' ? undefined : released
    this.#stream = this.#open(this.#due === undefined ? this.#sink : this.#behind())
    if (this.#due !== undefined) void this.#stream.write(written)
  }

  /** The text as it was judged. */
  get written(): string {
    return this.#written
  }
  /** What came of it so far. */
  get released(): string {
    return this.#released
  }
  /** True where what came out is what went in. Of use once it is closed. */
  get isUnchanged(): boolean {
    return !this.#isParted && this.#written === this.#released
  }

  /** Takes the next piece of text; resolves when the kernel has looked at it. */
  async write(text: string): Promise<void> {
    this.#written += text
    await this.#stream.write(text)
  }

  /** Ends the text; resolves when everything is delivered. Rejects as that of TextStream does. */
  async close(): Promise<void> {
    const stream = this.#stream
    await stream.close()
    if (this.#due) this.#part() // less came of the whole than was released
    if (this.#stream !== stream) await this.#stream.close()
  }

  /** Drops what is held. Nothing is delivered any more. */
  cancel(): void {
    this.#isCancelled = true
    this.#stream.cancel()
  }

  /** What was stopped before any of this text was shown may be no fault of this text: it is judged again without the others. */
  #behind(): TextSink {
    const { emit, deny, fail } = this.#sink
    return {
      emit: (text) => this.#skip(text, emit),
      deny: async (denial) => (this.#released === '' ? this.#part() : deny(denial)),
      fail: async (error) => (this.#released === '' ? this.#part() : fail(error)),
    }
  }

  async #skip(text: string, emit: TextSink['emit']): Promise<void> {
    const due = this.#due ?? ''
    const again = due.slice(0, text.length)
    if (!text.startsWith(again)) return this.#part()
    this.#due = due.slice(again.length)
    if (again !== text) await emit(text.slice(again.length))
  }

  /** Begins anew, apart from the earlier texts. */
  #part(): void {
    if (this.#isParted || this.#isCancelled) return
    this.#stream.cancel()
    this.#stream = this.#open(this.#sink) // before anything else: where it throws, `close` tells
    this.#isParted = true
    this.#due = undefined
    this.#written = PARAGRAPH + this.#written
    void this.#stream.write(this.#written)
  }
}
