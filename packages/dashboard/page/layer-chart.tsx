import type { JSX } from 'preact'
import { Bars, Key } from './chart.tsx'
import { Exact, Table } from './parts.tsx'
import { clock } from './time.ts'
import { oneLine } from './visible.ts'
import type { Overview } from './api.ts'

const WIDTH = 800
const HEIGHT = 36
const KINDS = ['deny', 'ask', 'rewrite', 'flag', 'grant', 'instruct', 'failed'] as const

type Buckets = Overview['buckets']
type Counts = Buckets[number]['layers'][number]['outcomes']

/** What each layer said over time, one row of bars for each, all of one scale; and the same numbers as a table. */
export function LayerChart({ buckets }: { readonly buckets: Buckets }): JSX.Element {
  const rows = rowsOf(buckets)
  const kinds = KINDS.filter((kind) => rows.some(({ counts }) => counts.some((each) => (each[kind] ?? 0) > 0)))
  const top = Math.max(1, ...rows.flatMap(({ counts }) => counts.map(sumOf)))
  const step = WIDTH / Math.max(1, buckets.length)
  return (
    <figure class="figure">
      {rows.map(({ id, total, counts }) => (
        <div class="strip" key={id}>
          <span>
            <Exact text={id} />
          </span>
          <svg
            class="chart"
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={`${oneLine(id)} over time: ${total} verdicts, at most ${Math.max(...counts.map(sumOf))} in one stretch`}
          >
            <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
            {counts.map((each, index) => (
              <Bars
                key={buckets[index]?.at}
                counts={each}
                outcomes={kinds}
                x={index * step}
                width={step}
                scale={HEIGHT / top}
                ground={HEIGHT}
              />
            ))}
          </svg>
          <span class="number">{total}</span>
        </div>
      ))}
      <Key outcomes={kinds} />
      <p class="note">
        From {clock(buckets[0]?.at ?? Number.NaN).slice(0, 5)} until now. The highest bar is {top} in one stretch, and
        all rows have the same scale. The eight layers that said most have a row; the rest is “other”.
      </p>
      <details>
        <summary>Layers over time as a table</summary>
        <Table caption="Verdicts by layer and time" head={['from', 'layer', ...kinds]}>
          {buckets.flatMap(({ at, layers }) =>
            layers.map(({ id, outcomes }) => (
              <tr key={`${at} ${id}`}>
                <th scope="row">{clock(at)}</th>
                <td>
                  <Exact text={id} />
                </td>
                {kinds.map((kind) => (
                  <td class="number" key={kind}>
                    {outcomes[kind] ?? 0}
                  </td>
                ))}
              </tr>
            )),
          )}
        </Table>
      </details>
    </figure>
  )
}

interface Row {
  readonly id: string
  readonly total: number
  /** By bucket. */
  readonly counts: readonly Counts[]
}

/** The loudest first. */
function rowsOf(buckets: Buckets): readonly Row[] {
  const ids = [...new Set(buckets.flatMap(({ layers }) => layers.map(({ id }) => id)))]
  const rows = ids.map((id) => {
    const counts = buckets.map(({ layers }) => layers.find((layer) => layer.id === id)?.outcomes ?? {})
    return { id, counts, total: counts.reduce((sum, each) => sum + sumOf(each), 0) }
  })
  return rows.toSorted((left, right) => right.total - left.total)
}

/** `observed` is a part of the others. */
function sumOf(counts: Counts): number {
  return KINDS.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0)
}
