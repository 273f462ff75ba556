import { token, type Kernel, type Session, type Token } from '@ringwall/core'
import { STOPPED, type Checked, type Denial } from './denial.ts'

/** A session under the trace id of one request. */
export type TracedSession = Session & { readonly traceId: string }
/** How a call of a model ended, as the service `Budget` knows it; `cancelled`: it was never sent. */
export type CallOutcome = 'answered' | 'failed' | 'unreached' | 'refused' | 'abandoned' | 'cancelled'

/** What a call of a model may cost at most. */
export interface CallEstimate {
  readonly provider: string
  readonly model: string
  readonly choices: number
  readonly inputBytes: number
  readonly maxOutputTokens: number | undefined
}

/** What came of a call: the provider's count, if it told one, and the bytes that it was seen to say. */
export interface CallSeen {
  /** As the provider sent it: whether these are counts at all is the layer's to see. */
  readonly usage?:
    | {
        readonly inputTokens: unknown
        readonly outputTokens: unknown
        readonly cachedInputTokens?: unknown
        readonly cacheWriteTokens?: unknown
      }
    | undefined
  readonly outputBytes: number
}

/** The service `Budget` of a layer, as much of it as is used here. Neither method rejects. */
interface Budget {
  reserve(session: Session, request: CallEstimate): Promise<Reserved>
  settle(hold: object, report: CallSeen & { readonly outcome: CallOutcome }): Promise<unknown>
}
interface Reserved {
  readonly hold?: object | undefined
  readonly refusal?: Refusal | undefined
}
type Refusal = Pick<Denial, 'layer' | 'code' | 'message' | 'retryAfterMs'>
const UNHELD: Refusal = { layer: 'kernel', code: 'DENIED', message: STOPPED }
const BudgetToken: Token<Budget> = token<Budget>('Budget')

/** Errors after which it is certain that no request was sent. */
const UNSENT = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
])
const MAX_CAUSES = 5

/** What one call of a model is allowed to cost, from before it is sent to after its end. Without a layer that keeps budgets, nothing. */
export class Reservation {
  readonly #kernel: Pick<Kernel, 'find'>
  /** Whether a layer counts the call. */
  readonly isCounted: boolean
  #hold: object | undefined

  private constructor(kernel: Pick<Kernel, 'find'>, hold?: object) {
    this.#kernel = kernel
    this.#hold = hold
    this.isCounted = hold !== undefined
  }

  /** Reserves what the call may cost at most; the denial if a budget or a breaker refuses. */
  static async open(
    kernel: Pick<Kernel, 'find'>,
    session: TracedSession,
    estimate: CallEstimate,
  ): Promise<Checked<Reservation>> {
    const budget = kernel.find(BudgetToken)
    if (!budget) return { value: new Reservation(kernel) }
    const { hold, refusal } = await budget.reserve(session, estimate)
    if (hold && !refusal) return { value: new Reservation(kernel, hold) }
    // What nobody holds could never be counted.
    const { layer, code, message, retryAfterMs }: Refusal = refusal ?? UNHELD
    return { denial: { outcome: 'deny', traceId: session.traceId, layer, code, message, retryAfterMs } }
  }

  /** Counts the end of the call; of several ends the first. */
  async settle(outcome: CallOutcome, { usage, outputBytes }: CallSeen): Promise<void> {
    const hold = this.#hold
    this.#hold = undefined
    // Where a reload took the layer away, what was reserved stays spent.
    if (hold) await this.#kernel.find(BudgetToken)?.settle(hold, { outcome, outputBytes, usage })
  }
}

/** How a call ended that was answered with the status of an error. Only a 4xx says that nothing was done; 408 is one for an answer that took too long. */
export function outcomeOfStatus(status: number): CallOutcome {
  return status >= 400 && status < 500 && status !== 408 ? 'refused' : 'failed'
}

/** How a call ended that threw. What was seen to say something was sent, whatever the error says. */
export function outcomeOfError(error: unknown, outputBytes: number): CallOutcome {
  let cause = outputBytes === 0 ? error : undefined
  for (let depth = 0; cause instanceof Error && depth < MAX_CAUSES; depth++) {
    if ('code' in cause && UNSENT.has(String(cause.code))) return 'unreached'
    cause = cause.cause
  }
  return 'failed'
}
