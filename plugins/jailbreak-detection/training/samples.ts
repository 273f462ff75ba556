import { createViews, type Views } from '@ringwall/text'
import { segmentsOf } from '../src/classifier/classify.ts'
import { createFeaturizer, type Featurizer, type Reading } from '../src/classifier/features.ts'
import { isAlone, tokenize } from '../src/classifier/tokens.ts'
import { createLexicon, type LexiconEntries } from '../src/classifier/lexicon.ts'
import { honestRows } from './honest/rows.ts'
import { WORD_CLASSES, type Language } from './language.ts'
import { LANGUAGES } from './languages/index.ts'
import { englishLexicon } from './lexicon-en.ts'
import { createRandom } from './random.ts'
import type { Row } from './row.ts'
import type { Sample, Segment } from './trainer.ts'

/** The words of all languages by meaning, folded as texts are, without doubles and without what means something else in English. */
export function foldedLexicon(): LexiconEntries {
  const folded = (lexicon: Language['lexicon']): LexiconEntries =>
    WORD_CLASSES.map((meaning) =>
      (lexicon[meaning] ?? []).map((word) => createViews(word).normalized.text).filter(isOneWord),
    )
  const english = folded(englishLexicon)
  const { meaningsOf } = createLexicon(english)
  const common = commonEnglish().map((word) => ({ word, meanings: meaningsOf(word) }))
  return english.map((words, meaning) => {
    const foreign = LANGUAGES.filter(({ code }) => !SYLLABIC.has(code)).flatMap(
      ({ lexicon }) => folded(lexicon)[meaning] ?? [],
    )
    const kept = foreign.filter((entry) => {
      const matches = matcherOf(entry)
      return !isTooShort(entry) && common.every(({ word, meanings }) => !matches(word) || meanings.includes(meaning))
    })
    return [...new Set([...words, ...kept])].toSorted()
  })
}

/** Latin words of two letters, and stems of three, are words of many languages. */
function isTooShort(entry: string): boolean {
  const word = entry.replaceAll('*', '')
  return word.charCodeAt(0) < 0x250 && word.length < (word === entry ? 3 : 4)
}

function matcherOf(entry: string): (word: string) => boolean {
  if (entry.endsWith('*')) return (word) => word.startsWith(entry.slice(0, -1))
  if (entry.startsWith('*')) return (word) => word.endsWith(entry.slice(1))
  return (word) => word === entry
}

/** Words that several of many English texts have. */
function commonEnglish(): readonly string[] {
  const counts = new Map<string, number>()
  for (const { text } of honestRows(createRandom(1), 3000)) {
    const folded = createViews(text).normalized.text
    const { count, starts, ends } = tokenize(folded)
    const words = new Set(Array.from({ length: count }, (_, i) => folded.slice(starts[i], ends[i])))
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [...counts].flatMap(([word, count]) => (count >= COMMON ? [word] : []))
}

const COMMON = 3

/** Where a word is a syllable, an entry of one word is found in every other sentence. */
const SYLLABIC: ReadonlySet<string> = new Set(['vi'])

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
    segments: segmentsOf(views).map(({ view, kind: viewKind }) => toSegment(featurizer.read(view.text), viewKind)),
    positive: label === 'injection',
    broad: WHOLE.has(kind) && !source.includes('carr'),
    weight,
  }
}

function toSegment({ words, fresh }: Reading, kind: number): Segment {
  return { words, fresh, kind }
}

/** Kinds of attack that are the whole text. */
const WHOLE: ReadonlySet<string> = new Set(['direct', 'jailbreak', 'extraction'])
