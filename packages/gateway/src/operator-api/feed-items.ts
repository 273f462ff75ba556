import {
  SEVERITIES,
  type DecisionEvent,
  type Finding,
  type KernelEvents,
  type Payloads,
  type Hook,
  type Severity,
} from '@ringwall/core'
import type { DecisionItem, FindingItem } from './contract.ts'
import { outcomeOf } from './tally.ts'

const MAX_NAME = 256
const MAX_RULINGS = 32
const MAX_RULES = 16

/** A decision without any text of it: names, places and numbers. */
export function decisionItem({ time, durationMs, hook, session, payload, decision }: DecisionEvent): DecisionItem {
  const action = payload && actionOf(payload)
  return {
    at: time,
    hook,
    outcome: outcomeOf(decision),
    durationMs: Math.round(durationMs * 1000) / 1000,
    tenant: clip(session.tenantId),
    agent: clip(session.agentId),
    session: clip(session.sessionId),
    ...(session.userId !== undefined && { user: clip(session.userId) }),
    trace: clip(decision.traceId),
    ...(action !== undefined && { action: clip(action) }),
    rulings: decision.rulings.slice(-MAX_RULINGS).map(({ layer, kind, code, enforced, findings }) => {
      const severity = worstOf(findings)
      return { layer, kind, code, enforced, findings: findings.length, ...(severity !== undefined && { severity }) }
    }),
  }
}

/** A finding beside any decision. */
export function findingItem({ time, session, ruling, traceId }: KernelEvents['finding']): FindingItem {
  const { layer, hook, code, kind, findings } = ruling
  return {
    at: time,
    layer,
    hook,
    code,
    kind,
    tenant: clip(session.tenantId),
    agent: clip(session.agentId),
    trace: clip(traceId),
    rules: findings.slice(0, MAX_RULES).map(({ rule, severity }) => ({ rule: clip(rule), severity })),
  }
}

function actionOf(payload: Payloads[Hook]): string {
  if ('source' in payload) return payload.source
  if ('tool' in payload) return payload.tool
  return 'destination' in payload ? payload.destination : payload.trust
}

function worstOf(findings: readonly Finding[]): Severity | undefined {
  return SEVERITIES.findLast((severity) => findings.some((finding) => finding.severity === severity))
}

/** The model chooses the names of tools. */
function clip(text: string): string {
  return (text.length <= MAX_NAME ? text : `${text.slice(0, MAX_NAME)}…`).toWellFormed()
}
