import type { LanguageModelV4CallOptions, LanguageModelV4Usage } from '@ai-sdk/provider'
import { token, type Session, type Token } from '@ringwall/core'
import { APICallError } from 'ai'
import { Denied } from './denied.ts'
import { isTextType } from './files.ts'
import type { TracedSession, Wall } from './inspector.ts'

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
const BudgetToken: Token<Budget> = token<Budget>('Budget')

/** What a file is taken to cost, in bytes of text. */
const FILE_BYTES = 4096
/** Errors after which it is certain that no request was sent. */
const UNSENT = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** What came of a call: the provider's count, if it told one, and the bytes that it was seen to say. */
export interface Seen {
  readonly usage?: LanguageModelV4Usage | undefined
  readonly outputBytes: number
}

/** What one call of a model may cost, from before it is sent to after its end. Without a layer that keeps budgets, nothing. */
export class Spending {
  readonly #wall: Wall
  #hold: object | undefined

  private constructor(wall: Wall, hold?: object) {
    this.#wall = wall
    this.#hold = hold
  }

  /** Reserves what the call may cost at most. Throws Denied if a budget or a breaker refuses. */
  static async open(
    wall: Wall,
    session: TracedSession,
    model: { readonly provider: string; readonly modelId: string },
    params: LanguageModelV4CallOptions,
  ): Promise<Spending> {
    const budget = wall.find(BudgetToken)
    if (!budget) return new Spending(wall)
    const { hold, refusal } = await budget.reserve(session, {
      provider: model.provider,
      model: model.modelId,
      choices: 1,
      inputBytes: inputBytes(params),
      maxOutputTokens: params.maxOutputTokens,
    })
    if (!refusal) return new Spending(wall, hold)
    const { layer, code, message: reason, retryAfterMs } = refusal
    throw new Denied({ outcome: 'deny', layer, code, reason, retryAfterMs, traceId: session.traceId })
  }

  /** Counts the end of the call; of several ends the first. */
  async end(outcome: Outcome, { usage, outputBytes }: Seen): Promise<void> {
    const hold = this.#hold
    this.#hold = undefined
    // Where a reload took the layer away, what was reserved stays spent.
    if (hold) await this.#wall.find(BudgetToken)?.settle(hold, { outcome, outputBytes, usage: usage && counts(usage) })
  }

  /** The model threw, or its stream broke off. */
  async endWithError(error: unknown, signal: AbortSignal | undefined, outputBytes = 0): Promise<void> {
    await this.end(signal?.aborted ? 'abandoned' : outcomeOf(error), { outputBytes })
  }
}

/** Only a 4xx says that the provider has done nothing; 408 is a 4xx for an answer that took too long. */
function outcomeOf(error: unknown): Outcome {
  if (APICallError.isInstance(error)) {
    const { statusCode = 0 } = error
    if (statusCode >= 400 && statusCode < 500 && statusCode !== 408) return 'refused'
  }
  let cause: unknown = error
  for (let depth = 0; cause instanceof Error && depth < 5; depth++) {
    if ('code' in cause && UNSENT.has(String(cause.code))) return 'unreached'
    cause = cause.cause
  }
  return 'failed'
}

/** Everything in a call is read by the model, or might be. */
function inputBytes(params: LanguageModelV4CallOptions): number {
  let files = 0
  const { prompt, tools, responseFormat, providerOptions } = params
  const text = JSON.stringify({ prompt, tools, responseFormat, providerOptions }, (_key, value: unknown) => {
    const isFile = typeof value === 'object' && value !== null && 'mediaType' in value && 'data' in value
    if (!isFile || isText(value)) return value
    files++
    return undefined
  })
  return Buffer.byteLength(text) + files * FILE_BYTES
}

function isText({ data, mediaType }: { readonly data: unknown; readonly mediaType: unknown }): boolean {
  if (typeof mediaType === 'string' && isTextType(mediaType)) return true
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'text'
}

/** Counts as the service wants them, as the provider sent them: whether they are counts at all is the layer's to see. */
function counts({ inputTokens, outputTokens }: LanguageModelV4Usage): object {
  const { total, cacheRead, cacheWrite } = inputTokens
  return {
    inputTokens: total,
    outputTokens: outputTokens.total,
    ...(cacheRead === undefined ? {} : { cachedInputTokens: cacheRead }),
    ...(cacheWrite === undefined ? {} : { cacheWriteTokens: cacheWrite }),
  }
}
