import { domainToUnicode } from 'node:url'

/** What is wrong with a host name. A local name may be allowed by the operator; a deceptive one never. */
export interface HostProblem {
  readonly reason: string
  readonly isLocal: boolean
}

/** Names that mean this machine or this network, whatever a resolver answers (RFC 6761, RFC 6762, RFC 8375, RFC 9476, ICANN .internal). */
const LOCAL_SUFFIXES = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'home.arpa',
  'invalid',
  'onion',
] as const
/** Names of metadata services that do not end in one of these. */
const METADATA_NAMES: ReadonlySet<string> = new Set(['metadata.goog', 'metadata.tencentyun.com', 'metadata.packet.net'])
const MAX_NAME = 253
const MAX_LABEL = 63

/** Judges a name in lower-case ASCII without a trailing dot; undefined where nothing is wrong with it. */
export function hostProblem(host: string): HostProblem | undefined {
  const labels = host.split('.')
  if (host === '' || host.length > MAX_NAME || labels.some((label) => label === '' || label.length > MAX_LABEL))
    return { reason: 'its host is no name', isLocal: false }
  if (METADATA_NAMES.has(host)) return { reason: `${host} is a metadata service`, isLocal: false }
  if (labels.length === 1) return { reason: `${host} is a name of the local network`, isLocal: true }
  const suffix = LOCAL_SUFFIXES.find((each) => host.endsWith(`.${each}`))
  if (suffix) return { reason: `${host} ends in .${suffix}, which is local`, isLocal: true }
  return labels.some(isMixed) ? { reason: `${host} mixes alphabets that look alike`, isLocal: false } : undefined
}

const LATIN = /\p{Script=Latin}/u
const LOOK_ALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u

/** True for a label of Latin letters and of ones that look like them (UTS 39, "mixed-script confusables"). */
function isMixed(label: string): boolean {
  if (!label.startsWith('xn--')) return false
  const shown = domainToUnicode(label)
  return shown === '' || (LATIN.test(shown) && LOOK_ALIKE.test(shown))
}
