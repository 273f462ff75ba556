import { lookup as systemLookup, type LookupAddress, type LookupAllOptions } from 'node:dns'
import { token, type Token } from '@ringwall/core'
import { isIP } from 'node:net'
import type { Policy, Refusal } from './policy.ts'

/** How names are looked up: `dns.lookup` with `all`, or a host's own. */
export type Lookup = (
  host: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** The service by which a host brings a resolver of its own; without it the system's is asked. */
export const LookupToken: Token<Lookup> = token<Lookup>('Lookup')

/** What decides over connections, for layers and hosts that open them themselves. */
export interface Egress {
  readonly policy: Policy
  readonly resolve: Resolve
}
/** The service under which other layers find what this one allows. */
export const EgressToken: Token<Egress> = token<Egress>('Egress')

/** Every address that a host has, all of them checked. */
export type Resolved = readonly LookupAddress[] | Refusal
/** Looks a host up and checks every answer. Never rejects: what cannot be known is refused. */
export type Resolve = (host: string, port: number) => Promise<Resolved>

/** How a resolver asks. */
export interface ResolveOptions {
  readonly policy: Policy
  readonly timeoutMs: number
  readonly lookup?: Lookup
}

/** Makes a resolver. One private answer among public ones refuses the host: which of them a client takes is not ours to say. */
export function createResolve({ policy, timeoutMs, lookup = systemLookup }: ResolveOptions): Resolve {
  return async (host, port) => {
    const family = isIP(host)
    if (family !== 0) return policy.checkAddress(host, host, port) ?? [{ address: host, family }]
    let answers: unknown
    try {
      answers = await ask(lookup, host, timeoutMs)
    } catch (error) {
      return unresolved(host, error instanceof Error && 'code' in error ? String(error.code) : 'the resolver failed')
    }
    if (!Array.isArray(answers) || answers.length === 0) return unresolved(host, 'it has no address')
    const addresses: LookupAddress[] = []
    for (const answer of answers as readonly unknown[]) {
      const address = addressOf(answer)
      const refused = policy.checkAddress(address, host, port)
      if (refused) return refused
      addresses.push({ address, family: isIP(address) })
    }
    return addresses
  }
}

/** True where the host may be connected to, at these addresses and no others. */
export function isResolved(resolved: Resolved): resolved is readonly LookupAddress[] {
  return !('code' in resolved)
}

function ask(lookup: Lookup, host: string, timeoutMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const late = Object.assign(new Error('late'), { code: `no answer within ${timeoutMs} ms` })
    const timer = setTimeout(() => reject(late), timeoutMs)
    const settle = (error: unknown, answers: unknown): void => {
      clearTimeout(timer)
      if (error) reject(error instanceof Error ? error : new Error(String(error)))
      else resolve(answers)
    }
    try {
      lookup(host, { all: true, verbatim: true }, settle)
    } catch (error) {
      settle(error ?? new Error('lookup threw'), undefined)
    }
  })
}

function addressOf(answer: unknown): string {
  const isRecord = typeof answer === 'object' && answer !== null && 'address' in answer
  return isRecord ? String(answer.address) : String(answer)
}

function unresolved(host: string, why: string): Refusal {
  return { code: 'HOST_UNRESOLVED', isMissing: why === 'ENOTFOUND', reason: `${host} cannot be resolved: ${why}` }
}
