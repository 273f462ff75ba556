/** What a threshold does that lets no more than a share of the negatives through. */
export interface OperatingPoint {
  /** The share of false positives that was asked for. */
  readonly share: number
  /** The smallest score that counts as found; undefined where no score does. */
  readonly threshold: number | undefined
  /** Share of positives at or above the threshold; undefined without positives. */
  readonly recall: number | undefined
  /** Share of negatives at or above the threshold. */
  readonly falsePositives: number
}

/** 0.29 × 100 is a little less than 29 in binary; a whole number must stay one. */
const EPSILON = 1e-9

/**
 * The lowest threshold at which false positives do not exceed `share`. Equal scores stand or fall together. Undefined
 * without negatives: then no threshold is too low.
 */
export function operatingPoint(
  positives: readonly number[],
  negatives: readonly number[],
  share: number,
): OperatingPoint | undefined {
  if (negatives.length === 0) return undefined
  const descending = negatives.toSorted((a, b) => b - a)
  // The highest score that must not count: with it, and all that equal it, there would be one too many.
  const limit = descending[Math.floor(share * negatives.length + EPSILON)] ?? -Infinity
  let threshold: number | undefined
  for (const scores of [positives, negatives])
    for (const score of scores) if (score > limit && score < (threshold ?? Infinity)) threshold = score
  return {
    share,
    threshold,
    recall: shareFound(positives, threshold),
    falsePositives: shareFound(negatives, threshold) ?? 0,
  }
}

/** The share of scores at or above a threshold; undefined without scores. */
export function shareFound(scores: readonly number[], threshold: number | undefined): number | undefined {
  return share(threshold === undefined ? 0 : scores.filter((score) => score >= threshold).length, scores.length)
}

/** A part of a whole; undefined of nothing. */
export function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole
}

/**
 * The area under the ROC curve: how likely a positive scores higher than a negative, a tie being half. Undefined where
 * one of the two is missing.
 */
export function rocAuc(positives: readonly number[], negatives: readonly number[]): number | undefined {
  if (positives.length === 0 || negatives.length === 0) return undefined
  const below = negatives.toSorted((a, b) => a - b)
  const above = positives.toSorted((a, b) => a - b)
  let wins = 0
  let lower = 0
  let notHigher = 0
  for (const score of above) {
    while (lower < below.length && (below[lower] ?? Infinity) < score) lower++
    while (notHigher < below.length && (below[notHigher] ?? Infinity) <= score) notHigher++
    wins += (lower + notHigher) / 2
  }
  return wins / (positives.length * negatives.length)
}

/** The mean in which each group counts alike; groups without a value do not count. Undefined without any. */
export function macroAverage(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return share(
    known.reduce((sum, value) => sum + value, 0),
    known.length,
  )
}
