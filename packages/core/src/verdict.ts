import type { Hook, JsonValue, Payloads, Stage } from './hooks.ts'

/** A range of UTF-16 code units: `start` inclusive, `end` exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** How bad a finding is, mildest first. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const
/** One of SEVERITIES. */
export type Severity = (typeof SEVERITIES)[number]

/** One thing that a layer saw. It names the place, never the secret itself. */
export interface Finding {
  readonly rule: string
  readonly severity: Severity
  /** In the text that the layer was given; a Ruling has it mapped back to the text that the host passed. */
  readonly span?: Span
  /** 0 to 1. */
  readonly score?: number
}

/** Replaces one span of the payload's text. */
export interface Edit extends Span {
  readonly text: string
}

/** Replaces the value at a JSON Pointer (RFC 6901) of a tool call's args, of a structured body, or of a memory's `{ trust, provenance }`. */
export interface Patch {
  readonly path: string
  readonly value: JsonValue
}

interface Statement {
  /** Stable and declared in the plugin's `codes`. */
  readonly code: string
  readonly findings?: readonly Finding[]
  /** Safe to show to the user. */
  readonly message?: string
  /** For the operator alone. */
  readonly detail?: string
}
/** Stop here. */
export interface Deny extends Statement {
  readonly kind: 'deny'
}
/** Let a human decide; later layers still run, and any of them may deny. */
export interface Ask extends Statement {
  readonly kind: 'ask'
}
/** Settles the asks so far; only in stage `decide`. */
export interface Grant extends Statement {
  readonly kind: 'grant'
}
/** Changes text by `edits`, structured values by `set`, and a memory, which has both, by either or both; only in `normalize` and `finish`. */
export interface Rewrite extends Statement {
  readonly kind: 'rewrite'
  readonly edits?: readonly Edit[]
  readonly set?: readonly Patch[]
}
/** Record it; nothing changes. */
export interface Flag extends Statement {
  readonly kind: 'flag'
}
/** Text to add to the agent's system prompt for this turn. */
export interface Instruct extends Statement {
  readonly kind: 'instruct'
  readonly text: string
}

/** What a layer may say; saying nothing is `undefined`. */
export type Verdict = Deny | Ask | Grant | Rewrite | Flag | Instruct
/** The kinds of verdict: what a layer declares as its powers. */
export type Power = Verdict['kind']

/** Which verdicts each stage admits: a judge may not rewrite, so no finding is invalidated by a later judge. */
export const STAGE_POWERS = {
  admit: ['deny', 'ask', 'flag', 'instruct'],
  normalize: ['deny', 'ask', 'rewrite', 'flag', 'instruct'],
  judge: ['deny', 'ask', 'flag', 'instruct'],
  decide: ['deny', 'ask', 'grant', 'flag', 'instruct'],
  finish: ['deny', 'rewrite', 'flag', 'instruct'],
} as const

/** The verdicts that compile in stage S. */
export type VerdictIn<S extends Stage> = Extract<Verdict, { kind: (typeof STAGE_POWERS)[S][number] }>

/** A verdict on record: attributed, frozen, with spans in the coordinates of the text that the host passed. */
export interface Ruling {
  readonly layer: string
  readonly hook: Hook
  readonly stage: Stage
  readonly kind: Power
  readonly code: string
  readonly findings: readonly Finding[]
  readonly message?: string
  readonly detail?: string
  /** False where the layer only observes. */
  readonly enforced: boolean
}

/** What a host may do. An ask that nobody settles is not an allow. */
export type Outcome = 'allow' | 'ask' | 'deny'

interface Decided {
  /** In the order given, for the agent's system prompt. */
  readonly instructions: readonly string[]
  readonly rulings: readonly Ruling[]
  /** What layers reported through `event.score`, 0 to 1, by layer; present also where nothing was said. */
  readonly scores: Readonly<Record<string, number>>
  readonly traceId: string
}
/** The answer of one dispatch. A denied one has no payload: there is nothing to go on with. */
export type Decision<H extends Hook = Hook> =
  | (Decided & { readonly outcome: 'allow' | 'ask'; readonly payload: Payloads[H] })
  | (Decided & { readonly outcome: 'deny'; readonly payload?: undefined })

/** The join of an outcome with one more enforced verdict: it only goes up, save that a grant settles the asks so far. */
export function join(outcome: Outcome, kind: Power): Outcome {
  if (outcome === 'deny' || kind === 'deny') return 'deny'
  if (kind === 'ask') return 'ask'
  return kind === 'grant' ? 'allow' : outcome
}

/** True for a number from 0 to 1. */
export function isScore(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1
}
