import { RingwallError, type ErrorParams, type JsonObject } from '@ringwall/core'
import { OPERATOR_ERRORS, OPERATOR_STATUS } from './operator-api/error-table.ts'
import { REQUEST_ERRORS, REQUEST_STATUS } from './request-errors.ts'
import { jsonReply } from './json-reply.ts'

const OWN_ERRORS = {
  BODY_TOO_LARGE: {
    message: 'The request body is larger than {limit} bytes.',
    fix: 'Send less, or raise gateway.maxBodyBytes in the config.',
  },
  BODY_TIMEOUT: {
    message: 'The request body did not arrive within {limit} ms.',
    fix: 'Send the body at once, with its content-length.',
  },
  BODY_INCOMPLETE: {
    message: 'The request body ended before it was complete.',
    fix: 'Send the request again.',
  },
  NOT_JSON: {
    message: 'The request body is not JSON: {problem}.',
    fix: 'Send one JSON object in UTF-8 with the header content-type: application/json.',
  },
  REQUEST_INVALID: {
    message: 'The request is invalid at {param}: {problem}.',
    fix: 'Correct that field; the provider’s reference of the API describes it.',
  },
  GUARD_REQUEST_INVALID: {
    message: 'The guard request is invalid at {param}: {problem}.',
    fix: 'Correct that field; GET /guard/openapi.json describes all of them.',
  },
  OPERATOR_VALUE: {
    message: 'The value {value} at {param} is for operators only, and this token is no operator’s.',
    fix: 'Use another value (GET /guard/openapi.json names them), or a token of an operator.',
  },
  APPROVAL_UNKNOWN: {
    message: 'This session has no request for approval of that id.',
    fix: 'Use the whole id of the decision, the same token, and its sessionId in the header x-ringwall-session.',
  },
  APPROVALS_UNAVAILABLE: {
    message: 'Where the request for approval stands cannot be read.',
    fix: 'Ask again later, and take it for not approved meanwhile; the operator finds the cause in the log.',
  },
  UNSCANNED_PART: {
    message: 'The content part type {type} cannot be scanned, so it is not let through.',
    fix: 'Send text, or let the operator list the type under gateway.unscannedParts.',
  },
  PROVIDER_STATE: {
    message: 'What {param} asks for is kept by the provider, and no layer has seen it.',
    fix: 'Send the whole conversation with each request, and take the reply from its answer; with responses, include: ["reasoning.encrypted_content"] brings the reasoning along.',
  },
  UNAUTHORIZED: {
    message: 'The bearer token is missing or unknown.',
    fix: 'Send the header authorization: Bearer TOKEN, or x-api-key: TOKEN, with a token that the gateway knows.',
  },
  OPERATOR_ONLY: {
    message: 'This is shown to operators only, and this token is no operator’s.',
    fix: 'Use a token whose entry under gateway.tokens has operator: true (for metrics one with the scope metrics will do), or run `ringwall config` where the config file is.',
  },
  NOT_DURABLE: {
    message: 'What was decided about this request could not be brought to the disk, so nothing of it is told.',
    fix: 'Look at the log of the gateway and at the disk of its store, then start the gateway anew.',
  },
  TLS_REQUIRED: {
    message: 'This gateway speaks TLS, and the request came without.',
    fix: 'Use https:// in the URL; if TLS was switched on by a reload, start the gateway anew.',
  },
  CERTIFICATE_REFUSED: {
    message: 'The client certificate was refused: {reason}.',
    fix: 'Show a certificate that the operator accepts, on a new connection; the README of the layer mtls lists the reasons.',
  },
  CERTIFICATE_MISMATCH: {
    message: 'The client certificate and the bearer token are for different callers.',
    fix: 'Use the token of the user, tenant and agent that the certificate is for.',
  },
  HOST_REFUSED: {
    message: 'The request names a host that is not this machine.',
    fix: 'Use 127.0.0.1 or localhost in the URL; the gateway listens on loopback only. Behind a proxy set gateway.publicUrl to the address that the browser shows.',
  },
  NOT_FOUND: {
    message: 'There is no {method} {path} here.',
    fix: 'Use POST /v1/chat/completions, POST /v1/responses, POST /v1/messages, POST /guard/inbound (or tool-call, outbound, memory-write), GET /v1/models, GET /v1/ringwall/config, GET /healthz, GET /readyz or GET /metrics.',
  },
  CONFIG_ABSENT: {
    message: 'This gateway has no config to show.',
    fix: 'Start it with a wall of @ringwall/config, as `ringwall serve` does.',
  },
  UPSTREAM_UNREACHABLE: {
    message: 'The model provider cannot be reached.',
    fix: 'Check gateway.upstream.url and the provider, then send the request again.',
  },
  UPSTREAM_INVALID: {
    message: 'The model provider sent something that is not a valid reply: {problem}.',
    fix: 'Check that gateway.upstream.url points to an API of the protocol that the client speaks.',
  },
  UPSTREAM_INTERRUPTED: {
    message: 'The model provider ended the connection before the reply was complete.',
    fix: 'Send the request again; what arrived so far is not the whole reply.',
  },
  UPSTREAM_TIMEOUT: {
    message: 'The model provider sent nothing for {limit} ms.',
    fix: 'Send the request again, or raise gateway.upstream.timeoutMs.',
  },
  UPSTREAM_ERROR: {
    message: 'The model provider answered with status {status}.',
    fix: 'Look up that status in the documentation of the provider.',
  },
  REPLY_WITHHELD: {
    message: 'The reply was withheld by a security policy.',
    fix: 'Ask the operator, who finds the reason under the trace id.',
  },
  CLIENT_GONE: {
    message: 'The client closed the connection.',
    fix: 'Nothing is wrong on this side; the upstream request was ended too.',
  },
  GATEWAY_DRAINING: {
    message: 'The gateway is about to end, and takes no more requests.',
    fix: 'Send the request again on a new connection; another process answers, or this one once it is started anew.',
  },
  PORT_IN_USE: {
    message: 'Port {port} on {host} is in use.',
    fix: 'Stop the other program, or set gateway.port to a free port (0 takes any).',
  },
  LISTEN_FAILED: {
    message: 'The gateway cannot listen on {host}, port {port}: {problem}.',
    fix: 'Set gateway.host to an address of this machine and gateway.port to one that this user may open.',
  },
  TOKEN_INVALID: {
    message: 'Gateway token number {number} is invalid: {problem}.',
    fix: 'Use a different random token of at least 32 characters for each entry, without white space.',
  },
  UPSTREAM_URL_INVALID: {
    message: 'The upstream URL is invalid: {problem}.',
    fix: 'Set gateway.upstream.url to the http or https base of the API, such as https://api.openai.com/v1.',
  },
  PUBLIC_URL_INVALID: {
    message: 'The public URL is invalid: {problem}.',
    fix: 'Set gateway.publicUrl to the origin that browsers show, such as https://ringwall.example, or leave it out.',
  },
  INTERNAL: {
    message: 'The gateway failed.',
    fix: 'Send the request again; the operator finds the cause in the log.',
  },
} as const

/** Every error of the gateway; docs/errors.md lists them. */
export const GATEWAY_ERRORS: typeof OWN_ERRORS & typeof OPERATOR_ERRORS & typeof REQUEST_ERRORS = {
  ...OWN_ERRORS,
  ...OPERATOR_ERRORS,
  ...REQUEST_ERRORS,
}

/** A code of GATEWAY_ERRORS. */
export type GatewayErrorCode = keyof typeof GATEWAY_ERRORS

const STATUS: Readonly<Record<GatewayErrorCode, number>> = {
  BODY_TOO_LARGE: 413,
  BODY_TIMEOUT: 408,
  BODY_INCOMPLETE: 400,
  NOT_JSON: 400,
  REQUEST_INVALID: 400,
  GUARD_REQUEST_INVALID: 400,
  OPERATOR_VALUE: 403,
  APPROVAL_UNKNOWN: 404,
  APPROVALS_UNAVAILABLE: 503,
  ...REQUEST_STATUS,
  UNSCANNED_PART: 400,
  PROVIDER_STATE: 400,
  UNAUTHORIZED: 401,
  OPERATOR_ONLY: 403,
  NOT_DURABLE: 503,
  TLS_REQUIRED: 400,
  CERTIFICATE_REFUSED: 403,
  CERTIFICATE_MISMATCH: 403,
  HOST_REFUSED: 403,
  NOT_FOUND: 404,
  CONFIG_ABSENT: 404,
  UPSTREAM_UNREACHABLE: 502,
  UPSTREAM_INVALID: 502,
  UPSTREAM_INTERRUPTED: 502,
  UPSTREAM_TIMEOUT: 504,
  UPSTREAM_ERROR: 502,
  REPLY_WITHHELD: 403,
  CLIENT_GONE: 499,
  GATEWAY_DRAINING: 503,
  PORT_IN_USE: 500,
  LISTEN_FAILED: 500,
  TOKEN_INVALID: 500,
  UPSTREAM_URL_INVALID: 500,
  PUBLIC_URL_INVALID: 500,
  ...OPERATOR_STATUS,
  INTERNAL: 500,
}

/** An error of this package, with the request field that it is about. */
export class GatewayError extends RingwallError {
  readonly status: number
  readonly param: string | null

  constructor(code: GatewayErrorCode, params: ErrorParams = {}, cause?: unknown) {
    super(code, GATEWAY_ERRORS[code], params, cause)
    this.status = STATUS[code]
    this.param = params.param === undefined ? null : String(params.param)
  }
}

/** Why the layer that knows the tokens lets a request not in, in its own words. */
export interface AuthRefusal {
  readonly code: string
  readonly status: number
  readonly message: string
  readonly fix: string
  readonly headers: Readonly<Record<string, string>>
}
/** Such a refusal on its way to the client. */
export class AuthRefused extends RingwallError {
  readonly status: number
  readonly headers: AuthRefusal['headers']

  constructor({ code, status, message, fix, headers }: AuthRefusal) {
    super(code, { message, fix })
    this.status = status
    this.headers = headers
  }
}

/** Makes an error of this package's table. */
export function fail(code: GatewayErrorCode, params?: ErrorParams, cause?: unknown): GatewayError {
  return new GatewayError(code, params, cause)
}

/** What a client is told: nothing of the inside, no stack. */
export interface ClientError {
  readonly status: number
  readonly message: string
  readonly type: string
  readonly code: string
  readonly param: string | null
  readonly headers?: Readonly<Record<string, string>>
}

/** The client's view of a thrown value; whatever is not of this package's table becomes INTERNAL. */
export function toClientError(error: unknown): ClientError {
  if (error instanceof AuthRefused) {
    const { status, code, headers, message, fix } = error
    return { status, code, param: null, message: `${message} ${fix}`, type: typeOf(status), headers }
  }
  const known = error instanceof GatewayError ? error : fail('INTERNAL')
  const { status, code, param } = known
  return { status, code, param, message: `${known.message} ${known.fix}`, type: typeOf(status) }
}

/** The error as OpenAI's clients expect it in a body or in a stream event. */
export function errorBody({ message, type, code, param }: ClientError): JsonObject {
  return { error: { message, type, code, param } }
}

/** The error as an HTTP response. */
export function errorResponse(error: ClientError): Response {
  return jsonReply(errorBody(error), { status: error.status, headers: error.headers ?? {} })
}

function typeOf(status: number): string {
  if (status === 401) return 'authentication_error'
  if (status === 429) return 'rate_limit_error'
  return status >= 500 ? 'server_error' : 'invalid_request_error'
}
