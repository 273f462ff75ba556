import type { Blend } from '../src/classifier/model.ts'
import { ln } from '../src/classifier/portable-math.ts'

/** A text that a model judged which had not seen its source. */
export interface Judged {
  readonly logit: number
  readonly patterns: number
  readonly positive: boolean
}

/** Shares of honest texts that may reach a score: the default thresholds of the layer stand between the two. */
const ANCHORS = [
  { score: 0.3, falseAlarms: 0.005 },
  { score: 0.7, falseAlarms: 0.0005 },
] as const

/** The blend with which honest texts of unseen sources reach the anchors' scores as often as they say. Throws without honest texts. */
export function calibrate(judged: readonly Judged[], patternWeight: number): Blend {
  const honest = judged.filter(({ positive }) => !positive).map((each) => each.logit + patternWeight * each.patterns)
  honest.sort((a, b) => b - a)
  const [low, high] = ANCHORS.map(({ score, falseAlarms }) => {
    const value = honest[Math.floor(honest.length * falseAlarms)]
    if (value === undefined) throw new Error('there are no honest texts to calibrate with')
    return { value, odds: ln(score / (1 - score)) }
  })
  if (low === undefined || high === undefined) throw new Error('there are no anchors')
  const slope = (high.odds - low.odds) / Math.max(high.value - low.value, 0.1)
  return {
    offset: round(low.odds - slope * low.value),
    classifier: round(slope),
    patterns: round(slope * patternWeight),
  }
}

/** So that the file shows the numbers that count. */
function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
