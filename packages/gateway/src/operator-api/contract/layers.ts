import type { Hook, JsonValue, Power, Stage } from '@ringwall/core'

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
}
