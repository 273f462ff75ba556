/** Why an address is said to carry something out. */
export type CarriedData = 'encoded-text' | 'plain-text' | 'random-data' | 'host-name'

/** Names of query values that sign an address or expire it: random, long, and made by whoever serves it. */
const SIGNATURE =
  /^(?:x-(?:amz|goog|oss|cos|tos)-[a-z-]+|signature|sign|sig|s[vrtepi]|spr|skoid|sktid|skt|ske|sks|skv|expires?|key-pair-id|policy|hmac|oh|oe|_nc_[a-z]+|integrity|awsaccesskeyid|googleaccessid|response-content-[a-z]+|etag|hash|v|ver|version|h|jwt|token)$/i
/** Hosts whose addresses hold encoded addresses of other pictures; subdomains are theirs. */
const PICTURE_PROXIES = [
  'camo.githubusercontent.com',
  'googleusercontent.com',
  'wp.com',
  'images.weserv.nl',
  'res.cloudinary.com',
  'proxy.duckduckgo.com',
  'external-content.duckduckgo.com',
  'media.licdn.com',
  'substackcdn.com',
]
const LEAST_ENCODED = 16
const LONG_PART = /[\w+%-]{16}/
const LEAST_WORDS = 5
const LEAST_PLAIN = 32
const LEAST_RANDOM_IMAGE = 64
const LONGEST_LABEL = 32

/** What an address carries to its host, or undefined. An image is judged more strictly: nobody has to click it. */
export function carriedData(url: string, isLoaded: () => boolean): CarriedData | undefined {
  if (!LONG_PART.test(url)) return undefined // most addresses: nothing in them is long enough to be data
  const parts = partsOf(url)
  if (parts === undefined) return undefined
  const { host, segments, values } = parts
  if (isDataHost(host)) return 'host-name'
  const isProxy = PICTURE_PROXIES.some((proxy) => host === proxy || host.endsWith(`.${proxy}`))
  for (const value of [...segments, ...values.filter(([name]) => !SIGNATURE.test(name)).map(([, value]) => value)]) {
    if (!isProxy && hidesText(value)) return 'encoded-text'
  }
  for (const [, value] of values) if (isProse(value)) return 'plain-text'
  if (segments.some(isProse)) return 'plain-text'
  const random = values.filter(([name]) => !SIGNATURE.test(name)).map(([, value]) => value)
  const isLong = !isProxy && random.some((value) => value.length >= LEAST_RANDOM_IMAGE && isRandom(value))
  if (isLong && isLoaded()) return 'random-data'
  return undefined
}

interface Parts {
  readonly host: string
  readonly segments: readonly string[]
  readonly values: readonly (readonly [name: string, value: string])[]
}

/** The address as its host gets it, decoded; undefined where it is none. */
function partsOf(url: string): Parts | undefined {
  const scheme = /^[a-z]+:/i.test(url) ? url : `https:${url}`
  if (!URL.canParse(scheme)) return undefined
  const { hostname, pathname, search } = new URL(scheme)
  const values = Array.from(new URLSearchParams(search), ([name, value]) => [name, value] as const)
  // A query without names, and names that are the data.
  const bare = values.flatMap(([name, value]) =>
    name.length >= LEAST_ENCODED
      ? ([
          ['', name],
          ['', `${name}=${value}`],
        ] as const)
      : [],
  )
  return { host: hostname, segments: pathname.split('/').map(decode), values: [...values, ...bare] }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // not UTF-8: judged as it is
  }
}

/** A value that is readable once it is decoded from base64, base32 or hex. */
function hidesText(value: string): boolean {
  for (const part of value.match(/[A-Za-z0-9+/_-]{16,}/g) ?? []) {
    if (/^[0-9a-fA-F]+$/.test(part) && part.length % 2 === 0 && isReadable(Buffer.from(part, 'hex'))) return true
    if (/[A-Z]/.test(part) && /[a-z]/.test(part) && isReadable(Buffer.from(part, 'base64'))) return true
  }
  return false
}

function isReadable(bytes: Uint8Array): boolean {
  if (bytes.length < 10) return false
  const readable = bytes.filter((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a).length
  return readable >= bytes.length - 1 && bytes.some((byte) => byte === 0x20 || (byte >= 0x61 && byte <= 0x7a))
}

/** Words in a row, as in a sentence; with `_` between them it takes more, for names are written so too. */
function isProse(value: string): boolean {
  if (value.length < LEAST_PLAIN) return false
  const isSentence = (parts: readonly string[], least: number): boolean =>
    parts.length >= least && parts.filter((part) => /^\W?[\p{L}\p{N}'’-]{1,40}\W{0,2}$/u.test(part)).length >= least
  return isSentence(value.trim().split(' '), LEAST_WORDS) || isSentence(value.split('_'), 2 * LEAST_WORDS)
}

function isRandom(value: string): boolean {
  return /\d/.test(value) && /[A-Za-z]/.test(value) && new Set(value).size >= 12 && /^[\w+/=.~-]+$/.test(value)
}

/** A host's name whose labels are data: a long one, or several, of letters and digits. */
function isDataHost(host: string): boolean {
  const labels = host
    .split('.')
    .slice(0, -2)
    .filter((label) => /\d/.test(label) && !label.startsWith('xn--'))
  return labels.some(({ length }) => length >= LONGEST_LABEL) || labels.filter(({ length }) => length >= 20).length >= 2
}
