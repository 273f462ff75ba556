/** How far an approval reaches. */
export type ApprovalScope = 'once' | 'args' | 'session' | 'until'
interface ApprovalOwner {
  readonly tenant: string
  readonly agent: string
  readonly session: string
  readonly user: string | null
}
/** A call that waits for a person. */
export interface PendingItem extends ApprovalOwner {
  readonly id: string
  /** Names all that is shown; `approve` must repeat it. */
  readonly hash: string
  readonly tool: string
  /** The arguments as canonical JSON, nothing left out but secrets; see `redacted`. Invisible characters must be made visible. */
  readonly args: string
  /** Canonical JSON of a definition of the tool that nobody has accepted yet: who approves accepts it. To be shown like `args`. */
  readonly definition?: string
  /** True if secrets in `args`, `definition` or `reasons` were replaced by marks: then `args` is not the text of `argsHash`. */
  readonly redacted: boolean
  readonly argsHash: string
  readonly reasons: readonly { readonly code: string; readonly message?: string; readonly detail?: string }[]
  readonly requestedAt: number
  readonly expiresAt: number
  readonly scopes: readonly ApprovalScope[]
  readonly maxGrantMs: number
}
/** A request that was answered, timed out, or was used. */
export interface SettledItem extends ApprovalOwner {
  readonly id: string
  readonly tool: string
  readonly argsHash: string
  readonly state: 'granted' | 'used' | 'denied' | 'expired'
  readonly requestedAt: number
  readonly by?: string
  readonly at?: number
  readonly scope?: ApprovalScope
  readonly note?: string
}
/** An approval that still serves calls. */
export interface StandingItem extends ApprovalOwner {
  readonly id: string
  readonly tool: string
  /** Null where it is for any arguments. */
  readonly argsHash: string | null
  readonly reasons: readonly string[]
  readonly scope: ApprovalScope
  readonly by: string
  readonly at: number
  readonly note?: string
  readonly until: number
}
/** `GET /api/approvals?status=pending` (the default). Needs `operate`, `approvals:read` or `approvals:decide`. */
export interface PendingList {
  readonly status: 'pending'
  /** The clock of `expiresAt`: a countdown starts from it, not from that of the browser. */
  readonly now: number
  readonly pending: readonly PendingItem[]
  /** Names of rows of the store that are not authentic; they grant nothing, and `deny` removes them. For `operate` alone. */
  readonly forged: readonly string[]
}
/** `GET /api/approvals?status=settled`: as long as the store keeps them. */
export interface SettledList {
  readonly status: 'settled'
  readonly now: number
  readonly standing: readonly StandingItem[]
  /** Newest first. */
  readonly settled: readonly SettledItem[]
}
/**
 * `POST /api/approvals/:id/approve`. Needs `operate` or `approvals:decide`. 409 APPROVALS_SETTLED, APPROVALS_CHANGED; 404 APPROVALS_UNKNOWN; 403
 * APPROVAL_OWN for a token that could have made the very call itself (same tenant, agent and user, and a scope that calls, as `*` is one).
 */
export interface ApproveRequest {
  /** `PendingItem.hash` of what was shown. */
  readonly hash: string
  /** Default: once. */
  readonly scope?: ApprovalScope
  /** From now on; for `until` it must be there, for `args` and `session` it may, for `once` not. */
  readonly minutes?: number
  /** At most 500 characters. */
  readonly note?: string
}
/** Its answer. */
export interface ApproveAnswer {
  readonly approved: StandingItem
}
/** `POST /api/approvals/:id/deny` and `POST /api/approvals/:id/revoke`, which takes a standing approval back. */
export interface SettleRequest {
  readonly note?: string
}
/** Their answer. */
export interface SettleAnswer {
  readonly id: string
  readonly state: 'denied' | 'revoked'
}
