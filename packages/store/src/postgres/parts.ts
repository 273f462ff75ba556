import type { Database } from './database.ts'

/** What the parts of one PostgreSQL store share. */
export interface Parts {
  readonly database: Database
  /** The time to count with; null is the server's own. */
  readonly now: () => number | null
}
