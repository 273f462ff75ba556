import type { ContractCase } from './contract/case.ts'
import { COUNTER_CASES } from './contract/counters.ts'
import { LIFECYCLE_CASES } from './contract/lifecycle.ts'
import { LOG_CASES } from './contract/logs.ts'
import { PROCESS_CASES } from './contract/processes.ts'
import { RESERVATION_CASES } from './contract/reservations.ts'
import { TOPIC_CASES } from './contract/topics.ts'
import { TRANSACTION_CASES } from './contract/transactions.ts'
import { VALUE_CASES } from './contract/values.ts'

/** Everything that a driver must pass, for any test runner: give each case a harness over an empty store of its own. */
export const STORE_CONTRACT: readonly ContractCase[] = [
  ...COUNTER_CASES,
  ...RESERVATION_CASES,
  ...VALUE_CASES,
  ...TRANSACTION_CASES,
  ...LOG_CASES,
  ...TOPIC_CASES,
  ...LIFECYCLE_CASES,
  ...PROCESS_CASES,
]
