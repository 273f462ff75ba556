import { isJsonObject, token, type JsonObject, type JsonValue, type Session, type Token } from '@ringwall/core'
import { z } from 'zod'
import type { Checked } from './denial.ts'
import { GatewayError } from './errors.ts'
import type { Exit } from './outbound.ts'
import { parseJson, type Usage } from './reply-shape.ts'
import type { ChatRequest } from './request.ts'

/** How a call of a model ended, as the service `Budget` knows it. */
type Outcome = 'answered' | 'failed' | 'unreached' | 'refused' | 'abandoned'
/** The service `Budget` of a layer, as much of it as is used here. Neither method rejects. */
interface Budget {
  reserve(session: Session, request: object): Promise<Reserved>
  settle(
    hold: object,
    report: { readonly outcome: Outcome; readonly usage?: unknown; readonly outputBytes: number },
  ): Promise<unknown>
}
interface Reserved {
  readonly hold?: object | undefined
  readonly refusal?:
    | { readonly layer: string; readonly code: string; readonly message: string; readonly retryAfterMs?: number }
    | undefined
}
const Field = z.unknown().optional()
const ErrorEvent = z.object({ error: z.object({ code: Field, status: Field, type: Field }) })
const BudgetToken: Token<Budget> = token<Budget>('Budget')

/** What a request may cost at most. */
export interface Estimate {
  readonly provider: string
  readonly model: string
  readonly choices: number
  readonly inputBytes: number
  readonly maxOutputTokens: number | undefined
}

/** What a part that is no text is taken to cost, in bytes of text. */
export const PART_BYTES = 4096
/** Errors after which it is certain that no request was sent. */
const UNSENT = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** What came of a call: upstream's count, if it told one, and the bytes that it was seen to say. */
export interface Seen {
  readonly usage?: Usage | undefined
  readonly outputBytes?: number
}

/** What one call of a model is allowed to cost, from before it is sent to after its end. Without a layer that keeps budgets, nothing. */
export class Spending {
  /** What goes upstream. */
  readonly body: JsonObject
  readonly #exit: Exit
  #hold: object | undefined

  private constructor(exit: Exit, body: JsonObject, hold?: object) {
    this.#exit = exit
    this.body = body
    this.#hold = hold
  }

  /** Reserves what the request may cost at most; the denial if a budget or a breaker refuses. `counted` is the body that goes upstream where somebody counts. */
  static async open(
    exit: Exit,
    asked: Estimate,
    body: JsonObject,
    counted: JsonObject = body,
  ): Promise<Checked<Spending>> {
    const { kernel, session } = exit
    const budget = kernel.find(BudgetToken)
    if (!budget) return { value: new Spending(exit, body) }
    const { hold, refusal } = await budget.reserve(session, asked)
    if (refusal) return { denial: { outcome: 'deny', traceId: session.traceId, ...refusal } }
    return { value: new Spending(exit, counted, hold) }
  }

  /** Counts the end of the call; of several ends the first. */
  async end(outcome: Outcome, { usage, outputBytes = 0 }: Seen = {}): Promise<void> {
    const hold = this.#hold
    this.#hold = undefined
    // Where a reload took the layer away, what was reserved stays spent.
    if (hold)
      await this.#exit.kernel.find(BudgetToken)?.settle(hold, { outcome, outputBytes, usage: usage && counts(usage) })
  }

  /** Upstream answered with an error. Only a 4xx says that it has done nothing; 408 is a 4xx for an answer that took too long. */
  async endWithStatus(status: number): Promise<void> {
    await this.end(isRefusal(status) ? 'refused' : 'failed')
  }

  /** An error came where the reply, or more of it, was due. What was begun may be billed, also where the request is to blame. */
  async endWithEvent(data: string, seen?: Seen): Promise<void> {
    await this.end(blamesRequest(data) ? 'abandoned' : 'failed', seen)
  }

  /** Something was thrown. What is not upstream's fault tells nothing about it. */
  async endWithError(error: unknown, { outputBytes = 0 }: Seen = {}): Promise<void> {
    const isUpstreams = error instanceof GatewayError && error.code.startsWith('UPSTREAM_')
    if (!isUpstreams) await this.end('abandoned', { outputBytes })
    else await this.end(isUnsent(error) ? 'unreached' : 'failed', { outputBytes })
  }
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408
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
  if (numbers.length > 0) return numbers.some((told) => isRefusal(Number(told)))
  // The code is the closer word: some have one type for all.
  const word = [code, type].find((told) => typeof told === 'string' && told !== '')
  return typeof word === 'string' && !PROVIDERS.test(word)
}

function isUnsent({ cause }: Error): boolean {
  const inner = cause instanceof Error ? cause.cause : undefined
  return inner instanceof Error && 'code' in inner && UNSENT.has(String(inner.code))
}

/** What a chat may cost at most. */
export function chatEstimate(
  provider: string,
  { model, choices }: Pick<ChatRequest, 'model' | 'choices'>,
  body: JsonObject,
): Estimate {
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

/** Counts as the service wants them, as upstream sent them: whether they are counts at all is the layer's to see. */
function counts({
  prompt_tokens: inputTokens,
  completion_tokens: outputTokens,
  prompt_tokens_details: details,
}: Usage): object {
  const { cached_tokens: cached, cache_write_tokens: written } = details ?? {}
  return {
    inputTokens,
    outputTokens,
    ...(cached === undefined ? {} : { cachedInputTokens: cached }),
    ...(written === undefined ? {} : { cacheWriteTokens: written }),
  }
}
