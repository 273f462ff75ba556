import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { DoctorReport } from '../api.ts'
import { useLoad } from '../hooks.ts'
import { Empty, Exact, Loading, ProblemNote, Tag } from '../parts.tsx'
import { count, dateTime } from '../time.ts'
import type { ViewProps } from '../view-props.ts'

type Finding = DoctorReport['findings'][number]

const STATUSES = ['fail', 'not-measured', 'pass'] as const
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info']

/** The security audit of this installation. What could not be measured is said so, and counts as open. */
export function Doctor({ client }: ViewProps): JSX.Element {
  const { value, problem, loading, reload } = useLoad(
    (signal) => client.get<DoctorReport>('/api/doctor', {}, signal),
    [],
  )
  const [shown, setShown] = useState<string>('open')
  if (value === undefined)
    return problem ? <ProblemNote problem={problem} onRetry={reload} /> : <Loading what="the report" />
  const counts = STATUSES.map((status) => ({ status, found: value.findings.filter((each) => each.status === status) }))
  const listed = value.findings.filter(
    ({ status }) => shown === 'all' || (shown === 'open' ? status !== 'pass' : status === shown),
  )
  return (
    <>
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      <div class="row card">
        <p role="status">
          {counts.map(({ status, found }) => (
            <span key={status}>
              {found.length} <Tag kind={status} />{' '}
            </span>
          ))}
          <span class="soft">
            of {count(value.findings.length, 'check')}, at {dateTime(new Date(value.at).getTime())}, version{' '}
            {value.version}
          </span>
        </p>
        <label>
          Show
          <select value={shown} onChange={({ currentTarget }) => setShown(currentTarget.value)}>
            <option value="open">what is open: failed or not measured</option>
            <option value="fail">failed</option>
            <option value="not-measured">not measured</option>
            <option value="pass">passed</option>
            <option value="all">all</option>
          </select>
        </label>
        <button type="button" aria-disabled={loading} onClick={() => loading || reload()}>
          {loading ? 'Checking …' : 'Check again'}
        </button>
      </div>
      {value.findings.length === 0 && <Empty>The report has no checks: nothing was measured.</Empty>}
      {value.findings.length > 0 && listed.length === 0 && <Empty>No check of this kind.</Empty>}
      {listed.toSorted(byWeight).map((finding) => (
        <Check key={finding.id} {...finding} />
      ))}
    </>
  )
}

function Check({ id, group, title, severity, status, meaning, found, fix, fixable, where }: Finding): JSX.Element {
  return (
    <article class="card" aria-label={id}>
      <h2>
        <Tag kind={status} /> {title}
      </h2>
      <p>
        {status !== 'pass' && <Tag kind={severity} />}{' '}
        <span class="soft">
          {group}, <code>{id}</code>
        </span>
      </p>
      <p>{meaning}</p>
      {found !== undefined && (
        <p>
          Found: <Exact text={found} />
        </p>
      )}
      {where !== undefined && (
        <p>
          Where: <Exact text={where} />
        </p>
      )}
      {status !== 'pass' && (
        <p>
          <strong>What to do:</strong> <Exact text={fix} />
          {fixable && (
            <>
              {' '}
              Or let <code>ringwall doctor --fix</code> do it.
            </>
          )}
        </p>
      )}
    </article>
  )
}

/** Failed before not measured before passed, the grave ones first. */
function byWeight(left: Finding, right: Finding): number {
  const status = STATUSES.indexOf(left.status) - STATUSES.indexOf(right.status)
  return status !== 0 ? status : SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity)
}
