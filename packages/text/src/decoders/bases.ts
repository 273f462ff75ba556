import type { Disguised } from './disguised.ts'
import { isProse } from './english.ts'

const MIN_RUN = 16
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
/** Reading base58 is quadratic, so longer runs are left; a hundred bytes is more than a key has. */
const MAX_BASE58 = 160

/** The value of each ASCII unit in an alphabet, -1 for what is not in it. */
function valuesOf(alphabet: string): Int8Array {
  const values = new Int8Array(0x80).fill(-1)
  for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i
  return values
}

/** In either case, but not in both at once. */
const VALUES32 = valuesOf(BASE32).map((value, unit, all) => (value < 0 && unit >= 0x61 ? (all[unit - 0x20] ?? -1) : value))
const VALUES58 = valuesOf(BASE58)
const VALUES85 = [
  valuesOf('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~'),
  valuesOf('0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#'),
  valuesOf(Array.from({ length: 85 }, (_, i) => String.fromCharCode(0x21 + i)).join('')),
]

/** Readable text in base32, base58 and the alphabets of 85 signs. A token is dropped at its first bytes that no text has. */
export function* readBases(text: string): Generator<Disguised> {
  for (let at = 0; at < text.length;) {
    // A run of MIN_RUN has a unit at its end: in prose there is mostly a space before it, which rules out all starts up to it.
    let i = Math.min(at + MIN_RUN, text.length) - 1
    while (i >= at && isGraphic(text.charCodeAt(i))) i--
    if (i >= at) {
      at = i + 1
      continue
    }
    if (at + MIN_RUN > text.length) return
    let end = at + MIN_RUN
    while (end < text.length && isGraphic(text.charCodeAt(end))) end++
    yield* readToken(text, at, end)
    at = end
  }
}

function isGraphic(unit: number): boolean {
  return unit > 0x20 && unit < 0x7f
}

function* readToken(text: string, start: number, end: number): Generator<Disguised> {
  const small = findAlphabetRun(text, start, end, VALUES58)
  if (small) {
    const run = text.slice(small.start, small.end)
    const found = small.end - small.start <= MAX_BASE58 ? decode58(run) : undefined
    if (found !== undefined) yield { ...found, span: small }
  }
  const wide = findAlphabetRun(text, start, end, VALUES32)
  if (wide) {
    const found = decode32(text.slice(wide.start, wide.end))
    if (found !== undefined) yield { ...found, span: wide }
  }
  const from = text.startsWith('<~', start) ? start + 2 : start
  const to = text.startsWith('~>', end - 2) ? end - 2 : end
  for (const values of VALUES85) {
    const found = decode85(text, from, to, values)
    if (found === undefined) continue
    yield { encoding: 'ascii85', text: found, span: { start, end } }
    return
  }
}

/** The first run of at least MIN_RUN units of an alphabet. */
function findAlphabetRun(
  text: string,
  from: number,
  to: number,
  values: Int8Array,
): { readonly start: number; readonly end: number } | undefined {
  let start = from
  for (let i = from; i <= to; i++) {
    if (i < to && (values[text.charCodeAt(i)] ?? -1) >= 0) continue
    if (i - start >= MIN_RUN) return { start, end: i }
    start = i + 1
  }
  return undefined
}

type Read = Pick<Disguised, 'encoding' | 'text'>

function decode32(run: string): Read | undefined {
  const upper = run.toUpperCase()
  if (upper !== run && run.toLowerCase() !== run) return undefined
  const bytes: number[] = []
  let [buffer, bits] = [0, 0]
  for (let i = 0; i < upper.length; i++) {
    const value = VALUES32[upper.charCodeAt(i)] ?? -1
    if (value < 0) return undefined
    buffer = ((buffer << 5) | value) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    const byte = (buffer >> bits) & 0xff
    if (!isTextByte(byte)) return undefined
    bytes.push(byte)
  }
  return readBytes('base32', bytes)
}

function decode58(run: string): Read | undefined {
  // A name has no digits, or small letters alone: what is encoded has everything.
  if (!hasDigit(run) || run.toLowerCase() === run || run.toUpperCase() === run) return undefined
  const bytes: number[] = []
  for (let i = 0; i < run.length; i++) {
    let carry = VALUES58[run.charCodeAt(i)] ?? 0
    for (let j = 0; j < bytes.length; j++) {
      carry += (bytes[j] ?? 0) * 58
      bytes[j] = carry & 0xff
      carry >>= 8
    }
    while (carry > 0) {
      bytes.push(carry & 0xff)
      carry >>= 8
    }
  }
  return bytes.every(isTextByte) ? readBytes('base58', bytes.reverse()) : undefined
}

function hasDigit(run: string): boolean {
  for (let i = 0; i < run.length; i++) if (run.charCodeAt(i) <= 0x39) return true
  return false
}

function decode85(text: string, from: number, to: number, values: Int8Array): string | undefined {
  const bytes: number[] = []
  let [group, count] = [0, 0]
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at)
    const value = values[unit] ?? -1
    if (value < 0) return undefined
    group = group * 85 + value
    if (++count < 5) continue
    if (!pushGroup(bytes, group, 4)) return undefined
    group = count = 0
  }
  if (count === 1) return undefined
  if (count > 1) {
    for (let i = count; i < 5; i++) group = group * 85 + 84
    if (!pushGroup(bytes, group, count - 1)) return undefined
  }
  return readBytes('ascii85', bytes)?.text
}

/** False as soon as a byte is none of a text's: half of all random groups end the reading. */
function pushGroup(bytes: number[], group: number, count: number): boolean {
  if (group > 0xffffffff) return false
  for (let i = 0; i < count; i++) {
    const byte = Math.floor(group / 256 ** (3 - i)) % 256
    if (!isTextByte(byte)) return false
    bytes.push(byte)
  }
  return true
}

function isTextByte(byte: number): boolean {
  return (byte >= 0x20 && byte !== 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function readBytes(encoding: Read['encoding'], bytes: readonly number[]): Read | undefined {
  const text = Buffer.from(bytes).toString('utf8')
  return text.includes('\ufffd') || !isProse(text) ? undefined : { encoding, text }
}

const MIN_CHUNKS = 5
const BASE64 = valuesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=')

/** Base64, base32 or hexadecimal digits in chunks of one size, with a space or a line break between. */
export function* readChunks(text: string): Generator<Disguised> {
  let [start, end, size, count] = [-1, 0, 0, 0]
  for (let at = 0; at <= text.length;) {
    const from = at
    while (at < text.length && (BASE64[text.charCodeAt(at)] ?? -1) >= 0) at++
    const length = at - from
    const isEnd = at >= text.length || text.charCodeAt(at) <= 0x20
    if (length > 0 && isEnd && start >= 0 && length === size) {
      count++
      end = at
    } else {
      // The last chunk may be shorter.
      const isLast = start >= 0 && length > 0 && length < size && isEnd
      if (count >= MIN_CHUNKS) yield* readChunked(text, start, isLast ? at : end)
      start = length > 1 && isEnd ? from : -1
      size = length
      count = 1
      end = at
    }
    if (!isEnd) while (at < text.length && text.charCodeAt(at) > 0x20) at++
    const gap = at
    while (at < text.length && text.charCodeAt(at) <= 0x20) at++
    if (at - gap > 2 && count < MIN_CHUNKS) start = -1
    if (at === from) return
  }
  if (count >= MIN_CHUNKS) yield* readChunked(text, start, end)
}

function* readChunked(text: string, start: number, end: number): Generator<Disguised> {
  const run = text.slice(start, end).split(BLANK).join('')
  if (run.length < MIN_RUN) return
  const span = { start, end }
  const small = decode32(run)
  if (small !== undefined) yield { ...small, span }
  const isHex = run.length % 2 === 0 && HEX.test(run.slice(0, 64))
  const decoded = Buffer.from(run, isHex ? 'hex' : 'base64').toString('utf8')
  if (!decoded.includes('\ufffd') && isProse(decoded)) yield { encoding: isHex ? 'codes' : 'chunks', text: decoded, span }
}

const BLANK = /\s/
const HEX = /^[0-9a-fA-F]+$/
