import { constants, verify, type KeyObject } from 'node:crypto'
import { childrenOf, integerOf, oidOf, type DerValue } from './der.ts'

/** A way to sign that may be trusted. `hash` is null where the algorithm brings its own. */
interface Scheme {
  readonly hash: string | null
  /** Of RSA-PSS: the length of its salt in bytes. */
  readonly saltLength?: number
}

const HASHES: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
const SCHEMES: Readonly<Record<string, Scheme>> = {
  '1.2.840.113549.1.1.11': { hash: 'sha256' },
  '1.2.840.113549.1.1.12': { hash: 'sha384' },
  '1.2.840.113549.1.1.13': { hash: 'sha512' },
  '1.2.840.10045.4.3.2': { hash: 'sha256' },
  '1.2.840.10045.4.3.3': { hash: 'sha384' },
  '1.2.840.10045.4.3.4': { hash: 'sha512' },
  '1.3.101.112': { hash: null },
  '1.3.101.113': { hash: null },
}
const RSA_PSS = '1.2.840.113549.1.1.10'

/** The scheme of an AlgorithmIdentifier; undefined for MD5, SHA-1 and whatever is not known to be strong. Throws RangeError. */
export function schemeOf(algorithm: DerValue | undefined): Scheme | undefined {
  const [name, params] = childrenOf(algorithm)
  const oid = oidOf(name)
  if (oid !== RSA_PSS) return SCHEMES[oid]
  const fields = new Map(childrenOf(params).map((field) => [field.tag, field]))
  const hash = fields.get(0xa0) // absent: SHA-1
  const strong = hash && HASHES[oidOf(childrenOf(childrenOf(hash, 0xa0)[0])[0])]
  const salt = fields.get(0xa2)
  const saltLength = salt ? Number.parseInt(integerOf(childrenOf(salt, 0xa2)[0]), 16) : 20
  return strong === undefined ? undefined : { hash: strong, saltLength }
}

/** True if `key` made the signature over `data` with a strong scheme. Never throws. */
export function isSignedBy(key: KeyObject, data: Uint8Array, algorithm: DerValue, signature: Uint8Array): boolean {
  try {
    const scheme = schemeOf(algorithm)
    if (scheme === undefined) return false
    const { hash, saltLength } = scheme
    const how = saltLength === undefined ? key : { key, saltLength, padding: constants.RSA_PKCS1_PSS_PADDING }
    return verify(hash, data, how, signature)
  } catch {
    return false // a key of another kind than the scheme's
  }
}

const MIN_RSA_BITS = 2048
const CURVES: readonly unknown[] = ['prime256v1', 'secp384r1', 'secp521r1']

/** What is weak about a public key; undefined for a strong one. */
export function weaknessOf(key: KeyObject): string | undefined {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {}
  switch (key.asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return modulusLength < MIN_RSA_BITS
        ? `its RSA key has ${modulusLength} bits, and ${MIN_RSA_BITS} are the least`
        : undefined
    case 'ec':
      return CURVES.includes(namedCurve) ? undefined : 'its curve is none of P-256, P-384 and P-521'
    case 'ed25519':
    case 'ed448':
      return undefined
    default:
      return `its key is of the kind ${key.asymmetricKeyType ?? 'unknown'}, which is not known to be strong`
  }
}
