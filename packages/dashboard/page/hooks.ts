import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { asProblem, type Client, type Problem } from './client.ts'
import type { Feed, FeedEntry, FeedState } from './feed.ts'

/** Something that is loaded: the last good value stays while it is loaded again, or when that fails. */
export interface Loaded<T> {
  readonly value: T | undefined
  readonly problem: Problem | undefined
  readonly loading: boolean
  readonly reload: () => void
}

/** Loads once, and again when `deps` change or `reload` is called; an answer that was overtaken is dropped. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, deps: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{ value?: T; problem?: Problem; loading: boolean }>({ loading: true })
  const [turn, setTurn] = useState(0)
  const latest = useRef(load)
  latest.current = load
  useEffect(() => {
    const { signal, abort } = abortable()
    setState((before) => ({ ...before, loading: true }))
    latest.current(signal).then(
      (value) => {
        if (!signal.aborted) setState({ value, loading: false })
      },
      (error: unknown) => {
        if (!signal.aborted)
          setState(({ value }) => ({
            ...(value !== undefined && { value }),
            problem: asProblem(error),
            loading: false,
          }))
      },
    )
    return abort
  }, [...deps, turn])
  const reload = useCallback(() => setTurn((before) => before + 1), [])
  return { value: state.value, problem: state.problem, loading: state.loading, reload }
}

/** The time, once a second. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

function abortable(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort() }
}

/** The part of the address behind `#/`. */
export function useRoute(): string {
  const read = (): string => location.hash.replace(/^#\/?/, '')
  const [route, setRoute] = useState(read())
  useEffect(() => {
    const onChange = (): void => setRoute(read())
    addEventListener('hashchange', onChange)
    return () => removeEventListener('hashchange', onChange)
  }, [])
  return route
}

/** The state of the feed, and again when it changes. */
export function useFeedState(feed: Feed): FeedState {
  const [state, setState] = useState(feed.state)
  useEffect(() => {
    setState(feed.state)
    return feed.listen(() => setState(feed.state))
  }, [feed])
  return state
}

/** Calls `act` for every new event of the feed. */
export function useFeed(feed: Feed, act: (entry: FeedEntry) => void): void {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => feed.listen((entry) => entry && latest.current(entry)), [feed])
}

const STEADY_MS = 500

/** What a button does that may have moved under the pointer a moment ago. */
export interface Steady {
  /** False for a moment after its place has changed. */
  readonly isSteady: boolean
  /** Makes a listener that takes no pointer's click then; a keyboard's follows the focus, which does not move. */
  readonly guarded: (act: () => void) => (event: MouseEvent) => void
}

/** Guards buttons from clicks that were meant for what stood there before `place` changed. */
export function useSteady(place: string): Steady {
  const [steady, setSteady] = useState<string>()
  useEffect(() => {
    const timer = setTimeout(() => setSteady(place), STEADY_MS)
    return () => clearTimeout(timer)
  }, [place])
  const isSteady = steady === place
  return { isSteady, guarded: (act) => (event) => (isSteady || event.detail === 0) && act() }
}

/** Calls `act` again and again while somebody is there. */
export function useRefresh(client: Client, act: () => void, everyMs: number): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (client.isAttended()) act()
    }, everyMs)
    return () => clearInterval(timer)
  }, [client, act, everyMs])
}
