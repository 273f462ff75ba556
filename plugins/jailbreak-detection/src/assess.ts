import type { Engine, Views } from '@ringwall/text'
import { createClassifier, type Classification } from './classifier/classify.ts'
import { blend, type Model } from './classifier/model.ts'
import { createDetector, type Assessment, type Evidence } from './detect.ts'

/** Which engines judge. */
export type EngineChoice = 'patterns' | 'classifier' | 'both'
/** Judges the views of a text. The cost is linear in the text. */
export type Assess = (views: Views) => Assessment

/** What an assessment is made with. */
export interface AssessOptions {
  readonly engine: EngineChoice
  readonly regexes: Engine
  readonly quotedWeight: number
  /** Gives the model; asked for only where the engine needs it. */
  readonly loadModel: () => Model
}

/** How many reasons of the classifier are named. */
const REASONS = 4

/** Puts the engines together: one score, and the evidence of each. */
export function createAssess({ engine, regexes, quotedWeight, loadModel }: AssessOptions): Assess {
  const match = engine === 'classifier' ? undefined : createDetector(regexes, quotedWeight)
  if (engine === 'patterns' && match) return match
  const model = loadModel()
  const classify = createClassifier(model)
  return (views) => {
    const matched = match?.(views)
    const classified = classify(views)
    const score = blend(model.blend[match ? 'both' : 'classifier'], classified.logit, matched?.score ?? 0)
    return {
      score,
      evidence: () => [...(matched?.evidence() ?? []), ...toEvidence(classified, model)].toSorted(byPlace),
    }
  }
}

function byPlace({ span: a }: Evidence, { span: b }: Evidence): number {
  return a.start - b.start
}

/** The window as a whole, and what in it counts most; each reason weighs its share of all of them. */
function toEvidence(classified: Classification, model: Model): readonly Evidence[] {
  const { logit, span } = classified
  const weight = blend(model.blend.classifier, logit, 0)
  const reasons = classified.explain(REASONS)
  const total = reasons.reduce((sum, reason) => sum + reason.weight, 0)
  return [
    { rule: 'classifier', span, weight },
    ...reasons.map((reason) => ({
      rule: `classifier.${reason.what}`,
      span: reason.span,
      weight: reason.weight / total,
    })),
  ]
}
