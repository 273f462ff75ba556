import type { JsonObject } from '@ringwall/core'
import type { ClientError } from '../errors.ts'
import { jsonReply } from '../json-reply.ts'

/** The types of errors that the protocol knows. */
const TYPES: ReadonlySet<string> = new Set([
  'api_error',
  'authentication_error',
  'billing_error',
  'conflict_error',
  'invalid_request_error',
  'not_found_error',
  'overloaded_error',
  'permission_error',
  'rate_limit_error',
  'request_too_large',
  'timeout_error',
])
const TYPE_OF_STATUS: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

/** The error as Anthropic's clients expect it in a body or in a stream event; the code stands beside, where the protocol has no place for it. */
export function messagesErrorBody(error: ClientError): JsonObject {
  const { message, code, param } = error
  // By this a client that holds a conversation at the provider knows that it can go on by sending all of it.
  const isThread = code === 'PROVIDER_STATE' && param === 'thread'
  const details = { error_code: 'thread_unsupported_request', unsupported: ['thread'] }
  return {
    type: 'error',
    error: { type: typeOf(error), message, ...(isThread && { details }) },
    ringwall: { code, param },
  }
}

/** The error as an HTTP response. */
export function messagesErrorResponse(error: ClientError): Response {
  return jsonReply(messagesErrorBody(error), { status: error.status, headers: error.headers ?? {} })
}

/** A type that upstream told stays, unless it is the general one that we made ourselves. */
function typeOf({ type, status }: ClientError): string {
  if (TYPES.has(type) && type !== 'invalid_request_error') return type
  return TYPE_OF_STATUS[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error')
}
