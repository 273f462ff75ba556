import type { Severity } from '@ringwall/core'

/** `GET /api/doctor`. Needs `operate`. 501 DIAGNOSIS_ABSENT where the host gave none. */
export interface DoctorReport {
  /** ISO 8601. */
  readonly at: string
  readonly version: string
  readonly findings: readonly {
    readonly id: string
    readonly group: string
    readonly title: string
    readonly severity: Severity
    readonly status: 'pass' | 'fail' | 'not-measured'
    readonly meaning: string
    readonly found?: string
    readonly fix: string
    readonly fixable: boolean
    readonly where?: string
    readonly places: readonly {
      readonly found: string
      readonly file?: string
      readonly line?: number
      readonly column?: number
    }[]
    readonly suppressed?: { readonly reason: string; readonly until?: string }
  }[]
  readonly summary: {
    readonly checks: number
    readonly pass: number
    readonly fail: number
    readonly notMeasured: number
    readonly suppressed: number
    readonly bySeverity: { readonly [S in Severity]: number }
  }
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
