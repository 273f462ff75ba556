/** The errors of the operator API; they are part of GATEWAY_ERRORS. */
export const OPERATOR_ERRORS = {
  SESSION_INVALID: {
    message: 'There is no such session, or it has ended.',
    fix: 'Log in again with POST /api/login; a script sends the header authorization: Bearer TOKEN instead.',
  },
  ORIGIN_REFUSED: {
    message: 'The request comes from a page of another site.',
    fix: 'Use the page that this gateway serves, behind a proxy under gateway.publicUrl and with the Host header passed on; a script sends a bearer token, and neither Origin nor Sec-Fetch-Site.',
  },
  CSRF_REFUSED: {
    message: 'The request has not the CSRF value of its session.',
    fix: 'Send the header x-ringwall-csrf with the value of `csrf` that POST /api/login and GET /api/session answer.',
  },
  RIGHT_MISSING: {
    message: 'This needs the right {right}, and the token does not have it.',
    fix: 'Use a token with the scope that it needs: `ringwall tokens create --scope admin`, approvals:read, approvals:decide or audit:read; under gateway.tokens an entry with operator: true.',
  },
  API_REQUEST_INVALID: {
    message: 'The request is invalid at {param}: {problem}.',
    fix: 'Correct that field; GET /api/openapi.json describes all of them.',
  },
  APPROVAL_OWN: {
    message: 'This token can make the very call that it is to approve.',
    fix: 'Approve with a token that makes no calls, of the scope admin or approvals:decide alone, or of another agent or user.',
  },
  LAYER_ABSENT: {
    message: 'This gateway does not run the layer {layer}.',
    fix: 'Switch the layer on in the config.',
  },
  STATE_UNAVAILABLE: {
    message: 'The state that this is about cannot be read or written, so nothing was done.',
    fix: 'Try again; the operator finds the cause in the log.',
  },
  MEMORY_UNKNOWN: {
    message: 'There is no such entry in quarantine.',
    fix: 'Look at GET /api/memory: it was released or discarded, or it is of another tenant.',
  },
  MEMORY_REFUSED: {
    message: 'The memory cannot be stored: {reason}.',
    fix: 'Discard it, or change what refuses it; the README of memory-guard lists the codes.',
  },
  TRY_ABSENT: {
    message: 'This gateway has no wall of a config, so nothing can be tried on it.',
    fix: 'Start it with a wall of @ringwall/config, as `ringwall serve` does.',
  },
  TRY_BUSY: {
    message: 'Too much is tried at once.',
    fix: 'Try again in a moment.',
  },
  DIAGNOSIS_ABSENT: {
    message: 'This gateway was started without a diagnosis.',
    fix: 'Start it with `ringwall serve`, or give `diagnose` to startGateway.',
  },
  DIAGNOSIS_FAILED: {
    message: 'The diagnosis gave no report.',
    fix: 'Run `ringwall doctor` where the gateway runs: it says why.',
  },
  FEED_FULL: {
    message: 'Too many clients follow the events already.',
    fix: 'Close a page that is open elsewhere.',
  },
} as const

/** Their status codes. */
export const OPERATOR_STATUS: Readonly<Record<keyof typeof OPERATOR_ERRORS, number>> = {
  SESSION_INVALID: 401,
  ORIGIN_REFUSED: 403,
  CSRF_REFUSED: 403,
  RIGHT_MISSING: 403,
  API_REQUEST_INVALID: 400,
  APPROVAL_OWN: 403,
  LAYER_ABSENT: 404,
  STATE_UNAVAILABLE: 503,
  MEMORY_UNKNOWN: 404,
  MEMORY_REFUSED: 409,
  TRY_ABSENT: 501,
  TRY_BUSY: 503,
  DIAGNOSIS_ABSENT: 501,
  DIAGNOSIS_FAILED: 503,
  FEED_FULL: 503,
}
