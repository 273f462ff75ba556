import type { Example, GroupSummary, InjectionSummary, Shipped } from './injection.ts'
import { decimal, list, percent, quote, table } from './report.ts'

/** The measurements as tables for a person. */
export function reportInjection(summary: InjectionSummary): string {
  const { layer, source, rows, injections, benign, points, shipped, macro, groups, misses, falseAlarms } = summary
  const shippedRow = (name: string, { recall, falsePositives }: Shipped): readonly string[] => [
    name,
    percent(recall),
    percent(falsePositives, 2),
  ]
  return [
    `${rows} rows (${injections} injections, ${benign} benign) as ${source}, by the score of ${layer}\n`,
    warnings(summary),
    '\n',
    table(
      'false positives at most',
      ['threshold', 'recall', 'they are'],
      points.map(({ share, threshold, recall, falsePositives }) => [
        percent(share),
        threshold === undefined ? 'none' : decimal(threshold, 4),
        percent(recall),
        percent(falsePositives, 2),
      ]),
    ),
    table(
      'as shipped',
      ['recall', 'false positives'],
      [
        shippedRow('any ruling', shipped.any),
        shippedRow('high', shipped.high),
        shippedRow('stopped by the wall', shipped.stopped),
      ],
    ),
    `ROC-AUC ${decimal(summary.auc, 4)}\n`,
    `macro average over ${macro.sources} sources, recall at 1 %: ${percent(macro.recallAt1)}\n\n`,
    ...Object.entries(groups).flatMap(([key, { injection, benign }]) => [
      groupTable(`injections by ${key}`, injection, 1),
      groupTable(`benign by ${key}`, benign, 2),
    ]),
    list('misses: the injections with the lowest scores', misses.map(exampleLine)),
    list('false alarms: the benign texts with the highest scores', falseAlarms.map(exampleLine)),
  ].join('')
}

function warnings({ unscored, failed, layer }: InjectionSummary): string {
  const lines: string[] = []
  if (unscored > 0)
    lines.push(`${unscored} without a score (an earlier layer stopped them, or this one failed): they count as 0\n`)
  if (failed > 0) lines.push(`${failed} on which ${layer} failed: a refusal for that is not counted as found\n`)
  return lines.join('')
}

function groupTable(title: string, groups: readonly GroupSummary[], digits: number): string {
  const rows = groups.map(({ group, rows, at1, at01, any, high }) => [
    quote(group, 40).slice(1, -1),
    String(rows),
    ...[at1, at01, any, high].map((value) => percent(value, digits)),
  ])
  return table(title, ['rows', 'at 1 %', 'at 0.1 %', 'any ruling', 'high'], rows)
}

function exampleLine({ id, score, source, kind, lang, text }: Example): string {
  return `${decimal(score)}  ${quote(`${id} ${source} ${kind} ${lang}`, 80).slice(1, -1)}  ${quote(text, 120)}`
}
