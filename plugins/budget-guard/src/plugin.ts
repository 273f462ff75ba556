import {
  definePlugin,
  type Answer,
  type Deny,
  type Flag,
  type HookEvent,
  type Manifest,
  type Plugin,
} from '@ringwall/core'
import { scoped, StoreToken } from '@ringwall/store'
import { createBreaker } from './breaker.ts'
import { createBudgetService, createObservedBudget, INVALID } from './budget-service.ts'
import { createBooks } from './budget.ts'
import { codes, NAME } from './codes.ts'
import { budgetGuardConfig } from './config.ts'
import { followDispatches } from './dispatches.ts'
import { createHostCalls } from './host-calls.ts'
import { createReporter } from './reporter.ts'
import { isCounted, readHostReport, readHostRequest, readUsage, type HostRequest } from './request.ts'
import { BreakerToken, BudgetToken, type Refusal } from './service.ts'
import { createSteps } from './steps.ts'

const manifest: Manifest = {
  api: 1,
  hooks: {
    onInbound: { admit: ['deny', 'flag'] },
    onToolCall: { admit: ['deny'] },
    onOutbound: { finish: ['flag'] },
  },
  after: ['tool-policy', 'action-classifier'],
  requires: ['Store'],
  provides: ['Breaker', 'Budget'],
  streaming: { window: 0 },
}

/** The layer: no call of a model beyond the budget, no run of tools without an end, no hammering on a provider that fails. */
export const budgetGuard: Plugin<typeof budgetGuardConfig> = definePlugin({
  name: NAME,
  version: '0.1.0',
  manifest,
  codes,
  config: budgetGuardConfig,
  setup({ config, mode, logger, events, require, provide }) {
    const observes = mode === 'observe'
    const store = scoped(require(StoreToken), NAME)
    const breaker = createBreaker(store, config, ({ provider, model }, state) => {
      logger.warn(`${NAME}: a breaker is ${state}`, { provider, model })
      events.emit('breaker', { time: Date.now(), provider, model, state })
    })
    const books = createBooks(store, config, breaker)
    const calls = createHostCalls(store, books, config.reserveMs)
    const steps = createSteps(store, config)
    const enforced = !observes
    const reporter = createReporter(events, { enforced, decides: true })
    const narrator = createReporter(events, { enforced, decides: false })
    const dispatches = observes ? undefined : followDispatches(calls, narrator)
    provide(BudgetToken, (observes ? createObservedBudget : createBudgetService)(books, narrator, logger))
    provide(BreakerToken, observes ? breaker.observed : breaker)

    async function reserve({ payload, session }: HookEvent<'onInbound'>, told: HostRequest): Promise<Answer<'admit'>> {
      const request = isCounted(told) ? told : { ...told, inputBytes: Buffer.byteLength(payload.text) }
      const answer = await (observes ? books.predict(session, request) : calls.open(session, request))
      if ('hold' in answer && payload.meta) dispatches?.reserved(payload.meta)
      reporter.opened(session, request, answer)
      if (answer.refusal) return deny(answer.refusal)
      return answer.warnings.map(({ code, rule, detail }): Flag => ({
        kind: 'flag',
        code,
        findings: [{ rule, severity: 'medium' }],
        detail,
      }))
    }

    return {
      onInbound: {
        admit(event) {
          const request = readHostRequest(event.payload.meta)
          if (request === undefined) return undefined
          // An empty text says nothing of what goes in.
          const isReadable = request !== null && (isCounted(request) || event.payload.text !== '')
          return isReadable ? reserve(event, request) : deny(INVALID)
        },
      },
      onToolCall: {
        admit({ session }) {
          if (config.steps === 'unlimited' && config.stepsPerHour === 'unlimited') return undefined
          return (observes ? steps.predict(session) : steps.take(session)).then((refusal) => {
            if (!refusal) return undefined
            reporter.step(session, refusal)
            return deny(refusal)
          })
        },
      },
      onOutbound: {
        finish({ payload, session }) {
          const report = readHostReport(payload)
          if (report === undefined) return undefined
          if (report === null) return flag('BUDGET_USAGE_INVALID', 'report')
          if (observes) {
            const isOwed = report.outcome === 'answered' && readUsage(report) === undefined
            return isOwed ? flag('BUDGET_USAGE_INVALID', 'usage') : undefined
          }
          return calls.close(session, report).then((settlement) => {
            reporter.closed(session, settlement.hold, settlement)
            return settlement.code && flag(settlement.code, 'usage')
          })
        },
      },
      ...(dispatches && { record: dispatches.record }),
    }
  },
})

function deny({ code, rule, message, detail }: Refusal): Deny {
  return { kind: 'deny', code, message, detail, findings: [{ rule, severity: 'high' }] }
}

function flag(code: keyof typeof codes, rule: string): Flag {
  return { kind: 'flag', code, findings: [{ rule, severity: 'high' }] }
}
