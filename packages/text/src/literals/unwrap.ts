import { gunzipSync, inflateRawSync, inflateSync, brotliDecompressSync } from 'node:zlib'

/** A longer run without white space is decoded piece by piece alone. In UTF-16 code units. */
export const LONGEST_TOKEN = 1024
const SHORTEST = 10
/** What an encoded literal may come to: no bomb unpacks further. */
const MOST_BYTES = 16_384

/** A text that a token encodes as a whole. */
export interface Unwrapped {
  readonly form: string
  readonly text: string
}

/** Every text that a token may encode: in bases that need all of it, compressed, or written backwards. */
export function unwrap(token: string): readonly Unwrapped[] {
  if (token.length < SHORTEST || token.length > LONGEST_TOKEN) return []
  const made: Unwrapped[] = []
  const add = (form: string, bytes: Uint8Array | undefined): void => {
    if (bytes === undefined || bytes.length < 8) return
    const inner = unpack(bytes)
    if (inner !== undefined) made.push({ form: `${form}, compressed`, text: inner })
    const text = asText(bytes)
    if (text !== undefined) made.push({ form, text })
    const wide = fromWide(bytes)
    if (wide !== undefined) made.push({ form, text: wide })
  }
  const bare = trim(token)
  for (const one of bare === token ? [token] : [bare, token]) {
    for (const [form, alphabet] of NUMBERS) add(form, fromNumber(one, alphabet))
    for (const [form, alphabet, fold] of BITS) add(form, fromBits(fold ? one.toUpperCase() : one, alphabet))
    for (const [form, alphabet] of FIVES) add(form, fromFives(one, alphabet))
    add(
      'hexadecimal',
      /^(?:0x)?(?:[0-9a-f]{2}){8,}$/i.test(one) ? Buffer.from(one.replace(/^0x/, ''), 'hex') : undefined,
    )
    add('base45', fromBase45(one))
    add('uuencoded', fromUu(one))
  }
  const backwards = Array.from(bare).toReversed().join('')
  if (/^[A-Za-z0-9+/=_-]{14,}$/.test(bare)) made.push({ form: 'reversed', text: backwards })
  const quoted = bare.includes('%') ? percent(bare) : undefined
  if (quoted !== undefined) made.push({ form: 'escaped', text: quoted })
  return made
}

const DIGITS = '0123456789'
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'

/** Alphabets whose text is one long number. */
const NUMBERS: readonly (readonly [form: string, alphabet: string])[] = [
  ['base58', '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'],
  ['base58', '123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ'],
  ['base62', DIGITS + UPPER + LOWER],
  ['base62', DIGITS + LOWER + UPPER],
  ['base62', UPPER + LOWER + DIGITS],
  ['base36', DIGITS + UPPER],
  ['one number', DIGITS],
]
/** Alphabets of a whole number of bits; the third field tells that case does not matter. */
const BITS: readonly (readonly [form: string, alphabet: string, fold: boolean])[] = [
  ['base64', `${UPPER}${LOWER}${DIGITS}+/`, false],
  ['base64', `${UPPER}${LOWER}${DIGITS}-_`, false],
  ['base64', `./${DIGITS}${UPPER}${LOWER}`, false],
  ['base32', `${UPPER}234567`, true],
  ['base32', `${DIGITS}${UPPER.slice(0, 22)}`, true],
  ['base32', '0123456789ABCDEFGHJKMNPQRSTVWXYZ', true],
  ['base32', 'YBNDRFG8EJKMCPQXOT1UWISZA345H769', true],
  ['base16', 'ABCDEFGHIJKLMNOP', true],
]
/** Alphabets of 85 signs for four bytes. */
const FIVES: readonly (readonly [form: string, alphabet: string])[] = [
  ['ascii85', Array.from({ length: 85 }, (_, i) => String.fromCharCode(33 + i)).join('')],
  ['base85', `${DIGITS}${UPPER}${LOWER}!#$%&()*+-;<=>?@^_\`{|}~`],
  ['base85', `${DIGITS}${LOWER}${UPPER}.-:+=^!/*?&<>()[]{}@%$#`],
]

/** Without quotation marks, brackets and stops around it, and without its padding. */
function trim(token: string): string {
  let [from, to] = [0, token.length]
  while (from < to && '"\'`([{<*_~|'.includes(token[from] ?? '')) from++
  while (to > from && '"\'`)]}>*_,.;:!?=~|'.includes(token[to - 1] ?? '')) to--
  return token.slice(from, to)
}

function fromNumber(text: string, alphabet: string): Uint8Array | undefined {
  if (text.length > 128) return undefined
  const folded = alphabet.length === 36 ? text.toUpperCase() : text
  const bytes: number[] = []
  for (const character of folded) {
    let carry = alphabet.indexOf(character)
    if (carry < 0) return undefined
    for (let i = 0; i < bytes.length; i++) {
      carry += (bytes[i] ?? 0) * alphabet.length
      bytes[i] = carry & 255
      carry >>= 8
    }
    while (carry > 0) {
      bytes.push(carry & 255)
      carry >>= 8
    }
  }
  return Uint8Array.from(bytes.toReversed())
}

function fromBits(text: string, alphabet: string): Uint8Array | undefined {
  const bits = Math.log2(alphabet.length)
  const bytes: number[] = []
  let [buffer, held] = [0, 0]
  for (const character of text) {
    const value = alphabet.indexOf(character)
    if (value < 0) return undefined
    buffer = ((buffer << bits) | value) & 0xffff
    held += bits
    if (held < 8) continue
    held -= 8
    bytes.push((buffer >> held) & 255)
  }
  return Uint8Array.from(bytes)
}

function fromFives(text: string, alphabet: string): Uint8Array | undefined {
  // Only the alphabet of Adobe has marks around it; in the others they are digits.
  const inner = alphabet.startsWith('!') ? text.replace(/^<?~/, '').replace(/~>?$/, '') : text
  const values: number[] = []
  for (const character of inner) {
    const value = alphabet.indexOf(character)
    if (value < 0) return undefined
    values.push(value)
  }
  const bytes: number[] = []
  for (let at = 0; at < values.length; at += 5) {
    const count = Math.min(5, values.length - at)
    let number = 0
    for (let i = 0; i < 5; i++) number = number * 85 + (values[at + i] ?? 84)
    if (number > 0xffffffff || count < 2) return undefined
    for (let i = 0; i < count - 1; i++) bytes.push(Math.floor(number / 256 ** (3 - i)) % 256)
  }
  return Uint8Array.from(bytes)
}

const BASE45 = `${DIGITS}${UPPER} $%*+-./:`

function fromBase45(text: string): Uint8Array | undefined {
  const bytes: number[] = []
  for (let at = 0; at < text.length; at += 3) {
    const values = Array.from(text.slice(at, at + 3), (character) => BASE45.indexOf(character))
    const number = values.reduce((sum, value, i) => sum + value * 45 ** i, 0)
    if (values.includes(-1) || values.length < 2 || number > 0xffff) return undefined
    if (values.length === 3) bytes.push(number >> 8)
    bytes.push(number & 255)
  }
  return Uint8Array.from(bytes)
}

/** One line of uuencode: a length, then four signs for three bytes. */
function fromUu(line: string): Uint8Array | undefined {
  const values = Array.from(line, (character) => character.charCodeAt(0) - 32)
  if (values.some((value) => value < 0 || value > 64)) return undefined
  const [length = 0, ...rest] = values
  if (length > 45 || rest.length < Math.ceil((length * 4) / 3)) return undefined
  const bytes: number[] = []
  for (let at = 0; at + 1 < rest.length; at += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = rest.slice(at, at + 4).map((value) => value & 63)
    bytes.push(((a << 2) | (b >> 4)) & 255, ((b << 4) | (c >> 2)) & 255, ((c << 6) | d) & 255)
  }
  return Uint8Array.from(bytes.slice(0, length))
}

/** UTF-16, in either order of bytes. */
function fromWide(bytes: Uint8Array): string | undefined {
  if (bytes.length < 16) return undefined
  for (const first of [0, 1]) {
    const zeros = bytes.filter((byte, i) => i % 2 === first && byte === 0).length
    if (zeros >= Math.floor(bytes.length / 2)) return asText(bytes.filter((_, i) => i % 2 !== first))
  }
  return undefined
}

/** The text of bytes that are nearly all printable ASCII. */
function asText(bytes: Uint8Array): string | undefined {
  let printable = 0
  for (const byte of bytes) if ((byte >= 0x20 && byte < 0x7f) || byte === 0x0a) printable++
  return printable >= bytes.length * 0.9 ? Buffer.from(bytes).toString('latin1') : undefined
}

/** What gzip, zlib, brotli or raw deflate packed; nothing where it is too much or no such thing. */
function unpack(bytes: Uint8Array): string | undefined {
  const limit = { maxOutputLength: MOST_BYTES }
  for (const [isIt, open] of [
    [bytes[0] === 0x1f && bytes[1] === 0x8b, gunzipSync],
    [bytes[0] === 0x78 && bytes.length > 8, inflateSync],
    [bytes.length >= 16 && bytes.length <= 96, inflateRawSync],
    [bytes.length >= 16 && bytes.length <= 96, brotliDecompressSync],
  ] as const) {
    if (!isIt) continue
    try {
      const text = asText(open(bytes, limit))
      if (text !== undefined && text.length >= 8) return text
    } catch {
      // It is not packed in this way; that it is no other is found out next.
    }
  }
  return undefined
}

function percent(text: string): string | undefined {
  return /%[0-9A-Fa-f]{2}/.test(text)
    ? text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    : undefined
}
