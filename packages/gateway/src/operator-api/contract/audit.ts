import type { JsonObject } from '@ringwall/core'

/** `GET /api/audit?text=&layer=&outcome=&code=&agent=&tenant=&user=&session=&trace=&hook=&type=&action=&from=&to=&cursor=&limit=`; `from` and `to` are ISO 8601 or milliseconds, `limit` 1 to 200, default 50. Needs `operate` or `audit:read`. */
export interface AuditPage {
  /** Newest first. */
  readonly records: readonly AuditItem[]
  /** Null at the end of the log. A page may be short, or empty, and there is more: one request looks at so many records and no more. */
  readonly nextCursor: string | null
  /** Records that this request looked at. */
  readonly scanned: number
  /** The positions that the log has. */
  readonly first: number
  readonly last: number
}
/** One record; the fields that it has none of are absent. */
export interface AuditItem {
  readonly seq: number
  readonly time: string
  readonly type: string
  readonly outcome?: string
  readonly hook?: string
  readonly action?: string
  readonly tenant?: string
  readonly agent?: string
  readonly user?: string
  readonly session?: string
  readonly trace?: string
  /** The ruling that decided. */
  readonly layer?: string
  readonly code?: string
  /** All of it. */
  readonly record: JsonObject
}
/** `GET /api/audit/status`, and `POST /api/audit/verify` (status 202), which begins a verification unless one runs. */
export interface AuditStatus {
  /** `not-measured`: nobody has verified the log since this process began, or there is none; it is not known to be whole. */
  readonly state: 'not-measured' | 'verifying' | 'ok' | 'broken' | 'unproved' | 'failed'
  /** Whether the last record could be written; null where there is no audit log. */
  readonly writable: boolean | null
  /** Records that wait to be written. */
  readonly backlog: number | null
  readonly first: number | null
  readonly last: number | null
  /** Of the verification that runs. */
  readonly progress: { readonly records: number; readonly of: number; readonly startedAt: number } | null
  /** The last one that has ended, by this process. Records behind `verifiedUpTo` came later. */
  readonly verification: {
    readonly at: number
    readonly status: 'ok' | 'broken' | 'unproved'
    readonly verifiedUpTo: number | null
    /** The last checkpoint: up to here a trusted key signed. */
    readonly signedUpTo: number | null
    readonly records: number
    /** Checkpoints from outside of the store. With 0, a cut tail may not show. */
    readonly anchors: number
    readonly problems: readonly { readonly code: string; readonly seq?: number; readonly detail: string }[]
    readonly problemsTotal: number
    readonly notes: readonly string[]
  } | null
  /** The code of what kept the last verification from ending. */
  readonly problem: string | null
}
