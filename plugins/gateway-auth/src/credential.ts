import { refuse, type Refusal } from './refusals.ts'

/** Headers as they came: one pair each, in their order, none joined and none dropped. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[]

/** A token that a request shows, or why it shows none. */
export type Credential =
  | { readonly token: string; readonly refusal?: undefined }
  | { readonly refusal: Refusal; readonly token?: undefined }

/** Longest token that anybody may have. */
const MAX_TOKEN_LENGTH = 512
const TOKEN = /^[\x21-\x7e]+$/

/**
 * The one token of a request, from `Authorization: Bearer` or from `x-api-key`. Two of them are refused even if they are the
 * same: what stands before this gateway may have looked at the other one.
 */
export function readCredential(headers: HeaderPairs): Credential {
  const authorization = valuesOf(headers, 'authorization')
  const apiKey = valuesOf(headers, 'x-api-key')
  if (authorization.length + apiKey.length > 1) return { refusal: refuse('AUTH_AMBIGUOUS') }
  const [key] = apiKey
  if (key !== undefined) return check(key)
  const [value] = authorization
  if (value === undefined) return { refusal: refuse('AUTH_MISSING') }
  const [, scheme = '', token = ''] = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32})(?: (.*))?$/s.exec(value) ?? []
  if (scheme === '') return { refusal: refuse('AUTH_MALFORMED') }
  return scheme.toLowerCase() === 'bearer' ? check(token) : { refusal: refuse('AUTH_SCHEME') }
}

/** All values of a header, whatever the case of its name. */
export function valuesOf(headers: HeaderPairs, name: string): readonly string[] {
  return headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value)
}

function check(token: string): Credential {
  return token.length <= MAX_TOKEN_LENGTH && TOKEN.test(token) ? { token } : { refusal: refuse('AUTH_MALFORMED') }
}
