import type { JsonObject, JsonValue } from '@ringwall/core'
import { LaterText, PARAGRAPH, Said, type Denial } from '@ringwall/host'
import { streamFailed } from '../denial.ts'
import type { Exit } from '../outbound.ts'
import { sentence } from './envelope.ts'
import {
  callEvents,
  deltaOf,
  endOfPart,
  itemAdded,
  itemDone,
  partOf,
  startOfPart,
  type Kind,
  type Place,
} from './events.ts'
import { messageHead, reasoningHead } from './reply.ts'

/** Where the events go. */
export interface ItemSink {
  readonly send: (event: JsonObject) => Promise<void>
  /** Takes the reason why no more will come. */
  readonly deny: (denial: Denial) => Promise<void>
}
/** What an item has besides its texts. */
export interface ItemLabels {
  readonly type: 'message' | 'reasoning'
  readonly id?: string | undefined
  readonly phase?: string | undefined
}

/** A text that grows word by word. */
interface OpenPart {
  readonly kind: Kind
  readonly key: string
  readonly place: Place
  readonly stream: LaterText
}
/** An item that is open at the client. */
interface OpenItem {
  readonly head: JsonObject
  readonly index: number
  /** What its end tells beside its texts. */
  end: JsonObject
  /** The parts that are complete. */
  readonly parts: { readonly [K in 'content' | 'summary']: JsonObject[] }
}

/** The items as the client sees them, one at a time. Texts of one kind that follow each other are one part, and messages of one phase one message, as they are read and judged as one. */
export class ClientItems {
  /** What has been shown so far. */
  readonly output: JsonObject[] = []
  readonly #exit: Exit
  readonly #model: string
  readonly #sink: ItemSink
  #item: OpenItem | undefined
  #part: OpenPart | undefined
  readonly #said = new Said()
  #next = 0

  constructor(exit: Exit, model: string, sink: ItemSink) {
    this.#exit = exit
    this.#model = model
    this.#sink = sink
  }

  /** Opens an item for texts; one message goes on in another, unless they are of different phases. */
  async open(labels: ItemLabels): Promise<void> {
    const head = labels.type === 'message' ? messageHead(labels) : reasoningHead(labels)
    const last = this.#item?.head
    if (last?.type === 'message' && head.type === 'message' && last.phase === head.phase) return
    await this.close()
    this.#item = { head, index: this.#next++, end: {}, parts: { content: [], summary: [] } }
    await this.#sink.send(itemAdded(this.#item.index, itemOf(this.#item, { status: 'in_progress' })))
  }

  /** Takes what the end of the open item tells; it stays open, as the next one may go on with it. */
  settle(end: JsonObject): void {
    if (this.#item) this.#item.end = end
  }

  /** Takes the next piece of a text of the open item. `key` names the part that it belongs to. */
  async write(kind: Kind, key: string, text: string): Promise<void> {
    if (this.#part?.key !== key) {
      await this.#closePart()
      await this.#startPart(kind, key)
    }
    if (text !== '') await this.#part?.stream.write(text)
  }

  /** Delivers what is held of the open item and ends it. */
  async close(): Promise<void> {
    await this.#closePart()
    const item = this.#item
    if (!item) return // or denied meanwhile
    this.#item = undefined
    const done = itemOf(item, { status: 'completed', ...item.end })
    this.output.push(done)
    await this.#sink.send(itemDone(item.index, done))
  }

  /** An item that comes in one piece: a call. */
  async put(item: JsonObject): Promise<void> {
    const index = this.#next++
    this.output.push(item)
    for (const event of callEvents(index, item)) await this.#sink.send(event)
  }

  /** Delivers what is held; for a reply that breaks off. */
  async flush(): Promise<void> {
    await this.#part?.stream.close()
  }

  /** Drops everything held. */
  cancel(): void {
    this.#part?.stream.cancel()
  }

  /** The events that end the output with a sentence: in the text that is open, or in a message of its own. */
  lastWords(message: string): JsonObject[] {
    const [item, part] = [this.#item, this.#part]
    this.#item = undefined
    this.#part = undefined
    part?.stream.cancel()
    const events: JsonObject[] = []
    const isText = part?.kind === 'output_text'
    if (item) {
      const released = part?.stream.released ?? ''
      const last = isText ? (released === '' ? '' : PARAGRAPH) + message : ''
      if (part && isText) events.push(deltaOf(part.kind, part.place, last))
      if (part) events.push(...this.#endPart(item, part, released + last))
      const done = itemOf(item, { status: 'incomplete' })
      this.output.push(done)
      events.push(itemDone(item.index, done))
    }
    if (isText) return events
    const own = sentence(message)
    const index = this.#next++
    this.output.push(own)
    const place: Place = { item_id: String(own.id), output_index: index, at: 0 }
    const start = itemAdded(index, { ...own, content: [], status: 'in_progress' })
    const text = [startOfPart('output_text', place), deltaOf('output_text', place, message)]
    return [...events, start, ...text, ...endOfPart('output_text', place, message), itemDone(index, own)]
  }

  async #startPart(kind: Kind, key: string): Promise<void> {
    const item = this.#item
    if (!item) return
    const list = item.parts[kind === 'summary_text' ? 'summary' : 'content']
    const place: Place = { item_id: String(item.head.id), output_index: item.index, at: list.length }
    const stream = new LaterText(this.#exit, { model: this.#model, field: kind }, this.#said.before(kind), {
      emit: (text) => this.#sink.send(deltaOf(kind, place, text)),
      deny: (denial) => this.#sink.deny(denial),
      fail: () => this.#sink.deny(streamFailed(this.#exit)),
    })
    this.#part = { kind, key, place, stream }
    await this.#sink.send(startOfPart(kind, place))
  }

  async #closePart(): Promise<void> {
    const [item, part] = [this.#item, this.#part]
    if (!item || !part) return
    await part.stream.close()
    if (this.#part !== part) return // denied meanwhile
    this.#part = undefined
    this.#said.add(part.kind, part.stream)
    for (const event of this.#endPart(item, part, part.stream.released)) await this.#sink.send(event)
  }

  #endPart({ parts }: OpenItem, { kind, place }: OpenPart, text: string): readonly JsonObject[] {
    parts[kind === 'summary_text' ? 'summary' : 'content'].push(partOf(kind, text))
    return endOfPart(kind, place, text)
  }
}

function itemOf({ head, parts }: OpenItem, { status, ...more }: JsonObject): JsonObject {
  if (head.type === 'message') return { ...head, status: status as JsonValue, content: [...parts.content], ...more }
  const content = parts.content.length > 0 ? { content: [...parts.content] } : {}
  return { ...head, summary: [...parts.summary], ...content, ...more }
}
