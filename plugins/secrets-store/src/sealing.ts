import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Where a ciphertext belongs; it decrypts in no other place. */
export interface Place {
  /** Of the master key: each rotation begins a new one. */
  readonly generation: string
  readonly tenant: string
  readonly name: string
  readonly version: number
  readonly kind: string
}

/** A ciphertext with what it takes, besides the key, to open it; all in base64. */
export interface Sealed {
  readonly salt: string
  readonly iv: string
  readonly tag: string
  readonly data: string
}

const ALGORITHM = 'aes-256-gcm'
/** Says what the derived key is for; another format of rows gets another one. */
const INFO = 'ringwall secrets-store v1 aes-256-gcm'
const [KEY_BYTES, SALT_BYTES, IV_BYTES, TAG_BYTES] = [32, 32, 12, 16]

/** Encrypts with AES-256-GCM (NIST SP 800-38D) under a key that HKDF-SHA256 (RFC 5869) makes from the master key and a fresh salt. */
export function seal(masterKey: Uint8Array, place: Place, text: string): Sealed {
  const [salt, iv] = [randomBytes(SALT_BYTES), randomBytes(IV_BYTES)]
  const cipher = createCipheriv(ALGORITHM, derive(masterKey, salt), iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(boundData(place))
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  const parts = { salt, iv, tag: cipher.getAuthTag(), data }
  return {
    salt: parts.salt.toString('base64'),
    iv: parts.iv.toString('base64'),
    tag: parts.tag.toString('base64'),
    data: parts.data.toString('base64'),
  }
}

/** The text that was sealed for this place; undefined where the key, the place or a single bit is another. */
export function unseal(masterKey: Uint8Array, place: Place, sealed: Sealed): string | undefined {
  const salt = bytesOf(sealed.salt, SALT_BYTES)
  const iv = bytesOf(sealed.iv, IV_BYTES)
  const tag = bytesOf(sealed.tag, TAG_BYTES)
  const data = bytesOf(sealed.data)
  if (!salt || !iv || !tag || !data) return undefined
  try {
    const decipher = createDecipheriv(ALGORITHM, derive(masterKey, salt), iv, { authTagLength: TAG_BYTES })
    decipher.setAAD(boundData(place)).setAuthTag(tag)
    return Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8')
  } catch {
    return undefined // what does not authenticate has no other meaning
  }
}

function derive(masterKey: Uint8Array, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterKey, salt, INFO, KEY_BYTES))
}

/** One text for one place: JSON keeps the borders between names. */
function boundData({ generation, tenant, name, version, kind }: Place): Buffer {
  return Buffer.from(JSON.stringify([INFO, generation, tenant, name, version, kind]))
}

/** The bytes, if the text is the one way to write them and they are as many as they must be: a shorter tag would be easier to forge. */
function bytesOf(text: string, length?: number): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) return undefined
  return length === undefined || bytes.length === length ? bytes : undefined
}
