import { mergeScores } from '@ringwall/config'
import type { Decision, Finding, JsonObject, Ruling } from '@ringwall/core'

/** A decision as `check --batch` writes it: no message and no detail, which may quote what was checked. */
export function toOutput({ outcome, rulings, scores, payload }: Decision): JsonObject {
  return {
    outcome,
    rulings: rulings.map(toOutputRuling),
    payload: payload === undefined ? null : ({ ...payload } as JsonObject),
    scores: mergeScores(rulings, scores),
  }
}

function toOutputRuling({ layer, kind, code, findings, enforced }: Ruling): JsonObject {
  // Only where it is not: a reader that does not know the key must not take an observer's word for an outcome.
  const observed = enforced ? {} : { enforced }
  return { layer, kind, code, findings: findings.map(toOutputFinding), ...observed }
}

function toOutputFinding({ rule, severity, span, score }: Finding): JsonObject {
  return {
    rule,
    severity,
    ...(span === undefined ? {} : { span: { start: span.start, end: span.end } }),
    ...(score === undefined ? {} : { score }),
  }
}
