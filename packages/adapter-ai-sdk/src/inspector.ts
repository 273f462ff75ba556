import type { Inbound, JsonObject, JsonValue, Kernel, Session, Source } from '@ringwall/core'
import type { TracedSession } from '@ringwall/host'
import { mapStrings, textView } from '@ringwall/text'
import { allowed, refuse } from './denied.ts'

/** What this package uses of a kernel. */
export type Wall = Pick<Kernel, 'onInbound' | 'onToolCall' | 'onOutbound' | 'outboundStream' | 'find'>

/** Where a text comes from. */
export interface Origin {
  readonly source: Source
  readonly meta: JsonObject
}

/** What is shown to layers of a result: its texts, or the JSON of one that has none. */
export function viewOf(value: JsonValue): string {
  const text = textView(value)
  return text === '' ? JSON.stringify(value) : text
}

/** Puts what belongs to one call of a model or tool to the layers. Every method throws Denied. */
export class Inspector {
  readonly kernel: Wall
  readonly session: TracedSession
  /** What layers want to have said in the system prompt; a set, since a layer may say the same of every text. */
  readonly instructions: Set<string> = new Set()

  constructor(kernel: Wall, session: Session) {
    this.kernel = kernel
    this.session = { ...session, traceId: session.traceId ?? crypto.randomUUID() }
  }

  /** The text as it may go on. */
  async text(text: string, { source, meta }: Origin): Promise<string> {
    return text === '' ? text : this.#inbound({ source, text, meta })
  }

  /** Passes a value as it is, or not at all. */
  async unchanged(value: JsonValue, { source, meta }: Origin): Promise<void> {
    const text = textView(value)
    if (text === '') return
    const after = await this.#inbound({ source, text, meta: { ...meta, structured: true } })
    if (after !== text) throw refuse('AI_REWRITE_IMPOSSIBLE', {}, this.session.traceId)
  }

  /** The value as it may go on: unchanged, or with each string as the layers want it. */
  async value(value: JsonValue, { source, meta }: Origin): Promise<JsonValue> {
    const text = textView(value)
    if (text === '') return value
    const judge = (part: string): Promise<string> =>
      this.#inbound({ source, text: part, meta: { ...meta, structured: true } })
    const after = await judge(text)
    if (after === text) return value
    const mapped = await mapStrings(value, judge)
    // Only where the parts come to what the whole was to become, it is known what goes on.
    if (mapped === undefined || textView(mapped) !== after)
      throw refuse('AI_REWRITE_IMPOSSIBLE', {}, this.session.traceId)
    return mapped
  }

  /** What a tool returned as it may go on: what has no text in it is shown as JSON, and is a text where a layer changes it. */
  async result(value: JsonValue, origin: Origin): Promise<JsonValue> {
    if (typeof value === 'string') return this.text(value, origin)
    if (textView(value) !== '') return this.value(value, origin)
    const text = viewOf(value)
    const after = await this.#inbound({ source: origin.source, text, meta: { ...origin.meta, structured: true } })
    return after === text ? value : after
  }

  /** What leaves for the user. */
  async outbound(body: JsonValue, meta: JsonObject): Promise<JsonValue> {
    return allowed(await this.kernel.onOutbound({ destination: 'user', body, meta }, this.session)).body
  }

  /** Text that leaves for the user. */
  async outboundText(text: string, meta: JsonObject): Promise<string> {
    if (text === '') return text
    const after = await this.outbound(text, meta)
    if (typeof after !== 'string') throw refuse('AI_REWRITE_IMPOSSIBLE', {}, this.session.traceId)
    return after
  }

  async #inbound(payload: Inbound): Promise<string> {
    const decision = await this.kernel.onInbound(payload, this.session)
    const { text } = allowed(decision)
    for (const line of decision.instructions) this.instructions.add(line)
    return text
  }
}
