import type { JsonObject } from '@ringwall/core'
import { LaterText, NOTHING, PARAGRAPH, Said, type Denial } from '@ringwall/host'
import { streamFailed } from '../denial.ts'
import type { Exit } from '../outbound.ts'
import { signatureOf } from './reply.ts'

/** A kind of block that grows word by word. */
type Spoken = 'text' | 'thinking'

/** Where the events go. */
export interface BlockSink {
  readonly send: (event: JsonObject) => Promise<void>
  /** Takes the reason why no more will come. */
  readonly deny: (denial: Denial) => Promise<void>
}

/** A block that is open at the client. */
interface Growing {
  readonly type: Spoken
  readonly stream: LaterText
  signature: string
}

/** The blocks as the client sees them, one at a time. Texts that follow each other are one block, as they are read and judged as one. */
export class ClientBlocks {
  readonly #exit: Exit
  readonly #model: string
  readonly #sink: BlockSink
  readonly #said = new Said()
  #open: Growing | undefined
  #next = 0

  constructor(exit: Exit, model: string, sink: BlockSink) {
    this.#exit = exit
    this.#model = model
    this.#sink = sink
  }

  /** Takes the next piece of a text; opens a block for it if the last one was of another kind. */
  async write(type: Spoken, text: string): Promise<void> {
    if (this.#open?.type !== type) {
      await this.close()
      await this.#start(type)
    }
    const open = this.#open
    if (!open || text === '') return
    await open.stream.write(text)
  }

  /** The provider's signature under the thinking that is open. */
  sign(signature: string): void {
    if (this.#open?.type === 'thinking') this.#open.signature += signature
  }

  /** A block that comes in one piece. */
  async put(block: JsonObject, delta?: JsonObject): Promise<void> {
    await this.close()
    const index = this.#next++
    await this.#sink.send({ type: 'content_block_start', index, content_block: block })
    if (delta) await this.#sink.send({ type: 'content_block_delta', index, delta })
    await this.#sink.send({ type: 'content_block_stop', index })
  }

  /** Delivers what is held of the open block and ends it. */
  async close(): Promise<void> {
    const open = this.#open
    if (!open) return
    await open.stream.close()
    if (this.#open !== open) return // denied meanwhile
    this.#open = undefined
    if (open.type === 'text') this.#said.add(open.type, open.stream)
    const index = this.#next - 1
    if (open.type === 'thinking') {
      const signature = signatureOf(open.signature, open.stream.isUnchanged)
      await this.#sink.send({ type: 'content_block_delta', index, delta: { type: 'signature_delta', signature } })
    }
    await this.#sink.send({ type: 'content_block_stop', index })
  }

  /** Delivers what is held; for a reply that breaks off. */
  async flush(): Promise<void> {
    await this.#open?.stream.close()
  }

  /** Drops everything held. */
  cancel(): void {
    this.#open?.stream.cancel()
  }

  /** The events that end the content with a sentence: in the text that is open, or in a block of its own. */
  lastWords(message: string): JsonObject[] {
    const open = this.#open
    this.#open = undefined
    open?.stream.cancel()
    const last = this.#next - 1
    const delta = (text: string, index: number): JsonObject => ({
      type: 'content_block_delta',
      index,
      delta: { type: 'text_delta', text },
    })
    const stop = (index: number): JsonObject => ({ type: 'content_block_stop', index })
    if (open?.type === 'text')
      return [delta((open.stream.released === '' ? '' : PARAGRAPH) + message, last), stop(last)]
    const index = this.#next++
    const start = { type: 'content_block_start', index, content_block: { type: 'text', text: '' } }
    return [...(open ? [stop(last)] : []), start, delta(message, index), stop(index)]
  }

  async #start(type: Spoken): Promise<void> {
    const index = this.#next++
    const stream = new LaterText(
      this.#exit,
      { model: this.#model, field: type },
      type === 'text' ? this.#said.before(type) : NOTHING, // thinking has its signature, which stands under the text alone
      {
        emit: (text) => this.#sink.send({ type: 'content_block_delta', index, delta: deltaOf(type, text) }),
        deny: (denial) => this.#sink.deny(denial),
        fail: () => this.#sink.deny(streamFailed(this.#exit)),
      },
    )
    this.#open = { type, stream, signature: '' }
    const content = type === 'text' ? { type, text: '' } : { type, thinking: '', signature: '' }
    await this.#sink.send({ type: 'content_block_start', index, content_block: content })
  }
}

function deltaOf(type: Spoken, text: string): JsonObject {
  return type === 'text' ? { type: 'text_delta', text } : { type: 'thinking_delta', thinking: text }
}
