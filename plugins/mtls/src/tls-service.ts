import { constants } from 'node:crypto'
import type { TLSSocket, TlsOptions as ServerOptions } from 'node:tls'
import type { Events, JsonObject, Logger } from '@ringwall/core'
import { fail } from './errors.ts'
import type { OnConfig } from './files.ts'
import { judge, nameOf, ownerOf, type Policy, type Refusal } from './judge.ts'
import type { Keeper } from './keeper.ts'
import type { Material } from './material.ts'
import { readPeer } from './peer.ts'
import { seal } from './proof.ts'
import type { Identified, TlsOptions } from './services.ts'

const HANDSHAKE_TIMEOUT_MS = 10_000
/** With forward secrecy and authenticated encryption; those of TLS 1.3 all have both. */
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':')

/** What a service is made of. */
export interface Parts {
  readonly config: OnConfig
  readonly keeper: Keeper
  readonly proofKey: Uint8Array
  readonly isEnforced: boolean
  readonly logger: Logger
  readonly events: Events
}

/** The service of a layer without a certificate. */
export const OFF: TlsOptions = Object.freeze({
  isOn: false,
  serverOptions: () => {
    throw fail('MTLS_NOT_CONFIGURED')
  },
  identify: () => ({ outcome: 'none' }) as const,
  reload: async () => false,
  status: () =>
    ({ isOn: false, clientCertificate: 'none', notes: ['no certificate is configured'], isReady: true }) as const,
})

/** The policy in force. */
export function policyOf({ allow, crlGraceMs }: OnConfig, { lists }: Material): Policy {
  return { allow, crlGraceMs, lists }
}

/** The service of a layer with a certificate. */
export function createService(parts: Parts): TlsOptions {
  const { config, keeper, isEnforced } = parts
  const readings = new WeakMap<TLSSocket, Reading>()
  let made: { readonly of: Material; readonly options: ServerOptions } | undefined

  const refuse = (refusal: Refusal): Identified => {
    const detail = `a client certificate was refused: ${refusal.code}, ${refusal.detail}`
    parts.logger.warn(`mtls: ${detail}`, { enforced: isEnforced })
    parts.events.emit('tls', { time: Date.now(), kind: 'refused', detail, code: refusal.code })
    return { outcome: 'refused', enforced: isEnforced, ...refusal }
  }

  const read = (socket: TLSSocket, material: Material): Reading => {
    const peer = readPeer(socket, material.authorities)
    const peerCertificate = peer && 'facts' in peer ? seal(peer.facts, parts.proofKey) : {}
    return { of: material, peer, peerCertificate }
  }

  return {
    isOn: true,
    serverOptions() {
      if (made?.of !== keeper.material) made = { of: keeper.material, options: toOptions(parts, keeper.material) }
      return made.options
    },
    identify(socket) {
      if (config.clientCertificate === 'none') return { outcome: 'none' }
      const { material } = keeper
      let reading = readings.get(socket)
      if (reading?.of !== material) {
        reading = read(socket, material)
        readings.set(socket, reading)
      }
      const { peer, peerCertificate } = reading
      if (peer === undefined)
        return config.clientCertificate === 'optional'
          ? { outcome: 'none' }
          : refuse({ code: 'PEER_MISSING', detail: 'the connection has none' })
      if ('refusal' in peer) return refuse(peer.refusal)
      const { facts } = peer
      const { refusal, line } = judge(facts, policyOf(config, material), Date.now())
      if (refusal) return refuse(refusal)
      // What OpenSSL knows and this layer does not look at: constraints on names, the length of paths.
      if (!socket.authorized) return refuse({ code: 'PEER_UNTRUSTED', detail: String(socket.authorizationError) })
      return { outcome: 'known', identity: { name: nameOf(facts), ...ownerOf(line, facts, config), peerCertificate } }
    },
    reload: () => keeper.reload(),
    status() {
      const now = Date.now()
      const [{ notAfter, fingerprint }] = keeper.material.chain
      const { clientCertificate } = config
      const [notes, isReady] = [keeper.notes(now), keeper.isReady(now)]
      return { isOn: true, clientCertificate, notes, isReady, notAfter, fingerprint }
    },
  }
}

/** What the certificate of a connection says, by the authorities of one material. */
interface Reading {
  readonly of: Material
  readonly peer: ReturnType<typeof readPeer>
  /** The facts, sealed; empty where there are none. */
  readonly peerCertificate: JsonObject
}

function toOptions({ config, isEnforced }: Parts, material: Material): ServerOptions {
  const requestCert = config.clientCertificate !== 'none'
  return {
    cert: material.chainPem,
    key: material.keyPem,
    minVersion: config.minVersion,
    ciphers: CIPHERS,
    honorCipherOrder: true,
    // No session is taken up again: a certificate that was revoked since would not be looked at.
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    ALPNProtocols: ['http/1.1'],
    requestCert,
    rejectUnauthorized: config.clientCertificate === 'required' && isEnforced,
    ...(requestCert ? { ca: material.authoritiesPem } : {}),
    // OpenSSL knows no grace; within it, the layer alone looks at the lists.
    ...(material.listsPem === '' || config.crlGraceMs > 0 ? {} : { crl: material.listsPem }),
  }
}
