import { hasJoseHeader, isBasicCredential } from '../checksums.ts'
import { secretFormat, type SecretFormat } from '../format.ts'
import { all, behind, either, lazy, maybe, some, text, times, value, words } from '../parts.ts'
import { isGibberish } from '../gibberish.ts'
import { isPlaceholder, isRandom, isStrong } from '../values.ts'
import { GITLEAKS } from './sources.ts'

const ALNUM = 'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xM'
/** Longer ones are read on, see `tail`. */
const TOKEN68 = all(some('[A-Za-z0-9._~+/|:-]', 16, 100), some('=', 0, 2))
const JOSE = '\\be(?:yJ|wo)[A-Za-z0-9_-]{10,400}\\.[A-Za-z0-9_-]{10}'
const COOKIES = 'https://datatracker.ietf.org/doc/html/rfc6265#section-4.1'
/** Names of cookies that hold a session or a token. */
const COOKIE_NAMES =
  '(?:[A-Za-z0-9_.-]{0,40}(?:sess(?:ion)?(?:[_.-]?(?:id|token|key|data))?|sid|auth[_.-]?token|access[_.-]?token|refresh[_.-]?token|id[_.-]?token|remember[_.-]?(?:me|token|user_token|web_[a-z0-9]{1,40})|jwt|authn|auth|token|csrf[_.-]?token|xsrf[_.-]?token)|__(?:Host|Secure)-[A-Za-z0-9_.-]{1,60})(?:\\.[0-9])?='
const COOKIE_VALUE = '[^\\s;,"\'`<>\\\\]'

/** Headers of HTTP, cookies, and the tokens that they carry. */
export const HEADERS: readonly SecretFormat[] = [
  secretFormat({
    id: 'json-web-token',
    what: 'JSON Web Token with its signature: header, payload and signature',
    source: 'https://datatracker.ietf.org/doc/html/rfc7519',
    keywords: ['eyj', 'ewo'],
    regex: JOSE,
    maxLength: 430,
    match: [`eyJ${'hbGciOiJIUzI1NiJ9'}.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}.${ALNUM.slice(0, 32)}`],
    miss: ['eyJhbGciOiJIUzI1NiJ9 is a JWT header', 'eyJhbGciOiJIUzI1NiJ9.payload.signature-here'],
    tail: 'dotted',
    check: isSigned,
    rule: 'three parts; the header decodes to JSON that names an algorithm, or header and payload both begin like JSON',
  }),
  secretFormat({
    id: 'json-web-encryption',
    what: 'JSON Web Encryption: header, wrapped key, vector, ciphertext and tag',
    source: 'https://datatracker.ietf.org/doc/html/rfc7516',
    keywords: ['eyj'],
    regex: '\\beyJ[A-Za-z0-9_-]{10,400}\\.[A-Za-z0-9_-]{0,20}\\.?[A-Za-z0-9_-]{8}',
    maxLength: 440,
    match: [
      `eyJ${'hbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0'}..${ALNUM.slice(0, 16)}.${ALNUM.slice(0, 40)}.${ALNUM.slice(0, 22)}`,
    ],
    miss: ['eyJhbGciOiJkaXIifQ.a.b.c.d'],
    tail: 'dotted',
    check: (token) => token.split('.').length === 5 && hasJoseHeader(token),
    rule: 'five parts; the header decodes to JSON that names an algorithm',
  }),
  secretFormat({
    id: 'json-web-token-unsigned',
    what: 'JSON Web Token of which the signature is missing: it lets nobody in, but says who somebody is',
    source: 'https://datatracker.ietf.org/doc/html/rfc7519',
    keywords: ['eyj'],
    regex: JOSE,
    maxLength: 430,
    match: [`eyJ${'hbGciOiJub25lIn0'}.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}.`],
    miss: ['eyJhbGciOiJub25lIn0 is a JWT header'],
    tier: 'warning',
    weight: 0.5,
    tail: 'dotted',
    check: (token) => token.split('.').length === 2 && hasJoseHeader(token),
    rule: 'two parts; the header decodes to JSON that names an algorithm',
  }),
  secretFormat({
    id: 'json-web-token-like',
    what: 'two parts that begin like a JSON Web Token, and a signature, with marks that base64url does not have',
    source: GITLEAKS,
    keywords: ['.ey'],
    ...behind(
      '\\bey[A-Za-z0-9]{15,250}\\.ey',
      times(either(some('[A-Za-z0-9/_-]'), all(text('\\'), some('[^nrt"\\s]'))), 15, 250),
      text('.'),
      times(either(some('[A-Za-z0-9/_-]'), all(text('\\'), some('[^nrt"\\s]'))), 10, 200),
      some('=', 0, 2),
    ),
    maxLength: 960,
    match: [`ey${ALNUM.slice(0, 20)}.ey${ALNUM.slice(20, 38)}/q7.${ALNUM.slice(0, 20)}`],
    miss: ['they.eyed.it'],
    leastEntropy: 3.8,
    check: (token) => !token.includes('.--'),
    rule: 'not followed by the armour of a key',
  }),
  secretFormat({
    id: 'json-web-key',
    what: 'the private or symmetric part of a JSON Web Key',
    source: 'https://datatracker.ietf.org/doc/html/rfc7517',
    keywords: ['"d"', '"p"', '"q"', '"dp"', '"dq"', '"qi"', '"k"'],
    ...behind(
      '"',
      words('dp', 'dq', 'qi', 'd', 'p', 'q', 'k'),
      text('"'),
      some('\\s', 0, 2),
      text(':'),
      some('\\s', 0, 2),
      text('"'),
      value(some('[A-Za-z0-9_-]', 38, 60)),
    ),
    maxLength: 80,
    tail: 'base64',
    match: [`{"kty":"oct","k":"${ALNUM}q7Rt"}`],
    miss: ['{"d":"M10 10h4v4z"}'],
    leastEntropy: 4,
  }),
  secretFormat({
    id: 'basic-auth',
    what: 'user and password in the Basic scheme of HTTP',
    source: 'https://datatracker.ietf.org/doc/html/rfc7617',
    keywords: ['basic'],
    ...behind('\\bbasic', some('[\\s:]', 1, 2), value(all(some('[A-Za-z0-9+/]', 8, 100), some('=', 0, 2)))),
    flags: 'i',
    maxLength: 130,
    tail: 'base64',
    match: [`Authorization: Basic ${Buffer.from('deploy:h7Kq2Zr9').toString('base64')}`],
    miss: ['Authorization: Basic dXNlcjpwYXNzd29yZA==', 'basic understanding of algebra'],
    check: isRealBasic,
    rule: 'it decodes to a user, a colon and a password that is no placeholder',
  }),
  secretFormat({
    id: 'bearer-credential',
    what: 'a bearer header with a random token',
    source: 'https://datatracker.ietf.org/doc/html/rfc6750#section-2.1',
    keywords: ['bearer'],
    ...behind('\\bbearer', some('[\\s:=]', 1, 2), value(TOKEN68)),
    flags: 'i',
    maxLength: 120,
    tail: 'header',
    match: [`Authorization: Bearer ${ALNUM.slice(0, 32)}`],
    miss: ['Authorization: Bearer ...', 'the bearer of bad news'],
    check: (token) => isStrong(token) || (token.length >= 32 && isRandom(token, 3)),
    rule: 'letters and digits in disorder, or 32 random characters',
  }),
  secretFormat({
    id: 'bearer-token',
    what: 'a bearer header with a short or plain token',
    source: 'https://datatracker.ietf.org/doc/html/rfc6750#section-2.1',
    keywords: ['bearer'],
    ...behind('\\bbearer', some('\\s', 1, 2), value(TOKEN68)),
    flags: 'i',
    maxLength: 120,
    tail: 'header',
    match: ['Authorization: Bearer session4521-open1'],
    miss: ['Authorization: Bearer ...', 'the bearer of bad news'],
    tier: 'warning',
    weight: 0.5,
    leastEntropy: 2.5,
  }),
  secretFormat({
    id: 'authorization-header',
    what: 'an Authorization header of another scheme, or of none',
    source: 'https://datatracker.ietf.org/doc/html/rfc9110#section-11.6.2',
    keywords: ['authorization'],
    ...behind(
      '\\b(?:proxy-)?authorization',
      some('\\\\', 0, 1),
      some('["\']', 0, 1),
      some('\\s', 0, 1),
      some('[:=]'),
      some('\\s', 0, 2),
      some('\\\\', 0, 1),
      some('["\']', 0, 1),
      maybe(
        all(
          words(
            'token',
            'apikey',
            'api-key',
            'key',
            'oauth',
            'ssws',
            'genie-key',
            'digest',
            'jwt',
            'klaviyo-api-key',
            'splunk',
            'discogs',
            'bot',
            'zoho-oauthtoken',
            'sharedaccesssignature',
          ),
          some('[\\s=:]', 1, 2),
        ),
      ),
      value(TOKEN68),
    ),
    flags: 'i',
    maxLength: 170,
    tail: 'header',
    match: [`Authorization: SSWS ${ALNUM.slice(0, 30)}`],
    miss: ['Authorization: required-for-all-routes', 'Authorization: AWS4-HMAC-SHA256 Credential=x'],
    // The schemes of signed requests: what follows is a signature of this one request.
    check: (token) => !SIGNED_SCHEME.test(token),
    rule: 'not the name of a scheme that signs',
    leastEntropy: 3,
  }),
  secretFormat({
    id: 'secret-header',
    what: 'a header whose name says key, token, secret or signature',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#section-5',
    keywords: ['x-', 'api-key', 'apikey'],
    ...behind(
      '\\b(?:x-[a-z0-9-]{0,40}(?:key|token|auth|secret|password|session)|api-?key|ocp-apim-subscription-key)',
      some('\\\\', 0, 1),
      some('["\']', 0, 1),
      some('\\s', 0, 1),
      text(':'),
      some('\\s', 0, 2),
      some('\\\\', 0, 1),
      some('["\']', 0, 1),
      value(some('[A-Za-z0-9._~+/|:=@!-]', 12, 100)),
    ),
    flags: 'i',
    maxLength: 190,
    tail: 'header',
    match: ['curl -H "X-Api-Key: 9fK27xqLm41Zt"'],
    miss: ['X-Api-Key: required'],
    leastEntropy: 3,
  }),
  secretFormat({
    id: 'cookie-header',
    what: 'the session or token in a header with cookies',
    source: COOKIES,
    keywords: ['cookie'],
    ...behind(
      'cookie',
      some('["\']', 0, 1),
      text(':'),
      some('\\s', 0, 2),
      some('["\']', 0, 1),
      lazy(
        times(all(some('[^\\s;="\']', 1, 60), text('='), some('[^\\s;]', 0, 120), text(';'), some('\\s', 0, 2)), 0, 4),
      ),
      { whole: COOKIE_NAMES, beginning: '[A-Za-z0-9_.-]{0,110}' },
      value(some(COOKIE_VALUE, 12, 100)),
    ),
    flags: 'i',
    maxLength: 900,
    tail: 'header',
    match: [`Cookie: theme=dark; sessionid=${ALNUM.slice(0, 32)}; lang=en`],
    miss: ['Set-Cookie: sid=deleted; Max-Age=0', 'Cookie: theme=dark; lang=en'],
    leastEntropy: 3,
  }),
  secretFormat({
    id: 'session-cookie',
    what: 'a session cookie by the name that a framework gives it',
    source: COOKIES,
    keywords: [
      'sid=',
      'sessid=',
      'sessionid=',
      '_session=',
      '-session=',
      'session-token',
      'session_token',
      '_sess',
      '.aspxauth',
      'antiforgery',
      '__secure-',
      '__host-',
      'authtoken',
    ],
    ...behind(
      '\\b(?:connect\\.sid|sid|s_sid|PHPSESSID|JSESSIONID|sessionid|session_id|ASPSESSIONID[A-Z]{8}|ASP\\.NET_SessionId|\\.ASPXAUTH|\\.AspNetCore\\.(?:Cookies|Antiforgery\\.[A-Za-z0-9_-]{11})|[A-Za-z0-9_-]{1,40}[_-]session(?:[_-]token)?|(?:__(?:Host|Secure)-)?[A-Za-z0-9_.-]{1,50}session-token(?:\\.[0-9])?|__(?:Host|Secure)-[A-Za-z0-9_.-]{1,60}|authtoken)=',
      value(some(COOKIE_VALUE, 16, 100)),
    ),
    flags: 'i',
    maxLength: 260,
    tail: 'header',
    match: [`connect.sid=s%3A${ALNUM.slice(0, 32)}.${ALNUM.slice(0, 30)}`, 'PHPSESSID=r7aq8qclldmc9imkpqa04ioafg'],
    miss: ['sessionid=deleted', 'session_id=9c7c5cb8-c2ef-4b37-bee4-a337e900740b'],
    check: isSession,
    rule: 'random, no UUID',
  }),
]

const JSON_START = /^ey[JA]|^ewo/
const SIGNED_SCHEME = /^(?:AWS4-|OSS4?-|TC3-|ACS3-|GOOG4-|SDK-|HMAC-|Signature\b|Digest\b)/i
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/i
const SIGNATURE = /^-?[A-Za-z0-9_][A-Za-z0-9_=-]{8}/

function isSigned(token: string): boolean {
  const [, payload = '', signature = '', more] = token.split('.')
  if (more !== undefined || !SIGNATURE.test(signature)) return false
  return JSON_START.test(payload)
    ? /[0-9_-]/.test(signature) || isGibberish(signature)
    : hasJoseHeader(token) && isRandom(payload + signature, 3.5)
}

function isSession(session: string): boolean {
  return !UUID.test(session) && (isStrong(session) || isRandom(session, 3.4))
}

function isRealBasic(base64: string): boolean {
  if (!isBasicCredential(base64)) return false
  const [user = '', password = ''] = Buffer.from(base64, 'base64').toString('latin1').split(':', 2)
  return user !== password && !isPlaceholder(password) && !isPlaceholder(user.length > 8 ? user : `${user}:`)
}
