import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { LayerItem, LayerList } from '../api.ts'
import { useFeed, useLoad } from '../hooks.ts'
import { Empty, Exact, ExactBlock, Loading, ProblemNote, Table, Tag } from '../parts.tsx'
import { dateTime } from '../time.ts'
import { oneLine } from '../visible.ts'
import type { ViewProps } from '../view-props.ts'

/** The layers in their order, what they are set to, and how they do. */
export function Layers({ client, feed }: ViewProps): JSX.Element {
  const [agent, setAgent] = useState('')
  const { value, problem, reload } = useLoad(
    (signal) => client.get<LayerList>('/api/layers', { agent }, signal),
    [agent],
  )
  useFeed(feed, ({ event }) => {
    if (event.event === 'layer') reload()
  })
  return (
    <>
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {value === undefined && !problem && <Loading what="the layers" />}
      {value !== undefined && (
        <>
          <div class="row card">
            <label>
              Chain of
              <select value={agent} onChange={({ currentTarget }) => setAgent(currentTarget.value)}>
                <option value="">everybody</option>
                {value.agents.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>
            <button type="button" onClick={reload}>
              Load again
            </button>
            <p class="soft">Numbers are of the last hour, of everybody's calls, in this process.</p>
          </div>
          <section class="card" aria-label="Layers">
            {value.layers.length === 0 ? (
              <Empty>No layer is on: nothing is guarded. Add layers to ringwall.yaml.</Empty>
            ) : (
              <Table
                caption="In the order in which they run"
                head={['order', 'layer', 'mode', 'on failure', 'health', 'calls', 'denials', 'more']}
              >
                {value.layers.map((layer) => (
                  <Row key={layer.id} {...layer} />
                ))}
              </Table>
            )}
          </section>
        </>
      )}
    </>
  )
}

function Row({
  id,
  version,
  enabled,
  order,
  hooks,
  mode,
  onFailure,
  config,
  health,
  calls,
  denials,
}: LayerItem): JSX.Element {
  const [isOpen, setOpen] = useState(false)
  return (
    <tr>
      <td class="number">{order ?? 'off'}</td>
      <th scope="row">
        <Exact text={id} /> {version !== null && <span class="soft">{version}</span>}
      </th>
      <td>{enabled ? <Tag kind={mode} /> : <Tag kind="off" />}</td>
      <td>{onFailure === 'flag' ? <Tag kind="flag" /> : onFailure}</td>
      <td>
        <Tag kind={health.state} />
        {health.failures > 0 && (
          <span>
            {' '}
            {health.failures} failed, last {health.lastFailureAt === null ? 'unknown' : dateTime(health.lastFailureAt)}
          </span>
        )}
      </td>
      <td class="number">{calls ?? 'not measured'}</td>
      <td class="number">{denials ?? 'not measured'}</td>
      <td>
        <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary>
            hooks, config<span class="visually-hidden"> of {oneLine(id)}</span>
          </summary>
          {isOpen && (
            <>
              <ul>
                {hooks.map(({ hook, stage, place, powers, deadlineMs }) => (
                  <li key={`${hook}/${stage}`}>
                    {hook}, {stage}, place {place}: may {powers.join(', ')}; within {deadlineMs} ms
                  </li>
                ))}
              </ul>
              {config === null ? (
                <p>This gateway has no config to show.</p>
              ) : (
                <ExactBlock
                  text={JSON.stringify(config, null, 2)}
                  label={`Config of ${oneLine(id)}, secrets left out`}
                />
              )}
            </>
          )}
        </details>
      </td>
    </tr>
  )
}
