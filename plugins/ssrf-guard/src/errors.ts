import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error with which a guarded fetch rejects. */
export const SSRF_GUARD_ERRORS = {
  FETCH_REFUSED: {
    message: 'The fetch was refused: {reason}.',
    fix: 'Name the destination under `allow` of ssrf-guard if it is meant to be reached.',
  },
  FETCH_REDIRECTS: {
    message: 'The fetch was redirected more than {limit} times.',
    fix: 'Fetch the last address itself, or raise `maxRedirects`.',
  },
  FETCH_REDIRECT_BODY: {
    message: 'The server asked for the request body again, and it was a stream.',
    fix: 'Pass the body as a string or as bytes, which can be sent twice.',
  },
  FETCH_TOO_LARGE: {
    message: 'The body is larger than {limit} bytes.',
    fix: 'Raise `maxBytes` of ssrf-guard, or ask for less.',
  },
  FETCH_TIMEOUT: {
    message: 'The fetch took longer than {limit} ms.',
    fix: 'Raise `timeoutMs` of ssrf-guard, or ask a faster server.',
  },
} as const

/** The factory of this package's errors. */
export const fail: ErrorFactory<keyof typeof SSRF_GUARD_ERRORS> = defineErrors(SSRF_GUARD_ERRORS)
