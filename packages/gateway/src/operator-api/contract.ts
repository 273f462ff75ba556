/**
 * The operator API: what the dashboard, or a script with a bearer token, sends and gets. Types alone.
 *
 * Errors have the gateway's form, `ApiError`, with the statuses 400, 401, 403, 404, 409, 413, 429, 501 and 503. Times are milliseconds since 1970.
 * Texts that a client, a model or a tool wrote have passed the redaction of secrets; they are still not to be trusted as markup.
 */

import type {
  Destination,
  Finding,
  Hook,
  JsonObject,
  JsonValue,
  Outcome,
  Power,
  Severity,
  Stage,
  Trust,
} from '@ringwall/core'

/** The header that repeats `SessionInfo.csrf` in every request by cookie that is no GET. Such a request is `content-type: application/json`. */
export type CsrfHeader = 'x-ringwall-csrf'

/** The body of every error. */
export interface ApiError {
  readonly error: {
    /** What is wrong, and what to do. */
    readonly message: string
    readonly type: string
    /** Stable; docs/errors.md lists them. */
    readonly code: string
    readonly param: string | null
  }
}

/** What a token may do here. `operate` is all of it: the scope `admin`, or `*`. The others see their own tenant alone. */
export type Right = 'operate' | 'approvals:read' | 'approvals:decide' | 'audit:read'

/** `POST /api/login` */
export interface LoginRequest {
  readonly token: string
}
/** The answer of `POST /api/login` and of `GET /api/session`. `POST /api/logout` takes no body and answers with the status 204. */
export interface SessionInfo {
  readonly who: {
    /** The id of the token, as `ringwall tokens list` shows it. */
    readonly token: string
    readonly tenant: string
    readonly agent: string
    readonly user?: string
  }
  readonly rights: readonly Right[]
  /** Null where a bearer token was used: there is no session then. */
  readonly csrf: string | null
  /** When the session ends, whatever is done; null as above. */
  readonly expiresAt: number | null
  /** When it ends if nothing is asked until then; null as above. */
  readonly idleUntil: number | null
}

/** `flag`: allowed, and a layer said something. */
export type OverviewOutcome = 'allow' | 'flag' | 'ask' | 'deny'
/** How many decisions had which outcome. */
export type OutcomeCounts = { readonly [O in OverviewOutcome]: number }
/** How often a layer gave which kind of verdict. `failed`: it threw or was late. `observed`: of all those, in observe mode. */
export type LayerCounts = { readonly [K in Power | 'failed' | 'observed']: number }

/** `GET /api/overview?minutes=60`, 1 to 1440. Needs `operate`. */
export interface Overview {
  /** What is counted is counted in memory, by this process, since `since`. Other processes on the same store are not in it. */
  readonly process: { readonly pid: number; readonly since: number }
  readonly from: number
  readonly to: number
  readonly bucketMs: number
  /** Every bucket from `from` to `to`, the empty ones too, oldest first. */
  readonly buckets: readonly {
    readonly at: number
    readonly outcomes: OutcomeCounts
    /** Layers that threw or were late. */
    readonly failures: number
  }[]
  readonly totals: OutcomeCounts & { readonly decisions: number; readonly failures: number }
  /** The hooks that decided anything. */
  readonly hooks: readonly { readonly hook: Hook; readonly outcomes: OutcomeCounts; readonly medianMs: number | null }[]
  /** The layers that said anything. */
  readonly layers: readonly {
    readonly id: string
    readonly outcomes: LayerCounts
    /** Null: not measured. */
    readonly medianMs: number | null
  }[]
  /** The most frequent codes, at most 20. */
  readonly codes: readonly { readonly layer: string; readonly code: string; readonly count: number }[]
}

/**
 * `GET /api/events`: `text/event-stream`, `event:` and JSON `data:`. With `operate` all; with `approvals:*` the approvals alone. Comments are
 * heartbeats. What happened before the stream began is not in it, and after a reconnect neither: read the lists anew.
 */
export type FeedEvent =
  | { readonly event: 'ready'; readonly data: { readonly at: number } }
  | { readonly event: 'decision'; readonly data: DecisionItem }
  | { readonly event: 'finding'; readonly data: FindingItem }
  | { readonly event: 'approval'; readonly data: ApprovalFeedItem }
  | { readonly event: 'layer'; readonly data: LayerFeedItem }
  /** So many events were dropped here, as they were not read in time. */
  | { readonly event: 'gap'; readonly data: { readonly dropped: number } }
  /** The last one: the session, or the token, holds no more; or the gateway is about to end. Then the stream ends. */
  | { readonly event: 'end'; readonly data: { readonly code: string } }

/** One decision, without any text of it. */
export interface DecisionItem {
  readonly at: number
  readonly hook: Hook
  readonly outcome: OverviewOutcome
  readonly durationMs: number
  readonly tenant: string
  readonly agent: string
  readonly session: string
  readonly user?: string
  readonly trace: string
  /** The source, tool, destination or trust. */
  readonly action?: string
  /** At most 32. */
  readonly rulings: readonly {
    readonly layer: string
    readonly kind: Power
    readonly code: string
    readonly enforced: boolean
    readonly findings: number
    readonly severity?: Severity
  }[]
}
/** What a layer found beside any decision. */
export interface FindingItem {
  readonly at: number
  readonly layer: string
  readonly hook: Hook
  readonly code: string
  readonly kind: Power
  readonly tenant: string
  readonly agent: string
  readonly trace: string
  readonly rules: readonly { readonly rule: string; readonly severity: Severity }[]
}
/** A request for approval came, or waits no more, in whichever process on the store. `unavailable`: what waits is not known at the moment. */
export type ApprovalFeedItem =
  | { readonly kind: 'new'; readonly approval: PendingItem }
  | {
      readonly kind: 'settled'
      readonly id: string
      readonly state: 'granted' | 'used' | 'denied' | 'expired' | 'gone'
      readonly by?: string
    }
  | { readonly kind: 'unavailable' }
/** A layer failed, or other layers took over. */
export type LayerFeedItem =
  | {
      readonly kind: 'failure'
      readonly at: number
      readonly layer: string
      readonly hook: Hook
      /** The call went on all the same. */
      readonly bypassed: boolean
    }
  | { readonly kind: 'reload'; readonly at: number; readonly generation: number; readonly layers: readonly string[] }

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
  /** True if secrets in `args` or `reasons` were replaced by marks: then `args` is not the text of `argsHash`. */
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

/** `GET /api/layers?agent=`. Needs `operate`. */
export interface LayerList {
  /** Whose chain it is; absent: everybody's. */
  readonly agent: string | null
  /** Agents with layers of their own. */
  readonly agents: readonly string[]
  readonly generation: number | null
  readonly layers: readonly LayerItem[]
}
/** One layer, on or off. */
export interface LayerItem {
  readonly id: string
  readonly version: string | null
  readonly enabled: boolean
  /** Its place among the layers that are on, from 1; null where it is off. */
  readonly order: number | null
  /** Its places in the chains. `place` counts from 1 within the hook. */
  readonly hooks: readonly {
    readonly hook: Hook
    readonly stage: Stage
    readonly place: number
    readonly powers: readonly Power[]
    readonly deadlineMs: number
  }[]
  readonly mode: 'enforce' | 'observe'
  readonly onFailure: 'deny' | 'flag'
  /** Redacted; null where the gateway has no config to show. */
  readonly config: JsonValue
  /** By what this process saw in the last hour. */
  readonly health: {
    readonly state: 'ok' | 'failing' | 'off' | 'not-measured'
    readonly failures: number
    readonly lastFailureAt: number | null
  }
  /** In the last hour, of everybody's calls: how often a hook reached it, and how often it denied. Null: not measured. */
  readonly calls: number | null
  readonly denials: number | null
  readonly medianMs: number | null
}

/** `GET /api/memory?tenant=` (default: the tenant of the token). Needs `operate`. */
export interface MemoryList {
  readonly tenant: string
  readonly entries: readonly MemoryItem[]
}
/** A text that waits in quarantine. */
export interface MemoryItem {
  readonly id: string
  readonly agent: string
  /** Null: the agent's memory of no user. */
  readonly user: string | null
  readonly key: string
  readonly text: string
  /** What it claims. */
  readonly trust: Trust
  readonly provenance: JsonObject
  readonly reason: string
  readonly findings: readonly string[]
  readonly at: number
  /** False: it was changed since, and can only be discarded. */
  readonly intact: boolean
}
/** `POST /api/memory/:id/release`. 409 MEMORY_REFUSED where it cannot be stored. */
export interface ReleaseRequest {
  readonly tenant?: string
  /** Default: external. */
  readonly trust?: 'learned' | 'external'
}
/** `POST /api/memory/:id/discard` */
export interface DiscardRequest {
  readonly tenant?: string
}
/** Their answer. */
export type MemoryAnswer = { readonly status: 'stored'; readonly trust: Trust } | { readonly status: 'discarded' }

/** `POST /api/try`. Needs `operate`. The payload is as that of `POST /guard/:hook`. Nothing is kept, recorded or sent, and no secret is filled in. 503 TRY_BUSY where too many are tried at once. */
export type TryRequest = { readonly agent?: string } & (
  | {
      readonly hook: 'inbound'
      readonly payload: { readonly source: string; readonly text: string; readonly meta?: JsonObject }
    }
  | {
      readonly hook: 'tool-call'
      readonly payload: { readonly tool: string; readonly args: JsonObject; readonly meta?: JsonObject }
    }
  | {
      readonly hook: 'outbound'
      readonly payload: { readonly destination: Destination; readonly body: JsonValue; readonly meta?: JsonObject }
    }
  | {
      readonly hook: 'memory-write'
      readonly payload: {
        readonly key?: string
        readonly text: string
        readonly trust: Trust
        readonly provenance?: JsonObject
      }
    }
)
/** What every layer said. */
export interface TryAnswer {
  readonly hook: Hook
  readonly outcome: Outcome
  readonly rulings: readonly TryRuling[]
  /** Layers that looked and said nothing. */
  readonly silent: readonly string[]
  /** Layers behind the one that denied. */
  readonly notReached: readonly string[]
  /** Layers that do not guard this hook. */
  readonly elsewhere: readonly string[]
  /** The text as it was given, which the spans are places of (UTF-16 code units); null where spans have no text, as those of a structure. */
  readonly given: string | null
  /** The text as a host would go on with it; null where it was denied or there is no text. */
  readonly text: string | null
  /** What a host would go on with; null where it was denied. */
  readonly payload: JsonObject | null
  /** For the system prompt. */
  readonly instructions: readonly string[]
  /** By layer, 0 to 1. */
  readonly scores: Readonly<Record<string, number>>
}
/** One verdict. */
export interface TryRuling {
  readonly layer: string
  readonly stage: Stage
  readonly kind: Power
  readonly code: string
  readonly enforced: boolean
  readonly message?: string
  readonly detail?: string
  readonly findings: readonly Finding[]
}

/** `GET /api/doctor`. Needs `operate`. 501 DIAGNOSIS_ABSENT where the host gave none. */
export interface DoctorReport {
  readonly at: number | string
  readonly version: string
  readonly findings: readonly {
    readonly id: string
    readonly group: string
    readonly title: string
    readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
    readonly status: 'pass' | 'fail' | 'not-measured'
    readonly meaning: string
    readonly found?: string
    readonly fix: string
    readonly fixable: boolean
    readonly where?: string
  }[]
  readonly summary: unknown
}

/** One file of a page. */
export interface PageFile {
  readonly body: Uint8Array<ArrayBuffer> | string
  /** The content type. */
  readonly type: string
  /** With its quotes. */
  readonly etag: string
}
/** The page that the gateway serves under `/dashboard/`, by path below that: `index.html` is `/dashboard/` itself. */
export interface Page {
  readonly files: ReadonlyMap<string, PageFile>
}
