import type { JsonObject } from '@ringwall/core'
import type { Denial } from '@ringwall/host'
import { fail } from '../errors.ts'
import type { Exit } from '../outbound.ts'
import type { Usage } from '../reply-shape.ts'
import { CallIds, checkToolCall, type RawCall } from '../tool-calls.ts'
import type { StreamedReply } from '../turn.ts'
import { ClientBlocks } from './client-blocks.ts'
import {
  envelopeOf,
  parseEvent,
  refusalOf,
  saidBytes,
  spentOf,
  stopOf,
  usageOf,
  type BlockDelta,
  type MessageUsage,
  type ReplyBlock,
  type ReplyEvent,
  type Stop,
} from './reply-shape.ts'
import type { MessagesRequest } from './request.ts'

/** The most that the inputs of one reply's calls may have, in UTF-16 code units: they are held until they are complete. */
const MAX_INPUT_LENGTH = 1024 * 1024

/** Upstream's block that is open. */
interface OpenBlock {
  readonly index: number
  readonly type: ReplyBlock['type']
  readonly call: RawCall
}

/** Builds the client's events from upstream's: blocks as the layers release them, calls once they are whole and checked, one end. */
export class MessageStream implements StreamedReply {
  readonly #request: MessagesRequest
  readonly #exit: Exit
  readonly #send: (event: JsonObject) => Promise<void>
  readonly #stopped = Promise.withResolvers<void>()
  #blocks: ClientBlocks | undefined
  #open: OpenBlock | undefined
  readonly #ids = new CallIds()
  #next = 0
  #inputLength = 0
  #outputBytes = 0
  #usage: MessageUsage | undefined
  #denial: Denial | undefined
  #isOver = false
  #isCut = false
  #isFinished = false

  constructor(request: MessagesRequest, exit: Exit, send: (event: JsonObject) => Promise<void>) {
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
    if (event.type === 'message_start') return this.#start(event)
    if (event.type === 'ping') return this.#isOver ? undefined : this.#send({ type: 'ping' })
    if (event.type === 'held' || event.type === 'message_stop' || this.#isFinished) return
    if (!this.#blocks) throw fail('UPSTREAM_INVALID', { problem: 'an event comes before the start of the message' })
    if (event.type === 'message_delta') return this.#finish(event.delta, event.usage)
    if (event.type === 'content_block_start') return this.#openBlock(event.index, event.content_block, this.#blocks)
    const open = this.#open
    if (open === undefined || event.index !== open.index)
      throw fail('UPSTREAM_INVALID', { problem: 'an event is about a block that is not open' })
    if (event.type === 'content_block_delta') return this.#extend(event.delta, open, this.#blocks)
    return this.#closeBlock(open, this.#blocks)
  }

  async finish(): Promise<void> {
    if (!this.#isOver) throw fail('UPSTREAM_INTERRUPTED')
  }

  async flush(): Promise<void> {
    await this.#blocks?.flush()
  }

  cancel(): void {
    this.#blocks?.cancel()
  }

  async #start({ message }: ReplyEvent & { type: 'message_start' }): Promise<void> {
    if (this.#blocks) throw fail('UPSTREAM_INVALID', { problem: 'it starts twice' })
    const envelope = envelopeOf(message, this.#request.model)
    this.#usage = message.usage
    this.#blocks = new ClientBlocks(this.#exit, String(envelope.model), {
      send: async (event) => (this.#isOver ? undefined : this.#send(event)),
      deny: (denial) => this.#deny(denial),
    })
    await this.#send({
      type: 'message_start',
      message: { ...envelope, content: [], stop_reason: null, stop_sequence: null, usage: usageOf(message.usage) },
    })
  }

  async #openBlock(index: number, block: ReplyBlock, blocks: ClientBlocks): Promise<void> {
    if (this.#open || index !== this.#next++)
      throw fail('UPSTREAM_INVALID', { problem: 'its blocks do not come one after the other' })
    const call =
      block.type === 'tool_use' ? { id: block.id, name: block.name, args: '' } : { id: '', name: '', args: '' }
    if (block.type === 'tool_use') this.#ids.add(block.id)
    this.#open = { index, type: block.type, call }
    this.#outputBytes += saidBytes(block)
    if (block.type === 'text') await blocks.write('text', block.text)
    else if (block.type === 'thinking') {
      await blocks.write('thinking', block.thinking)
      blocks.sign(block.signature ?? '')
    } else if (block.type === 'redacted_thinking') await blocks.put({ type: block.type, data: block.data })
    else if (block.type === 'tool_use') this.#gather(inputText(block.input), this.#open)
  }

  /** A piece of another kind than its block, or of an unknown kind, is held back. */
  async #extend(delta: BlockDelta, open: OpenBlock, blocks: ClientBlocks): Promise<void> {
    this.#outputBytes += saidBytes(delta)
    if (delta.type === 'text_delta' && open.type === 'text') await blocks.write('text', delta.text)
    else if (delta.type === 'thinking_delta' && open.type === 'thinking') await blocks.write('thinking', delta.thinking)
    else if (delta.type === 'signature_delta' && open.type === 'thinking') blocks.sign(delta.signature)
    else if (delta.type === 'input_json_delta' && open.type === 'tool_use') this.#gather(delta.partial_json, open)
  }

  #gather(text: string, { index, type, call }: OpenBlock): void {
    this.#inputLength += text.length + call.name.length
    if (this.#inputLength > MAX_INPUT_LENGTH)
      throw fail('UPSTREAM_INVALID', { problem: `its tool calls have more than ${MAX_INPUT_LENGTH} characters` })
    this.#open = { index, type, call: { ...call, args: call.args + text } }
  }

  async #closeBlock({ type, call }: OpenBlock, blocks: ClientBlocks): Promise<void> {
    this.#open = undefined
    if (type === 'thinking') await blocks.close()
    if (type !== 'tool_use') return // a text stays open, as the next block may go on with it
    await blocks.close()
    if (this.#isOver) return
    const { value, denial } = await checkToolCall(this.#exit, call)
    if (value)
      await blocks.put(
        { type: 'tool_use', id: value.id, name: value.name, input: {} },
        { type: 'input_json_delta', partial_json: JSON.stringify(value.args) },
      )
    this.#denial ??= denial
  }

  async #finish(stop: Stop, usage: MessageUsage | undefined): Promise<void> {
    if (this.#open) throw fail('UPSTREAM_INVALID', { problem: 'it ends within a block' })
    this.#isFinished = true
    if (usage) this.#usage = { ...this.#usage, ...present(usage) }
    // Behind the last text, which can still be denied.
    await this.#blocks?.close()
    if (this.#denial) await this.#deny(this.#denial)
    else await this.#end(stopOf(stop, this.#request.stopSequences))
  }

  async #deny(denial: Denial): Promise<void> {
    if (this.#isOver) return
    const events = this.#blocks?.lastWords(denial.message) ?? []
    const { stop, extension } = refusalOf(denial)
    await this.#end(stop, extension, events)
  }

  /** Marks the end before anything is awaited, so that no other text slips in behind it. */
  async #end(stop: JsonObject, extra: JsonObject = {}, before: readonly JsonObject[] = []): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    this.#isCut = !this.#isFinished
    this.#blocks?.cancel()
    const end = [
      { type: 'message_delta', delta: stop, usage: usageOf(this.#usage), ...extra },
      { type: 'message_stop' },
    ]
    await Promise.all([...before, ...end].map((event) => this.#send(event)))
    if (this.#isCut) this.#stopped.resolve()
  }
}

/** What a call is given at its start, as text; providers start with an empty object and send the input behind it. */
function inputText(input: unknown): string {
  const text = input === undefined ? '' : JSON.stringify(input)
  return text === '{}' ? '' : text
}

function present(usage: MessageUsage): MessageUsage {
  return Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== undefined && value !== null))
}
