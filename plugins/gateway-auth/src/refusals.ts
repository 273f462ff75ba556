/** Every way in which a request is refused: the status, and what the client is told. None repeats anything of the request. */
export const REFUSALS = {
  AUTH_MISSING: {
    status: 401,
    message: 'The request has no token.',
    fix: 'Send the header authorization: Bearer TOKEN.',
  },
  AUTH_MALFORMED: {
    status: 400,
    message: 'The header with the token is malformed.',
    fix: 'Send authorization: Bearer TOKEN, with one space and nothing else, of at most 512 characters.',
  },
  AUTH_SCHEME: {
    status: 401,
    message: 'The authorization header has another scheme than Bearer.',
    fix: 'Send authorization: Bearer TOKEN.',
  },
  AUTH_AMBIGUOUS: {
    status: 400,
    message: 'The request has more than one credential, so whose it is is not evident.',
    fix: 'Send exactly one authorization header, or exactly one x-api-key header.',
  },
  AUTH_IN_URL: {
    status: 400,
    message: 'The URL holds something like a token. URLs are logged on their way, so it may be known to others by now.',
    fix: 'Send the token in the authorization header, and revoke the one that stood in the URL.',
  },
  AUTH_UNKNOWN: {
    status: 401,
    message: 'The token is unknown.',
    fix: 'Use a token that the gateway knows; `ringwall tokens create` makes one.',
  },
  AUTH_REVOKED: {
    status: 401,
    message: 'The token was revoked.',
    fix: 'Ask the operator for a new one.',
  },
  AUTH_EXPIRED: {
    status: 401,
    message: 'The token has expired.',
    fix: 'Ask the operator for a new one.',
  },
  AUTH_SCOPE: {
    status: 403,
    message: 'The token is not for this.',
    fix: 'Use a token with the scope that this needs; the operator gives scopes.',
  },
  AUTH_LOCKED: {
    status: 429,
    message: 'Too many refused requests came from here.',
    fix: 'Wait as long as retry-after says, then use the right token.',
  },
  AUTH_UNAVAILABLE: {
    status: 503,
    message: 'Tokens cannot be checked at the moment, so nobody is let in.',
    fix: 'Try again; the operator finds the cause in the log.',
  },
} as const

/** A code of REFUSALS. */
export type RefusalCode = keyof typeof REFUSALS

/** Why a request is not let in. */
export interface Refusal {
  readonly code: RefusalCode
  /** Of HTTP. */
  readonly status: number
  readonly message: string
  readonly fix: string
  /** Response headers: `www-authenticate`, `retry-after`. */
  readonly headers: Readonly<Record<string, string>>
}

/** Makes a refusal; `waitMs` is after how long it may be another answer. */
export function refuse(code: RefusalCode, waitMs?: number): Refusal {
  const { status, message, fix } = REFUSALS[code]
  const headers = {
    ...(status === 401 && { 'www-authenticate': 'Bearer realm="ringwall"' }),
    ...(waitMs !== undefined && { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) }),
  }
  return { code, status, message, fix, headers }
}
