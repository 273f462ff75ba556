import type { GenerateCounts } from './generate.ts'
import type { TrainOptions } from './trainer.ts'

/** All that a training run depends on besides its rows. */
export interface Settings {
  readonly train: TrainOptions
  readonly counts: GenerateCounts
  readonly seed: number
  /** What a generated row counts against one of a corpus. */
  readonly generatedWeight: number
  /** What an honest text about security counts against another: those quote attacks. */
  readonly securityWeight: number
  /** What a row that was written for training, not by a template, counts against one of a corpus; with 0 they are left out. */
  readonly writtenWeight: number
  /** What the score of the patterns adds to the log-odds, where both engines judge. */
  readonly patternWeight: number
}

/** What the model in this package is trained with. Windows and counts were chosen on held-out sources; see MODEL_CARD.md. */
export const SETTINGS: Settings = {
  train: {
    bits: 18,
    windows: [14, 40],
    lengthPenalty: 0.4,
    epochs: 3,
    averageFrom: 1,
    rate: 0.04,
    meaningsAlone: 0.4,
    wordsAlone: 0.3,
    seed: 1,
  },
  counts: {
    englishAttacks: 24_000,
    englishHonest: 12_000,
    languageAttacks: 80,
    languageHonest: 120,
    languageDocuments: 100,
    carriedAttacks: 8000,
    carriedHonest: 4000,
    mixed: 2000,
  },
  seed: 7,
  generatedWeight: 0.7,
  securityWeight: 2,
  writtenWeight: 0.4,
  patternWeight: 5,
}

/** The same with a hundredth of the rows and small tables: for tests of the training itself. */
export const SMALL_SETTINGS: Settings = {
  ...SETTINGS,
  train: { ...SETTINGS.train, bits: 12, epochs: 2 },
  writtenWeight: 0,
  counts: {
    englishAttacks: 160,
    englishHonest: 160,
    languageAttacks: 1,
    languageHonest: 2,
    languageDocuments: 1,
    carriedAttacks: 80,
    carriedHonest: 40,
    mixed: 20,
  },
}
