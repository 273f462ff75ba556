import { token, type Session, type Token } from '@ringwall/core'
import type { Code, NAME } from './codes.ts'

/** A model at a provider: what prices and breakers are for. */
export interface Target {
  readonly provider: string
  readonly model: string
}

/** A call of a model that is about to be made. Counts are whole numbers from 0 to 1,000,000,000. */
export interface ModelRequest extends Target {
  /** What goes in, in tokens, if the host has counted them. */
  readonly inputTokens?: number | undefined
  /** What goes in, in bytes of UTF-8, where it has not: no tokenizer makes more tokens than there are bytes. One of the two must be there. */
  readonly inputBytes?: number | undefined
  /** The most that may come out, in tokens, for each choice. Without it: that of the model's entry, or `assumedOutputTokens`. */
  readonly maxOutputTokens?: number | undefined
  /** How many replies are asked for. Default: 1. */
  readonly choices?: number | undefined
  /** The model's context window in tokens; the smaller one of this and of the model's entry counts. */
  readonly contextWindow?: number | undefined
}

/** What a call took, in tokens. Input includes what was cached; output includes reasoning. */
export interface Usage {
  readonly inputTokens: number
  readonly outputTokens: number
  /** The part of the input that was read from the provider's cache. */
  readonly cachedInputTokens?: number | undefined
  /** The part of the input that was written to the provider's cache. */
  readonly cacheWriteTokens?: number | undefined
}

/** Prices in millionths of a unit of the currency for a million tokens. */
export interface Price {
  readonly input: number
  readonly output: number
  readonly cachedInput: number
  readonly cacheWrite: number
}

/** How a call ended, as far as money and the provider's health are concerned. */
export const CALL_OUTCOMES = ['answered', 'failed', 'unreached', 'refused', 'abandoned', 'cancelled'] as const
/**
 * `answered`: with usage. `failed`: the provider broke off, was silent or answered 5xx: what was reserved is spent. `unreached`: no connection,
 * nothing is spent. `refused`: a 4xx, nothing is spent, and nothing is known of the model. `abandoned`: the caller left: what was reserved is spent. `cancelled`: never sent.
 */
export type CallOutcome = (typeof CALL_OUTCOMES)[number]
/** What a host says of a call that has ended. */
export interface CallReport {
  readonly outcome: CallOutcome
  /** The provider's own count, a Usage. Anything else counts as what was reserved, and is told. */
  readonly usage?: unknown
  /** What came out, in bytes of UTF-8, as far as the host saw it: usage that is too small for it is not believed. */
  readonly outputBytes?: number | undefined
}

/** Leave to call a model, from the breaker. */
export interface Pass extends Target {
  /** Set for the one call that finds out whether the model works again. */
  readonly probe: string | null
  /** Which opening of the breaker the probe is for. */
  readonly trip: string | null
}
/** Why a call must not be made. */
export interface Refusal {
  /** Who refuses. */
  readonly layer: typeof NAME
  readonly code: Code
  /** Which limit it was: `tokens.tenant.hour`, `cost.user.day`, `steps.execution`, `context`, `breaker`. */
  readonly rule: string
  /** Safe to show to the user. */
  readonly message: string
  readonly detail: string
  /** Before this many milliseconds have passed, another attempt is in vain. */
  readonly retryAfterMs?: number
}
/** A reservation. Plain JSON; the host keeps it, also across a reload, and gives it back once. */
export interface Hold {
  readonly name: string
  readonly session: Session
  readonly pass: Pass
  /** What each demand of the reservation counts. */
  readonly counters: readonly ('tokens' | 'cost')[]
  readonly tokens: number
  /** In millionths of the currency's unit. */
  readonly cost: number
  readonly price: Price | null
}
/** The answer to a request. */
export type Opened =
  | { readonly hold: Hold; readonly warnings: readonly Refusal[]; readonly refusal?: undefined }
  | { readonly refusal: Refusal; readonly hold?: undefined }

/** What was counted in the end. */
export interface Settlement {
  /** False where the reservation was settled before or has expired: then nothing was counted now. */
  readonly settled: boolean
  readonly tokens: number
  readonly cost: number
  /** BUDGET_USAGE_INVALID where the usage was not usable. */
  readonly code?: Code
}

/** Budgets for hosts that call models. What holds for them is what the hooks say; docs in the README. */
export interface Budget {
  /** Takes what the call may cost at most out of every budget, or out of none. Never rejects: whatever goes wrong is a refusal. */
  reserve(session: Session, request: ModelRequest): Promise<Opened>
  /** Counts what the call took in the place of what was reserved. Never rejects: what cannot be settled stays spent. */
  settle(hold: Hold, report: CallReport): Promise<Settlement>
}

/** What a call says of the model's health; `unknown` is nothing. */
export type BreakerReport = 'success' | 'failure' | 'unknown'
/** `half-open`: the next call, or one that is under way, decides. */
export type BreakerState = 'closed' | 'open' | 'half-open'

/** A circuit breaker for each model of each provider, one for all processes on the store. Rejects when the store does. */
export interface Breaker {
  /** Leave for one call, whose end must be reported; or the refusal. */
  admit(target: Target): Promise<Pass | Refusal>
  report(pass: Pass, report: BreakerReport): Promise<void>
  state(target: Target): Promise<BreakerState>
}

/** The service through which a host that calls models reserves and settles. */
export const BudgetToken: Token<Budget> = token<Budget>('Budget')
/** The service that knows which models are left alone. */
export const BreakerToken: Token<Breaker> = token<Breaker>('Breaker')

/** True for a refusal of the breaker. */
export function isRefusal(answer: Pass | Refusal): answer is Refusal {
  return 'code' in answer
}
