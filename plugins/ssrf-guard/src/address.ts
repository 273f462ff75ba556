import ipaddr from 'ipaddr.js'
import { isIP } from 'node:net'

/** What an address is, as far as a connection to it matters. `public` alone may be connected to without an exception. */
export type AddressKind = 'public' | 'private' | 'loopback' | 'link-local' | 'metadata' | 'special' | 'invalid'

/** Hosts with public or private looks that are a cloud's own: metadata, host agents, resolvers. */
export const METADATA: ReadonlySet<string> = new Set([
  '169.254.169.254', // AWS, GCP, Azure, DigitalOcean, OpenStack
  '169.254.170.2', // AWS ECS task credentials
  '169.254.170.23', // AWS EKS pod identity
  '169.254.169.253', // AWS resolver
  '168.63.129.16', // Azure WireServer
  '100.100.100.200', // Alibaba Cloud
  '192.0.0.192', // Oracle Cloud
  'fd00:ec2::254', // AWS over IPv6
  'fd00:ec2::23', // AWS EKS pod identity
  'fd20:ce::254', // GCP over IPv6
])

/** Blocks inside 2000::/3 that are no unicast of the public Internet (IANA IPv6 special-purpose registry). */
const SPECIAL_V6 = [
  '2001::/23', // IETF protocol assignments: Teredo, ORCHID, benchmarking, AMT, AS112
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: carries an IPv4 address of anyone's choice
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
].map((block) => ipaddr.IPv6.parseCIDR(block))

const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3')
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96')

const KINDS: Readonly<Record<string, AddressKind>> = {
  unicast: 'public',
  private: 'private',
  carrierGradeNat: 'private',
  uniqueLocal: 'private',
  loopback: 'loopback',
  unspecified: 'loopback', // reaches this machine
  linkLocal: 'link-local',
}

/** Classifies an address as `net.isIP` understands it; anything else, a zone included, is `invalid`. */
export function classify(address: string): AddressKind {
  const parsed = parse(address)
  return parsed ? kindOf(parsed) : 'invalid'
}

function kindOf(address: ipaddr.IPv4 | ipaddr.IPv6): AddressKind {
  if (METADATA.has(address.toString())) return 'metadata'
  if (address instanceof ipaddr.IPv4) return KINDS[address.range()] ?? 'special'
  const embedded = embeddedV4(address)
  if (embedded) return kindOf(embedded)
  const isGlobal = address.match(GLOBAL_V6) && !SPECIAL_V6.some((block) => address.match(block))
  if (isGlobal) return 'public'
  const kind = KINDS[address.range()] ?? 'special'
  return kind === 'public' ? 'special' : kind // outside 2000::/3 nothing is allocated
}

/** The IPv4 address that a mapped or NAT64 address is sent to. */
function embeddedV4(address: ipaddr.IPv6): ipaddr.IPv4 | undefined {
  if (address.isIPv4MappedAddress()) return address.toIPv4Address()
  return address.match(NAT64) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : undefined
}

/** The address in one spelling, with a mapped IPv4 address unwrapped; undefined for what is no address. */
export function canonical(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const parsed = parse(address)
  return parsed instanceof ipaddr.IPv6 ? (embeddedV4(parsed) ?? parsed) : parsed
}

function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const family = isIP(address)
  if (family === 0 || address.includes('%')) return undefined
  if (family === 4) return ipaddr.IPv4.parse(address)
  // ipaddr.js takes ::1.2.3.4 for a mapped address; in hex it reads what it is.
  const hex = URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1)
  return hex === undefined ? undefined : ipaddr.IPv6.parse(hex)
}
