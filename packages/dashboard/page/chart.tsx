import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { Table } from './parts.tsx'
import { clock } from './time.ts'

/** Counts by outcome in one stretch of time. */
export interface ChartBucket {
  readonly at: number
  readonly counts: Readonly<Record<string, number>>
}

const WIDTH = 800
const HEIGHT = 220
const LEFT = 40
const BOTTOM = 24
const TOP = 8
/** Worst at the bottom, where a bar is easiest to compare. */
const ORDER = ['deny', 'ask', 'rewrite', 'flag', 'allow']
const COLOURED = [...ORDER, 'grant', 'failed']

/** Outcomes in the order in which they are stacked; what is not known comes last. */
function outcomesOf(buckets: readonly ChartBucket[]): readonly string[] {
  const present = new Set(buckets.flatMap(({ counts }) => Object.keys(counts).filter((key) => (counts[key] ?? 0) > 0)))
  const known = ORDER.filter((outcome) => present.has(outcome))
  return [...known, ...[...present].filter((outcome) => !ORDER.includes(outcome)).toSorted()]
}

/** Stacked bars over time, and the same numbers as a table. */
export function Chart({
  title,
  buckets,
}: {
  readonly title: string
  readonly buckets: readonly ChartBucket[]
}): JSX.Element {
  const id = useId()
  const outcomes = outcomesOf(buckets)
  const sums = buckets.map(({ counts }) => outcomes.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0))
  const top = Math.max(1, ...sums)
  const step = (WIDTH - LEFT) / Math.max(1, buckets.length)
  const scale = (HEIGHT - BOTTOM - TOP) / top
  const total = sums.reduce((sum, each) => sum + each, 0)
  const labelEvery = Math.max(1, Math.ceil(buckets.length / 8))
  return (
    <figure class="figure">
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={id}>
        <title
          id={id}
        >{`${title}: ${total} decisions, at most ${Math.max(0, ...sums)} in one stretch. The table below has the numbers.`}</title>
        {[0, top].map((value) => (
          <g key={value}>
            <line x1={LEFT} x2={WIDTH} y1={HEIGHT - BOTTOM - value * scale} y2={HEIGHT - BOTTOM - value * scale} />
            <text x={LEFT - 6} y={HEIGHT - BOTTOM - value * scale + 4} text-anchor="end">
              {value}
            </text>
          </g>
        ))}
        {buckets.map(({ at, counts }, index) => (
          <g key={at}>
            <Bars counts={counts} outcomes={outcomes} x={LEFT + index * step} width={step} scale={scale} />
            {index % labelEvery === 0 && (
              <text x={LEFT + index * step} y={HEIGHT - 6}>
                {clock(at).slice(0, 5)}
              </text>
            )}
          </g>
        ))}
      </svg>
      <Key outcomes={outcomes} />
      <details>
        <summary>The same as a table</summary>
        <Table caption={title} head={['from', ...outcomes]}>
          {buckets
            .filter((_bucket, index) => (sums[index] ?? 0) > 0)
            .map(({ at, counts }) => (
              <tr key={at}>
                <th scope="row">{clock(at)}</th>
                {outcomes.map((outcome) => (
                  <td class="number" key={outcome}>
                    {counts[outcome] ?? 0}
                  </td>
                ))}
              </tr>
            ))}
        </Table>
      </details>
    </figure>
  )
}

interface BarsProps {
  readonly counts: Readonly<Record<string, number>>
  readonly outcomes: readonly string[]
  readonly x: number
  readonly width: number
  readonly scale: number
  /** Where the bars stand. */
  readonly ground?: number
}

/** One stack of bars of an SVG. */
export function Bars({ counts, outcomes, x, width, scale, ground = HEIGHT - BOTTOM }: BarsProps): JSX.Element {
  let below = 0
  return (
    <>
      {outcomes.map((outcome) => {
        const height = (counts[outcome] ?? 0) * scale
        below += height
        return (
          <rect
            key={outcome}
            class={barClass(outcome)}
            x={x + 1}
            y={ground - below}
            width={Math.max(1, width - 2)}
            height={height}
          />
        )
      })}
    </>
  )
}

/** Which colour is which. */
export function Key({ outcomes }: { readonly outcomes: readonly string[] }): JSX.Element {
  return (
    <ul class="key">
      {outcomes.map((outcome) => (
        <li key={outcome}>
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <rect class={barClass(outcome)} width="10" height="10" />
          </svg>
          {outcome}
        </li>
      ))}
    </ul>
  )
}

function barClass(outcome: string): string {
  return `bar-${COLOURED.includes(outcome) ? outcome : 'other'}`
}
