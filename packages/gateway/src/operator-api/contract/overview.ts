import type { Hook, Power } from '@ringwall/core'

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
    /** What layers said: the eight that said most in all of the time, and the rest as `other`. Kinds of which there are none are absent. */
    readonly layers: readonly {
      readonly id: string
      readonly outcomes: { readonly [K in keyof LayerCounts]?: number }
    }[]
  }[]
  readonly totals: OutcomeCounts & { readonly decisions: number; readonly failures: number }
  /** The hooks that decided anything. */
  readonly hooks: readonly { readonly hook: Hook; readonly outcomes: OutcomeCounts; readonly medianMs: number | null }[]
  /** The layers that said anything. */
  readonly layers: readonly { readonly id: string; readonly outcomes: LayerCounts }[]
  /** The most frequent codes, at most 20. */
  readonly codes: readonly { readonly layer: string; readonly code: string; readonly count: number }[]
}
