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
/** What is said, and of what. */
type Said = Pick<Refusal, 'code' | 'rule'> & Partial<Refusal>

/** Tells listeners what happened to budgets. */
export interface Reporter {
  /** The outcome of a request: reserved, refused, warned. */
  opened(session: Session, target: Target | undefined, answer: Answer): void
  closed(session: Session, hold: Hold | undefined, settlement: Settlement): void
  /** A tool call that was one step too many. */
  step(session: Session, refusal: Refusal): void
}

/** How one reporter speaks. */
interface Voice {
  /** False in observe mode. */
  readonly enforced: boolean
  /** True where the decision of a dispatch says the same. */
  readonly decides: boolean
}

/** Speaks through one kernel's events. What no decision says is told as a ruling too. */
export function createReporter(events: Events, { enforced, decides }: Voice): Reporter {
  const nothing = { tokens: 0, cost: 0 }
  const tell = (event: Omit<BudgetEvent, 'time' | 'enforced' | 'ruling'>, said?: Said): void => {
    const ruling = said && !decides ? rulingOf(event.kind === 'refused' ? 'deny' : 'flag', said, enforced) : undefined
    const { session } = event
    if (events.has('budget')) events.emit('budget', { time: Date.now(), enforced, ...event, ...(ruling && { ruling }) })
    if (ruling && events.has('finding'))
      events.emit('finding', { time: Date.now(), session, ruling, traceId: session.traceId ?? '' })
  }
  return {
    opened(session, asked, { hold, refusal, warnings = [] }) {
      const whose = { session, ...(asked && { target: { provider: asked.provider, model: asked.model } }) }
      if (hold) tell({ kind: 'reserved', ...whose, tokens: hold.tokens, cost: hold.cost })
      if (refusal) tell({ kind: 'refused', ...whose, ...nothing, code: refusal.code, rule: refusal.rule }, refusal)
      for (const warning of warnings)
        tell({ kind: 'warned', ...whose, ...nothing, code: warning.code, rule: warning.rule }, warning)
    },
    closed(session, hold, { settled, tokens, cost, code }) {
      if (!settled) return
      const target = hold && { provider: hold.pass.provider, model: hold.pass.model }
      const kind = tokens > 0 || cost > 0 ? 'settled' : 'released'
      const said = code && { code, rule: 'usage' }
      tell({ kind, session, ...(target && { target }), tokens, cost, ...(code && { code }) }, said)
    },
    step(session, refusal) {
      tell({ kind: 'refused', session, ...nothing, code: refusal.code, rule: refusal.rule }, refusal)
    },
  }
}

function rulingOf(kind: 'deny' | 'flag', { code, rule, message, detail }: Said, enforced: boolean): Ruling {
  const isWarning = kind === 'flag' && rule === 'context'
  return Object.freeze({
    layer: NAME,
    hook: kind === 'deny' || isWarning ? 'onInbound' : 'onOutbound',
    stage: kind === 'deny' || isWarning ? 'admit' : 'finish',
    kind,
    code,
    findings: [{ rule, severity: isWarning ? ('medium' as const) : ('high' as const) }],
    ...(message !== undefined && { message }),
    ...(detail !== undefined && { detail }),
    enforced,
  })
}
