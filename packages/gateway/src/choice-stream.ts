import type { JsonObject } from '@ringwall/core'
import { PARAGRAPH, TextStream, type Denial } from '@ringwall/host'
import { denialExtension, streamFailed } from './denial.ts'
import { fail } from './errors.ts'
import type { Exit } from './outbound.ts'
import {
  finishReason,
  TEXT_FIELDS,
  type CallDelta,
  type ChunkChoice,
  type FinishReason,
  type TextField,
} from './reply-shape.ts'
import { CallIds, guardToolCall, type RawCall } from './tool-calls.ts'

/** The most that the arguments of one choice's calls may have, in UTF-16 code units: they are held until they are complete. */
const MAX_ARGS_LENGTH = 1024 * 1024

/** What a choice needs around it. */
export interface ChoiceHost {
  readonly exit: Exit
  readonly model: string
  /** Sends one choice of one chunk; `extra` goes beside the choices. */
  readonly send: (choice: JsonObject, extra?: JsonObject) => Promise<void>
  /** Called once the choice has ended, whoever ended it. */
  readonly onEnd: () => void
}

/** One choice of a streamed reply: role first, then texts as the layers release them, then checked calls, then one finish reason. */
export class ChoiceStream {
  readonly #host: ChoiceHost
  readonly #index: number
  readonly #texts = new Map<TextField, TextStream>()
  readonly #calls = new Map<number, RawCall>()
  #argsLength = 0
  #started = false
  #ended = false
  #finished = false
  #said = false

  constructor(index: number, host: ChoiceHost) {
    this.#index = index
    this.#host = host
  }

  /** True once a finish reason was sent. */
  get ended(): boolean {
    return this.#ended
  }
  /** True once upstream gave a finish reason. */
  get finished(): boolean {
    return this.#finished
  }

  /** Takes what one event says of this choice. Throws UPSTREAM_INVALID if its calls grow beyond the limit, or two of them have one id. */
  async accept({ delta, finish_reason: reason }: ChunkChoice): Promise<void> {
    if (this.#finished) return
    await this.#start()
    for (const field of TEXT_FIELDS) {
      const text = delta?.[field]
      if (text && !this.#ended) await this.#textOf(field).write(text)
    }
    for (const call of delta?.tool_calls ?? []) this.#gather(call)
    if (reason) await this.#finish(reason)
  }

  /** Delivers the text held so far; for a reply that breaks off. */
  async flush(): Promise<void> {
    for (const text of this.#texts.values()) await text.close()
  }

  /** Drops everything held. */
  cancel(): void {
    for (const text of this.#texts.values()) text.cancel()
  }

  async #start(): Promise<void> {
    if (this.#started) return
    this.#started = true
    await this.#send({ role: 'assistant', content: '' })
  }

  #textOf(field: TextField): TextStream {
    const { exit, model } = this.#host
    const made =
      this.#texts.get(field) ??
      new TextStream(
        exit,
        { model, choice: this.#index, field },
        {
          emit: async (text) => {
            if (this.#ended) return
            this.#said ||= field === 'content'
            await this.#send({ [field]: text })
          },
          deny: (denial) => this.#deny(denial),
          fail: () => this.#deny(streamFailed(exit)),
        },
      )
    this.#texts.set(field, made)
    return made
  }

  /** Pieces of a call count by its index; id and name may come in pieces of their own. */
  #gather({ index, id, function: called }: CallDelta): void {
    const call = this.#calls.get(index) ?? { id: '', name: '', args: '' }
    const next = {
      id: call.id || (id ?? ''),
      name: call.name + (called?.name ?? ''),
      args: call.args + (called?.arguments ?? ''),
    }
    this.#argsLength += (called?.arguments?.length ?? 0) + (called?.name?.length ?? 0)
    if (this.#argsLength > MAX_ARGS_LENGTH)
      throw fail('UPSTREAM_INVALID', { problem: `its tool calls have more than ${MAX_ARGS_LENGTH} characters` })
    this.#calls.set(index, next)
  }

  async #finish(reason: string): Promise<void> {
    this.#finished = true
    await this.flush()
    let first: Denial | undefined
    let sent = 0
    const calls = [...this.#calls].sort(([a], [b]) => a - b).map(([, call]) => call)
    const ids = new CallIds()
    for (const { id } of calls) ids.add(id) // all of them before one is sent
    for (const call of calls) {
      if (this.#ended) return
      const { value, denial } = await guardToolCall(this.#host.exit, call)
      if (value) await this.#send({ tool_calls: [{ index: sent++, ...value }] })
      first ??= denial
    }
    if (first) await this.#deny(first)
    else await this.#end(finishReason(reason))
  }

  async #deny(denial: Denial): Promise<void> {
    if (this.#ended) return
    const said = this.#send({ content: this.#said ? PARAGRAPH + denial.message : denial.message })
    await Promise.all([said, this.#end('content_filter', { ringwall: denialExtension(denial) })])
  }

  /** Marks the end before anything is awaited, so that no other text of this choice slips in behind it. */
  async #end(reason: FinishReason, extra?: JsonObject): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    for (const text of this.#texts.values()) text.cancel()
    await this.#host.send({ index: this.#index, delta: {}, finish_reason: reason }, extra)
    this.#host.onEnd()
  }

  #send(delta: JsonObject): Promise<void> {
    return this.#host.send({ index: this.#index, delta, finish_reason: null })
  }
}
