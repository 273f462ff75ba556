import type { LookupAddress } from 'node:dns'
import type { Lookup } from '../src/index.ts'

/** The answers of a resolver: for each name one list, or one list per lookup, the last of which repeats. */
export type Names = Readonly<Record<string, readonly string[] | { readonly sequence: readonly (readonly string[])[] }>>

/** A resolver that knows these names and no others, and counts what it was asked. */
export function resolverOf(names: Names): { readonly lookup: Lookup; readonly asked: string[] } {
  const asked: string[] = []
  const lookup: Lookup = (host, _options, done) => {
    const known = names[host]
    const times = asked.filter((name) => name === host).length
    asked.push(host)
    const list = known && 'sequence' in known ? known.sequence[Math.min(times, known.sequence.length - 1)] : known
    const answers = (list ?? []).map(toAnswer)
    setImmediate(() => {
      if (list) done(null, answers)
      else done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' }), [])
    })
  }
  return { lookup, asked }
}

function toAnswer(address: string): LookupAddress {
  return { address, family: address.includes(':') ? 6 : 4 }
}
