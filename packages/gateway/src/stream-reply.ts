import type { JsonObject } from '@ringwall/core'
import { ChoiceStream } from './choice-stream.ts'
import { fail } from './errors.ts'
import type { Exit } from './outbound.ts'
import { envelopeOf, parseChunk, saidBytes, usageOf, type Usage } from './reply-shape.ts'
import type { ChatRequest } from './request.ts'

/** Builds the client's chunks from upstream's events. One stream of the kernel guards each text field of each choice. */
export class StreamReply {
  readonly #request: ChatRequest
  readonly #exit: Exit
  readonly #send: (chunk: JsonObject) => Promise<void>
  readonly #choices = new Map<number, ChoiceStream>()
  readonly #stopped = Promise.withResolvers<void>()
  #envelope: JsonObject | undefined
  #usage: Usage | undefined
  #isCut = false
  #outputBytes = 0

  constructor(request: ChatRequest, exit: Exit, send: (chunk: JsonObject) => Promise<void>) {
    this.#request = request
    this.#exit = exit
    this.#send = send
  }

  /** Resolves once every choice has ended and upstream is still speaking: the rest is not wanted. */
  get stopped(): Promise<void> {
    return this.#stopped.promise
  }

  /** True once every choice that was asked for has ended. */
  get isOver(): boolean {
    const choices = [...this.#choices.values()]
    return choices.length === this.#request.choices && choices.every(({ ended }) => ended)
  }

  /** True once every choice has ended before upstream had ended it. */
  get isCut(): boolean {
    return this.#isCut
  }
  /** What upstream has counted so far. */
  get usage(): Usage | undefined {
    return this.#usage
  }

  /** What upstream has said so far, in bytes. */
  get outputBytes(): number {
    return this.#outputBytes
  }

  /** Takes the data of one event. Throws UPSTREAM_INVALID. */
  async accept(data: string): Promise<void> {
    const { choices, usage, ...rest } = parseChunk(data)
    this.#envelope ??= { ...envelopeOf(rest, this.#request.model), object: 'chat.completion.chunk' }
    if (usage) this.#usage = usage
    for (const { delta } of choices) this.#outputBytes += saidBytes(delta)
    for (const choice of choices) await this.#choiceAt(choice.index).accept(choice)
  }

  /** Checks that the reply was whole and sends what comes last. Throws UPSTREAM_INTERRUPTED. */
  async finish(): Promise<void> {
    const choices = [...this.#choices.values()]
    if (choices.length === 0 || choices.some(({ ended }) => !ended)) throw fail('UPSTREAM_INTERRUPTED')
    if (this.#request.includeUsage && this.#usage)
      await this.#send({ ...this.#envelope, choices: [], usage: usageOf(this.#usage) })
  }

  /** Delivers the text held so far; for a reply that breaks off. */
  async flush(): Promise<void> {
    for (const choice of this.#choices.values()) await choice.flush()
  }

  /** Drops everything held. */
  cancel(): void {
    for (const choice of this.#choices.values()) choice.cancel()
  }

  #choiceAt(index: number): ChoiceStream {
    if (index >= this.#request.choices)
      throw fail('UPSTREAM_INVALID', { problem: 'it has more choices than were asked for' })
    const { exit, model } = { exit: this.#exit, model: this.#request.model }
    const made =
      this.#choices.get(index) ??
      new ChoiceStream(index, {
        exit,
        model,
        send: (choice, extra) => this.#send({ ...this.#envelope, choices: [choice], ...extra }),
        onEnd: () => this.#onEnd(),
      })
    this.#choices.set(index, made)
    return made
  }

  #onEnd(): void {
    if (!this.isOver || [...this.#choices.values()].every(({ finished }) => finished)) return
    this.#isCut = true
    this.#stopped.resolve()
  }
}
