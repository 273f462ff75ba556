import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { JsonObject } from '@ringwall/core'
import { canonical } from './canonical.ts'

/** Authenticates rows, each for the one key of the store under which it stands. */
export interface Seal {
  /** The row with its `mac`. */
  close(key: string, row: JsonObject): JsonObject
  /** The row without its `mac`, or undefined where it is not authentic. */
  open(key: string, row: JsonObject): JsonObject | undefined
}

const INFO = 'ringwall approval-gate v1'

/** HMAC-SHA256 (RFC 2104) over the place and the whole row; the key is derived from the secret by HKDF (RFC 5869). */
export function createSeal(secret: Uint8Array): Seal {
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', INFO, 32)))
  const digestOf = (place: string, row: JsonObject): Buffer =>
    createHmac('sha256', key)
      .update(canonical([place, row]))
      .digest()
  return {
    close: (place, row) => ({ ...row, mac: digestOf(place, row).toString('base64url') }),
    open(place, { mac, ...row }) {
      if (typeof mac !== 'string') return undefined
      const claimed = Buffer.from(mac, 'base64url')
      const made = digestOf(place, row)
      return claimed.length === made.length && timingSafeEqual(claimed, made) ? row : undefined
    },
  }
}
