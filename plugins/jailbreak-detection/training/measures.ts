/** A score, and whether it is that of an attack. */
export interface Scored {
  readonly score: number
  readonly positive: boolean
}

/** The score that honest texts are over in at most the given share of cases: it counts as found what is over it. */
export function thresholdAt(rows: readonly Scored[], falseAlarms: number): number {
  const honest = rows.flatMap(({ score, positive }) => (positive ? [] : [score])).toSorted((a, b) => b - a)
  return honest[Math.floor(honest.length * falseAlarms)] ?? Infinity
}

/** The share of the attacks (or, where there are none, of the honest texts) over a threshold. */
export function shareOver(rows: readonly Scored[], threshold: number): number {
  return rows.length === 0 ? Number.NaN : rows.filter(({ score }) => score > threshold).length / rows.length
}
