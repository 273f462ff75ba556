import type { Io } from 'ringwall'
import { z } from 'zod'
import { Group, Id, readCorpora } from './corpus.ts'
import { coverageOf, type Coverage } from './coverage.ts'
import { macroAverage, share } from './metrics.ts'
import { reportSecrets } from './secrets-report.ts'
import { askWall, type WallOptions } from './wall.ts'

const SecretRow = z
  .object({
    id: Id,
    text: z.string(),
    spans: z.array(z.object({ start: z.int().min(0), end: z.int(), type: z.string() })),
    tier: Group,
    category: Group,
    source: Group,
  })
  .refine(({ text, spans }) => spans.every(({ start, end }) => start < end && end <= text.length), {
    message: 'a span must start before it ends, and end in the text',
    path: ['spans'],
  })
type SecretRow = z.infer<typeof SecretRow>

/** How the corpus of secrets is measured. */
export interface SecretsOptions extends WallOptions {
  readonly corpus: readonly string[]
  /** How many misses and false alarms are shown. */
  readonly misses: number
  readonly limit?: number
  readonly json: boolean
}

/** A secret and what became of it. */
export interface JudgedSecret {
  readonly id: string
  readonly type: string
  readonly tier: string
  readonly category: string
  /** The source up to its first colon: what follows is often the single row. */
  readonly family: string
  readonly coverage: Coverage
  /** Nothing was taken out, but the wall reported it. */
  readonly isReported: boolean
  readonly value: string
}

/** A text without secrets and what became of it. */
export interface JudgedText {
  readonly id: string
  readonly category: string
  readonly family: string
  readonly isTouched: boolean
  readonly isReported: boolean
  /** What was taken out, for false alarms. */
  readonly taken: readonly string[]
}

/** What became of a group of secrets. */
export interface SecretGroup {
  readonly group: string
  readonly secrets: number
  readonly whole: number
  readonly partly: number
  readonly missed: number
  readonly reported: number
}

/** What became of a group of texts without secrets. */
export interface TextGroup {
  readonly group: string
  readonly rows: number
  readonly touched: number
  readonly reported: number
}

/** All that is measured; printed as it is with --json. */
export interface SecretsSummary {
  readonly rows: number
  readonly secrets: SecretGroup
  readonly withoutSecrets: TextGroup
  readonly wholeShare: number | undefined
  readonly touchedShare: number | undefined
  /** The mean over types of the share wholly covered. */
  readonly wholeMacro: number | undefined
  /** Rows whose output could not be laid beside the input; there, only whether the value is still in it was looked at. */
  readonly unaligned: number
  readonly tiers: readonly SecretGroup[]
  readonly categories: readonly SecretGroup[]
  readonly families: readonly SecretGroup[]
  readonly types: readonly SecretGroup[]
  readonly clean: readonly TextGroup[]
  readonly misses: readonly {
    readonly id: string
    readonly type: string
    readonly start: string
    readonly coverage: Coverage
  }[]
  readonly falseAlarms: readonly { readonly id: string; readonly category: string; readonly taken: readonly string[] }[]
}

/** Lets every text leave the agent through the wall, and prints which secrets were taken out. Throws RingwallError. */
export async function runSecrets(io: Io, options: SecretsOptions): Promise<void> {
  const rows = await readCorpora(options.corpus, SecretRow, options.limit)
  const secrets: JudgedSecret[] = []
  const texts: JudgedText[] = []
  let unaligned = 0
  const questions = rows.map(({ row: { text }, place }) => ({
    hook: 'onOutbound' as const,
    payload: { destination: 'user', body: text },
    place,
  }))
  await askWall(io, questions, options, (answer, at) => {
    const row = rows[at]?.row
    if (row === undefined) return
    const covered = coverageOf(row.text, answer)
    if (!covered.isAligned) unaligned++
    for (const span of row.spans) secrets.push({ ...namesOf(row), ...covered.judge(span), type: span.type })
    if (row.spans.length === 0) {
      const { isTouched, isReported, taken } = covered
      texts.push({ ...namesOf(row), isTouched, isReported, taken })
    }
  })
  const summary = summarizeSecrets(rows.length, secrets, texts, { misses: options.misses, unaligned })
  io.stdout.write(options.json ? `${JSON.stringify(summary)}\n` : reportSecrets(summary))
}

function namesOf({ id, tier, category, source }: SecretRow) {
  return { id, tier, category, family: source.split(':', 1)[0] ?? source }
}

/** Everything that can be said about judged secrets and texts. Pure. */
function summarizeSecrets(
  rows: number,
  secrets: readonly JudgedSecret[],
  texts: readonly JudgedText[],
  { misses, unaligned }: { readonly misses: number; readonly unaligned: number },
): SecretsSummary {
  const all = tally('all', secrets)
  const withoutSecrets = tallyTexts('all', texts)
  const types = groupSecrets(secrets, 'type')
  return {
    rows,
    secrets: all,
    withoutSecrets,
    wholeShare: share(all.whole, all.secrets),
    touchedShare: share(withoutSecrets.touched, withoutSecrets.rows),
    wholeMacro: macroAverage(types.map(({ whole, secrets }) => share(whole, secrets))),
    unaligned,
    tiers: groupSecrets(secrets, 'tier'),
    categories: groupSecrets(secrets, 'category'),
    families: groupSecrets(secrets, 'family'),
    types,
    clean: Array.from(
      Map.groupBy(texts, ({ category }) => category),
      ([name, group]) => tallyTexts(name, group),
    ).toSorted((a, b) => b.touched - a.touched || b.rows - a.rows),
    misses: secrets
      .filter(({ coverage }) => coverage !== 'whole')
      .slice(0, misses)
      .map(({ id, type, value, coverage }) => ({ id, type, start: Array.from(value).slice(0, 4).join(''), coverage })),
    falseAlarms: texts
      .filter(({ isTouched }) => isTouched)
      .slice(0, misses)
      .map(({ id, category, taken }) => ({ id, category, taken })),
  }
}

function groupSecrets(
  secrets: readonly JudgedSecret[],
  key: 'type' | 'tier' | 'category' | 'family',
): readonly SecretGroup[] {
  const groups = Array.from(
    Map.groupBy(secrets, (secret) => secret[key]),
    ([name, group]) => tally(name, group),
  )
  return groups.toSorted((a, b) => b.secrets - b.whole - (a.secrets - a.whole) || b.secrets - a.secrets)
}

function tally(group: string, secrets: readonly JudgedSecret[]): SecretGroup {
  const count = (coverage: Coverage): number => secrets.filter((secret) => secret.coverage === coverage).length
  return {
    group,
    secrets: secrets.length,
    whole: count('whole'),
    partly: count('partly'),
    missed: count('none'),
    reported: secrets.filter(({ coverage, isReported }) => coverage === 'none' && isReported).length,
  }
}

function tallyTexts(group: string, texts: readonly JudgedText[]): TextGroup {
  return {
    group,
    rows: texts.length,
    touched: texts.filter(({ isTouched }) => isTouched).length,
    reported: texts.filter(({ isTouched, isReported }) => !isTouched && isReported).length,
  }
}
