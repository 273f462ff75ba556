import type { JSX } from 'preact'
import { segment } from '../segment.ts'
import { useState } from 'preact/hooks'
import type { SettledList, StandingItem } from '../api.ts'
import { asProblem, type Client, type Problem } from '../client.ts'
import { useLoad } from '../hooks.ts'
import { Empty, Exact, ProblemNote, Table, Tag } from '../parts.tsx'
import { dateTime } from '../time.ts'
import { oneLine } from '../visible.ts'

interface SettledProps {
  readonly client: Client
  /** Changes when something was settled. */
  readonly turn: number
  readonly canDecide: boolean
}

/** Approvals that still hold, to be taken back, and requests that were answered. */
export function Settled({ client, turn, canDecide }: SettledProps): JSX.Element {
  const { value, problem, reload } = useLoad(
    (signal) => client.get<SettledList>('/api/approvals', { status: 'settled' }, signal),
    [turn],
  )
  const [failed, setFailed] = useState<Problem>()
  const revoke = ({ id }: StandingItem): void => {
    setFailed(undefined)
    client
      .post(`/api/approvals/${segment(id)}/revoke`)
      .catch((error: unknown) => setFailed(asProblem(error)))
      .finally(reload)
  }
  return (
    <>
      {failed && <ProblemNote problem={failed} />}
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {value !== undefined && value.standing.length > 0 && (
        <section class="card" aria-label="Approvals that hold">
          <h2>Approvals that still hold</h2>
          <Table
            caption="Taken back, they hold no more from that moment"
            head={['tool', 'agent', 'for', 'until', 'by', 'take back']}
          >
            {value.standing.map((item) => (
              <tr key={item.id}>
                <th scope="row">
                  <Exact text={item.tool} />
                </th>
                <td>
                  <Exact text={item.agent} />
                </td>
                <td>{item.scope}</td>
                <td>{dateTime(item.until)}</td>
                <td>
                  <Exact text={item.by} />
                </td>
                <td>
                  <button
                    type="button"
                    class="danger"
                    disabled={!canDecide}
                    aria-label={`Take back the approval of ${oneLine(item.tool)}`}
                    onClick={() => revoke(item)}
                  >
                    Take back
                  </button>
                </td>
              </tr>
            ))}
          </Table>
        </section>
      )}
      <section class="card" aria-label="Settled">
        <h2>Settled</h2>
        {value?.settled.length === 0 && <Empty>Nothing yet. The audit has what is older than the store keeps.</Empty>}
        {value !== undefined && value.settled.length > 0 && (
          <Table caption="Newest first" head={['state', 'tool', 'agent', 'asked at', 'by', 'note']}>
            {value.settled.map((item) => (
              <tr key={item.id}>
                <td>
                  <Tag kind={item.state} />
                </td>
                <th scope="row">
                  <Exact text={item.tool} />
                </th>
                <td>
                  <Exact text={item.agent} />
                </td>
                <td>{dateTime(item.requestedAt)}</td>
                <td>{item.by === undefined ? 'nobody' : <Exact text={item.by} />}</td>
                <td>{item.note !== undefined && <Exact text={item.note} />}</td>
              </tr>
            ))}
          </Table>
        )}
      </section>
    </>
  )
}
