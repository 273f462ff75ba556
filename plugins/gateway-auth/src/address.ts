import ipaddr from 'ipaddr.js'
import { valuesOf, type HeaderPairs } from './credential.ts'

type Address = ipaddr.IPv4 | ipaddr.IPv6
/** A block of addresses. */
export type Block = readonly [Address, number]

/** Who sits behind one IPv6 line has a /64 of it, and with it 2^64 addresses. */
const IPV6_BITS = 64
const MAX_HOPS = 32
const MAX_ENTRY_LENGTH = 64

/** A block as an operator writes it, an address alone being one of its own; undefined for anything else. */
export function parseBlock(text: string): Block | undefined {
  const [address = '', bits, ...rest] = text.split('/')
  const parsed = parse(address)
  if (parsed === undefined || rest.length > 0) return undefined
  const all = parsed instanceof ipaddr.IPv4 ? 32 : 128
  if (bits === undefined) return [parsed, all]
  // An IPv4 address in IPv6 writing was unwrapped, and its length would count other bits.
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > all || address.includes(':') !== (all === 128)) return undefined
  return [parsed, Number(bits)]
}

/** The address that a request comes from: that of the connection, or, where a trusted proxy holds it, the nearest one that no trusted proxy has. */
export function clientOf(
  remoteAddress: string | undefined,
  headers: HeaderPairs,
  trustedProxies: readonly Block[],
): string | undefined {
  const peer = remoteAddress === undefined ? undefined : parse(remoteAddress)
  if (peer === undefined) return undefined
  let client = peer
  const hops = valuesOf(headers, 'x-forwarded-for').join(',').split(',').slice(-MAX_HOPS)
  while (isIn(client, trustedProxies)) {
    // Each proxy writes behind those before it. What stands further left, or cannot be read, is the client's own story.
    const hop = parseHop(hops.pop() ?? '')
    if (hop === undefined) break
    client = hop
  }
  return client.toString()
}

/** What failures of an address are counted under: an IPv4 address, the /64 of an IPv6 one. */
export function sourceOf(client: string | undefined): string {
  const address = client === undefined ? undefined : parse(client)
  if (address === undefined) return 'unknown'
  if (address instanceof ipaddr.IPv4) return address.toString()
  return `${new ipaddr.IPv6([...address.toByteArray().slice(0, IPV6_BITS / 8), ...Array(8).fill(0)]).toString()}/${IPV6_BITS}`
}

/** True if one of the blocks holds the address. */
export function isInBlocks(client: string | undefined, blocks: readonly Block[]): boolean {
  const address = client === undefined ? undefined : parse(client)
  return address !== undefined && isIn(address, blocks)
}

function isIn(address: Address, blocks: readonly Block[]): boolean {
  return blocks.some(([start, bits]) => address.kind() === start.kind() && address.match([start, bits] as never))
}

/** Strictly four decimal parts, or IPv6 without its zone; IPv4 in IPv6 writing is the IPv4 address that it is. */
function parse(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  const bare = text.replace(/%[\w.-]{1,32}$/, '')
  if (!ipaddr.IPv6.isValid(bare)) return undefined
  const address = ipaddr.IPv6.parse(bare)
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address
}

/** Some proxies write the port too. */
function parseHop(text: string): Address | undefined {
  const hop = text.trim()
  if (hop.length > MAX_ENTRY_LENGTH) return undefined
  const [, bracketed, withPort] = /^(?:\[([^\]]*)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/.exec(hop) ?? []
  return parse(bracketed ?? withPort ?? hop)
}
