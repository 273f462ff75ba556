import type { Hook, Power, Severity } from '@ringwall/core'
import type { OverviewOutcome } from './overview.ts'
import type { PendingItem } from './approvals.ts'

/**
 * `GET /api/events`: `text/event-stream`, `event:` and JSON `data:`. With `operate` all; with `approvals:*` the approvals alone. Comments are
 * heartbeats. What happened before the stream began is not in it, and after a reconnect neither: read the lists anew. Of
 * an approval that still waits, a stream may tell once more.
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
