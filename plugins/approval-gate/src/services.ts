import { token, type Ruling, type Session, type Token } from '@ringwall/core'
import type { Owner, Reason } from './request.ts'
import type { Scope } from './scopes.ts'

/** A request that waits for a person, as it is shown to one. */
export interface PendingApproval extends Owner {
  readonly id: string
  /** Names all that is shown; `approve` must repeat it. */
  readonly hash: string
  readonly tool: string
  /** The exact arguments: canonical JSON, nothing left out. Whoever prints it must make invisible characters visible. */
  readonly args: string
  readonly argsHash: string
  readonly reasons: readonly Reason[]
  /** Canonical JSON of the tool's definition that nobody has accepted yet, with what was; who approves accepts it. To be printed like `args`. */
  readonly definition?: string
  readonly requestedAt: number
  readonly expiresAt: number
  /** What may be approved, and for how long at most. */
  readonly scopes: readonly Scope[]
  readonly maxGrantMs: number
}

/** An approval that still serves calls. */
export interface StandingApproval extends Owner {
  readonly id: string
  readonly tool: string
  /** Null where it is for any arguments. */
  readonly argsHash: string | null
  /** `layer/CODE` of the asks that it settles. */
  readonly reasons: readonly string[]
  readonly scope: Scope
  readonly by: string
  readonly at: number
  readonly note?: string
  readonly until: number
}

/** A request that waits no more, as long as the store keeps it. */
export interface SettledApproval extends Owner {
  readonly id: string
  readonly tool: string
  readonly argsHash: string
  readonly state: 'granted' | 'used' | 'denied' | 'expired'
  readonly requestedAt: number
  /** Who answered, when and how; absent where nobody did. */
  readonly by?: string
  readonly at?: number
  readonly scope?: Scope
  readonly note?: string
}

/** Everything that can be looked at. */
export interface ApprovalList {
  readonly pending: readonly PendingApproval[]
  readonly standing: readonly StandingApproval[]
  /** Ids, or names of rows, of what is not authentic. It grants nothing; `deny` removes it. */
  readonly forged: readonly string[]
}

/** Who approves what. */
export interface ApproveOptions {
  /** Recorded; who it is, the caller must know. */
  readonly approver: string
  /** The `hash` of what was shown. */
  readonly expectedHash: string
  /** Default: once. */
  readonly scope?: Scope
  /** On the store's clock, in milliseconds. `until` needs it, `args` and `session` may have it, `once` takes none. */
  readonly until?: number
  readonly note?: string
}

/** Who denies or revokes. */
export interface SettleOptions {
  readonly approver: string
  readonly note?: string
}

/** What `watch` tells: a request that has come, or one that waits no more. */
export type ApprovalChange =
  | { readonly kind: 'pending'; readonly request: PendingApproval }
  | {
      readonly kind: 'settled'
      readonly id: string
      readonly state: 'granted' | 'used' | 'denied' | 'expired' | 'gone'
      readonly by?: string
    }

/** What an approver works with; over a store, of whichever process. Ids may be shortened where they stay unambiguous. */
export interface ApprovalDesk {
  /** The clock of all times here, in milliseconds. */
  now(): Promise<number>
  list(): Promise<ApprovalList>
  /** What was answered, used or timed out, the newest request first, while the store keeps it. */
  settled(): Promise<readonly SettledApproval[]>
  /** Rejects with APPROVALS_UNKNOWN, APPROVALS_AMBIGUOUS or APPROVALS_UNAUTHENTIC. */
  get(id: string): Promise<PendingApproval>
  /** Rejects as `get` does, and with APPROVALS_SETTLED, APPROVALS_CHANGED, APPROVALS_SCOPE_REFUSED or APPROVALS_ARGUMENT_INVALID. */
  approve(id: string, options: ApproveOptions): Promise<StandingApproval>
  /** Denies a request, or removes one that is not authentic. Rejects as `get` does, and with APPROVALS_SETTLED. */
  deny(id: string, options: SettleOptions): Promise<void>
  /** Takes an approval back, in all processes at once; a call that has passed the wall already is not stopped. Rejects with APPROVALS_UNKNOWN or APPROVALS_AMBIGUOUS. */
  revoke(id: string, options: SettleOptions): Promise<StandingApproval>
  /** Tells of what waits now, and of every change, until the signal is aborted; then it resolves. Rejects where the store does. */
  watch(listener: (change: ApprovalChange) => unknown, options: { readonly signal: AbortSignal }): Promise<void>
}

/** Where a request stands, for the one whose call it is: nothing of who decides, nor of the arguments. */
export interface ApprovalStatus {
  readonly id: string
  /** `granted`: the same call goes through now; `used`: a call did; `expired`: nobody answered, or the approval has ended. */
  readonly state: 'pending' | 'granted' | 'used' | 'denied' | 'expired'
  readonly tool: string
  /** On the store's clock, in milliseconds. */
  readonly requestedAt: number
  readonly expiresAt: number
}

/** The desk of a running layer, with what its host can do about calls that wait. */
export interface Approvals extends ApprovalDesk {
  /** Denies the calls of one request of the host that wait, for its client is gone. All ids of the session count, the trace too. Returns how many. */
  withdraw(session: Session): number
  /** The id of the request that a decision with the outcome `ask` leads to; undefined where there is none. */
  requestIn(rulings: readonly Ruling[]): string | undefined
  /** What a person said about the call of a decision; undefined where nobody did, as when a rule of the config settled it, or the layer only observes. */
  answerIn(rulings: readonly Ruling[]): 'approved' | 'denied' | undefined
  /** Where a request stands, if it is of this very session: tenant, agent, user and session. Takes no shortened id. Rejects where the store does. */
  statusOf(id: string, session: Session): Promise<ApprovalStatus | undefined>
  /** Denies all calls that wait in this layer, and those to come: for a host that is about to close the kernel, which waits for calls in flight. */
  stop(): void
}

/** The service of approvals. */
export const ApprovalsToken: Token<Approvals> = token<Approvals>('Approvals')

/** What external-content tells; an error means that it is not known. */
export interface Provenance {
  taint(session: Session): Promise<boolean>
}
/** The service of provenance. */
export const ProvenanceToken: Token<Provenance> = token<Provenance>('Provenance')
/** Given by a host that only asks what the policy says. */
export const DryRunToken: Token<true> = token<true>('DryRun')
