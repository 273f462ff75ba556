import type { JsonObject } from '@ringwall/core'
import type { Denial } from '@ringwall/host'
import { fail } from '../errors.ts'
import type { Exit } from '../outbound.ts'
import type { Usage } from '../reply-shape.ts'
import { CallIds } from '../tool-calls.ts'
import type { StreamedReply } from '../turn.ts'
import { guardCall } from './calls.ts'
import { ClientItems } from './client-items.ts'
import { envelopeOf, refusalOf, usageOf } from './envelope.ts'
import type { Kind } from './events.ts'
import { endOf, statusOf } from './reply.ts'
import { parseEvent, saidBytes, spentOf } from './reply-shape.ts'
import type {
  AddedEvent,
  DeltaEvent,
  DoneEvent,
  EndEvent,
  MessageItem,
  ReasoningItem,
  ReplyEvent,
  ResponseUsage,
  StartEvent,
} from './reply-types.ts'
import type { ResponsesRequest } from './request.ts'

const KIND_OF: Readonly<Record<DeltaEvent['type'], Kind>> = {
  'response.output_text.delta': 'output_text',
  'response.refusal.delta': 'refusal',
  'response.reasoning_text.delta': 'reasoning_text',
  'response.reasoning_summary_text.delta': 'summary_text',
}

/** Upstream's item that is not yet done. */
interface OpenItem {
  readonly type: string
  /** Bytes of it that came piece by piece. */
  said: number
}

/** Builds the client's events from upstream's: texts as the layers release them, calls once they are whole and checked, one end. */
export class ResponseStream implements StreamedReply {
  readonly #request: ResponsesRequest
  readonly #exit: Exit
  readonly #send: (event: JsonObject) => Promise<void>
  readonly #stopped = Promise.withResolvers<void>()
  /** Upstream's items that are not done, by their index. */
  readonly #open = new Map<number, OpenItem>()
  readonly #ids = new CallIds()
  #envelope: JsonObject | undefined
  #items: ClientItems | undefined
  /** The index of the item whose text is open at the client. */
  #texts: number | undefined
  #next = 0
  #outputBytes = 0
  #usage: ResponseUsage | null | undefined
  #denial: Denial | undefined
  #isOver = false
  #isCut = false
  #isFinished = false

  constructor(request: ResponsesRequest, exit: Exit, send: (event: JsonObject) => Promise<void>) {
    this.#request = request
    this.#exit = exit
    this.#send = send
  }

  get stopped(): Promise<void> {
    return this.#stopped.promise
  }
  get isOver(): boolean {
    return this.#isOver
  }
  get isCut(): boolean {
    return this.#isCut
  }
  get outputBytes(): number {
    return this.#outputBytes
  }
  get usage(): Usage | undefined {
    return spentOf(this.#usage)
  }

  async accept(data: string): Promise<void> {
    const event = parseEvent(data)
    if (event.type === 'held') return this.#count(event.delta, this.#open.get(event.output_index ?? -1))
    if (this.#isOver || this.#isFinished) return
    if (isStart(event)) return this.#start(event)
    const items = this.#items
    if (!items) throw fail('UPSTREAM_INVALID', { problem: 'an event comes before the start of the response' })
    switch (event.type) {
      case 'response.output_item.added':
        return this.#openItem(event, items)
      case 'response.output_item.done':
        return this.#closeItem(event, items)
      case 'response.completed':
      case 'response.incomplete':
        return this.#finish(event, items)
      default:
        return this.#extend(event, items)
    }
  }

  async finish(): Promise<void> {
    if (!this.#isOver) throw fail('UPSTREAM_INTERRUPTED')
  }

  async flush(): Promise<void> {
    await this.#items?.flush()
  }

  cancel(): void {
    this.#items?.cancel()
  }

  async #start({ type, response }: StartEvent): Promise<void> {
    if ((type === 'response.created') !== (this.#envelope === undefined))
      throw fail('UPSTREAM_INVALID', { problem: 'it does not begin with response.created, once' })
    this.#envelope ??= envelopeOf(response, this.#request)
    const model = String(this.#envelope.model)
    this.#items ??= new ClientItems(this.#exit, model, {
      send: async (event) => (this.#isOver ? undefined : this.#send(event)),
      deny: (denial) => this.#deny(denial),
    })
    if (this.#next > 0) return // a state in between is told only while nothing has been said
    await this.#send({ type, response: { ...this.#envelope, status: 'in_progress', output: [], usage: null } })
  }

  async #openItem({ output_index: index, item }: AddedEvent, items: ClientItems): Promise<void> {
    if (index < this.#next) throw fail('UPSTREAM_INVALID', { problem: 'its items do not come one after the other' })
    this.#next = index + 1
    this.#open.set(index, { type: item.type, said: 0 })
    if (item.type !== 'message' && item.type !== 'reasoning') return
    await items.open({ type: item.type, id: item.id, phase: item.phase })
    this.#texts = index
  }

  async #extend(
    { type, output_index: index, delta, summary_index: part }: DeltaEvent,
    items: ClientItems,
  ): Promise<void> {
    const open = this.#open.get(index)
    const kind = KIND_OF[type]
    const isThought = kind === 'reasoning_text' || kind === 'summary_text'
    if (index !== this.#texts || open?.type !== (isThought ? 'reasoning' : 'message'))
      throw fail('UPSTREAM_INVALID', { problem: 'an event is about an item that is not open' })
    this.#count(delta, open)
    await items.write(kind, kind === 'summary_text' ? `${kind} ${part ?? 0}` : kind, delta)
  }

  async #closeItem({ output_index: index, item }: DoneEvent, items: ClientItems): Promise<void> {
    const open = this.#open.get(index)
    if (!open) throw fail('UPSTREAM_INVALID', { problem: 'an item ends that has not begun' })
    this.#open.delete(index)
    if (item.type === 'held') return
    if (item.type !== open.type) throw fail('UPSTREAM_INVALID', { problem: 'an item changes its type' })
    if (item.type === 'message' || item.type === 'reasoning') {
      if (this.#texts !== index) return // another came behind it, with which it ended at the client
      this.#texts = undefined
      if (open.said === 0) await this.#writeWhole(item, items)
      items.settle(endOfItem(item))
      return
    }
    this.#outputBytes += Math.max(0, saidBytes(item) - open.said)
    // What was cut off is no call: nobody is to run it.
    if (item.status === 'incomplete') return
    this.#ids.add(item.call_id)
    await items.close()
    this.#texts = undefined
    if (this.#isOver) return
    const { value, denial } = await guardCall(this.#exit, item)
    if (value) await items.put(value)
    this.#denial ??= denial
  }

  #count(delta: string, item: OpenItem | undefined): void {
    const bytes = Buffer.byteLength(delta)
    this.#outputBytes += bytes
    if (item) item.said += bytes
  }

  /** The texts of an item that came without pieces. */
  async #writeWhole(item: MessageItem | ReasoningItem, items: ClientItems): Promise<void> {
    this.#outputBytes += saidBytes(item)
    if (item.type === 'reasoning') {
      for (const [at, { text }] of (item.summary ?? []).entries())
        await items.write('summary_text', `summary_text ${at}`, text)
      for (const { text } of item.content ?? []) await items.write('reasoning_text', 'reasoning_text', text)
      return
    }
    for (const part of item.content) {
      if (part.type === 'output_text') await items.write('output_text', 'output_text', part.text)
      if (part.type === 'refusal') await items.write('refusal', 'refusal', part.refusal)
    }
  }

  async #finish({ type, response }: EndEvent, items: ClientItems): Promise<void> {
    const isCut = type === 'response.incomplete'
    if (!isCut && this.#open.size > 0) throw fail('UPSTREAM_INVALID', { problem: 'it ends within an item' })
    if (this.#next === 0 && response.output.some(({ type: kind }) => kind !== 'held'))
      throw fail('UPSTREAM_INVALID', { problem: 'its items do not come as events' })
    this.#isFinished = true
    this.#usage = response.usage
    // Behind the last text, which can still be denied.
    if (this.#texts !== undefined) items.settle({ status: 'incomplete' })
    await items.close()
    if (this.#denial) return this.#deny(this.#denial)
    const status = isCut ? 'incomplete' : 'completed'
    const end = await endOf({ ...response, status }, this.#exit)
    const times = envelopeOf(response, this.#request)
    const completed = 'completed_at' in times ? { completed_at: times.completed_at } : {}
    await this.#end(type, { ...completed, ...end } as JsonObject)
  }

  async #deny(denial: Denial): Promise<void> {
    if (this.#isOver) return
    const events = this.#items?.lastWords(denial.message) ?? []
    await this.#end('response.incomplete', refusalOf(denial), events)
  }

  /** Marks the end before anything is awaited, so that no other text slips in behind it. */
  async #end(type: string, end: JsonObject, before: readonly JsonObject[] = []): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    this.#isCut = !this.#isFinished
    this.#items?.cancel()
    const output = this.#items?.output ?? []
    const response = { ...this.#envelope, ...end, output, usage: usageOf(this.#usage) }
    await Promise.all([...before, { type, response }].map((event) => this.#send(event)))
    this.#stopped.resolve()
  }
}

function isStart(event: ReplyEvent): event is StartEvent {
  return ['response.created', 'response.in_progress', 'response.queued'].includes(event.type)
}

/** What an item tells only at its end. */
function endOfItem(item: MessageItem | ReasoningItem): JsonObject {
  if (item.type === 'message') return { status: statusOf(item.status) }
  const { encrypted_content: sealed } = item
  return sealed === undefined || sealed === null ? {} : { encrypted_content: sealed }
}
