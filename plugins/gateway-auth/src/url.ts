import { MADE_TOKEN } from './token.ts'

const MIN_TOKEN_LENGTH = 32
/** A token may have been encoded for a URL that was then encoded once more. */
const MAX_DECODINGS = 3
const USERINFO = /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]*@/i

/** Names under which clients put credentials into URLs, lower case, without anything between their words. */
const NAMES = new Set([
  'token',
  'accesstoken',
  'authtoken',
  'authenticationtoken',
  'bearertoken',
  'idtoken',
  'refreshtoken',
  'sessiontoken',
  'apitoken',
  'xapitoken',
  'xauthtoken',
  'ringwalltoken',
  'apikey',
  'xapikey',
  'accesskey',
  'auth',
  'authorization',
  'xauthorization',
  'bearer',
  'jwt',
  'credential',
  'credentials',
  'password',
  'passwd',
  'pwd',
  'secret',
  'clientsecret',
])

/** What a request line says of tokens. */
export interface UrlView {
  /** It surely holds a credential: by its form, its place or the name of a parameter. */
  readonly isRefused: boolean
  /** Parts that are long enough to be a token of an operator's own making. */
  readonly candidates: readonly string[]
}

/** Looks for credentials in a request target (path and query, or an absolute URL), encoded up to three times, and in a Host header. */
export function readUrl(target: string, host = ''): UrlView {
  // Most paths are shorter than any token and hold nothing that could be encoded, named or sent as userinfo.
  if (target.length < MIN_TOKEN_LENGTH && !/[%=@]/.test(target))
    return { isRefused: host.includes('@'), candidates: [] }
  const views = [target]
  for (let last = target; views.length <= MAX_DECODINGS; views.push(last)) {
    const next = decode(last)
    if (next === last) break
    last = next
  }
  const parts = views.flatMap((view) => view.split(/[/?&;#]/))
  const isRefused =
    host.includes('@') ||
    views.some((view) => USERINFO.test(view) || MADE_TOKEN.test(view)) ||
    parts.some((part) => isNamed(part))
  const pieces = parts.flatMap((part) => [part, ...part.split(/[=,:@\s]/)])
  return { isRefused, candidates: [...new Set(pieces.filter((piece) => piece.length >= MIN_TOKEN_LENGTH))] }
}

function isNamed(part: string): boolean {
  const at = part.indexOf('=')
  return (
    at > 0 &&
    at < part.length - 1 &&
    NAMES.has(
      part
        .slice(0, at)
        .toLowerCase()
        .replaceAll(/[^a-z0-9]/g, ''),
    )
  )
}

/** Tokens are ASCII, so that bytes may stand for characters here, and what is no encoding stays. */
function decode(text: string): string {
  return text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
