import type { Candidate } from './decode.ts'
import type { Places } from './decoders/text-facts.ts'

/** Shorter runs are words; sixteen characters of base64 hold twelve bytes. */
const MIN_BASE64 = 16
const MIN_HEX_PAIRS = 8
/** Shorter stretches of readable characters come about by chance in binary data. */
const MIN_READABLE = 8
/** The longest stretch of readable characters in random bytes is rarely this long. */
const MIN_READABLE_MISALIGNED = 12
/** What stands between pairs of hexadecimal digits: nothing, one sign, or the prefix of an escape. */
const HEX_SEPARATORS: readonly string[] = ['\\x', ' 0x', ', 0x', ',0x', '0x', ' ', ':', '-', ',']

/** Readable text in runs of base64 or base64url, also wrapped in lines, and with other characters in front. */
export function findBase64(text: string, tokens: Places): readonly Candidate[] {
  const found: Candidate[] = []
  let at = 0
  for (let i = 0; i < tokens.length; i += 2) {
    const last = tokens[i + 1] ?? 0
    for (at = startOfBase64(text, Math.max(at, tokens[i] ?? 0), last); at < last; at = startOfBase64(text, at, last)) {
      const end = endOfBase64(text, at)
      const padded = end + (text.startsWith('==', end) ? 2 : text[end] === '=' ? 1 : 0)
      found.push(...decodeBase64(text.slice(at, padded), at))
      at = padded
    }
  }
  return found
}

/**
 * The start of the first run of at least MIN_BASE64 from `from` on, or `to`. It looks first where such a run would have
 * its last unit: mostly a miss, which rules out all starts before.
 */
function startOfBase64(text: string, from: number, to: number): number {
  let start = from
  while (start + MIN_BASE64 <= to) {
    let i = start + MIN_BASE64 - 1
    while (i >= start && isBase64(text.charCodeAt(i))) i--
    if (i < start) return start
    start = i + 1
  }
  return Math.max(from, to)
}

/** Base64 reads in fours: when other characters precede it in the run, one of four alignments gives the text. */
function decodeBase64(run: string, start: number): readonly Candidate[] {
  const compact = run.includes('\n')
    ? run
        .split('\n')
        .map((line) => line.trimEnd())
        .join('')
    : run
  const span = { start, end: start + run.length }
  const found: Candidate[] = []
  for (let skip = 0; skip < 4; skip++) {
    const least = skip === 0 ? MIN_READABLE : MIN_READABLE_MISALIGNED
    if (compact.length < LONGEST_TOKEN && !mayHoldText(compact, skip, least)) continue
    const text = readable(Buffer.from(compact.slice(skip), 'base64'), least)
    if (text !== '') found.push({ text, span })
  }
  return found
}

/** Names and paths are short; the bytes of longer runs are had faster from the platform. */
const LONGEST_TOKEN = 200

/** What mayBeReadable says of the bytes of a run, without making them. */
function mayHoldText(run: string, skip: number, least: number): boolean {
  let buffer = 0
  let bits = 0
  // Readable bytes in a row; those of the character that is open, and how many it lacks.
  let row = 0
  let size = 0
  let lacks = 0
  for (let i = skip; i < run.length; i++) {
    const value = BASE64_VALUES[run.charCodeAt(i)] ?? -1
    if (value < 0) break
    buffer = ((buffer << 6) | value) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    const byte = (buffer >> bits) & 0xff
    const kind = BYTES[byte] ?? 0
    if (kind === CONTINUES) {
      if (lacks === 0) row = 0
      else if (--lacks === 0) row += size
    } else {
      if (byte === 0) return true
      if (lacks > 0) row = 0
      lacks = kind < 2 ? 0 : kind - 1
      if (kind === 0) row = 0
      else if (kind === 1) row++
      size = kind
    }
    if (row >= least) return true
  }
  return false
}

const CONTINUES = 5
/** The bytes of a character that starts so; 0 for control characters and what starts none. */
const BYTES: Uint8Array = Uint8Array.from({ length: 0x100 }, (_, byte) => {
  if (byte >= 0x80 && byte < 0xc0) return CONTINUES
  return leadSize(byte)
})

/** The end of a run of base64 characters; it goes on over a line break when the line was long enough to be one of many. */
function endOfBase64(text: string, from: number): number {
  let lineStart = from
  let i = from
  for (; i < text.length; i++) {
    if (isBase64(text.charCodeAt(i))) continue
    if (i - lineStart < MIN_BASE64) return i
    const next = text.startsWith('\r\n', i) ? i + 2 : text[i] === '\n' ? i + 1 : i
    if (next === i || !isBase64(text.charCodeAt(next))) return i
    lineStart = next
    i = next - 1
  }
  return i
}

const BASE64_UNITS = unitTable('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')
const BASE64_VALUES: Int8Array = Int8Array.from({ length: 0x80 }, (_, unit) => {
  const value = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(String.fromCharCode(unit))
  return unit === 0x2d ? 62 : unit === 0x5f ? 63 : value
})
const HEX_UNITS = unitTable('0123456789abcdefABCDEF')
const SEPARATOR_UNITS = unitTable(HEX_SEPARATORS.map((sign) => sign.charAt(0)).join(''))

/** 1 at each code unit of the given ones. */
function unitTable(units: string): Uint8Array {
  const table = new Uint8Array(0x80)
  for (let i = 0; i < units.length; i++) table[units.charCodeAt(i)] = 1
  return table
}

function isBase64(unit: number): boolean {
  return unit < 0x80 && BASE64_UNITS[unit] === 1
}

/** Readable text in runs of hexadecimal bytes, plain, parted by the same sign, or as \x or 0x escapes. */
export function findHex(text: string, numbers: Places): readonly Candidate[] {
  const found: Candidate[] = []
  for (let i = 0; i < numbers.length; i += 2) found.push(...findHexIn(text, numbers[i] ?? 0, numbers[i + 1] ?? 0))
  return found
}

function findHexIn(text: string, from: number, to: number): readonly Candidate[] {
  const found: Candidate[] = []
  for (let at = from; at + 1 < to;) {
    // The second digit first: where it is none, no pair starts on either.
    if (!isHexDigit(text.charCodeAt(at + 1))) {
      at += 2
      continue
    }
    if (!isHexDigit(text.charCodeAt(at))) {
      at++
      continue
    }
    const separator = hexSeparator(text, at + 2)
    if (separator === undefined) {
      at += 2
      continue
    }
    const { bytes, end } = readHex(text, at, separator)
    const mayBeText = bytes.length >= MIN_HEX_PAIRS && mayBeReadable(bytes, MIN_READABLE)
    const decoded = mayBeText ? readable(Buffer.from(bytes), MIN_READABLE) : ''
    if (decoded !== '') found.push({ text: decoded, span: { start: at, end } })
    at = end
  }
  return found
}

/** The bytes of pairs parted by the separator, and where the last one ends. */
function readHex(
  text: string,
  from: number,
  separator: string,
): { readonly bytes: readonly number[]; readonly end: number } {
  let end = from + 2
  const bytes = [hexPair(text, from)]
  while (text.startsWith(separator, end) && isHexPair(text, end + separator.length)) {
    bytes.push(hexPair(text, end + separator.length))
    end += separator.length + 2
  }
  return { bytes, end }
}

/** What parts the pair that ends at `at` from a next one; undefined when none follows. */
function hexSeparator(text: string, at: number): string | undefined {
  if (isHexPair(text, at)) return ''
  const unit = text.charCodeAt(at)
  if (!(unit < 0x80) || SEPARATOR_UNITS[unit] !== 1) return undefined
  return HEX_SEPARATORS.find((sign) => text.startsWith(sign, at) && isHexPair(text, at + sign.length))
}

function isHexPair(text: string, at: number): boolean {
  return isHexDigit(text.charCodeAt(at)) && isHexDigit(text.charCodeAt(at + 1))
}

function isHexDigit(unit: number): boolean {
  return unit < 0x80 && HEX_UNITS[unit] === 1
}

function hexPair(text: string, at: number): number {
  return hexDigit(text.charCodeAt(at)) * 16 + hexDigit(text.charCodeAt(at + 1))
}

function hexDigit(unit: number): number {
  return unit <= 0x39 ? unit - 0x30 : (unit | 0x20) - 0x57
}

// One class per character, no repetition around it: each character is looked at once.
const UNREADABLE = /[\p{Cc}\p{Cn}\p{Co}\ufffd]+/u

/** The stretches of readable characters in UTF-8 bytes, parted by spaces; '' when none is long enough. */
function readable(bytes: Buffer, least: number): string {
  if (!mayBeReadable(bytes, least)) return ''
  const text = (isUtf16(bytes) ? bytes.toString('utf16le') : bytes.toString('utf8')).toWellFormed()
  const lines = text.replaceAll('\r', '').replaceAll('\n', LINE).replaceAll('\t', ' ')
  const stretches = lines.split(UNREADABLE).filter((stretch) => stretch.length >= least)
  return stretches.join(' ').replaceAll(LINE, '\n')
}

type Bytes = Uint8Array | readonly number[]

/**
 * False only where no stretch can be long enough, which is so for most identifiers that happen to look encoded: bytes
 * between control characters and broken UTF-8 are counted, and a character has no more units than bytes.
 */
function mayBeReadable(bytes: Bytes, least: number): boolean {
  // A zero may be half of a UTF-16 character.
  if (bytes.includes(0)) return true
  let run = 0
  for (let i = 0; i < bytes.length;) {
    const size = characterSize(bytes, i)
    run = size === 0 ? 0 : run + size
    if (run >= least) return true
    i += size || 1
  }
  return false
}

/** Bytes of the character at `at`, 0 for a control character or broken UTF-8; it errs on the readable side. */
function characterSize(bytes: Bytes, at: number): number {
  const size = leadSize(bytes[at] ?? 0)
  for (let i = 1; i < size; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0
  return size
}

function leadSize(lead: number): number {
  if (lead < 0x80) return lead >= 0x20 || lead === 0x09 || lead === 0x0a || lead === 0x0d ? 1 : 0
  return lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
}

/** Stands for a line break while control characters part the stretches. */
const LINE = '\u2028'

/** Half the bytes zero, and those the odd ones: how shells on Windows encode commands. */
function isUtf16(bytes: Buffer): boolean {
  if (bytes.length < 2 * MIN_READABLE) return false
  let zeros = 0
  for (let i = 1; i < bytes.length; i += 2) if (bytes[i] === 0) zeros++
  return zeros * 2 >= bytes.length * 0.8
}
