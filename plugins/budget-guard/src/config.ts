import { z } from 'zod'

/** What a limit may be; `unlimited` is said in so many words, so that nothing left out or misspelt is no limit. */
export type Limit = number | 'unlimited'

/** What the operator knows of some models. Prices are units of the currency for a million tokens. */
export interface ModelEntry {
  readonly provider: string
  readonly model: string
  readonly contextWindow?: number | undefined
  readonly maxOutputTokens?: number | undefined
  readonly price?:
    | {
        readonly input: number
        readonly output: number
        readonly cachedInput?: number | undefined
        readonly cacheWrite?: number | undefined
      }
    | undefined
}
/** The checked config. Durations in milliseconds. */
export interface BudgetGuardConfig {
  readonly execution: 'trace' | 'session'
  readonly executionMs: number
  readonly steps: Limit
  readonly stepsPerHour: Limit
  readonly tokensPerExecution: Limit
  readonly tokensPerHour: Limit
  readonly tokensPerDay: Limit
  readonly userTokensPerHour: Limit
  readonly userTokensPerDay: Limit
  readonly costPerExecution: Limit
  readonly costPerHour: Limit
  readonly costPerDay: Limit
  readonly userCostPerHour: Limit
  readonly userCostPerDay: Limit
  readonly models: readonly ModelEntry[]
  readonly assumedOutputTokens: number
  readonly contextWindow: Limit
  readonly contextWarnAt: number
  readonly contextDenyAt: number
  readonly reserveMs: number
  readonly breakerFailures: Limit
  readonly breakerOpenMs: number
  readonly breakerProbeMs: number
}
/** A config as an operator writes it. */
export type BudgetGuardInput = {
  readonly [K in keyof Omit<BudgetGuardConfig, 'models'>]?: BudgetGuardConfig[K] | undefined
} & {
  readonly models?: readonly (Omit<ModelEntry, 'provider'> & { readonly provider?: string | undefined })[] | undefined
}

/** The most tokens that a limit may name. */
const MAX_TOKENS = 1_000_000_000_000
/** The most money that a limit may name, in units of the currency. */
const MAX_MONEY = 1_000_000
const DAY_MS = 86_400_000

type Field<T> = z.ZodType<T, T | undefined>

function count(fallback: Limit, description: string, least = 0): Field<Limit> {
  return z
    .union([z.number().int().min(least).max(MAX_TOKENS), z.literal('unlimited')])
    .default(fallback)
    .describe(description)
    .meta({ tightens: 'lower' })
}

function money(description: string): Field<Limit> {
  return z
    .union([z.number().min(0).max(MAX_MONEY), z.literal('unlimited')])
    .default('unlimited')
    .describe(description)
    .meta({ tightens: 'lower' })
}

function duration(fallback: number, description: string): Field<number> {
  const most = 30 * DAY_MS
  return z.number().int().min(1000).max(most).default(fallback).describe(description).meta({ tightens: 'higher' })
}

function share(fallback: number, description: string): Field<number> {
  return z.number().min(0).max(1).default(fallback).describe(description).meta({ tightens: 'lower' })
}

const glob = z.string().min(1).max(256)
const tokens = z.number().int().min(1).max(1_000_000_000)
const price = z.number().min(0).max(1_000_000)
const entry = z.strictObject({
  provider: glob.default('*').describe('Globs for the names that the host gives; `*` is any number of characters.'),
  model: glob,
  contextWindow: tokens.optional(),
  maxOutputTokens: tokens.optional(),
  price: z
    .strictObject({ input: price, output: price, cachedInput: price.optional(), cacheWrite: price.optional() })
    .optional(),
})

/** Checks and completes what an operator wrote. */
export const budgetGuardConfig: z.ZodType<BudgetGuardConfig, BudgetGuardInput> = z.strictObject({
  execution: z
    .enum(['trace', 'session'])
    .default('session')
    .describe(
      'What an execution is: a session, or each trace of one. Take `trace` only where the host gives each run of the agent one trace, and nobody else can choose it.',
    )
    .meta({ tightens: ['trace', 'session'] }),
  executionMs: duration(DAY_MS, 'How long what an execution spent counts against it, in milliseconds.'),
  steps: count(150, 'Tool calls of one execution.'),
  stepsPerHour: count(
    1500,
    'Tool calls of one proven user at one agent in any 60 minutes, over all executions; of the agent, where no user is proven.',
  ),
  tokensPerExecution: count(2_000_000, 'Tokens of one execution.'),
  tokensPerHour: count(10_000_000, 'Tokens of one tenant in any 60 minutes.'),
  tokensPerDay: count(100_000_000, 'Tokens of one tenant in any 24 hours.'),
  userTokensPerHour: count('unlimited', 'Tokens of one proven user in any 60 minutes, within those of the tenant.'),
  userTokensPerDay: count('unlimited', 'Tokens of one proven user in any 24 hours, within those of the tenant.'),
  costPerExecution: money('Money for one execution, in units of the currency in which `models` has prices.'),
  costPerHour: money('Money for one tenant in any 60 minutes.'),
  costPerDay: money('Money for one tenant in any 24 hours.'),
  userCostPerHour: money('Money for one proven user in any 60 minutes.'),
  userCostPerDay: money('Money for one proven user in any 24 hours.'),
  models: z
    .array(entry)
    .max(1000)
    .readonly()
    .default([])
    .describe(
      'What is known of models; the first entry whose `provider` and `model` globs match counts. `contextWindow` and `maxOutputTokens` in tokens; `price` (`input`, `output`, and `cachedInput` and `cacheWrite`, which default to `input`) for a million tokens. Where money is limited, a model without a price is denied.',
    )
    .meta({ tightens: [] }),
  assumedOutputTokens: tokens
    .default(32_768)
    .describe('What is reserved for a reply where neither host nor `models` say how long it may be.')
    .meta({ tightens: 'higher' }),
  contextWindow: count(
    128_000,
    'The context window of models of which neither host nor `models` say it, in tokens.',
    1,
  ),
  contextWarnAt: share(0.8, 'The part of the context window from which an input is flagged.'),
  contextDenyAt: share(0.95, 'The part of the context window from which an input is denied.'),
  reserveMs: duration(600_000, 'How long a call may take. One that is never settled counts from then on as spent.'),
  breakerFailures: count(5, 'Failures in a row after which a model is left alone; `unlimited` for no breaker.', 1),
  breakerOpenMs: duration(60_000, 'How long it is left alone before one call tries it again.'),
  breakerProbeMs: duration(120_000, 'How long that one call may take to report before another one may try.'),
})
