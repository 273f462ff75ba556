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

/** Each layer's own score, and the highest score of its findings where it reported none. */
export function mergeScores(
  rulings: readonly Ruling[],
  reported: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const { layer, findings } of rulings)
    for (const { score } of findings) if (score !== undefined) found[layer] = Math.max(found[layer] ?? 0, score)
  return { ...found, ...reported }
}
