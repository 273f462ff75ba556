import type { LookupAddress, LookupOptions } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import type { buildConnector } from 'undici'
import { fail } from './errors.ts'
import { plainHost, type Policy } from './policy.ts'
import { isResolved, type Resolve } from './resolve.ts'

/** What `tls.connect` is told beside the host. */
export interface ConnectorTls {
  /** Trust anchors in PEM, instead of the system's. */
  readonly ca?: string
}

/**
 * A connector for undici that looks a host up itself, checks every answer and connects to those addresses and no others:
 * what was checked is what is connected to, so a name that is bound anew meanwhile changes nothing.
 */
export function guardedConnector(
  build: typeof buildConnector,
  policy: Policy,
  resolve: Resolve,
  tls: ConnectorTls = {},
): buildConnector.connector {
  const byPort = new Map<number, buildConnector.connector>()
  return (options, callback) => {
    const port = options.port === '' ? (options.protocol === 'http:' ? 80 : 443) : Number(options.port)
    // net.connect looks up names only, so an address as it stands in the URL is judged here.
    const refused = policy.checkHost(plainHost(options.hostname), port)
    if (refused) {
      callback(fail('FETCH_REFUSED', { reason: refused.reason }), null)
      return
    }
    const connect = byPort.get(port) ?? build({ ...tls, autoSelectFamily: true, lookup: pinnedLookup(resolve, port) })
    byPort.set(port, connect) // at most as many as there are ports; each keeps its TLS sessions
    connect(options, callback)
  }
}

/** A lookup for `net.connect` that answers only what was checked for this port. */
function pinnedLookup(resolve: Resolve, port: number): LookupFunction {
  return callbackify((host: string, _options: LookupOptions) => answer(resolve, plainHost(host), port))
}

async function answer(resolve: Resolve, host: string, port: number): Promise<LookupAddress[]> {
  const resolved = await resolve(host, port)
  if (!isResolved(resolved)) throw fail('FETCH_REFUSED', { reason: resolved.reason })
  return [...resolved]
}
