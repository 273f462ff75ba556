import { gunzipSync, inflateRawSync, inflateSync, brotliDecompressSync } from 'node:zlib'

/** A longer run without white space is decoded piece by piece alone. In UTF-16 code units. */
export const LONGEST_TOKEN = 1024
/** A shorter token encodes nothing that is looked for. */
export const SHORTEST_TOKEN = 10
/** What is unpacked of a token at most, in bytes. How much of it is read is the caller's budget, and what goes beyond counts as a sighting there. */
const MOST_BYTES = 1_048_576

/** A text that a token encodes as a whole. */
export interface Unwrapped {
  readonly form: string
  readonly text: string
}
/** A token without what only stands around it, and where in the token that is. */
export interface Bare {
  readonly text: string
  readonly from: number
}

/** Every text that a token may encode: in bases that need all of it, compressed, or written backwards. */
export function unwrap(bare: string): readonly Unwrapped[] {
  if (bare.length < SHORTEST_TOKEN || bare.length > LONGEST_TOKEN) return []
  const makeup = makeupOf(bare)
  if (makeup.kinds < 2) return isNumber(bare, makeup) ? [...fromBare(bare, makeup)] : []
  const made = [...fromBare(bare, makeup)]
  if (makeup.signs < 3 && makeup.lower && makeup.upper && makeup.digits > 0 && bare.length >= 14)
    made.push({ form: 'reversed', text: Array.from(bare).toReversed().join('') })
  const quoted = bare.includes('%') ? percent(bare) : undefined
  if (quoted !== undefined) made.push({ form: 'escaped', text: quoted })
  return made
}

/** Every text that a token may encode in bases whose digits are signs that else stand around a token. */
export function unwrapSigns(token: string): readonly Unwrapped[] {
  if (token.length < SHORTEST_TOKEN || token.length > LONGEST_TOKEN) return []
  return [...fromSigns(token, makeupOf(token))]
}

/** Of how many kinds the characters of a token are (small letters, capitals, digits, signs), and how many signs there are. */
interface Makeup {
  readonly lower: boolean
  readonly upper: boolean
  readonly digits: number
  readonly signs: number
  readonly kinds: number
}

function makeupOf(token: string): Makeup {
  let [lower, upper, digits, signs] = [0, 0, 0, 0]
  for (let i = 0; i < token.length; i++) {
    const unit = token.charCodeAt(i)
    if (unit >= 0x61 && unit <= 0x7a) lower++
    else if (unit >= 0x41 && unit <= 0x5a) upper++
    else if (unit >= 0x30 && unit <= 0x39) digits++
    else signs++
  }
  const kinds = Number(lower > 0) + Number(upper > 0) + Number(digits > 0) + Number(signs > 0)
  return { lower: lower > 0, upper: upper > 0, digits, signs, kinds }
}

/** Only digits, only capitals, or only letters from a to p: what some bases get by with. */
function isNumber(token: string, { lower, upper, digits, signs }: Makeup): boolean {
  if (signs > 0) return false
  if (digits === token.length) return token.length >= 17
  return digits === 0 && ((upper && !lower && token.length >= 13) || token.length >= 32)
}

/** Bytes of pairs of hexadecimal digits, behind `0x` or not. */
function fromHex(token: string): Uint8Array | undefined {
  const digits = token.startsWith('0x') ? token.slice(2) : token
  const bytes = Buffer.from(digits, 'hex') // ends at what is no digit
  return digits.length % 2 === 0 && bytes.length * 2 === digits.length ? bytes : undefined
}

function* fromBare(token: string, makeup: Makeup): Generator<Unwrapped> {
  const { lower, upper, digits, signs } = makeup
  if (signs === 0 && (digits > 0 || (upper && !lower) || token.length >= 32)) {
    const hasCases = lower && upper
    for (const [form, alphabet, needs] of NUMBERS)
      if (needs === (hasCases ? 'cases' : lower || upper ? 'letters' : 'digits'))
        yield* texts(form, fromNumber(token, alphabet))
    if (!hasCases)
      for (const [form, alphabet] of FOLDED) yield* texts(form, fromBits(token.toUpperCase(), alphabet), true)
    yield* texts('hexadecimal', fromHex(token), true)
  }
  if (lower && upper && digits > 0 && signs <= 1 + token.length / 8)
    for (const [form, alphabet, signs] of SIXTY_FOURS)
      if (signs === '' || token.includes(signs)) yield* texts(form, fromBits(token, alphabet), digits > 0)
  if (signs > 0) yield* fromSigns(token, makeup)
}

/** Bases whose digits are signs too, so that those around a token may belong to it. */
function* fromSigns(token: string, { lower, upper, digits, signs }: Makeup): Generator<Unwrapped> {
  if (signs * 20 < token.length || digits === 0 || !upper) return
  for (const [form, alphabet] of FIVES) yield* texts(form, fromFives(token, alphabet))
  if (lower) return
  yield* texts('base45', fromBase45(token))
  yield* texts('uuencoded', fromUu(token))
}

/** What bytes say: packed, in ASCII or in UTF-16. */
function* texts(form: string, bytes: Uint8Array | undefined, mayBePacked = false): Generator<Unwrapped> {
  if (bytes === undefined || bytes.length < 8) return
  const text = asText(bytes)
  if (text !== undefined) {
    yield { form, text }
    return
  }
  const inner = mayBePacked ? unpack(bytes) : undefined
  if (inner !== undefined) yield { form: `${form}, compressed`, text: inner }
  const wide = fromWide(bytes)
  if (wide !== undefined) yield { form, text: wide }
}

const DIGITS = '0123456789'
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'

/** Alphabets whose text is one long number, by what such a number has: letters of both cases, of one, or only digits. */
const NUMBERS: readonly (readonly [form: string, alphabet: string, needs: 'cases' | 'letters' | 'digits'])[] = [
  ['base58', '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz', 'cases'],
  ['base62', DIGITS + UPPER + LOWER, 'cases'],
  ['base62', DIGITS + LOWER + UPPER, 'cases'],
  ['base36', DIGITS + UPPER, 'letters'],
  ['one number', DIGITS, 'digits'],
]
/** Alphabets of 64, and a sign without which a token is read by the first of them alone. */
const SIXTY_FOURS: readonly (readonly [form: string, alphabet: string, sign: string])[] = [
  ['base64', `${UPPER}${LOWER}${DIGITS}+/`, ''],
  ['base64', `${UPPER}${LOWER}${DIGITS}-_`, '-'],
  ['base64', `${UPPER}${LOWER}${DIGITS}-_`, '_'],
  ['base64', `./${DIGITS}${UPPER}${LOWER}`, '.'],
]
/** Alphabets of a whole number of bits in which case does not matter. */
const FOLDED: readonly (readonly [form: string, alphabet: string])[] = [
  ['base32', `${UPPER}234567`],
  ['base32', `${DIGITS}${UPPER.slice(0, 22)}`],
  ['base32', '0123456789ABCDEFGHJKMNPQRSTVWXYZ'],
  ['base32', 'YBNDRFG8EJKMCPQXOT1UWISZA345H769'],
  ['base16', 'ABCDEFGHIJKLMNOP'],
]
/** Alphabets of 85 signs for four bytes. */
const FIVES: readonly (readonly [form: string, alphabet: string])[] = [
  ['ascii85', Array.from({ length: 85 }, (_, i) => String.fromCharCode(33 + i)).join('')],
  ['base85', `${DIGITS}${UPPER}${LOWER}!#$%&()*+-;<=>?@^_\`{|}~`],
  ['base85', `${DIGITS}${LOWER}${UPPER}.-:+=^!/*?&<>()[]{}@%$#`],
]

/** A token without quotation marks, brackets and stops around it, and without its padding. */
export function trim(token: string): Bare {
  let [from, to] = [0, token.length]
  while (from < to && '"\'`([{<*_~|'.includes(token[from] ?? '')) from++
  while (to > from && '"\'`)]}>*_,.;:!?=~|'.includes(token[to - 1] ?? '')) to--
  return { text: token.slice(from, to), from }
}

/** A longer number takes longer than it is worth. */
const LONGEST_NUMBER = 96

function fromNumber(text: string, alphabet: string): Uint8Array | undefined {
  if (text.length > LONGEST_NUMBER) return undefined
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

/** What gzip, zlib, brotli or raw deflate packed; nothing where it is no such thing. */
function unpack(bytes: Uint8Array): string | undefined {
  const first = bytes[0] ?? 0
  const mayBeRaw = bytes.length >= 18 && bytes.length <= 96
  const limit = { maxOutputLength: MOST_BYTES }
  for (const [isIt, open] of [
    [bytes[0] === 0x1f && bytes[1] === 0x8b, gunzipSync],
    [bytes[0] === 0x78 && bytes.length > 8, inflateSync],
    // Short packed texts begin with these bits; a failed try costs as much as a kilobyte of text.
    [mayBeRaw && (first & 7) === 3, inflateRawSync],
    [mayBeRaw && (first & 15) === 11, brotliDecompressSync],
  ] as const) {
    if (!isIt) continue
    try {
      const text = asText(open(bytes, limit))
      if (text !== undefined && text.length >= 8) return text
    } catch (error) {
      // Packed in this way, and too much to be read: it counts as so much, and no longer as nothing.
      if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
        return ' '.repeat(MOST_BYTES)
      // Otherwise it is not packed in this way; that it is no other is found out next.
    }
  }
  return undefined
}

function percent(text: string): string | undefined {
  return /%[0-9A-Fa-f]{2}/.test(text)
    ? text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    : undefined
}
