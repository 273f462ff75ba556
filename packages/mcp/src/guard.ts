import {
  isJsonObject,
  type Decision,
  type Inbound,
  type JsonObject,
  type JsonValue,
  type Kernel,
  type Session,
  type Source,
} from '@ringwall/core'
import { denialOf, type Denial } from '@ringwall/host'
import { mapStrings, textView } from '@ringwall/text'
import { fail, isMcpError, type McpErrorCode } from './errors.ts'

/** Why something does not go on, as far as a client may know it. */
export class Refused extends Error {
  readonly code: string
  readonly layer: string
  readonly outcome: 'ask' | 'deny'
  readonly traceId: string | undefined

  constructor({
    code,
    message,
    layer = 'mcp',
    outcome = 'deny',
    traceId,
  }: Partial<Denial> & Pick<Denial, 'code' | 'message'>) {
    super(message)
    this.code = code
    this.layer = layer
    this.outcome = outcome
    this.traceId = traceId
  }
}

/** A refusal by this package itself. */
export function refuse(code: McpErrorCode, params?: Readonly<Record<string, string | number>>): Refused {
  const { message, fix } = fail(code, params)
  return new Refused({ code, message: `${message} ${fix}` })
}

/** What was thrown, as a refusal; whatever is not of this package tells nothing of the inside. */
export function toRefusal(thrown: unknown): Refused {
  if (thrown instanceof Refused) return thrown
  return isMcpError(thrown) ? refuseWith(thrown) : refuse('MCP_INTERNAL')
}

function refuseWith({ code, message, fix }: Error & { readonly code: string; readonly fix: string }): Refused {
  return new Refused({ code, message: `${message} ${fix}` })
}

/** The refusal in a decision that is no allow. The operator's detail stays behind. */
export function refusalOf(decision: Decision): Refused | undefined {
  const denial = denialOf(decision)
  return denial && new Refused(denial)
}

/** Where a text of a server comes from. */
export interface Origin {
  readonly source: Source
  readonly meta: JsonObject
}

/** The layers of one connection, as the messages of one request meet them. Every method throws Refused. */
export class Guard {
  readonly kernel: Pick<Kernel, 'onInbound' | 'onToolCall' | 'onOutbound' | 'find'>
  readonly session: Session
  /** The operator's name of the server. */
  readonly server: string

  constructor(kernel: Guard['kernel'], session: Session, server: string) {
    this.kernel = kernel
    this.session = session
    this.server = server
  }

  /** The same for one request, under a trace id of its own. */
  forRequest(): Guard {
    return new Guard(this.kernel, { ...this.session, traceId: crypto.randomUUID() }, this.server)
  }

  origin(source: Source, meta: JsonObject = {}): Origin {
    return { source, meta: { server: this.server, ...meta } }
  }

  /** The text as it may go on. */
  async text(text: string, { source, meta }: Origin): Promise<string> {
    return text === '' ? text : this.#inbound({ source, text, meta })
  }

  /** Passes a value as it is, or not at all. `text` is what is shown to the layers in its place. */
  async unchanged(value: JsonValue, origin: Origin, text: string = textView(value)): Promise<void> {
    if (text === '') return
    const after = await this.#inbound(structured(origin, text))
    if (after !== text) throw refuse('MCP_REWRITE_IMPOSSIBLE')
  }

  /** The value as it may go on: unchanged, or with each string as the layers want it. */
  async value(value: JsonValue, origin: Origin): Promise<JsonValue> {
    const text = textView(value)
    if (text === '') return value
    const after = await this.#inbound(structured(origin, text))
    if (after === text) return value
    const mapped = await mapStrings(value, (part) => this.#inbound(structured(origin, part)))
    // Only where the parts come to what the whole was to become, it is known what goes on.
    if (mapped === undefined || textView(mapped) !== after) throw refuse('MCP_REWRITE_IMPOSSIBLE')
    return mapped
  }

  /** What leaves for the server. */
  async outbound(body: JsonObject, meta: JsonObject): Promise<JsonObject> {
    if (Object.keys(body).length === 0) return body
    const decision = await this.kernel.onOutbound(
      { destination: 'api', body, meta: { server: this.server, ...meta } },
      this.session,
    )
    const after = allowed(decision).body
    if (!isJsonObject(after)) throw refuse('MCP_REWRITE_IMPOSSIBLE')
    return after
  }

  async #inbound(payload: Inbound): Promise<string> {
    return allowed(await this.kernel.onInbound(payload, this.session)).text
  }
}

/** The payload of a decision that is an allow. Throws Refused. */
export function allowed<T>(decision: Decision & { readonly payload?: T | undefined }): T {
  const refusal = refusalOf(decision)
  if (refusal) throw refusal
  if (decision.payload === undefined) throw refuse('MCP_INTERNAL')
  return decision.payload
}

function structured({ source, meta }: Origin, text: string): Inbound {
  return { source, text, meta: { ...meta, structured: true } }
}
