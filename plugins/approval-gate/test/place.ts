import type { StoreOptions } from '@ringwall/store'

/** A store that several processes open. */
export interface Place {
  readonly url: string
  readonly options: StoreOptions
}

/** What a process is to do. */
export interface Job extends Place {
  readonly keyFile: string
  readonly onAsk: 'wait' | 'return'
  readonly calls: number
  /** So many processes begin together. */
  readonly parties: number
  /** Ends as by a power cut once the store has taken the use of an approval, before anybody is told. */
  readonly diesAtUse?: boolean
}
