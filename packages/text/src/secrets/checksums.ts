import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
/** No Base58Check value of a private key is longer: an extended key has 111 digits. The decoding is quadratic in this. */
const BASE58_LIMIT = 120
const PRINTABLE = /^[\x20-\x7e]*$/

/** True where the last six characters are the CRC-32 of what stands between them and the prefix, in base 62 (GitHub, npm). */
export function hasBase62Crc(token: string): boolean {
  const body = token.slice(token.lastIndexOf('_') + 1)
  if (body.length <= 6) return false
  return body.slice(-6) === toBase(crc32(body.slice(0, -6)), BASE62).padStart(6, '0')
}

/** True for a routable GitLab token: the last seven characters are the CRC-32 of all before them, in base 36. */
export function hasGitlabCrc(token: string): boolean {
  return token.length > 20 && token.slice(-7) === crc32(token.slice(0, -7)).toString(36).padStart(7, '0')
}

/** True where the last four bytes are the start of the double SHA-256 of the others (Bitcoin's WIF and extended keys). */
export function hasBase58Check(value: string): boolean {
  if (value.length > BASE58_LIMIT) return false
  let number = 0n
  for (const digit of value) {
    const at = BASE58.indexOf(digit)
    if (at < 0) return false
    number = number * 58n + BigInt(at)
  }
  const hex = number.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  if (bytes.length < 8) return false
  return sha256(sha256(bytes.subarray(0, -4)))
    .subarray(0, 4)
    .equals(bytes.subarray(-4))
}

/** True where the first segment of a JWT or JWE is the base64url of a JSON object that names an algorithm. */
export function hasJoseHeader(token: string): boolean {
  const header = jsonOf(token.slice(0, Math.max(0, token.indexOf('.'))))
  return header !== undefined && typeof header['alg'] === 'string'
}

/** True for the base64 of `user:password`, both printable. */
export function isBasicCredential(base64: string): boolean {
  const text = Buffer.from(base64, 'base64').toString('latin1')
  const colon = text.indexOf(':')
  return colon >= 0 && colon < text.length - 1 && PRINTABLE.test(text)
}

/** True where the first segment of a Discord bot token is the base64 of a decimal number. */
export function hasDiscordId(token: string): boolean {
  const id = Buffer.from(token.slice(0, Math.max(0, token.indexOf('.'))), 'base64').toString('latin1')
  return id.length >= 15 && id.length <= 20 && /^[0-9]{15,20}$/.test(id)
}

/** The JSON object that a base64 text holds, or undefined. */
function jsonOf(base64: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'))
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined
  } catch {
    // Not JSON: the value is then judged by its shape alone.
    return undefined
  }
}

function toBase(value: number, digits: string): string {
  let text = ''
  for (let rest = value; rest > 0; rest = Math.floor(rest / digits.length))
    text = (digits[rest % digits.length] ?? '') + text
  return text
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
