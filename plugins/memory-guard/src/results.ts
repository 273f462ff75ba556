import type { JsonObject, Trust } from '@ringwall/core'
import type { Review, RowProblem } from './record.ts'

/** A text to remember. */
export interface NewMemory {
  /** Absent: a name made of the text, so that the same text is kept once. */
  readonly key?: string
  readonly text: string
  /** Who vouches for it; the default is nobody. Never take it from a model. */
  readonly trust?: Trust
  /** `source`, `tool`, `url` and whatever else is known; strings in it are looked at too. */
  readonly provenance?: JsonObject
}
/** What came of a write. Only `stored` is remembered. */
export type WriteResult =
  | {
      readonly status: 'stored'
      readonly key: string
      readonly trust: Trust
      readonly revision: number
      readonly codes: readonly string[]
    }
  /** A person may release it. */
  | { readonly status: 'quarantined'; readonly id: string; readonly code: string; readonly codes: readonly string[] }
  | { readonly status: 'denied'; readonly code: string; readonly message: string; readonly codes: readonly string[] }
/** A denial by the memory itself; the codes of layers stand beside these. */
export const DENIALS = {
  MEMORY_OUTRANKED: 'A memory of higher trust stands under this key.',
  MEMORY_FULL: 'There is no room for another key.',
  MEMORY_BUSY: 'Others kept writing this key first.',
  MEMORY_QUARANTINE_FULL:
    'The text is not stored, and the quarantine has no room for it; nothing older was pushed out.',
  MEMORY_NOT_KEPT: 'The text is not stored, and may not be kept for review either.',
  MEMORY_NOT_FOUND: 'There is no such entry.',
  MEMORY_BROKEN_ENTRY: 'The entry was changed since it was put in quarantine; it can only be discarded.',
  MEMORY_UNGUARDED: 'The layer memory-guard did not look at this text.',
  MEMORY_NOT_SETTLED: 'A layer asked a person, and nobody answered.',
  MEMORY_STORE_FAILED: 'The store did not answer; whether the text is stored is not known.',
} as const

/** Which memories to recall: newest first. */
export interface RecallQuery {
  readonly key?: string
  readonly prefix?: string
  /** 1 to 1000, default 20. */
  readonly limit?: number
  /** Include what comes from outside; it is labelled. Default false. */
  readonly external?: boolean
}
/** One memory, as it may enter the agent's context. */
export interface Recalled {
  readonly key: string
  readonly text: string
  readonly trust: Trust
  readonly provenance: JsonObject
  /** When it was written, in milliseconds. */
  readonly at: number
  readonly revision: number
  readonly review?: Review
}
/** What is not recalled, and why: a code of the layer that denied it, or what is wrong with its row. */
export interface Withheld {
  readonly key: string
  readonly code: string
  /** Set where the row was moved to quarantine. */
  readonly quarantined?: string
}
/** What was remembered. */
export interface Recall {
  readonly memories: readonly Recalled[]
  readonly withheld: readonly Withheld[]
}
/** What came of forgetting. */
export type ForgetResult = 'forgotten' | 'absent' | 'outranked'

/** Who releases or discards, and with which trust. */
export interface ReleaseOptions {
  /** Recorded with the memory. */
  readonly reviewer: string
  /** Default: external. */
  readonly trust?: 'learned' | 'external'
}

/** A denial as a result. */
export function denied(code: keyof typeof DENIALS, codes: readonly string[] = []): WriteResult {
  return { status: 'denied', code, message: DENIALS[code], codes }
}

/** What a row's problem is called where it is reported. */
export function problemCode(problem: RowProblem): string {
  return `MEMORY_ROW_${problem.replace('-', '_').toUpperCase()}`
}
