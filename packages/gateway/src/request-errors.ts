/** Errors of requests that are none, and of inlets. */
export const REQUEST_ERRORS = {
  REQUEST_MALFORMED: {
    message: 'This is not a request of HTTP/1.1 that can be read in one way only.',
    fix: 'Send lines that end in CRLF, one content-length or chunks and not both, and no white space around the names of headers.',
  },
  HEADERS_TOO_LARGE: {
    message: 'The head of the request is too large.',
    fix: 'Send less than 16 KiB of headers.',
  },
  REQUEST_TIMEOUT: {
    message: 'The request did not arrive in time.',
    fix: 'Send it at once, on a new connection.',
  },
  EXPECTATION_REFUSED: {
    message: 'The header expect asks for something that is not done here.',
    fix: 'Leave it out, or send 100-continue.',
  },
  TARGET_REFUSED: {
    message: 'The target of the request is no plain path of this gateway.',
    fix: 'Send the path as the README writes it: without dots, double slashes, escapes, semicolons or a fragment, and not by way of CONNECT.',
  },
  HEADER_REFUSED: {
    message: 'The header {header} is missing, stands twice or has a value that is not accepted.',
    fix: 'Send it once; what is not named in the README, leave out.',
  },
  TOKEN_IN_URL: {
    message: 'The URL holds a token, or a parameter that is named like one.',
    fix: 'Send it as authorization: Bearer TOKEN, and replace it: URLs are kept in logs.',
  },
  REQUESTS_AT_LIMIT: {
    message: 'The {limit} requests that {of} may have under way at once, streams included, are under way.',
    fix: 'Wait until one has ended, or send it to another process on the same store.',
  },
  INLET_UNKNOWN: {
    message: 'There is no such inlet for this caller.',
    fix: 'Use a name under gateway.webhooks or gateway.mailboxes of the config, and for mail a token of the same tenant and agent.',
  },
  INLET_TYPE: {
    message: 'This inlet does not take that content: {problem}.',
    fix: 'Send webhooks as JSON, form or plain text, and mail as message/rfc822, uncompressed and with one content-type.',
  },
  INLET_INVALID: {
    message: 'What was sent cannot be read in one way only: {problem}.',
    fix: 'Send what the README of the gateway describes; nothing of it was passed on.',
  },
  INLET_UNJUDGED: {
    message: 'The content could not be judged, so nothing of it was passed on.',
    fix: 'Send it again later; the operator finds the cause in the log under the trace id.',
  },
  INLET_UNDELIVERED: {
    message: 'The content was allowed, and could not be delivered.',
    fix: 'Send it again later; the operator checks deliverTo of this inlet and finds the cause in the log.',
  },
  WEBHOOKS_ABSENT: {
    message: 'Webhooks cannot be verified: no layer does that.',
    fix: 'Switch the layer gateway-auth on for everybody, or remove gateway.webhooks.',
  },
} as const

/** Their statuses. */
export const REQUEST_STATUS: Readonly<Record<keyof typeof REQUEST_ERRORS, number>> = {
  REQUEST_MALFORMED: 400,
  HEADERS_TOO_LARGE: 431,
  REQUEST_TIMEOUT: 408,
  EXPECTATION_REFUSED: 417,
  TARGET_REFUSED: 400,
  HEADER_REFUSED: 400,
  TOKEN_IN_URL: 400,
  REQUESTS_AT_LIMIT: 429,
  INLET_UNKNOWN: 404,
  INLET_TYPE: 415,
  INLET_INVALID: 400,
  INLET_UNJUDGED: 503,
  INLET_UNDELIVERED: 502,
  WEBHOOKS_ABSENT: 503,
}
