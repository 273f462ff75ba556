import { createHash, type X509Certificate } from 'node:crypto'
import { bitsOf, childrenOf, integerOf, oidOf, readValue, TAG, timeOf, type DerValue } from './der.ts'
import { schemeOf, weaknessOf } from './signature.ts'

/** What is read of one certificate. Hashes are SHA-256, in lower-case hex. */
export interface Certificate {
  readonly x509: X509Certificate
  readonly fingerprint: string
  /** Of the SubjectPublicKeyInfo: it stays when a certificate is renewed for the same key. */
  readonly publicKeyHash: string
  /** Hash of the issuer's name, and the serial number: what a revocation list names a certificate by. */
  readonly issuer: string
  readonly subject: string
  readonly serial: string
  /** Milliseconds since 1970. */
  readonly notBefore: number
  readonly notAfter: number
  readonly commonNames: readonly string[]
  readonly dns: readonly string[]
  readonly uris: readonly string[]
  readonly emails: readonly string[]
  readonly isCa: boolean
  readonly isSelfIssued: boolean
  /** Undefined where the certificate says nothing of it. */
  readonly keyUsage: { readonly signs: boolean; readonly issues: boolean; readonly revokes: boolean } | undefined
  readonly extendedKeyUsage: readonly string[] | undefined
  /** Why the key or the signature cannot be trusted. A self-issued one is trusted for itself, so its signature does not matter. */
  readonly weakness: string | undefined
}

/** OIDs of extendedKeyUsage. */
export const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'
export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'

const COMMON_NAME = '2.5.4.3'
const KEY_USAGE = '2.5.29.15'
const SUBJECT_ALT_NAME = '2.5.29.17'
const MAX_NAME = 2048

/** Reads a certificate that OpenSSL could read. Throws RangeError, also for names that no honest certificate has. */
export function readCertificate(x509: X509Certificate): Certificate {
  const [tbs, algorithm] = childrenOf(readValue(x509.raw))
  const fields = childrenOf(tbs)
  const isVersioned = fields[0]?.tag === 0xa0 // absent in version 1
  const [serial, , issuer, validity, subject, keyInfo, ...rest] = isVersioned ? fields.slice(1) : fields
  if (issuer === undefined || subject === undefined || keyInfo === undefined) throw new RangeError('it is incomplete')
  const extensions = readExtensions(rest.find(({ tag }) => tag === 0xa3))
  const [notBefore, notAfter] = childrenOf(validity)
  const isSelfIssued = Buffer.compare(issuer.whole, subject.whole) === 0
  const isStrong = isSelfIssued || schemeOf(algorithm) !== undefined
  return {
    x509,
    fingerprint: hashOf(x509.raw),
    publicKeyHash: hashOf(keyInfo.whole),
    issuer: hashOf(issuer.whole),
    subject: hashOf(subject.whole),
    serial: integerOf(serial),
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    commonNames: readCommonNames(subject),
    ...readAltNames(extensions.get(SUBJECT_ALT_NAME)),
    isCa: x509.ca,
    isSelfIssued,
    keyUsage: readKeyUsage(extensions.get(KEY_USAGE)),
    extendedKeyUsage: x509.keyUsage as readonly string[] | undefined, // what Node calls so is the extended one, and may be absent
    weakness: isStrong ? weaknessOf(x509.publicKey) : 'its signature uses SHA-1, MD5 or a scheme that is not known',
  }
}

/** SHA-256 in lower-case hex. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The values of the extensions by OID. Each may stand there once (RFC 5280, 4.2). Throws RangeError. */
function readExtensions(field: DerValue | undefined): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>()
  if (field === undefined) return found
  for (const extension of childrenOf(childrenOf(field, field.tag)[0])) {
    const parts = childrenOf(extension)
    const oid = oidOf(parts[0])
    const value = parts.at(-1)
    if (found.has(oid) || value?.tag !== TAG.bytes) throw new RangeError('its extensions are malformed')
    found.set(oid, value.content)
  }
  return found
}

function readKeyUsage(extension: Uint8Array | undefined): Certificate['keyUsage'] {
  if (extension === undefined) return undefined
  const [bits = 0] = bitsOf(readValue(extension))
  return { signs: (bits & 0x80) !== 0, issues: (bits & 0x04) !== 0, revokes: (bits & 0x02) !== 0 }
}

function readCommonNames(subject: DerValue): readonly string[] {
  return childrenOf(subject)
    .flatMap((set) => childrenOf(set, TAG.set))
    .map((attribute) => childrenOf(attribute))
    .filter(([type]) => oidOf(type) === COMMON_NAME)
    .map(([, value]) => checkName(decodeText(value)))
}

function readAltNames(extension: Uint8Array | undefined): Pick<Certificate, 'dns' | 'uris' | 'emails'> {
  const names = extension === undefined ? [] : childrenOf(readValue(extension))
  const ofTag = (tag: number): readonly string[] =>
    names
      .filter((name) => name.tag === tag)
      .map(({ content }) => checkName(checkAscii(Buffer.from(content).toString('latin1'))))
  return { emails: ofTag(0x81), dns: ofTag(0x82).map((name) => name.toLowerCase()), uris: ofTag(0x86) }
}

function decodeText(value: DerValue | undefined): string {
  const bytes = Buffer.from(value?.content ?? [])
  switch (value?.tag) {
    case TAG.utf8:
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    case TAG.printable:
    case TAG.ia5:
      return checkAscii(bytes.toString('latin1'))
    case TAG.teletex:
      return bytes.toString('latin1')
    case TAG.bmp:
      return new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true }).decode(bytes)
    default:
      throw new RangeError('a name is of a kind that is not read')
  }
}

/** A NUL ends a name for some readers and not for others; what cannot be seen cannot be compared by a person. */
function checkName(name: string): string {
  if (name === '' || name.length > MAX_NAME || /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(name))
    throw new RangeError('a name is empty, too long, or has characters that cannot be seen')
  return name
}

function checkAscii(name: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/[^\x00-\x7f]/.test(name)) throw new RangeError('a name has characters beyond ASCII')
  return name
}
