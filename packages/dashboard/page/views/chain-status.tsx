import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { AuditStatus } from '../api.ts'
import { asProblem, type Client, type Problem } from '../client.ts'
import { useLoad } from '../hooks.ts'
import { Exact, ProblemNote, Tag } from '../parts.tsx'
import { count, dateTime } from '../time.ts'

const POLL_MS = 1_000
const WORDS: Readonly<Record<AuditStatus['state'], string>> = {
  'not-measured': 'Nobody has verified the log since this gateway began: it is not known to be whole.',
  verifying: 'The log is being verified.',
  ok: 'The chain is whole and signed as far as it was verified.',
  broken:
    'The chain is broken: records were changed or removed. Keep the store as it is, and look at the problems below.',
  unproved: 'Nothing contradicts the chain, and nothing signed proves it to its end.',
  failed: 'The last verification did not come to an end; nothing is known.',
}

/** Whether the record can be believed. */
export function ChainStatus({ client }: { readonly client: Client }): JSX.Element {
  const { value, problem, reload } = useLoad((signal) => client.get<AuditStatus>('/api/audit/status', {}, signal), [])
  const [failed, setFailed] = useState<Problem>()
  const isRunning = value?.state === 'verifying'
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(reload, POLL_MS)
    return () => clearInterval(timer)
  }, [isRunning, reload])
  const verify = (): void => {
    setFailed(undefined)
    client
      .post('/api/audit/verify')
      .catch((error: unknown) => setFailed(asProblem(error)))
      .finally(reload)
  }
  return (
    <section class="card" aria-label="Chain">
      <div class="spread">
        <h2>Chain {value && <Tag kind={value.state} />}</h2>
        <button type="button" aria-disabled={isRunning} onClick={() => isRunning || verify()}>
          Verify now
        </button>
      </div>
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {failed && <ProblemNote problem={failed} />}
      {value && <p role="status">{WORDS[value.state]}</p>}
      {value && <Facts {...value} />}
    </section>
  )
}

function Facts({ writable, backlog, first, last, progress, verification, problem }: AuditStatus): JSX.Element {
  return (
    <>
      {writable === null && <p>There is no audit log: the layer audit-log is off.</p>}
      {writable === false && (
        <p class="problem">
          The last record could not be written: look at the store; without a record nothing is decided.
        </p>
      )}
      {problem !== null && (
        <p class="problem">
          <Exact text={problem} />
        </p>
      )}
      <dl class="facts">
        <dt>records</dt>
        <dd>
          {first === null || last === null
            ? 'not known'
            : `${first} to ${last}${backlog ? `, and ${backlog} to be written` : ''}`}
        </dd>
        {progress && (
          <>
            <dt>progress</dt>
            <dd>
              {progress.records.toLocaleString('en')} of {count(progress.of, 'record')}
            </dd>
          </>
        )}
        <dt>verified</dt>
        <dd>
          {verification === null
            ? 'not measured'
            : `at ${dateTime(verification.at)}, up to ${verification.verifiedUpTo ?? 'no record'}: ${verification.status}`}
        </dd>
        {verification && (
          <>
            <dt>signed up to</dt>
            <dd>{verification.signedUpTo ?? 'nothing is signed'}</dd>
            <dt>checkpoints from outside</dt>
            <dd>{verification.anchors === 0 ? 'none: a cut tail may not show' : verification.anchors}</dd>
          </>
        )}
      </dl>
      {verification && verification.problemsTotal > 0 && (
        <>
          <h3>{count(verification.problemsTotal, 'problem')}</h3>
          <ul>
            {verification.problems.map(({ code, seq, detail }, index) => (
              <li key={index}>
                <code>{code}</code> {seq !== undefined && `at record ${seq}: `}
                <Exact text={detail} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
