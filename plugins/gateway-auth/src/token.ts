import { hash, randomInt, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 62^43 is more than 2^256. */
const RANDOM_LENGTH = 43
/** 62^6 is more than 2^32. */
const CHECK_LENGTH = 6
const MIN_LENGTH = 32
const MAX_LENGTH = 512
const MIN_VARIETY = 8

/** A made token, wherever it stands: prefix, 256 random bits, and their CRC-32 in base 62, by which scanners tell it from noise. */
export const MADE_TOKEN: RegExp = /rw_[0-9A-Za-z]{49}/

/** A fresh bearer token of 256 random bits. */
export function makeToken(): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')
  return `rw_${random}${toBase62(crc32(random)).padStart(CHECK_LENGTH, '0')}`
}

/**
 * What is kept of a token. Plain SHA-256: a token is 256 random bits, so that there is no dictionary for a slow hash to slow
 * down, and a slow one would let strangers spend this machine's time with every wrong token.
 */
export function digestOf(token: string): Uint8Array {
  return hash('sha256', token, 'buffer')
}

/** The one entry with this digest. All entries are compared, each in constant time: how long it takes tells nothing. */
export function findByDigest<T extends { readonly digest: Uint8Array }>(
  digest: Uint8Array,
  entries: Iterable<T>,
  equal: (a: Uint8Array, b: Uint8Array) => boolean = timingSafeEqual,
): T | undefined {
  let found: T | undefined
  for (const entry of entries) if (equal(entry.digest, digest)) found = entry // no early exit
  return found
}

/** Why an operator's own token cannot be used; undefined for one that can. */
export function problemOf(token: string): string | undefined {
  if (token.length < MIN_LENGTH) return `it has fewer than ${MIN_LENGTH} characters`
  if (token.length > MAX_LENGTH) return `it has more than ${MAX_LENGTH} characters`
  if (!/^[\x21-\x7e]+$/.test(token)) return 'it has white space or characters beyond ASCII'
  return new Set(token).size < MIN_VARIETY ? `it has fewer than ${MIN_VARIETY} different characters` : undefined
}

function toBase62(number: number): string {
  let digits = ''
  for (let rest = number; rest > 0; rest = Math.floor(rest / ALPHABET.length))
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits
  return digits
}
