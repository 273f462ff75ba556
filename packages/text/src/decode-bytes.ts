import type { Candidate } from './decode.ts'

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
export function findBase64(text: string): readonly Candidate[] {
  const found: Candidate[] = []
  for (let at = 0; at < text.length;) {
    const end = endOfBase64(text, at)
    if (end - at < MIN_BASE64) {
      at = end + 1
      continue
    }
    const padded = end + (text.startsWith('==', end) ? 2 : text[end] === '=' ? 1 : 0)
    found.push(...decodeBase64(text.slice(at, padded), at))
    at = padded
  }
  return found
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
    const bytes = Buffer.from(compact.slice(skip), 'base64')
    const text = readable(bytes, skip === 0 ? MIN_READABLE : MIN_READABLE_MISALIGNED)
    if (text !== '') found.push({ text, span })
  }
  return found
}

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

function isBase64(unit: number): boolean {
  if (unit >= 0x61) return unit <= 0x7a
  if (unit >= 0x41) return unit <= 0x5a || unit === 0x5f
  return (unit >= 0x2f && unit <= 0x39) || unit === 0x2b || unit === 0x2d
}

/** Readable text in runs of hexadecimal bytes, plain, parted by the same sign, or as \x or 0x escapes. */
export function findHex(text: string): readonly Candidate[] {
  const found: Candidate[] = []
  for (let at = 0; at < text.length;) {
    if (!isHexPair(text, at)) {
      at++
      continue
    }
    const { bytes, end } = readHex(text, at)
    const decoded = bytes.length >= MIN_HEX_PAIRS ? readable(Buffer.from(bytes), MIN_READABLE) : ''
    if (decoded !== '') found.push({ text: decoded, span: { start: at, end } })
    at = end
  }
  return found
}

function readHex(text: string, from: number): { readonly bytes: readonly number[]; readonly end: number } {
  let end = from + 2
  const separator = hexSeparator(text, end)
  if (separator === undefined) return { bytes: [], end }
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
  // A small letter goes on with a word, the usual case; no separator starts with one.
  if (unit > 0x5c || Number.isNaN(unit)) return undefined
  return HEX_SEPARATORS.find((sign) => text.startsWith(sign, at) && isHexPair(text, at + sign.length))
}

function isHexPair(text: string, at: number): boolean {
  return isHexDigit(text.charCodeAt(at)) && isHexDigit(text.charCodeAt(at + 1))
}

function isHexDigit(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x46) || (unit >= 0x61 && unit <= 0x66)
}

function hexPair(text: string, at: number): number {
  return Number.parseInt(text.slice(at, at + 2), 16)
}

// One class per character, no repetition around it: each character is looked at once.
const UNREADABLE = /[\p{Cc}\p{Cn}\p{Co}\ufffd]+/u

/** The stretches of readable characters in UTF-8 bytes, parted by spaces; '' when none is long enough. */
function readable(bytes: Buffer, least: number): string {
  const text = (isUtf16(bytes) ? bytes.toString('utf16le') : bytes.toString('utf8')).toWellFormed()
  const lines = text.replaceAll('\r', '').replaceAll('\n', LINE).replaceAll('\t', ' ')
  const stretches = lines.split(UNREADABLE).filter((stretch) => stretch.length >= least)
  return stretches.join(' ').replaceAll(LINE, '\n')
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
