import { blend } from '../src/classifier/model.ts'
import { configSchema } from '../src/config.ts'
import { shareOver, thresholdAt, type Scored } from './measures.ts'
import type { Trained } from './model-from-rows.ts'
import type { Row } from './row.ts'

interface Measured extends Scored {
  readonly row: Row
}

/** The part of the model card that is measured: what it was trained on, and how it does on sources that it has not seen. */
export function measuredPart({ model, heldOut, generated }: Trained, rows: readonly Row[]): string {
  const scored = (by: 'both' | 'classifier'): readonly Measured[] =>
    heldOut.map((each) => ({
      row: each.row,
      positive: each.positive,
      score: blend(model.blend[by], each.logit, by === 'both' ? each.patterns : 0),
    }))
  const both = scored('both')
  const byPatterns = heldOut.map((each): Measured => ({ row: each.row, positive: each.positive, score: each.patterns }))
  return [
    '## Trained on',
    '',
    `${rows.length} rows of corpora, all of them under permissive licences, and ${generated.length} rows that the generators in \`training/\` make (${count(generated, 'injection')} attacks, ${count(generated, 'benign')} honest texts).`,
    '',
    ...corporaTable(rows),
    '',
    '## On sources left out',
    '',
    'Five times, a fifth of the sources is left out, a model is trained on the rest and judges what was left out. Recall at a share of false alarms on all honest texts left out:',
    '',
    '| engine | 0.1 % | 1 % | 5 % | macro average over sources at 1 % |',
    '| --- | --- | --- | --- | --- |',
    recallRow('patterns (developed on these rows)', byPatterns),
    recallRow('classifier', scored('classifier')),
    recallRow('both', both),
    '',
    ...shippedTable(both),
    '',
    '### By source',
    '',
    '`both`; for attacks the recall, for honest texts the false alarms.',
    '',
    ...groupTable(both, ({ source }) => source.split(/[/:]/)[0] ?? ''),
    '',
    '### By kind',
    '',
    ...groupTable(both, ({ kind }) => kind),
    '',
    '### By language',
    '',
    ...groupTable(both, ({ lang }) => lang),
  ].join('\n')
}

function count(rows: readonly Row[], label: Row['label']): number {
  return rows.filter((row) => row.label === label).length
}

function percent(share: number): string {
  return Number.isNaN(share) ? '' : `${(share * 100).toFixed(share < 0.02 ? 2 : 1)} %`
}

function corporaTable(rows: readonly Row[]): readonly string[] {
  const groups = [...Map.groupBy(rows, ({ source, license = '' }) => `${source.split(/[/:]/)[0]} | ${license}`)]
  return [
    '| source | licence | attacks | honest |',
    '| --- | --- | --- | --- |',
    ...groups
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, group]) => `| ${name} | ${count(group, 'injection')} | ${count(group, 'benign')} |`),
  ]
}

function recallRow(name: string, rows: readonly Measured[]): string {
  const attacks = rows.filter(({ positive }) => positive)
  const at = (share: number): string => percent(shareOver(attacks, thresholdAt(rows, share)))
  const threshold = thresholdAt(rows, 0.01)
  const bySource = [...Map.groupBy(attacks, ({ row }) => row.source).values()].map((group) =>
    shareOver(group, threshold),
  )
  const macro = bySource.reduce((sum, share) => sum + share, 0) / bySource.length
  return `| ${name} | ${at(0.001)} | ${at(0.01)} | ${at(0.05)} | ${percent(macro)} |`
}

/** With the defaults of the layer's config. */
function shippedTable(rows: readonly Measured[]): readonly string[] {
  const config = configSchema.parse({})
  const [attacks, honest] = [rows.filter(({ positive }) => positive), rows.filter(({ positive }) => !positive)]
  const line = (name: string, threshold: number): string =>
    `| ${name} | ${threshold} | ${percent(shareOver(attacks, threshold - 1e-9))} | ${percent(shareOver(honest, threshold - 1e-9))} |`
  return [
    '| default threshold | score | recall | false alarms |',
    '| --- | --- | --- | --- |',
    line('medium, trusted sources', config.mediumThreshold),
    line('high, trusted sources', config.highThreshold),
    line('medium, other sources', config.untrustedMediumThreshold),
    line('high, other sources', config.untrustedHighThreshold),
  ]
}

function groupTable(rows: readonly Measured[], groupOf: (row: Row) => string): readonly string[] {
  const [one, tenth] = [thresholdAt(rows, 0.01), thresholdAt(rows, 0.001)]
  const lines = [true, false].flatMap((positive) => {
    const groups = Map.groupBy(
      rows.filter((each) => each.positive === positive),
      ({ row }) => groupOf(row),
    )
    return [...groups]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([name, group]) =>
          `| ${name} | ${positive ? 'attacks' : 'honest'} | ${group.length} | ${percent(shareOver(group, one))} | ${percent(shareOver(group, tenth))} |`,
      )
  })
  return ['| group | | rows | at 1 % | at 0.1 % |', '| --- | --- | --- | --- | --- |', ...lines]
}
