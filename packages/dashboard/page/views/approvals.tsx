import type { JSX } from 'preact'
import { segment } from '../segment.ts'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { ApproveAnswer, PendingItem, PendingList, SettleAnswer } from '../api.ts'
import { asProblem, type Problem } from '../client.ts'
import { useFeed, useFeedState, useLoad, useNow } from '../hooks.ts'
import { Empty, Exact, Loading, ProblemNote } from '../parts.tsx'
import { oneLine } from '../visible.ts'
import type { ViewProps } from '../view-props.ts'
import { PendingCard, type Choice } from './pending-card.tsx'
import { Settled } from './settled.tsx'

/** Calls that wait for a person, and what became of others. */
export function Approvals({ client, feed, session }: ViewProps): JSX.Element {
  const { value, problem, reload } = useLoad(async (signal) => {
    const list = await client.get<PendingList>('/api/approvals', { status: 'pending' }, signal)
    // A new request comes last, so that what somebody is about to press stays where it is.
    const pending = list.pending.toSorted((left, right) => left.requestedAt - right.requestedAt)
    return { list: { ...list, pending }, ahead: list.now - Date.now() }
  }, [])
  const [turn, setTurn] = useState(0)
  const [notice, setNotice] = useState<string>()
  const [failed, setFailed] = useState<Problem>()
  const [busy, setBusy] = useState<string>()
  const said = useRef<HTMLParagraphElement>(null)
  const ours = useRef(new Set<string>())
  const now = useNow()
  const { kind: connection } = useFeedState(feed)
  const refresh = useCallback(() => {
    reload()
    setTurn((before) => before + 1)
  }, [reload])
  useEffect(() => {
    if (connection === 'open') refresh()
  }, [connection])
  useFeed(feed, ({ event }) => {
    if (event.event !== 'approval' && event.event !== 'gap') return
    refresh()
    if (event.event !== 'approval' || event.data.kind !== 'settled') return
    const { id, state, by } = event.data
    const item = value?.list.pending.find((each) => each.id === id)
    if (item !== undefined && !ours.current.has(id))
      setNotice(
        `The call of ${oneLine(item.tool)} waits no more: ${WORDS[state]}${by === undefined ? '' : ` by ${oneLine(by)}`}.`,
      )
  })
  const tell = (text: string): void => {
    setNotice(text)
    // What had the focus goes away with the request.
    said.current?.focus()
  }
  const settle = (item: PendingItem, choice: Choice): void => {
    ours.current.add(item.id)
    setBusy(item.id)
    setFailed(undefined)
    const path = `/api/approvals/${segment(item.id)}`
    const note = choice.note === '' ? {} : { note: choice.note }
    const minutes = choice.minutes === undefined ? {} : { minutes: choice.minutes }
    const sent = choice.approve
      ? client.post<ApproveAnswer>(`${path}/approve`, { hash: item.hash, scope: choice.scope, ...minutes, ...note })
      : client.post<SettleAnswer>(`${path}/deny`, note)
    sent
      .then(
        () => tell(`You ${choice.approve ? 'approved' : 'denied'} the call of ${oneLine(item.tool)}.`),
        (error: unknown) => {
          ours.current.delete(item.id)
          const problem = asProblem(error)
          setFailed(problem)
          if (problem.status === 409)
            tell(`The call of ${oneLine(item.tool)} waited no more: nothing of yours was done.`)
        },
      )
      .finally(() => {
        setBusy(undefined)
        refresh()
      })
  }
  const remove = (name: string): void => {
    setBusy(name)
    setFailed(undefined)
    client
      .post<SettleAnswer>(`/api/approvals/${segment(name)}/deny`)
      .then(
        () => tell('The row is removed.'),
        (error: unknown) => setFailed(asProblem(error)),
      )
      .finally(() => {
        setBusy(undefined)
        refresh()
      })
  }
  const canDecide = session.rights.some((right) => right === 'operate' || right === 'approvals:decide')
  const pending = value?.list.pending
  const shifts = JSON.stringify([connection, notice, problem?.code, failed?.code])
  useEffect(() => {
    // The request that had the focus, or its question, is gone.
    if (notice !== undefined && document.activeElement === document.body) said.current?.focus()
  }, [notice, pending])
  return (
    <>
      <p ref={said} role="status" tabIndex={-1} class={notice === undefined ? 'visually-hidden' : 'notice'}>
        {notice}
      </p>
      {failed && <ProblemNote problem={failed} />}
      {problem && <ProblemNote problem={problem} onRetry={refresh} />}
      {!canDecide && <p class="note">Your token may look at what waits, and not decide it.</p>}
      {pending === undefined && !problem && <Loading what="what waits" />}
      {pending?.length === 0 && <Empty>Nothing waits for a person. A new request appears here by itself.</Empty>}
      {pending !== undefined && pending.length > 0 && (
        <p class="note">
          Approve: the call runs, at once where it waits, else when it is made again. Deny: it is refused, and for a
          while so is the same call, without a question. Do nothing: it is refused when its time is over.
        </p>
      )}
      {pending?.map((item, at) => (
        <PendingCard
          // Another hash is another question, whatever was open of the one before.
          key={`${item.id} ${item.hash}`}
          item={item}
          place={`${shifts} ${pending
            .slice(0, at + 1)
            .map(({ id }) => id)
            .join(' ')}`}
          now={now + (value?.ahead ?? 0)}
          disabled={!canDecide || busy !== undefined}
          onChoice={(choice) => settle(item, choice)}
        />
      ))}
      {value !== undefined && value.list.forged.length > 0 && (
        <section class="problem" aria-label="Forged rows">
          <h2>Rows of the store that are not authentic</h2>
          <p>They grant nothing. Somebody could write to the store: find out who, then remove them.</p>
          <ul>
            {value.list.forged.map((name) => (
              <li key={name}>
                <Exact text={name} />{' '}
                <button
                  type="button"
                  class="danger"
                  disabled={!canDecide || busy !== undefined}
                  onClick={() => remove(name)}
                >
                  Remove<span class="visually-hidden"> {oneLine(name)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Settled client={client} turn={turn} canDecide={canDecide} />
    </>
  )
}

const WORDS = {
  granted: 'approved',
  used: 'approved, and used by the call',
  denied: 'denied',
  expired: 'nobody answered in time',
  gone: 'the caller is gone',
} as const
