import type { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import { CLIENT_AUTH, readCertificate, type Certificate } from './certificate.ts'
import type { PeerFacts, Refusal } from './judge.ts'
import { findPath } from './path.ts'
import { spiffeIdOf } from './spiffe.ts'

/** What a connection's certificate says, if it comes from one of the authorities; undefined where there is none. Times and lists are judged later, each time. */
export function readPeer(
  socket: TLSSocket,
  authorities: readonly Certificate[],
): { readonly facts: PeerFacts } | { readonly refusal: Refusal } | undefined {
  const shown = socket.getPeerX509Certificate()
  if (shown === undefined) return undefined
  const leaf = tryRead(shown)
  if (leaf === undefined) return refuse('PEER_NAMES', 'it is malformed, or has names that no honest certificate has')
  const problem = findProblem(leaf)
  if (problem) return problem
  const path = findPath(leaf, authorities)
  if (path === undefined)
    return refuse('PEER_UNTRUSTED', 'no path leads to a root in `ca`; authorities between belong into that file too')
  const { fingerprint, publicKeyHash: publicKey, commonNames, uris, dns, emails } = leaf
  return {
    facts: {
      fingerprint,
      publicKey,
      commonName: commonNames[0],
      spiffe: spiffeIdOf(leaf),
      uris,
      dns,
      emails,
      notBefore: Math.max(...path.map((each) => each.notBefore)),
      notAfter: Math.min(...path.map((each) => each.notAfter)),
      path: path.slice(0, -1).map(({ issuer, serial }) => `${issuer}:${serial}`),
    },
  }
}

function findProblem({
  isCa,
  keyUsage,
  extendedKeyUsage,
  weakness,
  commonNames,
  uris,
}: Certificate): ReturnType<typeof refuse> | undefined {
  if (isCa || keyUsage?.issues) return refuse('PEER_USE', 'it is a certificate authority')
  if (extendedKeyUsage?.includes(CLIENT_AUTH) !== true)
    return refuse('PEER_USE', 'its extendedKeyUsage lacks clientAuth')
  if (keyUsage?.signs === false) return refuse('PEER_USE', 'its keyUsage lacks digitalSignature')
  if (weakness !== undefined) return refuse('PEER_WEAK', weakness)
  // Readers differ on which of several counts.
  if (commonNames.length > 1) return refuse('PEER_NAMES', 'it has several common names')
  if (uris.length > 1 && uris.some((uri) => /^spiffe:/i.test(uri)))
    return refuse('PEER_NAMES', 'it has a SPIFFE id beside other URIs')
  return undefined
}

/** Undefined for what cannot be read: it is nobody's certificate then. */
function tryRead(x509: X509Certificate): Certificate | undefined {
  try {
    return readCertificate(x509)
  } catch {
    return undefined
  }
}

function refuse(code: Refusal['code'], detail: string): { readonly refusal: Refusal } {
  return { refusal: { code, detail } }
}
