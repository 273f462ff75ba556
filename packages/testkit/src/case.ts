import type { Hook, Outcome, Payloads, Power, Session, Severity, Span } from '@ringwall/core'
import type { Stimulus } from './stimulus.ts'

/** A finding that a ruling must hold; what is left out is not compared. */
export interface ExpectedFinding {
  readonly rule: string
  readonly severity?: Severity
  /** Offsets in the text of the case, or the very text that the span must cover. */
  readonly span?: Span | string
  readonly score?: number
}

/** A ruling that the layer must make. Findings, if given, are all of them, in order. */
export interface ExpectedRuling {
  readonly code: string
  readonly kind?: Power
  readonly findings?: readonly ExpectedFinding[]
}

/** What must come of a call beside its rulings. */
export interface ExpectedResult {
  /** Default: what the expected rulings lead to. */
  readonly outcome?: Outcome
  /** The text that the host goes on with. A rewriting case needs it, or `payload`. */
  readonly text?: string | RegExp
  /** The payload that the host goes on with; an absent `meta` is the empty one. */
  readonly payload?: Payloads[Hook]
  readonly instructions?: readonly (string | RegExp)[]
}

/** The layer speaks: with one ruling, or with `rulings`, all of them in order. */
export type Speaks = ExpectedResult & (ExpectedRuling | { readonly rulings: readonly ExpectedRuling[] })
/** `pass`: the layer says nothing at all. */
export type Expectation = 'pass' | Speaks

/** What a call must lead to: an expectation, or `miss`, the reason why the layer does not see this one (yet). */
export type Judged =
  | { readonly expect: Expectation; readonly miss?: never }
  | { readonly miss: string; readonly expect?: never }

/** One call and what must come of it. */
export type CaseStep = Stimulus &
  Judged & {
    /** Runs before the call; a place to turn a clock that the layer gets as a service. */
    readonly before?: () => void | Promise<void>
  }

interface CaseCommon {
  readonly name: string
  /** The config of the layer, as an operator writes it. Default: {}. */
  readonly config?: unknown
  readonly mode?: 'enforce' | 'observe'
}
/** One row of a table: a single call, or `steps` on one kernel for layers with a memory. */
export type Case = CaseCommon &
  (
    | (CaseStep & { readonly steps?: never })
    | { readonly steps: readonly CaseStep[]; readonly session?: Partial<Session>; readonly hook?: never }
  )

/** The calls of a case, in order; its session lies under that of each step. */
export function stepsOf(row: Case): readonly CaseStep[] {
  if (row.steps === undefined) return [row]
  return row.steps.map((step) => ({ ...step, session: { ...row.session, ...step.session } }))
}

/** The rulings that an expectation names. */
export function rulingsOf(speaks: Speaks): readonly ExpectedRuling[] {
  return 'rulings' in speaks ? speaks.rulings : [speaks]
}
