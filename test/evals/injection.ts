import { LAYER_FAILED, type Source } from '@ringwall/core'
import type { Io } from 'ringwall'
import { z } from 'zod'
import { Group, Id, readCorpora } from './corpus.ts'
import { fail } from './errors.ts'
import { reportInjection } from './injection-report.ts'
import { macroAverage, operatingPoint, rocAuc, share, shareFound, type OperatingPoint } from './metrics.ts'
import { askWall, type Answer, type WallOptions } from './wall.ts'

/** A text and what it is. */
const InjectionRow = z.object({
  id: Id,
  text: z.string(),
  label: z.enum(['injection', 'benign']),
  kind: Group,
  lang: Group,
  source: Group,
})
type InjectionRow = z.infer<typeof InjectionRow>

/** How the injection corpus is measured. */
export interface InjectionOptions extends WallOptions {
  readonly corpus: readonly string[]
  /** Where the texts are said to come from. */
  readonly source: Source
  /** The layer whose score is measured. */
  readonly score: string
  /** How many misses and false alarms are shown. */
  readonly misses: number
  readonly limit?: number
  readonly json: boolean
}

/** A row and what the wall said. */
export interface Judged {
  readonly row: InjectionRow
  readonly score: number
  readonly isScored: boolean
  /** The layer ruled, whatever it was. */
  readonly isRuled: boolean
  /** The layer ruled at its upper threshold, or stopped the text. */
  readonly isHigh: boolean
  /** The wall as a whole let it not pass. */
  readonly isStopped: boolean
  readonly hasFailed: boolean
}

/** Shares of a group's rows that were found, in one way or another. */
export interface GroupSummary {
  readonly group: string
  readonly rows: number
  readonly at1: number | undefined
  readonly at01: number | undefined
  readonly any: number | undefined
  readonly high: number | undefined
}

/** Recall, and the share of false positives that it is had for. */
export interface Shipped {
  readonly recall: number | undefined
  readonly falsePositives: number | undefined
}

/** A row that is worth a look. */
export interface Example {
  readonly id: string
  readonly score: number
  readonly source: string
  readonly kind: string
  readonly lang: string
  readonly text: string
}

const GROUPINGS = ['source', 'kind', 'lang'] as const

/** All that is measured; printed as it is with --json. */
export interface InjectionSummary {
  readonly layer: string
  readonly source: Source
  readonly rows: number
  readonly injections: number
  readonly benign: number
  /** Rows that the layer did not score, as an earlier one stopped them; they count as 0. */
  readonly unscored: number
  /** Rows on which the layer failed; its refusal of them counts as no ruling. */
  readonly failed: number
  readonly auc: number | undefined
  readonly points: readonly OperatingPoint[]
  readonly shipped: { readonly any: Shipped; readonly high: Shipped; readonly stopped: Shipped }
  readonly macro: { readonly recallAt1: number | undefined; readonly sources: number }
  readonly groups: Readonly<
    Record<
      (typeof GROUPINGS)[number],
      { readonly injection: readonly GroupSummary[]; readonly benign: readonly GroupSummary[] }
    >
  >
  readonly misses: readonly Example[]
  readonly falseAlarms: readonly Example[]
}

/** Scores corpora of injections and harmless texts through the wall, and prints what was found. Throws RingwallError. */
export async function runInjection(io: Io, options: InjectionOptions): Promise<void> {
  const { corpus, source, score, limit, json } = options
  const rows = await readCorpora(corpus, InjectionRow, limit)
  for (const label of InjectionRow.shape.label.options)
    if (!rows.some(({ row }) => row.label === label))
      throw fail('CLASS_MISSING', { label, measures: label === 'benign' ? 'false positives' : 'recall' })
  const judged: Judged[] = []
  const others = new Set<string>()
  const questions = rows.map(({ row: { text }, place }) => ({
    hook: 'onInbound' as const,
    payload: { source, text },
    place,
  }))
  await askWall(io, questions, options, (answer, at) => {
    for (const layer of Object.keys(answer.scores)) others.add(layer)
    const row = rows[at]?.row
    if (row !== undefined) judged.push(judge(row, answer, score))
  })
  if (!judged.some(({ isScored }) => isScored))
    throw fail('SCORE_MISSING', { layer: JSON.stringify(score), others: [...others].join(', ') || 'none' })
  const summary = summarize(judged, options)
  io.stdout.write(json ? `${JSON.stringify(summary)}\n` : reportInjection(summary))
}

/** What an answer says about a row, by the one layer that is measured. */
function judge(row: InjectionRow, { outcome, rulings, scores }: Answer, layer: string): Judged {
  const all = rulings.filter((ruling) => ruling.layer === layer)
  const own = all.filter(({ code }) => code !== LAYER_FAILED)
  const score = scores[layer]
  return {
    row,
    score: score ?? 0,
    isScored: score !== undefined,
    isRuled: own.length > 0,
    isHigh: own.some(({ code, kind }) => code.endsWith('_HIGH') || kind === 'deny' || kind === 'ask'),
    isStopped: outcome !== 'allow',
    hasFailed: own.length < all.length,
  }
}

/** Everything that can be said about judged rows. Pure. */
export function summarize(
  judged: readonly Judged[],
  { score: layer, source, misses }: Pick<InjectionOptions, 'score' | 'source' | 'misses'>,
): InjectionSummary {
  const injections = judged.filter(({ row }) => row.label === 'injection')
  const benign = judged.filter(({ row }) => row.label === 'benign')
  const [positives, negatives] = [scoresOf(injections), scoresOf(benign)]
  const pointAt = (allowed: number): OperatingPoint | undefined => operatingPoint(positives, negatives, allowed)
  const [strict, usual, loose] = [pointAt(0.001), pointAt(0.01), pointAt(0.05)]
  const group = (rows: readonly Judged[], key: (typeof GROUPINGS)[number]): readonly GroupSummary[] =>
    Array.from(
      Map.groupBy(rows, ({ row }) => row[key]),
      ([name, members]) => ({
        group: name,
        rows: members.length,
        at1: shareFound(scoresOf(members), usual?.threshold),
        at01: shareFound(scoresOf(members), strict?.threshold),
        any: shareOf(members, 'isRuled'),
        high: shareOf(members, 'isHigh'),
      }),
    ).toSorted((a, b) => b.rows - a.rows)
  const groupAll = (key: (typeof GROUPINGS)[number]) => ({
    injection: group(injections, key),
    benign: group(benign, key),
  })
  const groups = { source: groupAll('source'), kind: groupAll('kind'), lang: groupAll('lang') }
  const shipped = (key: Claim): Shipped => ({
    recall: shareOf(injections, key),
    falsePositives: shareOf(benign, key),
  })
  const sources = groups.source.injection
  return {
    layer,
    source,
    rows: judged.length,
    injections: injections.length,
    benign: benign.length,
    unscored: judged.filter(({ isScored }) => !isScored).length,
    failed: judged.filter(({ hasFailed }) => hasFailed).length,
    auc: rocAuc(positives, negatives),
    points: [strict, usual, loose].filter((point) => point !== undefined),
    shipped: { any: shipped('isRuled'), high: shipped('isHigh'), stopped: shipped('isStopped') },
    macro: { recallAt1: macroAverage(sources.map(({ at1 }) => at1)), sources: sources.length },
    groups,
    misses: pick(injections, misses, (a, b) => a.score - b.score),
    falseAlarms: pick(
      benign.filter(({ score }) => score > 0),
      misses,
      (a, b) => b.score - a.score,
    ),
  }
}

type Claim = 'isRuled' | 'isHigh' | 'isStopped'

function shareOf(rows: readonly Judged[], key: Claim): number | undefined {
  return share(rows.filter((row) => row[key]).length, rows.length)
}

function scoresOf(rows: readonly Judged[]): readonly number[] {
  return rows.map(({ score }) => score)
}

/** The first rows of an order; among equals one of each source before a second of any, or one source would fill the list. */
function pick(rows: readonly Judged[], many: number, compare: (a: Judged, b: Judged) => number): readonly Example[] {
  const seen = new Map<string, number>()
  const ranked = rows.map((judged) => {
    const key = `${judged.score} ${judged.row.source}`
    const turn = seen.get(key) ?? 0
    seen.set(key, turn + 1)
    return { judged, turn }
  })
  ranked.sort((a, b) => compare(a.judged, b.judged) || a.turn - b.turn)
  return ranked.slice(0, many).map(({ judged: { row, score } }) => {
    const { id, source, kind, lang, text } = row
    return { id, score, source, kind, lang, text }
  })
}
