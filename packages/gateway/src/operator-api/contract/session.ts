/** The header that repeats `SessionInfo.csrf` in every request by cookie that is no GET. Such a request is `content-type: application/json`. */
export type CsrfHeader = 'x-ringwall-csrf'

/** The body of every error. */
export interface ApiError {
  readonly error: {
    /** What is wrong, and what to do. */
    readonly message: string
    readonly type: string
    /** Stable; docs/errors.md lists them. */
    readonly code: string
    readonly param: string | null
  }
}

/** What a token may do here. `operate` is all of it: the scope `admin`, or `*`. The others see their own tenant alone. */
export type Right = 'operate' | 'approvals:read' | 'approvals:decide' | 'audit:read'

/** `POST /api/login` */
export interface LoginRequest {
  readonly token: string
}
/** The answer of `POST /api/login` and of `GET /api/session`. `POST /api/logout` takes no body and answers with the status 204. */
export interface SessionInfo {
  readonly who: {
    /** The id of the token, as `ringwall tokens list` shows it. */
    readonly token: string
    readonly tenant: string
    readonly agent: string
    readonly user?: string
  }
  readonly rights: readonly Right[]
  /** Null where a bearer token was used: there is no session then. */
  readonly csrf: string | null
  /** When the session ends, whatever is done; null as above. */
  readonly expiresAt: number | null
  /** When it ends if nothing is asked until then; null as above. */
  readonly idleUntil: number | null
}
