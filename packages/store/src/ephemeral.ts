import type { Store } from './store.ts'

/** Marks a store that nothing outlives. Not part of the interface: a driver that says nothing keeps what it acknowledges. */
export interface Ephemeral {
  readonly isEphemeral: boolean
}

/** True for a database in memory: what is kept elsewhere about the state of such a store tells nothing of the next one. */
export function isEphemeral(store: Store & Partial<Ephemeral>): boolean {
  return store.isEphemeral === true
}
