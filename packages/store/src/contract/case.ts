import type { JsonValue } from '@ringwall/core'
import type { Store } from '../store.ts'
import type { ContractTask } from './tasks.ts'

/** What a driver's tests hand to a case: an empty store, and ways to reach the same state from elsewhere. */
export interface ContractHarness {
  readonly store: Store
  /** Moves the clock of `store` and its peers, which otherwise stands still at about the time of day. */
  readonly advance: (ms: number) => void
  /** Another handle on the same state, closed by the harness. */
  readonly peer: () => Promise<Store>
  /** Runs runContractTask in a process of its own, on the same state and on the real clock. */
  readonly runInProcess: (task: ContractTask) => Promise<JsonValue>
}

/** One promise of the interface. */
export interface ContractCase {
  readonly name: string
  readonly run: (harness: ContractHarness) => Promise<void>
}
