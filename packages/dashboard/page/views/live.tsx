import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { FeedEvent } from '../api.ts'
import type { FeedEntry } from '../feed.ts'
import { describeEvent, fits, summarize, type FeedFilter } from '../feed-text.ts'
import { useFeed, useFeedState } from '../hooks.ts'
import { Empty, Exact, Tag } from '../parts.tsx'
import { clock, count } from '../time.ts'
import type { ViewProps } from '../view-props.ts'

const ANNOUNCE_MS = 10_000
const SHOWN = 200
const NOTHING: FeedFilter = { kind: '', outcome: '', text: '' }

/** What happens now, newest first. */
export function Live({ feed }: ViewProps): JSX.Element {
  const [entries, setEntries] = useState(feed.entries)
  const [held, setHeld] = useState(0)
  const [isPaused, setPaused] = useState(false)
  const [filter, setFilter] = useState(NOTHING)
  const state = useFeedState(feed)
  useFeed(feed, () => (isPaused ? setHeld((before) => before + 1) : setEntries(feed.entries)))
  const pause = (): void => {
    if (isPaused) setEntries(feed.entries)
    setHeld(0)
    setPaused(!isPaused)
  }
  const fitting = entries
    .filter(({ event }) => fits(event, filter))
    .slice(-SHOWN)
    .toReversed()
  return (
    <>
      <div class="row card">
        <button type="button" aria-pressed={isPaused} onClick={pause}>
          {isPaused ? `Go on (${held} new)` : 'Pause'}
        </button>
        <FilterFields filter={filter} onChange={setFilter} />
        <p class="soft">{STATES[state.kind]}</p>
      </div>
      <Announcer feed={feed} />
      <section class="card" aria-label="Events, newest first">
        {fitting.length === 0 ? (
          <Empty>
            {entries.length === 0
              ? 'Nothing has happened since you logged in. What happened before is in the audit.'
              : `None of the last ${count(entries.length, 'event')} fits the filter.`}
          </Empty>
        ) : (
          <ul class="feed">
            {fitting.map((entry) => (
              <Line key={entry.number} {...entry} />
            ))}
          </ul>
        )}
      </section>
    </>
  )
}

const STATES = {
  connecting: 'Connecting …',
  open: 'Connected.',
  lost: 'Not connected: nothing new is shown.',
  ended: 'The gateway ended the stream.',
} as const

function Line({ at, event }: FeedEntry): JSX.Element {
  const { tag, text } = describeEvent(event)
  const when = 'at' in event.data ? event.data.at : at
  return (
    <li>
      <time dateTime={new Date(when).toISOString()}>{clock(when)}</time> <Tag kind={tag} /> <Exact text={text} />
    </li>
  )
}

interface FilterProps {
  readonly filter: FeedFilter
  readonly onChange: (filter: FeedFilter) => void
}

function FilterFields({ filter, onChange }: FilterProps): JSX.Element {
  return (
    <>
      <label>
        Kind
        <select
          value={filter.kind}
          onChange={({ currentTarget }) => onChange({ ...filter, kind: currentTarget.value })}
        >
          <option value="">all</option>
          {['decision', 'finding', 'approval', 'layer'].map((kind) => (
            <option key={kind}>{kind}</option>
          ))}
        </select>
      </label>
      <label>
        Outcome
        <select
          value={filter.outcome}
          onChange={({ currentTarget }) => onChange({ ...filter, outcome: currentTarget.value })}
        >
          <option value="">all</option>
          {['deny', 'ask', 'flag', 'allow'].map((outcome) => (
            <option key={outcome}>{outcome}</option>
          ))}
        </select>
      </label>
      <label>
        Containing
        <input
          type="search"
          value={filter.text}
          placeholder="layer, code, agent, session"
          onInput={({ currentTarget }) => onChange({ ...filter, text: currentTarget.value })}
        />
      </label>
    </>
  )
}

/** Says at most every ten seconds how much is new: a screen reader that reads every event reads nothing else. */
function Announcer({ feed }: Pick<ViewProps, 'feed'>): JSX.Element {
  const waiting = useRef<FeedEvent[]>([])
  const [said, setSaid] = useState('')
  useFeed(feed, ({ event }) => void waiting.current.push(event))
  useEffect(() => {
    const timer = setInterval(() => {
      const text = summarize(waiting.current.splice(0))
      if (text !== undefined) setSaid(text)
    }, ANNOUNCE_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <p class="visually-hidden" role="status">
      {said}
    </p>
  )
}
