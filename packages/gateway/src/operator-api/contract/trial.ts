import type { Destination, Finding, Hook, JsonObject, JsonValue, Outcome, Power, Stage, Trust } from '@ringwall/core'

/** `POST /api/try`. Needs `operate`. The payload is as that of `POST /guard/:hook`. Nothing is kept, recorded or sent, and no secret is filled in. 503 TRY_BUSY where too many are tried at once. */
export type TryRequest = { readonly agent?: string } & (
  | {
      readonly hook: 'inbound'
      readonly payload: { readonly source: string; readonly text: string; readonly meta?: JsonObject }
    }
  | {
      readonly hook: 'tool-call'
      readonly payload: { readonly tool: string; readonly args: JsonObject; readonly meta?: JsonObject }
    }
  | {
      readonly hook: 'outbound'
      readonly payload: { readonly destination: Destination; readonly body: JsonValue; readonly meta?: JsonObject }
    }
  | {
      readonly hook: 'memory-write'
      readonly payload: {
        readonly key?: string
        readonly text: string
        readonly trust: Trust
        readonly provenance?: JsonObject
      }
    }
)
/** What every layer said. */
export interface TryAnswer {
  readonly hook: Hook
  readonly outcome: Outcome
  readonly rulings: readonly TryRuling[]
  /** Layers that looked and said nothing. */
  readonly silent: readonly string[]
  /** Layers behind the one that denied. */
  readonly notReached: readonly string[]
  /** Layers that do not guard this hook. */
  readonly elsewhere: readonly string[]
  /** The text as it was given, which the spans are places of (UTF-16 code units); null where spans have no text, as those of a structure. */
  readonly given: string | null
  /** The text as a host would go on with it; null where it was denied or there is no text. */
  readonly text: string | null
  /** What a host would go on with; null where it was denied. */
  readonly payload: JsonObject | null
  /** For the system prompt. */
  readonly instructions: readonly string[]
  /** By layer, 0 to 1. */
  readonly scores: Readonly<Record<string, number>>
}
/** One verdict. */
export interface TryRuling {
  readonly layer: string
  readonly stage: Stage
  readonly kind: Power
  readonly code: string
  readonly enforced: boolean
  readonly message?: string
  readonly detail?: string
  readonly findings: readonly Finding[]
}
