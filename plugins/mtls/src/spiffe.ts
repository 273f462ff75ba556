import type { Certificate } from './certificate.ts'

const MAX_ID = 2048
const MAX_TRUST_DOMAIN = 255
// SPIFFE-ID, 2.1 and 2.2: no upper case, port, user, query, fragment, percent sign, empty segment or slash at the end.
const ID = /^spiffe:\/\/([a-z0-9._-]+)((?:\/[A-Za-z0-9._-]+)+)$/
const PATTERN = /^spiffe:\/\/([a-z0-9._-]+)((?:\/(?:[A-Za-z0-9._-]+|\*))*(?:\/\*\*)?)$/

/** A SPIFFE id, taken apart. */
interface SpiffeId {
  readonly trustDomain: string
  readonly segments: readonly string[]
}

/** The SPIFFE id of a certificate that is an X.509-SVID for a workload: one URI, which is a valid id with a path; undefined for any other. */
export function spiffeIdOf({
  uris,
  isCa,
  keyUsage,
}: Pick<Certificate, 'uris' | 'isCa' | 'keyUsage'>): string | undefined {
  const [uri, more] = uris
  if (uri === undefined || more !== undefined || isCa) return undefined
  if (keyUsage?.signs !== true || keyUsage.issues || keyUsage.revokes) return undefined
  return parse(uri, ID) === undefined ? undefined : uri
}

/** True for an id or a pattern: `*` for one segment of the path, `/**` at its end for one or more. The trust domain is always exact. */
export function isSpiffePattern(text: string): boolean {
  return (parse(text, PATTERN)?.segments.length ?? 0) > 0
}

/** True if the id is one that the pattern means. A text that is no id or no pattern matches nothing. */
export function matchesSpiffe(pattern: string, id: string): boolean {
  const wanted = parse(pattern, PATTERN)
  const given = parse(id, ID)
  if (wanted === undefined || given === undefined || wanted.trustDomain !== given.trustDomain) return false
  const isOpen = wanted.segments.at(-1) === '**'
  const fixed = isOpen ? wanted.segments.slice(0, -1) : wanted.segments
  if (isOpen ? given.segments.length <= fixed.length : given.segments.length !== fixed.length) return false
  return fixed.every((segment, at) => segment === '*' || segment === given.segments[at])
}

function parse(text: string, grammar: RegExp): SpiffeId | undefined {
  if (text.length > MAX_ID) return undefined
  const [, trustDomain = '', path = ''] = grammar.exec(text) ?? []
  const segments = path.split('/').slice(1)
  if (trustDomain === '' || trustDomain.length > MAX_TRUST_DOMAIN) return undefined
  return segments.some((segment) => segment === '.' || segment === '..') ? undefined : { trustDomain, segments }
}
