import type { Severity } from '@ringwall/core'
import type { Group } from './check.ts'

/** One place of a finding. */
export interface FoundAt {
  readonly found: string
  /** Relative to the folder that was looked at, or to the home as `~/…`, or absolute. */
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** What one check came to. */
export interface Finding {
  readonly id: string
  readonly group: Group
  readonly title: string
  readonly severity: Severity
  readonly status: 'pass' | 'fail' | 'not-measured'
  readonly meaning: string
  /** What was seen, or why nothing could be. Never the value of a secret. */
  readonly found?: string
  readonly fix: string
  /** Whether `--fix` would change something for it now. */
  readonly fixable: boolean
  /** The first place, as file:line:column. */
  readonly where?: string
  /** Every place; empty unless it fails. */
  readonly places: readonly FoundAt[]
  /** The operator's word that this is meant; it does not count then. */
  readonly suppressed?: { readonly reason: string; readonly until?: string }
}

/** The counts of a report; what is suppressed is counted there alone. */
export interface Summary {
  readonly checks: number
  readonly pass: number
  readonly fail: number
  readonly notMeasured: number
  readonly suppressed: number
  /** Failed checks by severity. */
  readonly bySeverity: Readonly<Record<Severity, number>>
}

/** The security audit of one installation. */
export interface DoctorReport {
  /** ISO 8601. */
  readonly at: string
  /** Of this package. */
  readonly version: string
  readonly findings: readonly Finding[]
  readonly summary: Summary
}
