import type { Disguised } from './disguised.ts'
import { isProse } from './english.ts'
import { widen } from './odd-runs.ts'
import type { OddRun } from './odd-runs.ts'
import type { Places } from './text-facts.ts'

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
const VALUES32 = valuesOf(BASE32).map((value, unit, all) =>
  value < 0 && unit >= 0x61 ? (all[unit - 0x20] ?? -1) : value,
)
const VALUES58 = valuesOf(BASE58)
const VALUES85 = [
  valuesOf('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~'),
  valuesOf('0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#'),
  valuesOf(Array.from({ length: 85 }, (_, i) => String.fromCharCode(0x21 + i)).join('')),
]

/** Readable text in base32, base58 and the alphabets of 85 signs. A token is dropped at its first bytes that no text has. */
export function* readBases(text: string, tokens: Places): Generator<Disguised> {
  const found: Disguised[] = []
  for (let i = 0; i < tokens.length; i += 2) {
    readToken(text, tokens[i] ?? 0, tokens[i + 1] ?? 0, found)
    if (found.length > 0) yield* found.splice(0)
  }
}

function readToken(text: string, start: number, end: number, into: Disguised[]): void {
  let [from, kinds] = [start, 0]
  for (let at = start; at <= end; at++) {
    const kind = at < end ? (KINDS[text.charCodeAt(at)] ?? 0) : 0
    if (kind !== 0) {
      kinds |= kind
      continue
    }
    if (at - from >= MIN_RUN) {
      const found = decodeRun(text, from, at, kinds)
      if (found !== undefined) into.push({ ...found, span: { start: from, end: at } })
    }
    from = at + 1
    kinds = 0
  }
  const first = text.startsWith('<~', start) ? start + 2 : start
  const last = text.startsWith('~>', end - 2) ? end - 2 : end
  for (const values of VALUES85) {
    if (!isText85(text, first, last, values)) continue
    const found = decode85(text, first, last, values)
    if (found === undefined) continue
    into.push({ encoding: 'ascii85', text: found, span: { start, end } })
    return
  }
}

const [LOWER, UPPER, DIGIT, NOT_32, NOT_58] = [1, 2, 4, 8, 16]
/** What each letter or digit says about the alphabet that it is from. */
const KINDS: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, unit) => {
  const sign = String.fromCharCode(unit)
  if (unit >= 0x30 && unit <= 0x39) {
    return DIGIT + ('0189'.includes(sign) ? NOT_32 : 0) + (sign === '0' ? NOT_58 : 0)
  }
  if (unit >= 0x41 && unit <= 0x5a) return UPPER + ('OI'.includes(sign) ? NOT_58 : 0)
  return unit >= 0x61 && unit <= 0x7a ? LOWER + (sign === 'l' ? NOT_58 : 0) : 0
})

function decodeRun(text: string, start: number, end: number, kinds: number): Read | undefined {
  const isOneCase = (kinds & (LOWER | UPPER)) === LOWER || (kinds & (LOWER | UPPER)) === UPPER
  if (isOneCase) return (kinds & NOT_32) === 0 ? decode32(text.slice(start, end)) : undefined
  // A name has no digits: what is encoded has everything.
  const is58 = kinds === (LOWER | UPPER | DIGIT | NOT_32) || kinds === (LOWER | UPPER | DIGIT)
  return is58 && end - start <= MAX_BASE58 ? decode58(text.slice(start, end)) : undefined
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
  return bytes.every(isTextByte) ? readBytes('base58', bytes.toReversed()) : undefined
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

/** True where all whole groups of five signs are four bytes of a text: one token in thirty gets past the first. */
function isText85(text: string, from: number, to: number, values: Int8Array): boolean {
  for (let at = from; at + 5 <= to; at += 5) {
    let group = 0
    for (let i = at; i < at + 5; i++) {
      const value = values[text.charCodeAt(i)] ?? -1
      if (value < 0) return false
      group = group * 85 + value
    }
    const isText =
      group <= 0xffffffff &&
      isTextByte(group >>> 24) &&
      isTextByte((group >>> 16) & 0xff) &&
      isTextByte((group >>> 8) & 0xff) &&
      isTextByte(group & 0xff)
    if (!isText) return false
  }
  return true
}

/** False as soon as a byte is none of a text's: half of all random groups end the reading. */
function pushGroup(bytes: number[], group: number, count: number): boolean {
  if (group > 0xffffffff) return false
  for (let i = 0; i < count; i++) {
    const byte = (group >>> (24 - 8 * i)) & 0xff
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
export function* readChunks(whole: string, run: OddRun): Generator<Disguised> {
  const around = widen(whole, run)
  for (const { span, ...found } of chunksIn(whole.slice(around.start, around.end))) {
    yield { ...found, span: { start: around.start + span.start, end: around.start + span.end } }
  }
}

function* chunksIn(text: string): Generator<Disguised> {
  for (const gap of [' ', '\n']) {
    for (let at = 0; at < text.length;) {
      const next = text.indexOf(gap, at)
      if (next < 0) break
      const size = next - at
      const step = size + 1
      // In prose the gaps are nearly never that far apart twice.
      if (size < 2 || text[next + step] !== gap || text[next + 2 * step] !== gap || text[next + 3 * step] !== gap) {
        at = next + 1
        continue
      }
      let end = at
      while (isChunk(text, end, size) && (text[end + size] === gap || end + size >= text.length)) end += step
      if ((end - at) / step >= MIN_CHUNKS - 1) {
        // The last chunk may be shorter.
        let last = end
        while (last - end < size && isChunk(text, last, 1)) last++
        yield* readChunked(text, at, last > end ? last : Math.min(end - 1, text.length))
      }
      at = Math.max(end, next + 1)
    }
  }
}

function isChunk(text: string, at: number, size: number): boolean {
  for (let i = at; i < at + size; i++) if ((BASE64[text.charCodeAt(i)] ?? -1) < 0) return false
  return true
}

function* readChunked(text: string, start: number, end: number): Generator<Disguised> {
  const run = text.slice(start, end).split(BLANK).join('')
  if (run.length < MIN_RUN) return
  const span = { start, end }
  const small = decode32(run)
  if (small !== undefined) yield { ...small, span }
  const isHex = run.length % 2 === 0 && HEX.test(run.slice(0, 64))
  const decoded = Buffer.from(run, isHex ? 'hex' : 'base64').toString('utf8')
  if (!decoded.includes('\ufffd') && isProse(decoded))
    yield { encoding: isHex ? 'codes' : 'chunks', text: decoded, span }
}

const BLANK = /\s/
const HEX = /^[0-9a-fA-F]+$/
