import type { Connection } from './connection.ts'
import type { Purge } from './purge.ts'
import type { ReadGroup } from './read-group.ts'

/** What the parts of one SQLite store share. */
export interface Parts {
  readonly connection: Connection
  /** For small reads. */
  readonly reads: ReadGroup
  /** The store's clock, in integer milliseconds; throws for a clock that gives anything else. */
  readonly now: () => number
  readonly purge: Purge
}
