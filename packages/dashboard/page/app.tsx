import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { SessionInfo } from './api.ts'
import { Attendance } from './attendance.ts'
import { asProblem, Client, type Problem } from './client.ts'
import { Feed } from './feed.ts'
import { useFeedState, useRoute } from './hooks.ts'
import { Login } from './login.tsx'
import { Loading, ProblemNote } from './parts.tsx'
import { oneLine } from './visible.ts'
import { viewsFor, type View } from './views.ts'

type State =
  | { readonly kind: 'checking' }
  | { readonly kind: 'out'; readonly notice?: string; readonly problem?: Problem }
  | { readonly kind: 'in'; readonly session: SessionInfo; readonly problem?: Problem }

const OVER = 'Your session has ended. Log in again; what you see then is new.'

/** The page: the login, or the views that the session has a right to. */
export function App(): JSX.Element {
  const [state, setState] = useState<State>({ kind: 'checking' })
  const client = useMemo(() => {
    const attendance = new Attendance()
    return new Client('', {
      onSessionOver: () => setState({ kind: 'out', notice: OVER }),
      isAttended: () => attendance.isThere(),
    })
  }, [])
  useEffect(() => {
    client.get<SessionInfo>('/api/session').then(
      (session) => setState({ kind: 'in', session }),
      (error: unknown) => {
        const problem = asProblem(error)
        setState(problem.status === 401 ? { kind: 'out' } : { kind: 'out', problem })
      },
    )
  }, [])
  client.csrf = state.kind === 'in' ? (state.session.csrf ?? undefined) : undefined
  if (state.kind === 'checking') return <Loading what="the session" />
  if (state.kind === 'out')
    return (
      <Login
        client={client}
        onLogin={(session) => setState({ kind: 'in', session })}
        {...(state.notice !== undefined && { notice: state.notice })}
        {...(state.problem && { problem: state.problem })}
      />
    )
  const { session, problem } = state
  const leave = (): void => {
    client.post('/api/logout').then(
      () => setState({ kind: 'out', notice: 'You have logged out.' }),
      // Still logged in, and told so.
      (error: unknown) => setState((now) => (now.kind === 'in' ? { ...now, problem: asProblem(error) } : now)),
    )
  }
  return <Inside client={client} session={session} onLogout={leave} {...(problem && { problem })} />
}

interface InsideProps {
  readonly client: Client
  readonly session: SessionInfo
  readonly onLogout: () => void
  /** Why logging out failed. */
  readonly problem?: Problem
}

function Inside({ client, session, onLogout, problem }: InsideProps): JSX.Element {
  const views = viewsFor(session.rights)
  const route = useRoute()
  const view = views.find(({ id }) => id === route) ?? views[0]
  const main = useRef<HTMLElement>(null)
  const feed = useMemo(
    () =>
      new Feed('/api/events', () =>
        client.get('/api/session').then(
          () => true,
          (error: unknown) => asProblem(error).status !== 401,
        ),
      ),
    [client],
  )
  useEffect(() => {
    if (session.rights.some((right) => right !== 'audit:read')) feed.open()
    return () => feed.close()
  }, [feed])
  const toHeading = (): void => main.current?.querySelector('h1')?.focus()
  useEffect(() => {
    document.title = `${view?.title ?? 'Dashboard'} · Ringwall`
    toHeading()
  }, [view])
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          main.current?.focus()
        }}
      >
        Skip to the content
      </a>
      <header class="top">
        <span class="brand">Ringwall</span>
        <nav aria-label="Pages">
          <ul>
            {views.map(({ id, title }) => (
              <li key={id}>
                <a href={`#/${id}`} {...(id === view?.id && { 'aria-current': 'page' as const, onClick: toHeading })}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="who">
          <span>{oneLine(session.who.user ?? session.who.token, 40)}</span>
          <button type="button" onClick={onLogout}>
            Log out
          </button>
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        <Connection feed={feed} />
        {problem && <ProblemNote problem={problem} />}
        {view === undefined ? <NoRights /> : <Content view={view} {...{ client, feed, session }} />}
      </main>
    </>
  )
}

function Content({
  view,
  ...rest
}: {
  readonly view: View
  readonly client: Client
  readonly feed: Feed
  readonly session: SessionInfo
}): JSX.Element {
  const { title, Body, id } = view
  return (
    <>
      <h1 tabIndex={-1}>{title}</h1>
      <Body key={id} {...rest} />
    </>
  )
}

function NoRights(): JSX.Element {
  return (
    <>
      <h1 tabIndex={-1}>Nothing to see with this token</h1>
      <p>It has no right to any page. Log in with a token that has: ringwall tokens create --scope admin.</p>
    </>
  )
}

function Connection({ feed }: { readonly feed: Feed }): JSX.Element {
  const state = useFeedState(feed)
  const isLost = state.kind === 'lost' || state.kind === 'ended'
  return (
    <div role="status" class={isLost ? 'notice' : 'visually-hidden'}>
      {isLost
        ? 'The connection to the gateway is lost. It is tried again by itself; until then nothing here is new. See whether the gateway runs.'
        : ''}
    </div>
  )
}
