import { createEngine, createViews } from '@ringwall/text'
import { createClassifier, type Classify } from '../src/classifier/classify.ts'
import type { Blend, Model } from '../src/classifier/model.ts'
import { createDetector } from '../src/detect.ts'
import { calibrate, type Judged } from './calibrate.ts'
import { foldOf, FOLDS } from './folds.ts'
import { generateRows } from './generate.ts'
import { WORD_CLASSES } from './language.ts'
import { quantize } from './quantize.ts'
import type { Row } from './row.ts'
import { foldedLexicon, sourceWeights, toSample, trainingFeaturizer } from './samples.ts'
import type { Settings } from './settings.ts'
import { Trainer, type Sample } from './trainer.ts'
import { writtenRows } from './written.ts'

/** A row of the corpora as a model judged it that had seen none of its sources. */
export interface HeldOut extends Judged {
  readonly row: Row
}
/** A model, and what it was made of. */
export interface Trained {
  readonly model: Model
  readonly heldOut: readonly HeldOut[]
  readonly generated: readonly Row[]
}

/** Weight of quoted phrases in the patterns' score: the default of the layer. */
const QUOTED_WEIGHT = 0.7
const NO_BLEND: Blend = { offset: 0, classifier: 1, patterns: 0 }

/** Trains a model on the rows of corpora and on generated ones. Deterministic: equal rows and settings give equal models. */
export function trainModel(rows: readonly Row[], settings: Settings, tell: (what: string) => void): Trained {
  const lexicon = foldedLexicon()
  const featurizer = trainingFeaturizer(settings.train.bits, lexicon)
  const carriers = rows.filter(({ label, kind }) => label === 'benign' && kind !== 'benign-email')
  const generated = [
    ...generateRows(settings.seed, settings.counts, carriers),
    ...(settings.writtenWeight > 0 ? writtenRows() : []),
  ]
  tell(`${rows.length} rows of corpora, ${generated.length} of our own`)
  const weigh = sourceWeights([...rows, ...generated])
  const read = (row: Row, factor: number): Sample =>
    toSample(
      row,
      createViews(row.text),
      featurizer,
      weigh(row) * factor * (row.kind === 'benign-security' ? settings.securityWeight : 1),
    )
  const samples = rows.map((row) => ({ row, sample: read(row, 1) }))
  const extra = generated.map((row) =>
    read(row, row.source.startsWith('gen-') ? settings.generatedWeight : settings.writtenWeight),
  )
  tell('all rows are read')

  const learn = (name: string, own: readonly Sample[]): Model => {
    const trainer = new Trainer(settings.train, featurizer)
    const learnt = trainer.learn([...own, ...extra], (epoch) =>
      tell(`${name}: epoch ${epoch} of ${settings.train.epochs}`),
    )
    const { bits, windows, lengthPenalty } = settings.train
    const blend = { classifier: NO_BLEND, both: NO_BLEND }
    const { weights, ...rest } = quantize(learnt)
    return { bits, windows, lengthPenalty, ...rest, meanings: WORD_CLASSES, lexicon, blend, weights }
  }

  const heldOut: HeldOut[] = []
  const match = createDetector(createEngine(), QUOTED_WEIGHT)
  for (let fold = 0; fold < FOLDS; fold++) {
    const isHeld = ({ row }: { readonly row: Row }): boolean => foldOf(row.source) === fold
    const held = samples.filter(isHeld)
    if (held.length === 0) continue
    const classify: Classify = createClassifier(
      learn(
        `without part ${fold + 1} of ${FOLDS}`,
        samples.filter((each) => !isHeld(each)).map(({ sample }) => sample),
      ),
    )
    for (const { row } of held) {
      const views = createViews(row.text)
      const { logit } = classify(views)
      heldOut.push({
        row,
        logit: Number.isFinite(logit) ? logit : -100,
        patterns: match(views).score,
        positive: row.label === 'injection',
      })
    }
  }
  const model = learn(
    'the model',
    samples.map(({ sample }) => sample),
  )
  const blend = { classifier: calibrate(heldOut, 0), both: calibrate(heldOut, settings.patternWeight) }
  return { model: { ...model, blend }, heldOut, generated }
}
