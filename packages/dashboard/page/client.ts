// How the page speaks to its gateway: same origin, JSON, the session's cookie and its CSRF value.

/** What went wrong, as a person is told: what, and the way out. */
export class Problem extends Error {
  /** HTTP status; 0 where no answer came. */
  readonly status: number
  readonly code: string
  readonly wayOut: string

  constructor(status: number, code: string, message: string, wayOut: string) {
    super(message)
    this.status = status
    this.code = code
    this.wayOut = wayOut
  }
}

/** Where no answer came, or none that can be used. */
const LOST = new Problem(
  0,
  'NO_ANSWER',
  'The gateway does not answer.',
  'See whether it runs and can be reached from here, then try again.',
)

const WAYS_OUT: Readonly<Record<number, string>> = {
  401: 'Log in again.',
  403: 'Log in with a token that has this right; an operator makes one with: ringwall tokens create.',
  404: 'It may be gone meanwhile: load the list again.',
  409: 'Somebody else was faster: load the list again to see what was decided.',
  429: 'Wait a little, then try again.',
  501: 'This gateway does not offer it; the host that starts it can.',
}

/** What a Client tells the page. */
export interface ClientEvents {
  /** The session is over: the gateway said 401 to a request of it. */
  readonly onSessionOver: () => void
}

/** Requests of one page; `csrf` is the current session's. */
export class Client {
  csrf: string | undefined
  private readonly base: string
  private readonly events: ClientEvents

  constructor(base: string, events: ClientEvents) {
    this.base = base
    this.events = events
  }

  /** Rejects with a Problem. */
  get<T>(
    path: string,
    query: Readonly<Record<string, string | number | undefined>> = {},
    signal?: AbortSignal,
  ): Promise<T> {
    const given = Object.entries(query).flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [[key, String(value)] as [string, string]],
    )
    const search = new URLSearchParams(given).toString()
    return this.send<T>(search === '' ? path : `${path}?${search}`, { method: 'GET', ...(signal && { signal }) })
  }

  /** Rejects with a Problem. */
  post<T>(path: string, body: object = {}): Promise<T> {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (this.csrf !== undefined) headers['x-ringwall-csrf'] = this.csrf
    return this.send<T>(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  private async send<T>(path: string, init: RequestInit): Promise<T> {
    const response = await fetch(`${this.base}${path}`, {
      ...init,
      credentials: 'same-origin',
      redirect: 'error',
    }).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw LOST
    })
    const body: unknown = await response.json().catch(() => undefined)
    if (response.ok && body !== undefined) return body as T
    if (response.status === 204) return undefined as T
    const problem = problemOf(response.status, body)
    if (problem.status === 401 && this.csrf !== undefined) this.events.onSessionOver()
    throw problem
  }
}

/** The gateway's error in words; an answer that is none of its own is described by its status alone. */
export function problemOf(status: number, body: unknown): Problem {
  const error = fieldOf(body, 'error')
  const code = fieldOf(error, 'code')
  const message = fieldOf(error, 'message')
  const fix = fieldOf(error, 'fix')
  const fallback = status >= 500 ? 'Look at what the gateway prints, then try again.' : 'Load the page again.'
  return new Problem(
    status,
    typeof code === 'string' ? code : `HTTP_${status}`,
    typeof message === 'string' ? message : `The gateway answered with status ${status}.`,
    typeof fix === 'string' ? fix : (WAYS_OUT[status] ?? fallback),
  )
}

/** What was thrown as a Problem. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem(
    0,
    'PAGE_FAILED',
    `The page itself failed: ${error instanceof Error ? error.message : String(error)}`,
    'Load the page again; when it stays, report it.',
  )
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}
