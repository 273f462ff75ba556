import { isDomain, parseAddress, type Mailbox } from './address.ts'

/** Who may write, compiled from addresses and @domains. */
export interface AllowList {
  readonly domains: ReadonlySet<string>
  admits(sender: Pick<Mailbox, 'local' | 'domain'>): boolean
}

/** True for an address or an @domain, in ASCII. */
export function isEntry(entry: string): boolean {
  if (entry.includes('*')) return false // valid in an address, but surely meant as a wildcard, which this is not
  return entry.startsWith('@') ? isDomain(entry.slice(1)) : parseAddress(entry) !== undefined
}

/** Compiles entries that isEntry takes. An empty list admits nobody; an @domain does not reach its subdomains. */
export function compileAllowList(entries: readonly string[]): AllowList {
  const exact = new Set(entries.map((entry) => entry.toLowerCase()))
  return {
    domains: new Set([...exact].map((entry) => entry.slice(entry.lastIndexOf('@') + 1))),
    admits: ({ local, domain }) => exact.has(`${local}@${domain}`) || exact.has(`@${domain}`),
  }
}
