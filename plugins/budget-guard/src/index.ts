export { budgetGuard } from './plugin.ts'
export type { BudgetGuardConfig, BudgetGuardInput } from './config.ts'
export { BreakerToken, BudgetToken } from './service.ts'
export type {
  Breaker,
  BreakerReport,
  BreakerState,
  Budget,
  CallOutcome,
  CallReport,
  Hold,
  ModelRequest,
  Opened,
  Pass,
  Price,
  Refusal,
  Settlement,
  Target,
  Usage,
} from './service.ts'
export type { BreakerEvent, BudgetEvent } from './events.ts'
