import { createHash, createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { JsonValue } from '@ringwall/core'

/** What a signature is for; one made for one purpose is worth nothing for another. */
export type Purpose = 'record' | 'head' | 'quarantine' | 'review' | 'pass' | 'rank'

/** Signs values and checks signatures, with one key. */
export interface Signer {
  sign(purpose: Purpose, value: JsonValue): string
  /** Compares in constant time. */
  verify(purpose: Purpose, value: JsonValue, signature: string): boolean
}

const INFO = 'ringwall memory-guard v1'

/** HMAC-SHA256 (RFC 2104) over the canonical encoding; the key is derived from the secret by HKDF (RFC 5869). */
export function createSigner(secret: string | Uint8Array): Signer {
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', INFO, 32)))
  const digestOf = (purpose: Purpose, value: JsonValue): Buffer =>
    createHmac('sha256', key)
      .update(canonical([purpose, value]))
      .digest()
  return {
    sign: (purpose, value) => digestOf(purpose, value).toString('base64url'),
    verify(purpose, value, signature) {
      const claimed = Buffer.from(signature, 'base64url')
      const made = digestOf(purpose, value)
      return claimed.length === made.length && timingSafeEqual(claimed, made)
    },
  }
}

/** One text for one value: keys in order of code units, no white space (the idea of RFC 8785). */
export function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => canonical(item)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}

/** A name of fixed length for values of any length; the encoding keeps their borders. */
export function digest(value: JsonValue): string {
  return createHash('sha256').update(canonical(value)).digest('base64url')
}
