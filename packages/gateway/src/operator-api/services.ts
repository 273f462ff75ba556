import { token, type JsonObject, type Kernel, type Session, type Token, type Trust } from '@ringwall/core'
import { KnownSecretsToken, type KnownSecrets } from '@ringwall/text'
import { fail } from '../errors.ts'
import { findAll, type WatchedWall } from '../watched-wall.ts'
import type { ApprovalScope, AuditStatus, MemoryItem, PendingItem, SettledItem, StandingItem } from './contract.ts'

/** Who settles a request. */
export interface Settling {
  readonly approver: string
  readonly note?: string
}
/** What is used here of the service `Approvals`. */
export interface ApprovalDesk {
  now(): Promise<number>
  list(): Promise<{
    readonly pending: readonly Omit<PendingItem, 'redacted'>[]
    readonly standing: readonly StandingItem[]
    readonly forged: readonly string[]
  }>
  settled(): Promise<readonly SettledItem[]>
  approve(
    id: string,
    options: Settling & { readonly expectedHash: string; readonly scope?: ApprovalScope; readonly until?: number },
  ): Promise<StandingItem>
  deny(id: string, options: Settling): Promise<void>
  revoke(id: string, options: Settling): Promise<StandingItem>
  watch(listener: (change: DeskChange) => void, options: { readonly signal: AbortSignal }): Promise<void>
}
/** What `watch` tells. */
export type DeskChange =
  | { readonly kind: 'pending'; readonly request: Omit<PendingItem, 'redacted'> }
  | {
      readonly kind: 'settled'
      readonly id: string
      readonly state: 'granted' | 'used' | 'denied' | 'expired' | 'gone'
      readonly by?: string
    }

/** One record of the audit log. */
export type TrailRecord = JsonObject & { readonly seq: number; readonly time: string; readonly type: string }
/** What an operator did, and to what. */
export interface OperatorAction {
  readonly action: string
  readonly target?: string
  readonly tenant?: string
  readonly agent?: string
  readonly user?: string
  readonly by: string
}
/** What is used here of the service `AuditTrail`. */
export interface AuditTrail {
  extent(): Promise<{ readonly first: number; readonly last: number }>
  search(
    filter: Readonly<Record<string, string | number>>,
    settings: { readonly before?: number; readonly limit: number; readonly maxScanned: number },
  ): Promise<{
    readonly records: readonly TrailRecord[]
    readonly next: number | undefined
    readonly scanned: number
    readonly first: number
    readonly last: number
  }>
  verify(settings: { readonly onProgress: (records: number) => void }): Promise<
    Omit<NonNullable<AuditStatus['verification']>, 'at' | 'verifiedUpTo' | 'signedUpTo'> & {
      readonly last: number | undefined
      readonly signedUpTo: number | undefined
    }
  >
  recorded<T>(did: OperatorAction, action: () => Promise<T>, isDone: (result: T) => boolean): Promise<T>
  decisive(record: TrailRecord): { readonly layer: string; readonly code: string } | undefined
}

/** What is used here of the service `MemoryReview`. */
export interface MemoryReview {
  quarantine(tenant: string): Promise<readonly (MemoryItem & { readonly tenant: string })[]>
  open(options: { readonly kernel: Kernel; readonly session: Session; readonly shared: boolean }): {
    release(
      id: string,
      options: { readonly reviewer: string; readonly trust?: 'learned' | 'external' },
    ): Promise<
      | { readonly status: 'stored'; readonly trust: Trust }
      | { readonly status: 'denied' | 'quarantined' | 'outranked'; readonly code: string }
    >
    discard(id: string, reviewer: string): Promise<boolean>
  }
}

interface Services {
  readonly 'approval-gate': ApprovalDesk
  readonly 'audit-log': AuditTrail
  readonly 'memory-guard': MemoryReview
}
const TOKENS: { readonly [L in keyof Services]: Token<Services[L]> } = {
  'approval-gate': token('Approvals'),
  'audit-log': token('AuditTrail'),
  'memory-guard': token('MemoryReview'),
}

/** The service of a layer, looked up anew each time, as a reload may bring another. All kernels of a wall share one store, so that any of them will do. */
export function findService<L extends keyof Services>(wall: WatchedWall, layer: L): Services[L] | undefined {
  const token: Token<Services[L]> = TOKENS[layer]
  return findAll(wall, token)[0]
}

/** The same. Throws LAYER_ABSENT. */
export function demandService<L extends keyof Services>(wall: WatchedWall, layer: L): Services[L] {
  const found = findService(wall, layer)
  if (found === undefined) throw fail('LAYER_ABSENT', { layer })
  return found
}

/** The secrets that the installation knows. */
export function knownSecrets(wall: WatchedWall): ReturnType<KnownSecrets['values']> {
  return findAll(wall, KnownSecretsToken).flatMap((known) => [...known.values()])
}
