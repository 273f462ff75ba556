import type { Decision, Finding, Ruling } from '@ringwall/core'

/** A ruling without what may differ from run to run: scores, messages and details. */
export interface RulingEssence {
  readonly place: string
  readonly findings: readonly string[]
}

/** What two decisions about the same thing must have in common; rulings of one code at one place count as one, as they do in a stream. */
export function essence({ outcome, rulings }: Decision): {
  readonly outcome: string
  readonly rulings: readonly RulingEssence[]
} {
  const merged = new Map<string, string[]>()
  for (const ruling of rulings) {
    const place = placeOf(ruling)
    merged.set(place, [...(merged.get(place) ?? []), ...ruling.findings.map(findingKey)])
  }
  return {
    outcome,
    rulings: [...merged]
      .map(([place, findings]) => ({ place, findings: [...new Set(findings)].toSorted() }))
      .toSorted((a, b) => (a.place < b.place ? -1 : 1)),
  }
}

/** Where and how a ruling was made, as one word. */
export function placeOf({ layer, stage, kind, code }: Ruling): string {
  return [layer, stage, kind, code].join(' ')
}

function findingKey({ rule, severity, span }: Finding): string {
  return `${rule} ${severity} ${span ? `${span.start}..${span.end}` : ''}`
}
