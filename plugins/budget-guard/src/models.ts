import { MAX_COST } from '@ringwall/store'
import type { BudgetGuardConfig, ModelEntry } from './config.ts'
import type { Price, Target, Usage } from './service.ts'

/** Millionths in a unit of the currency: money is counted in these, in whole numbers. */
export const MICRO = 1_000_000

/** What is known of a model. */
export interface Known {
  readonly contextWindow?: number | undefined
  readonly maxOutputTokens?: number | undefined
  readonly price: Price | null
}

/** Compiles the table of models: the first entry that matches counts, whatever the case of the names. */
export function compileModels({ models }: Pick<BudgetGuardConfig, 'models'>): (target: Target) => Known {
  const entries = models.map((entry) => ({
    provider: entry.provider.toLowerCase(),
    model: entry.model.toLowerCase(),
    known: {
      contextWindow: entry.contextWindow,
      maxOutputTokens: entry.maxOutputTokens,
      price: entry.price ? priceOf(entry.price) : null,
    },
  }))
  return (target) => {
    const [provider, model] = [target.provider.toLowerCase(), target.model.toLowerCase()]
    const found = entries.find((entry) => matchesGlob(entry.provider, provider) && matchesGlob(entry.model, model))
    return found?.known ?? { price: null }
  }
}

/** What a call costs in millionths of the currency's unit, rounded up once; at most MAX_COST. */
export function costOf(price: Price | null, usage: Usage): number {
  if (price === null) return 0
  const { inputTokens, outputTokens, cachedInputTokens: cached = 0, cacheWriteTokens: written = 0 } = usage
  // Whole numbers beyond 2^53: products of tokens and prices reach 10^24.
  const sum =
    BigInt(inputTokens - cached - written) * BigInt(price.input) +
    BigInt(cached) * BigInt(price.cachedInput) +
    BigInt(written) * BigInt(price.cacheWrite) +
    BigInt(outputTokens) * BigInt(price.output)
  const cost = (sum + BigInt(MICRO - 1)) / BigInt(MICRO)
  return cost > BigInt(MAX_COST) ? MAX_COST : Number(cost)
}

/** The most that a call can cost: all of its input at the dearest of its prices. */
export function dearestCost(price: Price | null, inputTokens: number, outputTokens: number): number {
  if (price === null) return 0
  const input = Math.max(price.input, price.cachedInput, price.cacheWrite)
  return costOf({ ...price, input }, { inputTokens, outputTokens })
}

/** The dearest of all prices in each of their parts, for a call of which nobody knows the model; null if there are none. */
export function dearestPrice({ models }: Pick<BudgetGuardConfig, 'models'>): Price | null {
  const prices = models.flatMap(({ price }) => (price ? [priceOf(price)] : []))
  if (prices.length === 0) return null
  const most = (key: keyof Price): number => Math.max(...prices.map((price) => price[key]))
  return {
    input: most('input'),
    output: most('output'),
    cachedInput: most('cachedInput'),
    cacheWrite: most('cacheWrite'),
  }
}

function priceOf({ input, output, cachedInput = input, cacheWrite = input }: NonNullable<ModelEntry['price']>): Price {
  const micro = (price: number): number => Math.ceil(Number((price * MICRO).toPrecision(15))) // 0.07 is 70,000, not 70,001
  return { input: micro(input), output: micro(output), cachedInput: micro(cachedInput), cacheWrite: micro(cacheWrite) }
}

/** True if the pattern covers the whole text. The leftmost place of each piece between stars is as good as any: no back-tracking. */
function matchesGlob(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*')
  const tail = rest.pop()
  if (tail === undefined) return text === pattern
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false
  const end = text.length - tail.length
  let at = head.length
  for (const piece of rest) {
    const found = text.indexOf(piece, at)
    if (found < 0 || found + piece.length > end) return false
    at = found + piece.length
  }
  return true
}
