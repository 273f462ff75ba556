import type { SessionInfo } from './api.ts'
import type { Client } from './client.ts'
import type { Feed } from './feed.ts'

/** What every view is given. */
export interface ViewProps {
  readonly client: Client
  readonly feed: Feed
  readonly session: SessionInfo
}
