import { isJsonObject, token, type JsonObject, type JsonValue, type Session, type Token } from '@ringwall/core'
import type { Checked } from './denial.ts'
import { GatewayError } from './errors.ts'
import type { Exit } from './outbound.ts'
import type { Usage } from './reply-shape.ts'
import type { ChatRequest } from './request.ts'

/** How a call of a model ended, as the service `Budget` knows it. */
type Outcome = 'answered' | 'failed' | 'unreached' | 'refused' | 'abandoned'
/** The service `Budget` of a layer, as much of it as is used here. Neither method rejects. */
interface Budget {
  reserve(session: Session, request: object): Promise<Reserved>
  settle(hold: object, report: { readonly outcome: Outcome; readonly usage?: unknown }): Promise<unknown>
}
interface Reserved {
  readonly hold?: object | undefined
  readonly refusal?:
    | { readonly layer: string; readonly code: string; readonly message: string; readonly retryAfterMs?: number }
    | undefined
}
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
  async end(outcome: Outcome, usage?: Usage): Promise<void> {
    const hold = this.#hold
    this.#hold = undefined
    // Where a reload took the layer away, what was reserved stays spent.
    if (hold) await this.#exit.kernel.find(BudgetToken)?.settle(hold, { outcome, usage: usage && counts(usage) })
  }

  /** Upstream answered with an error. Only a 4xx says that it has done nothing. */
  async endWithStatus(status: number): Promise<void> {
    await this.end(status >= 400 && status < 500 ? 'refused' : 'failed')
  }

  /** Something was thrown. What is not upstream's fault tells nothing about it. */
  async endWithError(error: unknown): Promise<void> {
    const isUpstreams = error instanceof GatewayError && error.code.startsWith('UPSTREAM_')
    if (!isUpstreams) await this.end('abandoned')
    else await this.end(isUnsent(error) ? 'unreached' : 'failed')
  }
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

/** The larger of the two fields, where one says it; the layer refuses what is no count. */
function maxOutput({ max_tokens: old, max_completion_tokens: now }: JsonObject): number | undefined {
  const told = [old, now].filter((value) => typeof value === 'number')
  return told.length > 0 ? Math.max(...told) : undefined
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
