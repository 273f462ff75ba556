import type { JsonObject, Trust } from '@ringwall/core'

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
