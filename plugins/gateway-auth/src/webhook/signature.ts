import { createHmac, timingSafeEqual } from 'node:crypto'

/** The hashes that a sender may use. */
export const ALGORITHMS = ['sha256', 'sha384', 'sha512'] as const
/** One of ALGORITHMS. */
export type Algorithm = (typeof ALGORITHMS)[number]

/** What is compared. */
export interface SignatureCheck {
  readonly signed: Uint8Array
  readonly signatures: readonly string[]
  readonly keys: readonly Uint8Array[]
  readonly algorithm: Algorithm
  readonly encoding: 'hex' | 'base64'
}

/** Whether one of the signatures is that of one of the keys. Every pair is compared, each in constant time; the length of a signature is no secret. */
export function isSigned(
  { signed, signatures, keys, algorithm, encoding }: SignatureCheck,
  equal: (a: Uint8Array, b: Uint8Array) => boolean = timingSafeEqual,
): boolean {
  let found = false
  for (const key of keys) {
    const expected = Buffer.from(createHmac(algorithm, key).update(signed).digest(encoding))
    for (const signature of signatures) {
      const given = Buffer.from(signature)
      if (given.length === expected.length && equal(given, expected)) found = true // no early exit
    }
  }
  return found
}
