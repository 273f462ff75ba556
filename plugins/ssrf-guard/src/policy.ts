import { isIP } from 'node:net'
import { classify, METADATA, type AddressKind } from './address.ts'
import type { SsrfGuardConfig } from './config.ts'
import { hostProblem } from './host-name.ts'
import { parseRule, type Rule } from './rule.ts'

/** Why a destination is refused: a verdict code of the layer, and what an operator may read. Neither quotes more than the host. */
export interface Refusal {
  readonly code: 'URL_REFUSED' | 'HOST_REFUSED' | 'ADDRESS_REFUSED' | 'HOST_UNRESOLVED'
  readonly reason: string
  /** True where the resolver says that there is no such name, rather than nothing. */
  readonly isMissing?: boolean
}

/** A URL that may be tried, once its host's addresses have been checked. */
export interface Target {
  readonly url: URL
  /** Lower case, without brackets and without a trailing dot. */
  readonly host: string
  readonly port: number
}

/** What is allowed to be reached. Pure: it looks nothing up. */
export interface Policy {
  /** Judges spelling, scheme, port, name and lists; a literal address as well. */
  checkUrl(input: unknown, base?: URL): Target | Refusal
  /** The same for a host and a port without a URL, as in CONNECT. */
  checkHost(host: string, port: number): Refusal | undefined
  /** Judges one address that `host` resolves to. */
  checkAddress(address: string, host: string, port: number): Refusal | undefined
}

/** Ports that no browser fetches from (WHATWG Fetch, "port blocking"), and two databases that obey lines of HTTP. */
const BAD_PORTS: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 11211,
])

const SCHEME = /^https?:\/\//i
/** Characters that a URL parser drops or turns, so that two readers see two hosts. */
const AMBIGUOUS = /[\p{Cc}\s\\]/u
/** Up to the end of the authority: behind it a space is a space to every reader. */
const AUTHORITY = /^https?:\/\/[^\s\\/?#]+[/?#]/i

/** Kinds of address that an allowed name may lead to; metadata services only by their own address. */
const UNLOCKED_BY_NAME: ReadonlySet<AddressKind> = new Set(['private', 'loopback'])

/** True for a refusal. */
export function isRefusal(answer: Target | Refusal | undefined): answer is Refusal {
  return answer !== undefined && 'code' in answer
}

/** Whether an entry of `allow` lets a metadata service of a cloud be reached, at whatever port. */
export function unlocksMetadata(entry: string): boolean {
  const rule = parseRule(entry)
  return rule !== undefined && [...METADATA].some((address) => rule.holdsAddress(address))
}

/** Makes the policy of a config. */
export function createPolicy(config: Pick<SsrfGuardConfig, 'allow' | 'deny' | 'egress' | 'maxUrlLength'>): Policy {
  const allow = config.allow.map(toRule)
  const deny = config.deny.map(toRule)
  const named = (rules: readonly Rule[], host: string, port: number): boolean =>
    rules.some((rule) => rule.matchesName(host, port))
  const addressed = (rules: readonly Rule[], address: string, port: number): boolean =>
    rules.some((rule) => rule.matchesAddress(address, port))

  const checkHost = (host: string, port: number): Refusal | undefined => {
    if (named(deny, host, port)) return refusal('HOST_REFUSED', `${host} is on the deny list`)
    if (isIP(host) !== 0) return checkAddress(host, host, port)
    const isAllowed = named(allow, host, port)
    if (!isAllowed && BAD_PORTS.has(port)) return refusal('URL_REFUSED', `port ${port} is not for the web`)
    const problem = hostProblem(host)
    if (problem && !(isAllowed && problem.isLocal)) return refusal('HOST_REFUSED', problem.reason)
    // In the allowlist mode a host may also be let in by its address, which is known only later.
    if (config.egress === 'allowlist' && !isAllowed && !allow.some(isAddressRule))
      return refusal('HOST_REFUSED', `${host} is not on the allow list`)
    return undefined
  }

  const checkAddress = (address: string, host: string, port: number): Refusal | undefined => {
    const kind = classify(address)
    if (kind === 'invalid') return refusal('ADDRESS_REFUSED', `${host} leads to what is no address`)
    if (addressed(deny, address, port)) return refusal('HOST_REFUSED', `${address} is on the deny list`)
    if (addressed(allow, address, port)) return undefined
    const isNamed = named(allow, host, port)
    if (config.egress === 'allowlist' && !isNamed) return refusal('HOST_REFUSED', `${host} is not on the allow list`)
    if (!isNamed && BAD_PORTS.has(port)) return refusal('URL_REFUSED', `port ${port} is not for the web`)
    if (kind === 'public' || (isNamed && UNLOCKED_BY_NAME.has(kind))) return undefined
    return refusal('ADDRESS_REFUSED', host === address ? `${host} is ${kind}` : `${host} leads to a ${kind} address`)
  }

  const checkUrl = (input: unknown, base?: URL): Target | Refusal => {
    if (typeof input !== 'string') return refusal('URL_REFUSED', 'it is not a string')
    if (input.length > config.maxUrlLength) return refusal('URL_REFUSED', `it is longer than ${config.maxUrlLength}`)
    const text = input.trim()
    if (base === undefined && !SCHEME.test(text)) return refusal('URL_REFUSED', 'it is neither http:// nor https://')
    const head = AUTHORITY.exec(text)?.[0].length ?? text.length
    if (AMBIGUOUS.test(text.slice(0, head) + text.slice(head).replaceAll(' ', '')))
      return refusal('URL_REFUSED', 'it holds a backslash, white space or a control character')
    const url = URL.parse(text, base?.href)
    if (!url) return refusal('URL_REFUSED', 'it cannot be parsed')
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      return refusal('URL_REFUSED', `its scheme is ${url.protocol.slice(0, 20)}`)
    if (url.username !== '' || url.password !== '') return refusal('URL_REFUSED', 'it holds credentials')
    const host = plainHost(url.hostname)
    const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port)
    return checkHost(host, port) ?? { url, host, port }
  }
  return { checkUrl, checkHost, checkAddress }
}

/** A host as rules compare it: lower case, without the brackets of IPv6 and without the root's dot. */
export function plainHost(hostname: string): string {
  const host = hostname.toLowerCase()
  if (host.startsWith('[') && host.endsWith(']')) return host.slice(1, -1)
  return host.endsWith('.') ? host.slice(0, -1) : host
}

function toRule(source: string): Rule {
  const rule = parseRule(source)
  if (!rule) throw new TypeError(`${source} is no host, address or block`) // the config's schema has refused it before
  return rule
}

function isAddressRule(rule: Rule): boolean {
  return rule.isAddress
}

function refusal(code: Refusal['code'], reason: string): Refusal {
  return { code, reason }
}
