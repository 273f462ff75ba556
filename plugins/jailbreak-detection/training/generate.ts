import { englishAttacks } from './english/attacks.ts'
import { carry } from './english/carriers.ts'
import { wrapText } from './english/finish.ts'
import { honestRows } from './honest/rows.ts'
import { HONEST_KINDS, type Language } from './language.ts'
import { honestText, languageAttacks, languageHonest } from './language-rows.ts'
import { LANGUAGES } from './languages/index.ts'
import { createRandom, type Random } from './random.ts'
import type { Row } from './row.ts'

/** How many rows of each part are made. */
export interface GenerateCounts {
  readonly englishAttacks: number
  readonly englishHonest: number
  /** Per language and technique, and per language and kind of honest text. */
  readonly languageAttacks: number
  readonly languageHonest: number
  /** Per language: documents of many sentences. */
  readonly languageDocuments: number
  /** Attacks inside honest texts, and honest texts inside honest texts. */
  readonly carriedAttacks: number
  readonly carriedHonest: number
  /** Attacks whose parts are in two languages. */
  readonly mixed: number
}

/** The longest honest text that something is carried in, in characters. */
const MAX_CARRIER = 3000
/** The longest honest text that is carried in another. */
const MAX_CARGO = 400

/** The rows that generators make: the same for the same seed and counts. `carriers` are honest texts of other origin to hide attacks in. */
export function generateRows(seed: number, counts: GenerateCounts, carriers: readonly Row[] = []): readonly Row[] {
  const random = createRandom(seed)
  const attacks = englishAttacks(random.fork('attacks'), counts.englishAttacks)
  const honest = honestRows(random.fork('honest'), counts.englishHonest)
  const foreignAttacks = LANGUAGES.flatMap((language) =>
    languageAttacks(language, random.fork(`attacks ${language.code}`), counts.languageAttacks),
  )
  const foreignHonest = LANGUAGES.flatMap((language) =>
    languageHonest(language, random.fork(`honest ${language.code}`), counts.languageHonest),
  )
  const documents = LANGUAGES.flatMap((language) =>
    longTexts(language, random.fork(`documents ${language.code}`), counts.languageDocuments),
  )
  const allAttacks = [...attacks, ...foreignAttacks]
  const allHonest = [...honest, ...foreignHonest, ...documents]
  return [
    ...attacks,
    ...honest.map((row, i) => wrapSome(row, random.fork(`wrap ${i}`))),
    ...foreignAttacks,
    ...foreignHonest.map((row, i) => wrapSome(row, random.fork(`wrap foreign ${i}`))),
    ...documents,
    ...carried(random.fork('carried'), counts.carriedAttacks, allAttacks, [...allHonest, ...carriers]),
    ...carried(
      random.fork('carried honest'),
      counts.carriedHonest,
      allHonest.filter(({ text }) => text.length <= MAX_CARGO),
      [...allHonest, ...carriers],
    ),
    ...mixed(random.fork('mixed'), counts.mixed, attacks, foreignAttacks),
  ]
}

/** A seventh of the honest texts stand out in the ways in which attacks do. */
function wrapSome(row: Row, random: Random): Row {
  return random.chance(0.14) ? { ...row, text: wrapText(row.text, random) } : row
}

function longTexts(language: Language, random: Random, count: number): readonly Row[] {
  return Array.from({ length: count }, () => {
    const parts = Array.from({ length: 4 + random.below(12) }, () =>
      honestText(language, random.pick(HONEST_KINDS), random),
    )
    return {
      text: parts.join(random.pick([' ', '\n', '\n\n'])),
      label: 'benign',
      kind: 'benign-doc',
      lang: language.code,
      source: `gen-${language.code}/document`,
    }
  })
}

/** Two of three stand in a text of their own language, as far as there is one. */
function carried(random: Random, count: number, cargo: readonly Row[], carriers: readonly Row[]): readonly Row[] {
  const byLanguage = Map.groupBy(carriers, ({ lang }) => lang)
  return Array.from({ length: count }, () => {
    const row = random.pick(cargo)
    const own = byLanguage.get(row.lang)
    const carrier = random.pick(own !== undefined && random.chance(0.67) ? own : carriers)
    const text = carry(random, row.text, carrier.text.slice(0, MAX_CARRIER))
    const kind = row.label === 'injection' ? 'indirect' : row.kind
    return { ...row, text, kind, source: `${row.source.split('/', 1)[0]}/carried` }
  })
}

function mixed(random: Random, count: number, attacks: readonly Row[], foreign: readonly Row[]): readonly Row[] {
  return Array.from({ length: count }, () => {
    const parts = [random.pick(random.chance(0.6) ? attacks : foreign), random.pick(foreign)]
    if (random.chance(0.5)) parts.reverse()
    return {
      text: parts.map(({ text }) => text).join(random.pick([' ', ': ', '\n'])),
      label: 'injection',
      kind: 'direct',
      lang: 'mul',
      source: 'gen-mixed/pair',
    }
  })
}
