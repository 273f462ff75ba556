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
    return problem ? (
      <ProblemNote problem={problem} onRetry={reload} />
    ) : (
      <Loading what="the report: every check runs now, which takes some seconds" />
    )
  const { pass, fail, notMeasured, suppressed } = value.summary
  const counts = { fail, 'not-measured': notMeasured, pass, ...(suppressed > 0 && { suppressed }) }
  const listed = value.findings.filter((finding) => {
    const state = stateOf(finding)
    return shown === 'all' || (shown === 'open' ? state === 'fail' || state === 'not-measured' : state === shown)
  })
  return (
    <>
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      <div class="row card">
        <p role="status">
          {Object.entries(counts).map(([state, found]) => (
            <span key={state}>
              {found} <Tag kind={state} />{' '}
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
            <option value="suppressed">suppressed in the config</option>
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

/** What the operator has called meant does not count, as a pass neither. */
function stateOf({ status, suppressed }: Finding): string {
  return suppressed === undefined ? status : 'suppressed'
}

function Check(finding: Finding): JSX.Element {
  const { id, group, title, severity, status, meaning, found, fix, fixable, places, suppressed } = finding
  return (
    <article class="card" aria-label={id}>
      <h2>
        <Tag kind={stateOf(finding)} /> <Exact text={title} />
      </h2>
      <p>
        {status !== 'pass' && <Tag kind={severity} />}{' '}
        <span class="soft">
          {group}, <code>{id}</code>
        </span>
      </p>
      <p>
        <Exact text={meaning} />
      </p>
      {suppressed !== undefined && (
        <p>
          {status === 'fail' ? 'It fails' : 'It was not measured'}, and is suppressed in the config:{' '}
          <Exact text={suppressed.reason} />
          {suppressed.until !== undefined && ` (until ${suppressed.until})`}
        </p>
      )}
      {places.length === 0 && found !== undefined && (
        <p>
          Found: <Exact text={found} />
        </p>
      )}
      {places.length > 0 && (
        <>
          <p>Found:</p>
          <ul>
            {places.map(({ found, file, line, column }) => (
              <li key={`${file} ${line} ${column} ${found}`}>
                <Exact text={found} />
                {file !== undefined && (
                  <>
                    {' '}
                    in <Exact text={[file, line, column].filter((part) => part !== undefined).join(':')} />
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
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
