import type { JSX } from 'preact'
import { useId, useState } from 'preact/hooks'
import type { ApprovalScope, PendingItem } from '../api.ts'
import { Confirm } from '../confirm.tsx'
import { isGrave, whyConfirm } from '../danger.ts'
import { useSteady } from '../hooks.ts'
import { BeyondAscii, Exact, ExactBlock, Tag } from '../parts.tsx'
import { countdown, dateTime, duration } from '../time.ts'
import { oneLine } from '../visible.ts'

/** What a person decided about a request. */
export interface Choice {
  readonly approve: boolean
  readonly scope: ApprovalScope
  readonly minutes?: number
  readonly note: string
}

interface PendingCardProps {
  readonly item: PendingItem
  /** By the clock of the gateway. */
  readonly now: number
  readonly disabled: boolean
  /** All that stands above it: when that changes it has moved. */
  readonly place: string
  readonly onChoice: (choice: Choice) => void
}

function wordsOf(scope: ApprovalScope, maxGrantMs: number): string {
  const most = duration(maxGrantMs)
  return {
    once: 'this call, once',
    args: `this call with these arguments, again and again in this session, for ${most}`,
    session: `every call of this tool in this session, for these reasons, for ${most}`,
    until: 'the same, for so many minutes',
  }[scope]
}

/** One call that waits: exactly what would run, for whom and why, and the answer. */
export function PendingCard({ item, now, disabled, place, onChoice }: PendingCardProps): JSX.Element {
  const id = useId()
  const [scope, setScope] = useState<ApprovalScope>(item.scopes[0] ?? 'once')
  const [minutes, setMinutes] = useState(10)
  const [note, setNote] = useState('')
  const [isAsking, setAsking] = useState(false)
  const isOver = now >= item.expiresAt
  const { isSteady, guarded } = useSteady(place)
  const why = whyConfirm(item, scope)
  const most = Math.max(1, Math.floor(item.maxGrantMs / 60_000))
  const decide = (approve: boolean): void => {
    if (disabled || isOver) return
    setAsking(false)
    onChoice({ approve, scope, note, ...(scope === 'until' && { minutes: Math.min(most, Math.max(1, minutes)) }) })
  }
  return (
    <article class="card" aria-labelledby={id}>
      <div class="spread">
        <h2 id={id}>
          <Exact text={item.tool} /> {isGrave(item) && <Tag kind="destructive" />}
        </h2>
        <span>
          {isOver ? 'Time is over: the call is denied' : 'Denied by itself in '}
          {!isOver && (
            <time class="countdown" dateTime={new Date(item.expiresAt).toISOString()}>
              {countdown(item.expiresAt, now)}
            </time>
          )}
        </span>
      </div>
      <h3>{item.redacted ? 'Arguments, with a part hidden' : 'Arguments, exactly as they would run'}</h3>
      {item.redacted && (
        <p class="note">
          What looks like a secret is replaced by a mark: what would run is not the text below. Whoever made the call
          can make anything look like a secret.
        </p>
      )}
      <ExactBlock text={item.args} label={`Arguments of ${oneLine(item.tool)}`} />
      <BeyondAscii text={item.tool + item.args} />
      {item.definition !== undefined && (
        <>
          <h3>Whoever approves accepts this definition of the tool</h3>
          <ExactBlock text={item.definition} label={`Definition of ${oneLine(item.tool)}`} />
          <BeyondAscii text={item.definition} />
        </>
      )}
      <h3>Why somebody is asked</h3>
      <ul>
        {item.reasons.map(({ code, message, detail }) => (
          <li key={code}>
            <code>
              <Exact text={code} />
            </code>
            {message !== undefined && (
              <>
                {' '}
                <Exact text={message} />
              </>
            )}
            {detail !== undefined && (
              <span class="soft">
                {' '}
                <Exact text={detail} />
              </span>
            )}
          </li>
        ))}
      </ul>
      <dl class="facts">
        {[
          ['agent', item.agent],
          ['session', item.session],
          ['user', item.user ?? 'none'],
          ['tenant', item.tenant],
          ['asked at', dateTime(item.requestedAt)],
          ['request', item.id],
          ['hash of the arguments', item.argsHash],
        ].map(([name, value = '']) => (
          <>
            <dt key={name}>{name}</dt>
            <dd>
              <Exact text={value} />
            </dd>
          </>
        ))}
      </dl>
      <div class="row">
        <label>
          Approval holds for
          <select
            value={scope}
            disabled={disabled}
            onChange={({ currentTarget }) => setScope(currentTarget.value as ApprovalScope)}
          >
            {item.scopes.map((each) => (
              <option key={each} value={each}>
                {wordsOf(each, item.maxGrantMs)}
              </option>
            ))}
          </select>
        </label>
        {scope === 'until' && (
          <label>
            Minutes, at most {most}
            <input
              type="number"
              min={1}
              max={most}
              value={minutes}
              onInput={({ currentTarget }) => setMinutes(Math.floor(Number(currentTarget.value)) || 1)}
            />
          </label>
        )}
        <label>
          Note for the record
          <input
            value={note}
            maxLength={500}
            disabled={disabled}
            onInput={({ currentTarget }) => setNote(currentTarget.value)}
          />
        </label>
        <button
          type="button"
          class="primary"
          aria-describedby={id}
          disabled={disabled || isOver}
          aria-disabled={!isSteady}
          onClick={guarded(() => (why === undefined ? decide(true) : setAsking(true)))}
        >
          Approve{why !== undefined && ' …'}
        </button>
        <button
          type="button"
          class="danger"
          aria-describedby={id}
          disabled={disabled || isOver}
          aria-disabled={!isSteady}
          onClick={guarded(() => decide(false))}
        >
          Deny
        </button>
      </div>
      {isAsking && (
        <Confirm
          title={`Approve ${oneLine(item.tool, 60)}?`}
          action="Approve it"
          isOver={disabled || isOver}
          onConfirm={() => decide(true)}
          onCancel={() => setAsking(false)}
        >
          <p>{why}</p>
          {isOver && <p role="alert">Time is over: the call is denied.</p>}
          <ExactBlock text={item.args} label="Arguments" />
          {item.definition !== undefined && (
            <ExactBlock text={item.definition} label="Definition that is accepted with it" />
          )}
        </Confirm>
      )}
    </article>
  )
}
