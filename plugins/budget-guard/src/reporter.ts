import type { Events, Ruling, Session } from '@ringwall/core'
import { NAME } from './codes.ts'
import type { BudgetEvent } from './events.ts'
import type { Hold, Refusal, Settlement, Target } from './service.ts'

/** What a request was answered, as far as it is told; in observe mode without a hold. */
interface Answer {
  readonly hold?: Hold | undefined
  readonly refusal?: Refusal | undefined
  readonly warnings?: readonly Refusal[] | undefined
}

/** Tells listeners what happened to budgets. */
export interface Reporter {
  /** The outcome of a request: reserved, refused, warned. */
  opened(session: Session, target: Target | undefined, answer: Answer): void
  closed(session: Session, hold: Hold | undefined, settlement: Settlement): void
  /** A tool call that was one step too many. */
  step(session: Session, refusal: Refusal): void
  /** The same as a ruling, for what no dispatch tells: the calls of a service. */
  ruled(session: Session, kind: 'deny' | 'flag', refusal: Pick<Refusal, 'code' | 'rule'> & Partial<Refusal>): void
}

/** Speaks through one kernel's events; `enforced` is false in observe mode. */
export function createReporter(events: Events, enforced: boolean): Reporter {
  const tell = (event: Omit<BudgetEvent, 'time' | 'enforced'>): void => {
    if (events.has('budget')) events.emit('budget', { time: Date.now(), enforced, ...event })
  }
  const nothing = { tokens: 0, cost: 0 }
  return {
    opened(session, asked, { hold, refusal, warnings = [] }) {
      const whose = { session, ...(asked && { target: { provider: asked.provider, model: asked.model } }) }
      if (hold) tell({ kind: 'reserved', ...whose, tokens: hold.tokens, cost: hold.cost })
      if (refusal) tell({ kind: 'refused', ...whose, ...nothing, code: refusal.code, rule: refusal.rule })
      for (const { code, rule } of warnings) tell({ kind: 'warned', ...whose, ...nothing, code, rule })
    },
    closed(session, hold, { settled, tokens, cost, code }) {
      if (!settled) return
      const target = hold && { provider: hold.pass.provider, model: hold.pass.model }
      const kind = tokens > 0 || cost > 0 ? 'settled' : 'released'
      tell({ kind, session, ...(target && { target }), tokens, cost, ...(code && { code }) })
    },
    step(session, { code, rule }) {
      tell({ kind: 'refused', session, ...nothing, code, rule })
    },
    ruled(session, kind, { code, rule, message, detail }) {
      if (!events.has('finding')) return
      const ruling: Ruling = Object.freeze({
        layer: NAME,
        hook: kind === 'deny' ? 'onInbound' : 'onOutbound',
        stage: kind === 'deny' ? 'admit' : 'finish',
        kind,
        code,
        findings: [{ rule, severity: 'high' as const }],
        ...(message !== undefined && { message }),
        ...(detail !== undefined && { detail }),
        enforced,
      })
      events.emit('finding', { time: Date.now(), session, ruling, traceId: session.traceId ?? '' })
    },
  }
}
