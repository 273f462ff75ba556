import type { JSX } from 'preact'
import { segment } from '../segment.ts'
import { useId, useRef, useState } from 'preact/hooks'
import type { MemoryAnswer, MemoryItem, MemoryList } from '../api.ts'
import { asProblem, type Problem } from '../client.ts'
import { Confirm } from '../confirm.tsx'
import { useLoad } from '../hooks.ts'
import { BeyondAscii, Empty, Exact, ExactBlock, Loading, ProblemNote } from '../parts.tsx'
import { dateTime } from '../time.ts'
import { oneLine } from '../visible.ts'
import type { ViewProps } from '../view-props.ts'

/** Texts that memory-guard keeps from the agents' memories until a person has looked. */
export function Memory({ client }: ViewProps): JSX.Element {
  const { value, problem, reload } = useLoad((signal) => client.get<MemoryList>('/api/memory', {}, signal), [])
  const [notice, setNotice] = useState<string>()
  const [failed, setFailed] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const said = useRef<HTMLParagraphElement>(null)
  const act = (item: MemoryItem, verb: 'release' | 'discard', body: object): void => {
    setBusy(true)
    setFailed(undefined)
    client
      .post<MemoryAnswer>(`/api/memory/${segment(item.id)}/${verb}`, { tenant: value?.tenant, ...body })
      .then(
        (answer) => {
          setNotice(
            answer.status === 'stored'
              ? `Released: ${oneLine(item.key, 60)} is remembered, trusted as ${answer.trust}.`
              : `Discarded: ${oneLine(item.key, 60)} is gone.`,
          )
          said.current?.focus()
        },
        (error: unknown) => setFailed(asProblem(error)),
      )
      .finally(() => {
        setBusy(false)
        reload()
      })
  }
  return (
    <>
      <p ref={said} role="status" tabIndex={-1} class={notice === undefined ? 'visually-hidden' : 'notice'}>
        {notice}
      </p>
      {failed && <ProblemNote problem={failed} />}
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {value === undefined && !problem && <Loading what="the quarantine" />}
      <p>
        <button type="button" onClick={reload}>
          Load again
        </button>
      </p>
      {value?.entries.length === 0 && <Empty>Nothing is in quarantine.</Empty>}
      {value?.entries.map((item) => (
        <Entry key={item.id} item={item} busy={busy} onAct={(verb, body) => act(item, verb, body)} />
      ))}
    </>
  )
}

interface EntryProps {
  readonly item: MemoryItem
  readonly busy: boolean
  readonly onAct: (verb: 'release' | 'discard', body: object) => void
}

function Entry({ item, busy, onAct }: EntryProps): JSX.Element {
  const id = useId()
  const [trust, setTrust] = useState('external')
  const [isAsking, setAsking] = useState(false)
  return (
    <article class="card" aria-labelledby={id}>
      <h2 id={id}>
        <Exact text={item.key} />
      </h2>
      <ExactBlock text={item.text} label={`Text of ${oneLine(item.key, 60)}`} />
      <BeyondAscii text={item.text} />
      <dl class="facts">
        <dt>why it is here</dt>
        <dd>
          <code>
            <Exact text={item.reason} />
          </code>{' '}
          <Exact text={item.findings.join(', ')} />
        </dd>
        <dt>agent, user</dt>
        <dd>
          <Exact text={`${item.agent}, ${item.user ?? 'no user'}`} />
        </dd>
        <dt>claims to be</dt>
        <dd>{item.trust}</dd>
        <dt>from</dt>
        <dd>
          <Exact text={JSON.stringify(item.provenance)} />
        </dd>
        <dt>since</dt>
        <dd>{dateTime(item.at)}</dd>
      </dl>
      {!item.intact && (
        <p class="problem">It was changed in the store since it came here, and can only be discarded.</p>
      )}
      <div class="row">
        <label>
          Trusted as
          <select value={trust} disabled={!item.intact} onChange={({ currentTarget }) => setTrust(currentTarget.value)}>
            <option value="external">external: a stranger's word</option>
            <option value="learned">learned: the agent's own experience</option>
          </select>
        </label>
        <button
          type="button"
          disabled={busy || !item.intact}
          aria-describedby={id}
          onClick={() => onAct('release', { trust })}
        >
          Release into memory
        </button>
        <button type="button" class="danger" disabled={busy} aria-describedby={id} onClick={() => setAsking(true)}>
          Discard …
        </button>
      </div>
      {isAsking && (
        <Confirm
          title="Discard this text?"
          action="Discard it"
          onCancel={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false)
            onAct('discard', {})
          }}
        >
          <p>It cannot be brought back.</p>
        </Confirm>
      )}
    </article>
  )
}
