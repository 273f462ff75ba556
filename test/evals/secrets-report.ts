import { NO_GROUP } from './corpus.ts'
import { decimal, list, percent, quote, table } from './report.ts'
import type { SecretGroup, SecretsSummary, TextGroup } from './secrets.ts'
import { share } from './metrics.ts'

/** The measurements as tables for a person. Of a secret no more than its first four characters is shown. */
export function reportSecrets(summary: SecretsSummary): string {
  const { rows, secrets, withoutSecrets, types, misses, falseAlarms, unaligned } = summary
  const imperfect = types.filter(({ whole, secrets }) => whole < secrets)
  return [
    `${rows} rows: ${secrets.secrets} secrets, ${withoutSecrets.rows} rows without any\n`,
    unaligned > 0 ? `${unaligned} rows changed in a way that the findings do not explain; judged carefully\n` : '',
    `\nwholly covered ${percent(summary.wholeShare)} (mean over ${types.length} types ${percent(summary.wholeMacro)}), `,
    `rows without secrets touched ${percent(summary.touchedShare, 2)}\n\n`,
    secretTable('secrets', [secrets]),
    secretTable('by tier', summary.tiers),
    secretTable('by category', summary.categories),
    secretTable('by family of sources', summary.families),
    secretTable(`by type; ${types.length - imperfect.length} types are wholly covered`, imperfect),
    textTable('rows without secrets', [
      withoutSecrets,
      ...summary.clean.filter(({ touched, reported }) => touched + reported > 0),
    ]),
    list(
      'secrets that were not wholly covered',
      misses.map(({ id, type, start, coverage }) => `${id}  ${coverage}  ${plain(type)}  ${quote(`${start}…`)}`),
    ),
    list(
      'rows without secrets that were touched',
      falseAlarms.map(
        ({ id, category, taken }) => `${id}  ${plain(category)}  ${taken.map((text) => quote(text, 60)).join(' ')}`,
      ),
    ),
  ].join('')
}

function secretTable(title: string, groups: readonly SecretGroup[]): string {
  // Rows that say nothing of it make one group without a name, which says nothing either.
  if (groups.every(({ group }) => group === NO_GROUP)) return ''
  const rows = groups.map(({ group, secrets, whole, partly, missed, reported }) => [
    plain(group),
    String(secrets),
    percent(share(whole, secrets)),
    ...[whole, partly, missed, reported].map((value) => decimal(value)),
  ])
  return table(title, ['secrets', 'whole %', 'whole', 'partly', 'missed', 'of these reported'], rows)
}

function textTable(title: string, groups: readonly TextGroup[]): string {
  const rows = groups.map(({ group, rows, touched, reported }) => [
    plain(group),
    String(rows),
    percent(share(touched, rows), 2),
    ...[touched, reported].map((value) => decimal(value)),
  ])
  return table(title, ['rows', 'touched %', 'touched', 'only reported'], rows)
}

function plain(name: string): string {
  return quote(name, 50).slice(1, -1)
}
