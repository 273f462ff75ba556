import ipaddr from 'ipaddr.js'
import { canonical } from './address.ts'

/** One entry of an allow or deny list: a host name, a domain with its subdomains, an address or a block, each with or without a port. */
export interface Rule {
  readonly source: string
  readonly isAddress: boolean
  /** By name: true for the host itself or, with `*.`, for names below it. */
  matchesName(host: string, port: number): boolean
  /** By address. */
  matchesAddress(address: string, port: number): boolean
  /** By address, at whatever port. */
  holdsAddress(address: string): boolean
}

const LABEL = /^[a-z0-9_-]{1,63}$/

/** Reads an entry: `api.example.com`, `*.example.com`, `db.internal:5432`, `10.0.0.0/8`, `10.1.2.3:8080`, `[fd00::/8]:443`. Undefined where it is none. */
export function parseRule(source: string): Rule | undefined {
  const split = splitPort(source.trim().toLowerCase())
  if (!split) return undefined
  const { host, port } = split
  const block = parseBlock(host)
  const portFits = (actual: number): boolean => port === undefined || port === actual
  if (block) {
    const holdsAddress = (address: string): boolean => {
      const parsed = canonical(address)
      return parsed !== undefined && parsed.kind() === block[0].kind() && parsed.match(block)
    }
    return {
      source,
      isAddress: true,
      matchesName: () => false,
      matchesAddress: (address, actual) => portFits(actual) && holdsAddress(address),
      holdsAddress,
    }
  }
  const name = toAscii(host)
  const below = name?.startsWith('*.') ? name.slice(1) : undefined
  const labels = (below?.slice(1) ?? name ?? '').split('.')
  if (name === undefined || !labels.every((label) => LABEL.test(label)) || isNumericName(name)) return undefined
  return {
    source,
    isAddress: false,
    matchesName: (actualHost, actual) =>
      portFits(actual) && (below === undefined ? actualHost === name : actualHost.endsWith(below)),
    matchesAddress: () => false,
    holdsAddress: () => false,
  }
}

/** `host`, `host:port`, `v6`, `[v6]:port`, each also with a prefix length. */
function splitPort(text: string): { readonly host: string; readonly port: number | undefined } | undefined {
  const bracketed = /^\[([0-9a-f:.]{2,45}(?:\/\d{1,3})?)\](?::(\d{1,5}))?$/.exec(text)
  const plain = /^([^:[\]]{1,253})(?::(\d{1,5}))?$/.exec(text)
  const [, host = text, digits] = bracketed ?? plain ?? []
  const port = digits === undefined ? undefined : Number(digits)
  return port !== undefined && (port < 1 || port > 65_535) ? undefined : { host, port }
}

function parseBlock(host: string): [ipaddr.IPv4, number] | [ipaddr.IPv6, number] | undefined {
  const [address = '', bits] = host.split('/', 2)
  const parsed = canonical(address)
  if (!parsed) return undefined
  const width = parsed.kind() === 'ipv4' ? 32 : 128
  const length = bits === undefined ? width : /^\d{1,3}$/.test(bits) ? Number(bits) : Infinity
  if (length > width) return undefined
  return parsed instanceof ipaddr.IPv4 ? [parsed, length] : [parsed, length]
}

/** A name that ends in a number is an address to a URL parser, so as a name it would never match. */
function isNumericName(name: string): boolean {
  return /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(name)
}

function toAscii(host: string): string | undefined {
  const [star, rest] = host.startsWith('*.') ? ['*.', host.slice(2)] : ['', host]
  const url = URL.parse(`http://${rest}/`)
  return url && url.port === '' && url.pathname === '/' ? star + url.hostname : undefined
}
