import type { Certificate } from './certificate.ts'

const MAX_DEPTH = 8

/**
 * The certificates from `leaf` to a self-issued one among `authorities`, each signed by the next; undefined if there are none. What a client
 * presents in between does not count: not every Node tells a server of it (nodejs/node#65579). Times are not looked at.
 */
export function findPath(leaf: Certificate, authorities: readonly Certificate[]): readonly Certificate[] | undefined {
  const seen = new Set<string>() // each is tried once, so that a bundle of look-alikes costs no more than its length
  const extend = (path: readonly Certificate[], last: Certificate): readonly Certificate[] | undefined => {
    if (last.isSelfIssued && path.length > 1) return path
    if (path.length === MAX_DEPTH) return undefined
    for (const next of authorities) {
      if (seen.has(next.fingerprint) || next.subject !== last.issuer) continue
      if (!last.x509.checkIssued(next.x509) || !last.x509.verify(next.x509.publicKey)) continue
      seen.add(next.fingerprint)
      const found = extend([...path, next], next)
      if (found) return found
    }
    return undefined
  }
  return extend([leaf], leaf)
}
