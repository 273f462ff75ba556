import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
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

/** Folds that are judged beside the others, in a thread of their own: about half of the work. */
const BESIDE: readonly number[] = [0, 1, 2]

/** What a thread is given to judge some folds. */
export interface FoldsTask {
  readonly rows: readonly Row[]
  readonly settings: Settings
  readonly folds: readonly number[]
}
/** A row, by its place, as a model judged it. */
interface JudgedRow extends Judged {
  readonly at: number
}
type Tell = (what: string) => void

/** Rows that were read, and how a model is made of them. */
interface Reading {
  readonly samples: readonly { readonly row: Row; readonly sample: Sample }[]
  readonly generated: readonly Row[]
  learn(name: string, own: readonly Sample[]): Model
}

/** Trains a model on the rows of corpora and on generated ones. Deterministic: equal rows and settings give equal models. */
export async function trainModel(rows: readonly Row[], settings: Settings, tell: Tell): Promise<Trained> {
  const task: FoldsTask = { rows, settings, folds: BESIDE }
  const worker = new Worker(new URL('judge-folds.ts', import.meta.url), { workerData: task })
  const beside = once(worker, 'message') as Promise<[readonly JudgedRow[]]> // rejects with what the thread throws
  beside.catch(() => undefined) // it is awaited below
  const reading = readRows(rows, settings, tell)
  const own = Array.from({ length: FOLDS }, (_, fold) => fold).filter((fold) => !BESIDE.includes(fold))
  const judged = judgeFolds(reading, own)
  const model = reading.learn(
    'the model',
    reading.samples.map(({ sample }) => sample),
  )
  const [first] = await beside
  const heldOut = [...first, ...judged].flatMap(({ at, ...rest }) => {
    const row = rows[at]
    return row === undefined ? [] : [{ row, ...rest }]
  })
  const blend = { classifier: calibrate(heldOut, 0), both: calibrate(heldOut, settings.patternWeight) }
  return { model: { ...model, blend }, heldOut, generated: reading.generated }
}

/** Reads rows, and generates those of our own. */
export function readRows(rows: readonly Row[], settings: Settings, tell: Tell): Reading {
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
  return {
    samples,
    generated,
    learn(name, own) {
      const trainer = new Trainer(settings.train, featurizer)
      const learnt = trainer.learn([...own, ...extra], (epoch) =>
        tell(`${name}: epoch ${epoch} of ${settings.train.epochs}`),
      )
      const { bits, windows, lengthPenalty } = settings.train
      const blend = { classifier: NO_BLEND, both: NO_BLEND }
      const { weights, ...rest } = quantize(learnt)
      return { bits, windows, lengthPenalty, ...rest, meanings: WORD_CLASSES, lexicon, blend, weights }
    },
  }
}

/** Judges the rows of each fold by a model that has seen none of its sources, fold by fold. */
export function judgeFolds({ samples, learn }: Reading, folds: readonly number[]): readonly JudgedRow[] {
  const match = createDetector(createEngine(), QUOTED_WEIGHT)
  return folds.flatMap((fold) => {
    const isHeld = ({ row }: { readonly row: Row }): boolean => foldOf(row.source) === fold
    if (!samples.some(isHeld)) return []
    const seen = samples.filter((each) => !isHeld(each)).map(({ sample }) => sample)
    const classify: Classify = createClassifier(learn(`without part ${fold + 1} of ${FOLDS}`, seen))
    return samples.flatMap((each, at) => {
      if (!isHeld(each)) return []
      const views = createViews(each.row.text)
      const { logit } = classify(views)
      return [
        {
          at,
          logit: Number.isFinite(logit) ? logit : -100,
          patterns: match(views).score,
          positive: each.row.label === 'injection',
        },
      ]
    })
  })
}
