import type { Engine, Views } from '@ringwall/text'
import { createClassifier, type Classification } from './classifier/classify.ts'
import { blend, type Model } from './classifier/model.ts'
import type { Config } from './config.ts'
import { createDetector, UNDECODED_WEIGHT, type Assessment, type Evidence } from './detect.ts'

/** Judges the views of a text. The cost is linear in the text. */
export type Assess = (views: Views) => Assessment

/** What an assessment is made with. */
export interface AssessOptions {
  readonly engine: Config['engine']
  readonly regexes: Engine
  readonly quotedWeight: number
  /** Gives the model; asked for only where the engine needs it. */
  readonly loadModel: () => Model
}

/** How many reasons of the classifier are named. */
const REASONS = 4
const UNMATCHED: Assessment = { score: 0, evidence: [] }

/** Puts the engines together: one score, and the evidence of each. */
export function createAssess({ engine, regexes, quotedWeight, loadModel }: AssessOptions): Assess {
  if (engine === 'patterns') return createDetector(regexes, quotedWeight)
  const model = loadModel()
  const classify = createClassifier(model)
  const match = engine === 'both' ? createDetector(regexes, quotedWeight) : () => UNMATCHED
  return (views) => {
    const matched = match(views)
    const classified = classify(views)
    const score = blend(model.blend[engine], classified.logit, matched.score)
    return {
      // No engine can speak for what was too much to decode.
      score: views.truncated ? Math.max(score, UNDECODED_WEIGHT) : score,
      // Made only where it is read: most texts are silent.
      get evidence() {
        return [...matched.evidence, ...toEvidence(classified, model)].toSorted((a, b) => a.span.start - b.span.start)
      },
    }
  }
}

/** The window as a whole, and what counts most in it: each reason weighs its share of all those named. */
function toEvidence(classified: Classification, model: Model): readonly Evidence[] {
  const { logit, span } = classified
  const reasons = classified.explain(REASONS)
  const total = reasons.reduce((sum, reason) => sum + reason.weight, 0)
  return [
    { rule: 'classifier', span, weight: blend(model.blend.classifier, logit, 0) },
    ...reasons.map((reason) => ({
      rule: `classifier.${reason.what}`,
      span: reason.span,
      weight: Math.round((1000 * reason.weight) / total) / 1000,
    })),
  ]
}
