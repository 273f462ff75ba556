import { token, type Session, type Token } from '@ringwall/core'
import type { MemoryGuardConfig } from './config.ts'
import type { GuardedMemory, GuardedMemoryOptions } from './guarded-memory.ts'
import type { Quarantine, QuarantineEntry } from './quarantine.ts'
import type { Signer } from './signature.ts'
import type { Vault } from './vault.ts'

/** What the layer lends to guarded memories: its rows, its quarantine, and its key. */
export interface Desk {
  readonly config: MemoryGuardConfig
  readonly signer: Signer
  /** Absent where the host has no store. */
  readonly state: { readonly vault: Vault; readonly quarantine: Quarantine } | undefined
  /** The text as it may be kept for a reviewer: without secrets; undefined if it may not be kept at all. */
  keepable(text: string): string | undefined
  /** Tells the listeners of the kernel, and so the audit log, what no hook saw. */
  report(session: Session, code: 'MEMORY_ROW_REJECTED' | 'MEMORY_DISCARDED', rule: string, detail: string): void
}

/** The service by which a guarded memory finds the layer that judges its writes. */
export const DeskToken: Token<Desk> = token<Desk>('MemoryDesk')

/** What a reviewer works with who knows the tenant alone. */
export interface MemoryReview {
  /** What waits in all memories of a tenant. Rejects when the store does, or where there is none: MEMORY_STORE_MISSING. */
  quarantine(tenant: string): Promise<readonly QuarantineEntry[]>
  /** `createGuardedMemory`, for hosts that know the layer by its services alone. */
  open(options: GuardedMemoryOptions): GuardedMemory
}

/** The service by which hosts show the quarantine to a person. */
export const MemoryReviewToken: Token<MemoryReview> = token<MemoryReview>('MemoryReview')
