// How the page speaks to its gateway: same origin, JSON, the session's cookie and its CSRF value.

/** What went wrong, as a person is told: what, and the way out. */
export class Problem extends Error {
  /** HTTP status; 0 where no answer came. */
  readonly status: number
  readonly code: string
  /** Where the message does not say it. */
  readonly wayOut: string

  constructor(status: number, code: string, message: string, wayOut: string = '') {
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

/** What a Client tells the page. */
export interface ClientEvents {
  /** The session is over: the gateway said 401 to a request of it. */
  readonly onSessionOver: () => void
  /** Asked before each request: whether somebody is at the page. */
  readonly isAttended: () => boolean
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

  isAttended(): boolean {
    return this.events.isAttended()
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
    const headers = new Headers(init.headers)
    // What the page asks by itself is no use of the session.
    if (!this.isAttended()) headers.set('x-ringwall-unattended', '1')
    const response = await fetch(`${this.base}${path}`, {
      ...init,
      headers,
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

/** The gateway's error, whose message says the way out too; an answer that is none of its own is described by its status alone. */
export function problemOf(status: number, body: unknown): Problem {
  const error = fieldOf(body, 'error')
  const code = fieldOf(error, 'code')
  const message = fieldOf(error, 'message')
  if (typeof code === 'string' && typeof message === 'string') return new Problem(status, code, message)
  return new Problem(
    status,
    `HTTP_${status}`,
    `The gateway, or something before it, answered with status ${status} and no word.`,
    'Look at what the gateway prints, and at any proxy before it; then try again.',
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
