import { createHmac, createSecretKey } from 'node:crypto'

/** Hex digits of a fingerprint: 24 bits, so that two of a thousand different secrets share one in 3 % of all configs. */
const DIGITS = 6

/**
 * A short, stable sign of a text: equal texts have equal ones. It is an HMAC-SHA256 and no hash: without the key, a short
 * password cannot be found by trying out all; and it is cut, so that for a long one it fits far more texts than the right one.
 */
export function createFingerprint(bytes: Uint8Array): (text: string) => string {
  const key = createSecretKey(bytes)
  return (text) => createHmac('sha256', key).update(text, 'utf8').digest('hex').slice(0, DIGITS)
}
