import { bitsOf, childrenOf, integerOf, oidOf, readValue, TAG, timeOf, type DerValue } from './der.ts'
import { hashOf, type Certificate } from './certificate.ts'
import { isSignedBy } from './signature.ts'

/** One revocation list whose signature was checked. */
export interface RevocationList {
  /** Hash of the issuer's name, as in Certificate. */
  readonly issuer: string
  /** Milliseconds since 1970. */
  readonly thisUpdate: number
  readonly nextUpdate: number
  /** Serial numbers in hex. */
  readonly revoked: ReadonlySet<string>
}

const AUTHORITY_KEY = '2.5.29.35'
const CRL_NUMBER = '2.5.29.20'
const CERTIFICATE_ISSUER = '2.5.29.29'

/** Reads a list that one of the authorities signed. Throws RangeError where it is not complete, not known or not signed so. */
export function readRevocationList(der: Uint8Array, authorities: readonly Certificate[]): RevocationList {
  const [tbs, algorithm, signature] = childrenOf(readValue(der))
  if (tbs === undefined || algorithm === undefined) throw new RangeError('it is incomplete')
  const fields = childrenOf(tbs)
  const isVersioned = fields[0]?.tag === TAG.integer
  const [inner, issuerName, thisUpdate, ...rest] = isVersioned ? fields.slice(1) : fields
  if (inner === undefined || issuerName === undefined) throw new RangeError('it is incomplete')
  if (Buffer.compare(inner.whole, algorithm.whole) !== 0) throw new RangeError('it names two ways of signing')
  const issuer = hashOf(issuerName.whole)
  const signers = authorities.filter(({ subject, keyUsage }) => subject === issuer && keyUsage?.revokes !== false)
  if (signers.length === 0) throw new RangeError('no certificate authority in `ca` is its issuer')
  const bits = bitsOf(signature)
  if (!signers.some(({ x509 }) => isSignedBy(x509.publicKey, tbs.whole, algorithm, bits)))
    throw new RangeError('its signature is wrong or weak')
  const [next] = rest
  if (next?.tag !== TAG.utcTime && next?.tag !== TAG.time)
    throw new RangeError('it does not say when the next one comes')
  checkExtensions(
    rest.find(({ tag }) => tag === 0xa0),
    [AUTHORITY_KEY, CRL_NUMBER],
  )
  const entries = rest.find(({ tag }) => tag === TAG.sequence)
  const revoked = new Set((entries ? childrenOf(entries) : []).map(readEntry))
  return { issuer, thisUpdate: timeOf(thisUpdate), nextUpdate: timeOf(next), revoked }
}

function readEntry(entry: DerValue): string {
  const [serial, , extensions] = childrenOf(entry)
  if (extensions !== undefined && isNamed(extensions, CERTIFICATE_ISSUER))
    throw new RangeError('it lists certificates of other authorities, which is not supported')
  return integerOf(serial)
}

function isNamed(extensions: DerValue, oid: string): boolean {
  return childrenOf(extensions).some((extension) => oidOf(childrenOf(extension)[0]) === oid)
}

/** A critical extension changes what a list means: a delta, a part of the reasons. Whoever does not know it must not use the list (RFC 5280, 5.2). */
function checkExtensions(field: DerValue | undefined, known: readonly string[]): void {
  if (field === undefined) return
  for (const extension of childrenOf(childrenOf(field, field.tag)[0])) {
    const [oid, critical] = childrenOf(extension)
    if (critical?.tag === TAG.boolean && critical.content[0] !== 0 && !known.includes(oidOf(oid)))
      throw new RangeError(`it has the critical extension ${oidOf(oid)}, which is not supported`)
  }
}
