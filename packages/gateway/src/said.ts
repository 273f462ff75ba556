import type { JsonObject, Outbound } from '@ringwall/core'
import type { Checked } from './denial.ts'
import { guardText, type Exit } from './outbound.ts'
import { PARAGRAPH } from './reply-shape.ts'
import { TextStream, type TextSink } from './text-stream.ts'

/** How far is looked back, in UTF-16 code units: further than the window of any layer. A text that reaches so far counts whole. */
const LOOK_BACK = 20 * 1024

/** What a client reads right before a text: as it was judged, and what came of it. */
export interface Before {
  readonly written: string
  readonly released: string
}
export const NOTHING: Before = { written: '', released: '' }

/**
 * The texts of one reply that stand apart. Clients show them in one go, with nothing between them, so what stands in the seam of two is
 * judged too: where the layers would have the whole otherwise than the pieces, a paragraph parts them.
 */
export class Said {
  readonly #texts = new Map<string, readonly Before[]>()

  /** The text as it may leave behind those of its kind. */
  async text(kind: string, exit: Exit, payload: Outbound & { readonly body: string }): Promise<Checked<string>> {
    const { body } = payload
    const { written, released } = this.before(kind)
    if (released !== '' && body !== '') {
      const { value } = await guardText(exit, { ...payload, body: written + body })
      if (value?.startsWith(released)) return this.#told(kind, body, { value: value.slice(released.length) })
    }
    const own = (released === '' || body === '' ? '' : PARAGRAPH) + body
    return this.#told(kind, own, await guardText(exit, { ...payload, body: own }))
  }

  /** What a text of this kind would be read behind. */
  before(kind: string): Before {
    const texts = this.#texts.get(kind) ?? []
    const [written, released] = (['written', 'released'] as const).map((key) => texts.map((text) => text[key]).join(''))
    return { written: written ?? '', released: released ?? '' }
  }

  /** Takes a text that is complete. */
  add(kind: string, text: Before): void {
    const texts = [...(this.#texts.get(kind) ?? []), text]
    let from = texts.length
    for (let size = 0; from > 0 && size < LOOK_BACK; from--) size += texts[from - 1]?.written.length ?? 0
    this.#texts.set(kind, texts.slice(from))
  }

  #told(kind: string, written: string, checked: Checked<string>): Checked<string> {
    if (checked.value !== undefined) this.add(kind, { written, released: checked.value })
    return checked
  }
}

/** A text that grows word by word, behind what was said before it. */
export class LaterText {
  readonly #open: (sink: TextSink) => TextStream
  readonly #sink: TextSink
  #stream: TextStream
  #written = ''
  /** What the stream has to give again of the earlier texts before it gives anything of this one; undefined where it began without them. */
  #due: string | undefined
  #isShown = false
  #isCancelled = false

  constructor(exit: Exit, meta: JsonObject, { written, released }: Before, sink: TextSink) {
    this.#open = (to) => new TextStream(exit, meta, to)
    this.#sink = sink
    this.#due = released === '' ? undefined : released
    this.#stream = this.#open(this.#due === undefined ? sink : { emit: this.#emit, deny: this.#deny })
    if (this.#due !== undefined) void this.#stream.write(written)
  }

  /** The text as it was judged. */
  get written(): string {
    return this.#written
  }

  /** Takes the next piece of text; resolves when the kernel has looked at it. */
  async write(text: string): Promise<void> {
    this.#written += text
    await this.#stream.write(text)
  }

  /** Ends the text; resolves when everything is delivered. */
  async close(): Promise<void> {
    const stream = this.#stream
    await stream.close()
    if (!this.#isShown && this.#due) this.#part() // less came of the whole than was released
    if (this.#stream !== stream) await this.#stream.close()
  }

  /** Drops what is held. */
  cancel(): void {
    this.#isCancelled = true
    this.#stream.cancel()
  }

  readonly #emit = async (text: string): Promise<void> => {
    if (this.#due === undefined) return
    const again = this.#due.slice(0, text.length)
    if (!text.startsWith(again)) return this.#part()
    this.#due = this.#due.slice(again.length)
    if (again === text) return
    this.#isShown = true
    await this.#sink.emit(text.slice(again.length))
  }

  readonly #deny: TextSink['deny'] = async (denial) => (this.#isShown ? this.#sink.deny(denial) : this.#part())

  /** Begins anew, apart from the earlier texts. */
  #part(): void {
    if (this.#due === undefined || this.#isCancelled) return
    this.#due = undefined
    this.#stream.cancel()
    this.#stream = this.#open(this.#sink)
    this.#written = PARAGRAPH + this.#written
    void this.#stream.write(this.#written)
  }
}
