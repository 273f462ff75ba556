import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import {
  outcomeOfError,
  outcomeOfStatus,
  Reservation,
  type CallEstimate,
  type CallOutcome,
  type CallSeen,
  type Checked,
} from '@ringwall/host'
import { z } from 'zod'
import { GatewayError } from './errors.ts'
import type { Exit } from './outbound.ts'
import { parseJson, type Usage } from './reply-shape.ts'
import type { ChatRequest } from './request.ts'

const Field = z.unknown().optional()
const ErrorEvent = z.object({ error: z.object({ code: Field, status: Field, type: Field }) })
/** What a part that is no text is taken to cost, in bytes of text. */
export const PART_BYTES = 4096
/** What came of a call: upstream's count, if it told one, and the bytes that it was seen to say. */
export interface Seen {
  readonly usage?: Usage | undefined
  readonly outputBytes?: number
}

/** What one call of a model is allowed to cost, in the words of upstream. */
export class Spending {
  /** What goes upstream. */
  readonly body: JsonObject
  readonly #reservation: Reservation

  private constructor(body: JsonObject, reservation: Reservation) {
    this.body = body
    this.#reservation = reservation
  }

  /** Reserves what the request may cost at most; the denial if a budget or a breaker refuses. `counted` is the body that goes upstream where somebody counts. */
  static async open(
    { kernel, session }: Exit,
    asked: CallEstimate,
    body: JsonObject,
    counted: JsonObject = body,
  ): Promise<Checked<Spending>> {
    const { value, denial } = await Reservation.open(kernel, session, asked)
    return denial ? { denial } : { value: new Spending(value.isCounted ? counted : body, value) }
  }

  /** Counts the end of the call; of several ends the first. */
  async end(outcome: CallOutcome, { usage, outputBytes = 0 }: Seen = {}): Promise<void> {
    await this.#reservation.settle(outcome, { outputBytes, usage: usage && counts(usage) })
  }

  /** Upstream answered with the status of an error. */
  async endWithStatus(status: number): Promise<void> {
    await this.end(outcomeOfStatus(status))
  }

  /** An error came where the reply, or more of it, was due. What was begun may be billed, also where the request is to blame. */
  async endWithEvent(data: string, seen?: Seen): Promise<void> {
    await this.end(blamesRequest(data) ? 'abandoned' : 'failed', seen)
  }

  /** Something was thrown. What is not upstream's fault tells nothing about it. */
  async endWithError(error: unknown, { outputBytes = 0 }: Seen = {}): Promise<void> {
    const code = error instanceof GatewayError ? error.code : ''
    // A reply that broke off was begun, whatever broke it.
    const outcome = code === 'UPSTREAM_INTERRUPTED' ? 'failed' : outcomeOfError(error, outputBytes)
    await this.end(code.startsWith('UPSTREAM_') ? outcome : 'abandoned', { outputBytes })
  }
}

/** Words in the codes and types of errors that are the provider's own. */
const PROVIDERS = /server|internal|timeout|timed_out|overload|unavailable|api_error|upstream|gateway|engine/i

/**
 * Whether the error in an event is the request's: by the code of a 4xx, as routers tell what they would else have told by the status, or by a
 * word that names no failure of the provider's. Nobody may open the breaker of others with a prompt that the provider refuses in mid-stream.
 */
export function blamesRequest(data: string): boolean {
  const { code, status, type } = ErrorEvent.safeParse(parseJson(data, 'an event is not JSON')).data?.error ?? {}
  const numbers = [code, status].filter((told) => Number(told) >= 400 && Number(told) < 600)
  if (numbers.length > 0) return numbers.some((told) => outcomeOfStatus(Number(told)) === 'refused')
  // The code is the closer word: some have one type for all.
  const word = [code, type].find((told) => typeof told === 'string' && told !== '')
  return typeof word === 'string' && !PROVIDERS.test(word)
}

/** What a chat may cost at most. */
export function chatEstimate(
  provider: string,
  { model, choices }: Pick<ChatRequest, 'model' | 'choices'>,
  body: JsonObject,
): CallEstimate {
  return { provider, model, choices, inputBytes: inputBytes(body), maxOutputTokens: maxOutput(body) }
}

/** Everything in the body is read by the model, or might be. */
function inputBytes(body: JsonObject): number {
  const messages = Array.isArray(body.messages) ? (body.messages as readonly JsonValue[]) : []
  let parts = 0
  const readable = messages.map((message) => {
    if (!isJsonObject(message) || !Array.isArray(message.content)) return message
    const content = (message.content as readonly JsonValue[]).filter(
      (part) => isJsonObject(part) && (part.type === 'text' || part.type === 'refusal'),
    )
    parts += message.content.length - content.length
    return { ...message, content }
  })
  return Buffer.byteLength(JSON.stringify({ ...body, messages: readable })) + parts * PART_BYTES
}

/** Names of the longest reply, also those that servers of this protocol read beside it: what one of them says is never less than what it does. */
const MAX_OUTPUT = [
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'max_new_tokens',
  'max_gen_len',
  'n_predict',
  'num_predict',
]

/** The largest that a field says; the layer refuses what is no count. A field of 0 or less is unlimited to some servers, so nobody has said it. */
function maxOutput(body: JsonObject): number | undefined {
  const options = isJsonObject(body.options ?? null) ? (body.options as JsonObject) : {}
  const told = [body, options]
    .flatMap((fields) => MAX_OUTPUT.map((name) => fields[name]))
    .filter((value) => value !== undefined && value !== null)
  if (told.length === 0) return undefined
  const limits = told.map((value) => (typeof value === 'number' && value > 0 ? value : undefined))
  return limits.every((limit) => limit !== undefined) ? Math.max(...limits) : undefined
}

/** Counts as the service wants them, as upstream sent them. */
function counts({
  prompt_tokens: inputTokens,
  completion_tokens: outputTokens,
  prompt_tokens_details,
}: Usage): CallSeen['usage'] {
  const { cached_tokens: cachedInputTokens, cache_write_tokens: cacheWriteTokens } = prompt_tokens_details ?? {}
  return { inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens }
}
