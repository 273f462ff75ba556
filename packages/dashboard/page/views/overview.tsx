import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Overview as Data } from '../api.ts'
import { Chart } from '../chart.tsx'
import { LayerChart } from '../layer-chart.tsx'
import { useLoad, useRefresh } from '../hooks.ts'
import { Empty, Exact, Loading, ProblemNote, Table } from '../parts.tsx'
import { count, dateTime, milliseconds } from '../time.ts'
import type { ViewProps } from '../view-props.ts'

const REFRESH_MS = 10_000
const KINDS = ['deny', 'ask', 'rewrite', 'flag', 'grant', 'instruct', 'failed', 'observed'] as const
const SPANS: Readonly<Record<number, string>> = { 60: 'last hour', 360: 'last 6 hours', 1440: 'last day' }

/** Decisions over time, and which layers made them. */
export function Overview({ client }: ViewProps): JSX.Element {
  const [minutes, setMinutes] = useState(60)
  const { value, problem, reload } = useLoad(
    (signal) => client.get<Data>('/api/overview', { minutes }, signal),
    [minutes],
  )
  useRefresh(client, reload, REFRESH_MS)
  return (
    <>
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      <div class="row card">
        <label>
          Time
          <select value={minutes} onChange={({ currentTarget }) => setMinutes(Number(currentTarget.value))}>
            {Object.entries(SPANS).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={reload}>
          Load again
        </button>
        {value && <Totals {...value} />}
      </div>
      {value ? <Figures {...value} /> : !problem && <Loading what="the overview" />}
    </>
  )
}

function Totals({ totals, process }: Data): JSX.Element {
  const { decisions, allow, flag, ask, deny, failures } = totals
  return (
    <p>
      <strong>{count(decisions, 'decision')}</strong>: {allow} allowed, {flag} allowed with a flag, {ask} asked, {deny}{' '}
      denied; {count(failures, 'failure')} of layers.{' '}
      <span class="soft">
        Counted by process {process.pid} since {dateTime(process.since)}.
      </span>
    </p>
  )
}

function Figures({ buckets, totals, hooks, layers, codes }: Data): JSX.Element {
  return (
    <>
      <section class="card" aria-label="Decisions over time">
        <h2>Decisions over time</h2>
        {totals.decisions === 0 ? (
          <Empty>
            Nothing has been decided in this time. Send a request through the gateway, or use Try it (which is not
            counted).
          </Empty>
        ) : (
          <Chart title="Decisions by outcome" buckets={buckets.map(({ at, outcomes }) => ({ at, counts: outcomes }))} />
        )}
      </section>
      <section class="card" aria-label="Layers">
        <h2>What the layers said</h2>
        {layers.length === 0 ? (
          <Empty>No layer has said anything in this time.</Empty>
        ) : (
          <>
            <LayerChart buckets={buckets} />
            <Table caption="Verdicts by layer" head={['layer', ...KINDS]}>
              {layers.map(({ id, outcomes }) => (
                <tr key={id}>
                  <th scope="row">
                    <Exact text={id} />
                  </th>
                  {KINDS.map((kind) => (
                    <td class="number" key={kind}>
                      {outcomes[kind]}
                    </td>
                  ))}
                </tr>
              ))}
            </Table>
            <p class="note">
              What a layer says in observe mode is counted, and under “observed” once more; it stops nothing.
            </p>
          </>
        )}
      </section>
      <section class="card" aria-label="Hooks">
        <h2>Where it was decided</h2>
        {hooks.length === 0 ? (
          <Empty>Nothing has been decided in this time.</Empty>
        ) : (
          <Table
            caption="Decisions by hook, and how long all layers of one took together, with the wait for a person"
            head={['hook', 'deny', 'ask', 'flag', 'allow', 'median']}
          >
            {hooks.map(({ hook, outcomes, medianMs }) => (
              <tr key={hook}>
                <th scope="row">{hook}</th>
                {(['deny', 'ask', 'flag', 'allow'] as const).map((outcome) => (
                  <td class="number" key={outcome}>
                    {outcomes[outcome]}
                  </td>
                ))}
                <td class="number">{milliseconds(medianMs)}</td>
              </tr>
            ))}
          </Table>
        )}
      </section>
      <section class="card" aria-label="Codes">
        <h2>Most frequent codes</h2>
        {codes.length === 0 ? (
          <Empty>None.</Empty>
        ) : (
          <Table caption="At most 20" head={['code', 'layer', 'times']}>
            {codes.map(({ layer, code, count }) => (
              <tr key={`${layer}/${code}`}>
                <th scope="row">
                  <Exact text={code} />
                </th>
                <td>
                  <Exact text={layer} />
                </td>
                <td class="number">{count}</td>
              </tr>
            ))}
          </Table>
        )}
      </section>
    </>
  )
}
