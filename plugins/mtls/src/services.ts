import type { TLSSocket, TlsOptions as ServerOptions } from 'node:tls'
import { token, type JsonObject, type Token } from '@ringwall/core'
import type { Refusal } from './judge.ts'

/** Who is at the other end of a connection, and whose calls the operator says theirs are. */
export interface PeerIdentity {
  /** Its SPIFFE id, else its common name, else its only other name, else its fingerprint. */
  readonly name: string
  /** What the config says of it: a session with another user, tenant or agent must be refused. */
  readonly user?: string
  readonly tenant?: string
  readonly agent?: string
  /** For `meta.peerCertificate` of inbound texts. The layer takes it only as it is. */
  readonly peerCertificate: JsonObject
}
/** What comes of a look at a connection. `none`: no certificate, and none is required. */
export type Identified =
  | { readonly outcome: 'known'; readonly identity: PeerIdentity }
  | { readonly outcome: 'none' }
  /** `enforced` is false where the layer only observes: the request goes on, without an identity. */
  | ({ readonly outcome: 'refused'; readonly enforced: boolean } & Refusal)

/** How TLS is doing; nothing secret. */
export interface TlsStatus {
  /** Off: no certificate is configured, and the gateway speaks plain HTTP. */
  readonly isOn: boolean
  readonly clientCertificate: 'none' | 'optional' | 'required'
  /** Names, self-signed certificates, ends that come near, a reload that failed; for operators. */
  readonly notes: readonly string[]
  /** False once the certificate that is served, or a revocation list, is past its end. */
  readonly isReady: boolean
  /** Milliseconds since 1970; absent while off. */
  readonly notAfter?: number
  readonly fingerprint?: string
}

/** TLS for a server in front of this kernel. Ask the kernel for it anew at each use, since a reload brings another. */
export interface TlsOptions {
  readonly isOn: boolean
  /** For `node:tls` and `node:https`. The same object until the files change: then make a new server context of it. Throws MTLS_NOT_CONFIGURED. */
  serverOptions(): ServerOptions
  /** Judges the certificate of a connection as of now. Call it for every request: a connection may outlive its certificate. */
  identify(socket: TLSSocket): Identified
  /** Reads the files; true if they had changed. Rejects with MTLS_* and keeps what was in force where they cannot be used. */
  reload(): Promise<boolean>
  status(): TlsStatus
}

/** The service under which hosts find TlsOptions. */
export const TlsOptionsToken: Token<TlsOptions> = token<TlsOptions>('TlsOptions')
