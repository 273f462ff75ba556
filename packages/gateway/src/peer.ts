import type { IncomingMessage } from 'node:http'
import { TLSSocket, type TlsOptions as ServerOptions } from 'node:tls'
import type { Wall } from '@ringwall/config'
import { token, type JsonObject, type Token } from '@ringwall/core'
import type { Caller } from './auth.ts'
import { fail } from './errors.ts'

/** The client certificate of a connection, and whose calls it may make. */
export interface Peer {
  readonly user?: string
  readonly tenant?: string
  readonly agent?: string
  /** For the layers, in `meta.peerCertificate`. */
  readonly peerCertificate: JsonObject
}

/** What a gateway needs of the service that the layer mtls provides. */
export interface TlsService {
  readonly isOn: boolean
  serverOptions(): ServerOptions
  identify(
    socket: TLSSocket,
  ):
    | { readonly outcome: 'known'; readonly identity: Peer }
    | { readonly outcome: 'none' }
    | { readonly outcome: 'refused'; readonly enforced: boolean; readonly code: string }
  status(): { readonly clientCertificate: 'none' | 'optional' | 'required'; readonly notes: readonly string[] }
}

/** The service of the transport layer. */
export const TlsOptionsToken: Token<TlsService> = token<TlsService>('TlsOptions')

/** The TLS service in force, as there is one socket for all agents; undefined where there is none or it is off. */
export function tlsOf(wall: Pick<Wall, 'for'>): TlsService | undefined {
  const service = wall.for('default').find(TlsOptionsToken)
  return service?.isOn === true ? service : undefined
}

/** Who is at the other end, asked for every request, as a connection may outlive its certificate. Throws TLS_REQUIRED or CERTIFICATE_REFUSED. */
export function peerOf(wall: Pick<Wall, 'for'>, incoming: IncomingMessage | undefined): Peer | undefined {
  const service = tlsOf(wall)
  if (service === undefined) return undefined
  const socket = incoming?.socket
  if (!(socket instanceof TLSSocket)) throw fail('TLS_REQUIRED') // it was switched on by a reload, or the host has no sockets
  const identified = service.identify(socket)
  if (identified.outcome === 'known') return identified.identity
  if (identified.outcome === 'refused' && identified.enforced)
    throw fail('CERTIFICATE_REFUSED', { reason: identified.code })
  return undefined
}

/** The caller, if certificate and token are for the same one; the user of the certificate where the token has none. Throws CERTIFICATE_MISMATCH. */
export function bindCaller(caller: Caller, peer: Peer | undefined): Caller {
  const { user = caller.user, tenant = caller.tenant, agent = caller.agent } = peer ?? {}
  if (tenant !== caller.tenant || agent !== caller.agent || user !== (caller.user ?? user))
    throw fail('CERTIFICATE_MISMATCH')
  return user === undefined ? caller : { ...caller, user }
}
