import type { LanguageModelV4Content, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { LaterText, NOTHING, PARAGRAPH, Said } from '@ringwall/host'
import { deniedBy, refuse, toDenied, type Denied } from './denied.ts'
import { unknown } from './parts.ts'
import { checkCallIds, guardPart, withoutChanged, type ModelCall } from './reply-parts.ts'
import { stoppedBy } from './reply.ts'
import type { Spending } from './spending.ts'

type PartOf<T extends LanguageModelV4StreamPart['type']> = Extract<LanguageModelV4StreamPart, { type: T }>
type Held = Exclude<LanguageModelV4Content, { type: 'text' | 'reasoning' }>
type Controller = TransformStreamDefaultController<LanguageModelV4StreamPart>
interface Block {
  readonly stream: LaterText
  readonly id: string
  /** The provider's own fields of the newest event of the block. */
  metadata: Pick<PartOf<'text-end'>, 'providerMetadata' | 'citations'>
  count: number
}

/** The most that is held of calls, files and sources, in UTF-16 code units. */
const MAX_HELD = 32 * 1024 * 1024

/**
 * A streamed reply: texts as the layers release them, then, once all text has passed, the checked rest, then one finish. All text of a
 * reply is one stream to the layers and one block to the caller, so that nothing hides in the seam of two.
 */
export class ReplyStream {
  readonly #call: ModelCall
  readonly #spending: Spending
  readonly #reasoning = new Map<string, Block>()
  readonly #held: Held[] = []
  /** The reasoning that has ended. */
  readonly #thought = new Said()
  #text: Block | undefined
  #heldLength = 0
  #outputBytes = 0
  #isOver = false
  #usage: PartOf<'finish'>['usage'] | undefined
  #denied: Denied | undefined

  constructor(call: ModelCall, spending: Spending) {
    this.#call = call
    this.#spending = spending
  }

  /** The parts of a model as the caller may have them. */
  through(parts: ReadableStream<LanguageModelV4StreamPart>): ReadableStream<LanguageModelV4StreamPart> {
    const transformer = {
      transform: (part: LanguageModelV4StreamPart, controller: Controller) => this.#accept(part, controller),
      flush: (controller: Controller) => this.#flush(controller),
      // Called when the caller leaves or the model's stream fails; the types do not know it yet.
      cancel: (reason: unknown) => this.#leave(reason),
    }
    const transform = new TransformStream<LanguageModelV4StreamPart, LanguageModelV4StreamPart>(transformer)
    const { signal } = this.#call
    return parts.pipeThrough(transform, signal === undefined ? {} : { signal })
  }

  async #accept(part: LanguageModelV4StreamPart, controller: Controller): Promise<void> {
    if (this.#isOver) return
    try {
      if (this.#call.signal?.aborted) throw refuse('AI_ABORTED', {}, this.#call.inspector.session.traceId)
      await this.#take(part, controller)
      if (this.#denied) await this.#stop(this.#denied, controller)
    } catch (error) {
      await this.#stop(toDenied(error, this.#call.inspector.session.traceId), controller)
    }
  }

  async #take(part: LanguageModelV4StreamPart, controller: Controller): Promise<void> {
    switch (part.type) {
      case 'text-start':
        this.#text ??= this.#open('text', part.id, controller)
        this.#text.count++
        this.#text.metadata = fieldsOf(part)
        break
      case 'text-delta':
        await this.#write((this.#text ??= this.#open('text', part.id, controller)), part.delta)
        break
      case 'text-end':
        if (this.#text) this.#text.metadata = { ...this.#text.metadata, ...(await this.#endOf(part)) }
        break
      case 'reasoning-start':
        ;(await this.#reasoningOf(part.id, controller)).metadata = fieldsOf(part)
        break
      case 'reasoning-delta': {
        const block = await this.#reasoningOf(part.id, controller)
        if (part.providerMetadata) block.metadata = fieldsOf(part) // some tell a signature in an empty delta
        await this.#write(block, part.delta)
        break
      }
      case 'reasoning-end': {
        const block = await this.#reasoningOf(part.id, controller)
        if (part.providerMetadata) block.metadata = fieldsOf(part)
        await this.#close('reasoning', block, controller)
        break
      }
      case 'tool-input-start':
      case 'tool-input-delta':
      case 'tool-input-end':
        break // the call itself has all of it, and under the name that is judged
      case 'tool-call':
        this.#outputBytes += Buffer.byteLength(part.input)
        this.#hold(part)
        break
      case 'tool-result':
      case 'tool-approval-request':
      case 'custom':
      case 'file':
      case 'reasoning-file':
      case 'source':
        this.#hold(part)
        break
      case 'stream-start':
      case 'response-metadata':
      case 'ping':
      case 'error':
        controller.enqueue(part)
        break
      case 'raw':
        break // everything once more, as nobody has judged it
      case 'finish':
        await this.#finish(part, controller)
        break
      default:
        throw unknown(part)
    }
  }

  /** What the end of a block tells beside its text. */
  async #endOf(part: PartOf<'text-end'>): Promise<Block['metadata']> {
    if (part.citations === undefined) return fieldsOf(part)
    const { citations } = await withoutChanged({ citations: part.citations }, this.#call)
    return { ...fieldsOf(part), ...(citations === undefined ? {} : { citations }) }
  }

  #open(kind: 'text' | 'reasoning', id: string, controller: Controller): Block {
    const { inspector, model } = this.#call
    controller.enqueue({ type: `${kind}-start`, id })
    const meta = { model, field: kind === 'text' ? 'content' : kind }
    const before = kind === 'text' ? NOTHING : this.#thought.before(kind)
    const stream = new LaterText(inspector, meta, before, {
      emit: async (delta) => {
        if (!this.#isOver) controller.enqueue({ type: `${kind}-delta`, id, delta })
      },
      deny: async (denial) => void (this.#denied ??= deniedBy(denial)),
      fail: async (error) => void (this.#denied ??= refuse('AI_STREAM_FAILED', {}, inspector.session.traceId, error)),
    })
    return { stream, id, metadata: {}, count: 0 }
  }

  /** One block is open at a time, so that each is judged behind all others. */
  async #reasoningOf(id: string, controller: Controller): Promise<Block> {
    const open = this.#reasoning.get(id)
    if (open) return open
    for (const other of this.#reasoning.values()) await this.#close('reasoning', other, controller)
    const block = this.#open('reasoning', id, controller)
    this.#reasoning.set(id, block)
    return block
  }

  async #write({ stream }: Block, text: string): Promise<void> {
    this.#outputBytes += Buffer.byteLength(text)
    await stream.write(text)
  }

  /** Ends a block. What the provider says of it goes on only where it is of this very text. Throws Denied. */
  async #close(
    kind: 'text' | 'reasoning',
    { stream, id, metadata, count }: Block,
    controller: Controller,
  ): Promise<void> {
    await stream.close()
    if (this.#denied) throw this.#denied // the block is still open at the caller
    if (kind === 'text') this.#text = undefined
    else {
      this.#reasoning.delete(id)
      this.#thought.add(kind, stream)
    }
    controller.enqueue({ type: `${kind}-end`, id, ...(stream.isUnchanged && count < 2 ? metadata : {}) })
  }

  #hold(part: Held): void {
    this.#heldLength += lengthOf(part)
    if (this.#heldLength > MAX_HELD) throw refuse('AI_STREAM_FAILED', {}, this.#call.inspector.session.traceId)
    this.#held.push(part)
  }

  async #finish(part: PartOf<'finish'>, controller: Controller): Promise<void> {
    this.#usage = part.usage
    // A call in the reply may wait for a person; what it cost is known now.
    await this.#spending.end('answered', { usage: part.usage, outputBytes: this.#outputBytes })
    await this.#closeTexts(controller)
    checkCallIds(this.#held)
    const checked: Held[] = []
    for (const held of this.#held) checked.push(await guardPart(held, this.#call))
    const last = await withoutChanged(part, this.#call)
    if (this.#call.signal?.aborted) throw refuse('AI_ABORTED', {}, this.#call.inspector.session.traceId)
    for (const one of checked) send(one, controller)
    controller.enqueue(last)
    this.#isOver = true
  }

  async #closeTexts(controller: Controller): Promise<void> {
    for (const block of this.#reasoning.values()) await this.#close('reasoning', block, controller)
    if (this.#text) await this.#close('text', this.#text, controller)
  }

  /** Tells why nothing more comes, and ends the reply. */
  async #stop(denied: Denied, controller: Controller): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    const open = this.#text
    this.#cancelTexts()
    for (const { id } of this.#reasoning.values()) controller.enqueue({ type: 'reasoning-end', id })
    const id = open?.id ?? `ringwall-${this.#call.inspector.session.traceId}`
    if (!open) controller.enqueue({ type: 'text-start', id })
    const said = (open?.stream.released ? PARAGRAPH : '') + denied.reason
    controller.enqueue({ type: 'text-delta', id, delta: said })
    controller.enqueue({ type: 'text-end', id })
    controller.enqueue({ type: 'finish', usage: this.#usage ?? NO_USAGE, ...stoppedBy(denied) })
    await this.#spending.end('abandoned', { outputBytes: this.#outputBytes })
    controller.terminate()
  }

  async #flush(controller: Controller): Promise<void> {
    if (this.#isOver) return
    await this.#spending.end('failed', { outputBytes: this.#outputBytes })
    await this.#stop(refuse('AI_STREAM_FAILED', {}, this.#call.inspector.session.traceId), controller)
  }

  async #leave(reason: unknown): Promise<void> {
    this.#isOver = true
    this.#cancelTexts()
    // Who leaves gives no error; a model's stream that fails does.
    if (reason instanceof Error) await this.#spending.endWithError(reason, this.#call.signal, this.#outputBytes)
    else await this.#spending.end('abandoned', { outputBytes: this.#outputBytes })
  }

  #cancelTexts(): void {
    for (const { stream } of [...this.#reasoning.values(), ...(this.#text ? [this.#text] : [])]) stream.cancel()
  }
}

const NO_USAGE: PartOf<'finish'>['usage'] = {
  inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
}

function lengthOf(part: Held): number {
  if (part.type !== 'file' && part.type !== 'reasoning-file') return JSON.stringify(part).length
  return part.data.type === 'data' ? part.data.data.length : 0
}

function fieldsOf({ providerMetadata }: Pick<PartOf<'text-end'>, 'providerMetadata'>): Block['metadata'] {
  return providerMetadata === undefined ? {} : { providerMetadata }
}

/** A call is told as the SDK expects it of a stream: first its input as it may run, then the call. */
function send(part: Held, controller: Controller): void {
  if (part.type === 'tool-call') {
    const { toolCallId: id, toolName, input, providerExecuted, dynamic } = part
    const start = {
      ...(providerExecuted === undefined ? {} : { providerExecuted }),
      ...(dynamic === undefined ? {} : { dynamic }),
    }
    controller.enqueue({ type: 'tool-input-start', id, toolName, ...start })
    controller.enqueue({ type: 'tool-input-delta', id, delta: input })
    controller.enqueue({ type: 'tool-input-end', id })
  }
  controller.enqueue(part)
}
