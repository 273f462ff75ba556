import type { Ruling, Session } from '@ringwall/core'
import type { Code } from './codes.ts'
import type { BreakerState, Target } from './service.ts'

/** Something that happened to a budget. Tokens and money (millionths of the currency's unit) are those of this one call. */
export interface BudgetEvent {
  readonly time: number
  readonly session: Session
  readonly kind: 'reserved' | 'settled' | 'released' | 'refused' | 'warned'
  /** Absent for a step. */
  readonly target?: Target
  readonly tokens: number
  readonly cost: number
  /** Why it was refused or warned, or what was wrong with the usage. */
  readonly code?: Code
  /** Which limit it was. */
  readonly rule?: string
  /** What was said where no decision says it: in a service's answer. It is told as a `finding` too. */
  readonly ruling?: Ruling
  /** False in observe mode. */
  readonly enforced: boolean
}

/** A breaker changed its state. */
export interface BreakerEvent extends Target {
  readonly time: number
  readonly state: BreakerState
}

declare module '@ringwall/core' {
  interface KernelEvents {
    budget: BudgetEvent
    breaker: BreakerEvent
  }
}
