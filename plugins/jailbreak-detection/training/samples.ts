import { createViews, type Views } from '@ringwall/text'
import { segmentsOf } from '../src/classifier/classify.ts'
import { createFeaturizer, type Featurizer } from '../src/classifier/features.ts'
import { isAlone, tokenize } from '../src/classifier/tokens.ts'
import { createLexicon, type LexiconEntries } from '../src/classifier/lexicon.ts'
import { WORD_CLASSES } from './language.ts'
import { LANGUAGES } from './languages/index.ts'
import { englishLexicon } from './lexicon-en.ts'
import type { Row } from './row.ts'
import type { Sample } from './trainer.ts'

/** The words of all languages by meaning, folded as texts are, without doubles. */
export function foldedLexicon(): LexiconEntries {
  return WORD_CLASSES.map((meaning) => {
    const words = [englishLexicon, ...LANGUAGES.map(({ lexicon }) => lexicon)].flatMap(
      (lexicon) => lexicon[meaning] ?? [],
    )
    return [...new Set(words.map((word) => createViews(word).normalized.text))].filter(isOneWord).toSorted()
  })
}

/** An entry that is read as several words would never be found. */
function isOneWord(entry: string): boolean {
  const word = entry.replaceAll('*', '')
  return word !== '' && !word.includes(' ') && (isAlone(word.charCodeAt(0)) || tokenize(word).count === 1)
}

/** A featurizer that forgets no word, so that all samples share theirs. */
export function trainingFeaturizer(bits: number, lexicon: LexiconEntries): Featurizer {
  return createFeaturizer({ bits, lexicon: createLexicon(lexicon), maxKnown: Infinity })
}

/** Sources with many rows count less per row, and small ones more, up to this. */
const TYPICAL_ROWS = 300
const MAX_WEIGHT = 3

/** What each row of a source counts: sources weigh as the square root of their rows. */
export function sourceWeights(rows: readonly Row[]): (row: Row) => number {
  const counts = new Map<string, number>()
  for (const { source } of rows) counts.set(source, (counts.get(source) ?? 0) + 1)
  return ({ source }) => Math.min(MAX_WEIGHT, Math.sqrt(TYPICAL_ROWS / (counts.get(source) ?? 1)))
}

/** The sample of a row. */
export function toSample({ label, kind, source }: Row, views: Views, featurizer: Featurizer, weight: number): Sample {
  return {
    segments: segmentsOf(views).map(({ view, kind: viewKind }) => ({
      words: featurizer.read(view.text).words,
      kind: viewKind,
    })),
    positive: label === 'injection',
    broad: WHOLE.has(kind) && !source.includes('carr'),
    weight,
  }
}

/** Kinds of attack that are the whole text. */
const WHOLE: ReadonlySet<string> = new Set(['direct', 'jailbreak', 'extraction'])
