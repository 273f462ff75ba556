import { isRingwallError, type Session } from '@ringwall/core'
import { MAX_COST, type Demand, type Store } from '@ringwall/store'
import type { WatchedBreaker } from './breaker.ts'
import { NAME, type Code } from './codes.ts'
import type { BudgetGuardConfig } from './config.ts'
import { later } from './later.ts'
import { countersOf, limitsMoney, type Counter } from './counters.ts'
import { compileModels, costOf, dearestCost, dearestPrice } from './models.ts'
import { estimate, readUsage, salvageUsage } from './request.ts'
import {
  isRefusal,
  type BreakerReport,
  type CallOutcome,
  type CallReport,
  type Hold,
  type ModelRequest,
  type Opened,
  type Pass,
  type Refusal,
  type Settlement,
} from './service.ts'

/** What an outcome means: whether tokens were spent, whether their count is owed, and what it says of the provider. */
const OUTCOMES: Readonly<Record<CallOutcome, { spent: boolean; owed: boolean; health: BreakerReport }>> = {
  answered: { spent: true, owed: true, health: 'success' },
  failed: { spent: true, owed: false, health: 'failure' },
  unreached: { spent: false, owed: false, health: 'failure' },
  // Who refuses has not asked the model: a client's mistakes neither open a breaker nor close one.
  refused: { spent: false, owed: false, health: 'unknown' },
  abandoned: { spent: true, owed: false, health: 'unknown' },
  cancelled: { spent: false, owed: false, health: 'unknown' },
}

/** The books: reservations and settlements in the store. Every method rejects when the store does. */
export interface Books {
  /** Reserves under a name that nobody else uses at the time. */
  open(session: Session, request: ModelRequest, name: string): Promise<Opened>
  /** What `open` would say; reserves nothing. */
  predict(session: Session, request: ModelRequest): Promise<Prediction>
  close(hold: Hold, report: CallReport): Promise<Settlement>
  /** Counts what nobody reserved, at the dearest price there is. */
  countUnreserved(session: Session, report: CallReport): Promise<Settlement>
}

/** What would be said of a call. */
export interface Prediction {
  readonly refusal?: Refusal | undefined
  readonly warnings: readonly Refusal[]
}

/** Keeps the books of one config. */
export function createBooks(store: Store, config: BudgetGuardConfig, breaker: WatchedBreaker): Books {
  const { reserveMs } = config
  const find = compileModels(config)
  const pricesNeeded = limitsMoney(config)
  const dearest = dearestPrice(config)

  /** Everything that can be said without the store. */
  function plan(session: Session, request: ModelRequest): Plan | { readonly refusal: Refusal } {
    const known = find(request)
    const { inputTokens, outputTokens, part } = estimate(request, known, config)
    if (part !== null && part >= config.contextDenyAt) return { refusal: contextRefusal('BUDGET_CONTEXT_FULL', part) }
    if (pricesNeeded && known.price === null) return { refusal: priceRefusal(request) }
    const spent = {
      tokens: Math.min(inputTokens + outputTokens, MAX_COST),
      cost: dearestCost(known.price, inputTokens, outputTokens),
    }
    const counters = countersOf(session, config)
    const demands = counters.map(({ kind, key, windowMs, limit }) => ({ key, windowMs, limit, cost: spent[kind] }))
    const warnings = part !== null && part >= config.contextWarnAt ? [contextRefusal('BUDGET_CONTEXT_HIGH', part)] : []
    return { ...spent, price: known.price, counters, demands, warnings }
  }

  /** The limits that a plan passes, by what the store measured. A limit of 0 lets nothing pass, not even what is free. */
  async function findPassed({ counters, tokens, cost }: Plan, fits: readonly Fit[]): Promise<Refusal | undefined> {
    const passed = counters.flatMap((counter, at) => {
      const fit = fits[at]
      return fit?.allowed === true && counter.limit > 0 ? [] : [{ counter, fit }]
    })
    const [first] = passed
    if (!first) return undefined
    const now = await store.time()
    const waits = passed.map(({ counter, fit }) =>
      typeof fit?.oldestAt === 'number' ? fit.oldestAt + counter.windowMs - now : counter.windowMs,
    )
    const wait = Math.max(1, ...waits)
    const { kind, rule, limit } = first.counter
    return {
      layer: NAME,
      code: kind === 'tokens' ? 'BUDGET_TOKENS_EXCEEDED' : 'BUDGET_COST_EXCEEDED',
      rule,
      message: `The budget is used up. Try again ${later(wait)}, or ask the operator.`,
      detail: `${rule}: the call may take ${kind === 'tokens' ? tokens : cost}, and ${first.fit?.count ?? 0} of ${limit} are taken`,
      retryAfterMs: wait,
    }
  }

  async function reserve(name: string, planned: Plan): Promise<Refusal | undefined> {
    const { demands, counters } = planned
    if (demands.length === 0) return undefined
    const closed = counters.some(({ limit }) => limit === 0)
    if (closed) return findPassed(planned, await measure(store, demands))
    const { allowed, windows } = await store.reserve(name, demands, { holdMs: reserveMs })
    return allowed ? undefined : findPassed(planned, windows)
  }

  /** Where no budget has a limit there is no reservation to settle; the breaker hears of a call once all the same. */
  async function isFirstEnd({ name }: Hold): Promise<boolean> {
    return (await store.compareAndSet(`ended/${name}`, null, true, { ttlMs: reserveMs })) !== undefined
  }

  /** Gives a probe back that will not be made. */
  async function giveUp(pass: Pass, refusal: Refusal): Promise<Opened> {
    await breaker.report(pass, 'unknown')
    return { refusal }
  }

  return {
    async open(session, request, name) {
      const planned = plan(session, request)
      if ('refusal' in planned) return planned
      const pass = await breaker.admit(request)
      if (isRefusal(pass)) return { refusal: pass }
      try {
        const refusal = await reserve(name, planned)
        if (refusal) return await giveUp(pass, refusal)
      } catch (error) {
        const isOpen = isRingwallError(error) && error.code === 'STORE_RESERVATION_OPEN'
        if (isOpen) return giveUp(pass, openRefusal())
        throw error
      }
      return { hold: holdOf(name, session, pass, planned), warnings: planned.warnings }
    },
    async predict(session, request) {
      const planned = plan(session, request)
      if ('refusal' in planned) return { ...planned, warnings: [] }
      const refusal =
        (await breaker.peek(request)) ?? (await findPassed(planned, await measure(store, planned.demands)))
      return { refusal, warnings: planned.warnings }
    },
    async close(hold, report) {
      const { spent, owed, health } = OUTCOMES[report.outcome]
      const counted = spent ? countOf(hold, report, owed) : { tokens: 0, cost: 0 }
      const costs = hold.counters.map((kind) => counted[kind])
      const settled = await (costs.length === 0 ? isFirstEnd(hold) : store.settle(hold.name, spent ? costs : undefined))
      // Last, so that trouble there does not cost the settlement; and once, however many report.
      if (settled) await breaker.report(hold.pass, health)
      return settled ? { settled, ...counted } : { ...counted, settled, tokens: 0, cost: 0 }
    },
    async countUnreserved(session, report) {
      const read = readUsage(report)
      const found = read ?? salvageUsage(report)
      const spent = { tokens: found.inputTokens + found.outputTokens, cost: costOf(dearest, found) }
      for (const { kind, key, windowMs } of countersOf(session, config))
        if (spent[kind] > 0) await store.hit(key, { windowMs, cost: Math.min(spent[kind], MAX_COST) })
      return { settled: true, ...spent, code: read ? 'BUDGET_RESERVATION_UNKNOWN' : 'BUDGET_USAGE_INVALID' }
    },
  }
}

interface Plan {
  readonly tokens: number
  readonly cost: number
  readonly price: Hold['price']
  readonly counters: readonly Counter[]
  readonly demands: readonly Demand[]
  readonly warnings: readonly Refusal[]
}

interface Fit {
  readonly count: number
  readonly oldestAt: number | null
  readonly allowed: boolean
}

/** What the windows hold, without a change. */
async function measure(store: Store, demands: readonly Demand[]): Promise<readonly Fit[]> {
  const fits: Fit[] = []
  for (const { key, windowMs, cost, limit = Infinity } of demands) {
    const window = await store.count(key, windowMs)
    fits.push({ ...window, allowed: window.count + cost <= limit })
  }
  return fits
}

function holdOf(name: string, session: Session, pass: Pass, { counters, tokens, cost, price }: Plan): Hold {
  return Object.freeze({ name, session, pass, counters: counters.map(({ kind }) => kind), tokens, cost, price })
}

/** What counts as spent: the usage, also beyond what was reserved; without a usable one what was reserved, or more. */
function countOf(hold: Hold, report: CallReport, owed: boolean): Omit<Settlement, 'settled'> {
  const { usage } = report
  const read = readUsage(report)
  const found = read ?? salvageUsage(report)
  const tokens = found.inputTokens + found.outputTokens
  const cost = costOf(hold.price, found)
  if (read) return { tokens, cost }
  const least = { tokens: Math.max(hold.tokens, tokens), cost: Math.max(hold.cost, cost) }
  return owed || (usage !== undefined && usage !== null) ? { ...least, code: 'BUDGET_USAGE_INVALID' } : least
}

function contextRefusal(code: Code, part: number): Refusal {
  return {
    layer: NAME,
    code,
    rule: 'context',
    message:
      code === 'BUDGET_CONTEXT_FULL'
        ? 'The conversation is too long for the model. Start a new one, or shorten it.'
        : 'The conversation is nearly too long for the model.',
    detail: `the input takes ${Math.floor(part * 100)} % of the context window`,
  }
}

function priceRefusal({ provider, model }: ModelRequest): Refusal {
  return {
    layer: NAME,
    code: 'BUDGET_PRICE_UNKNOWN',
    rule: 'price',
    message: 'This model may not be used: nobody has said what it costs.',
    detail: `no entry of models has a price for ${provider}/${model}, and money is limited`,
  }
}

function openRefusal(): Refusal {
  return {
    layer: NAME,
    code: 'BUDGET_REQUEST_OPEN',
    rule: 'request',
    message: 'This request is under way already.',
    detail: 'a call with this id is open; give each call an id of its own',
  }
}
