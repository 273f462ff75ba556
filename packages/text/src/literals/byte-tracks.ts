import { BASE32_VALUES, BASE64_VALUES, runsOf, unpack } from './base-runs.ts'
import { differencesOf } from './character-tracks.ts'
import type { Reading, Token } from './tokens.ts'
import { symbolOf, type Track } from './track.ts'
import { LEAST_PICKED } from './writings.ts'

/** A reading of bytes, and the needles that it is searched for: as it is, or with a key taken out. */
export interface ByteTrack {
  readonly track: Track
  readonly kind: 'plain' | 'xor' | 'sum'
}

/** Fewer encode nothing that is looked for. */
const LEAST_BYTES = 8
/** Fewer with a key are like too many others. */
const LEAST_KEYED = 14

/** Every reading of a stretch as bytes. `isWhole` is false where the stretch may go on: then short rows count too. */
export function eachByteTrack(reading: Reading, isWhole: boolean, visit: (found: ByteTrack) => void): void {
  const { counts, characters } = reading
  const least = isWhole ? LEAST_BYTES : 1
  const has = (count: number, enough: number): boolean => !isWhole || count >= enough
  const take = (form: string, bytes: Track, hasKeys: boolean): void => {
    if (bytes.length < least || (!isWhole && isOver(bytes))) return
    const row = rowOf(bytes)
    if (has(row.symbols, LEAST_PICKED)) visit({ track: asAscii(bytes, form), kind: 'plain' })
    // Of hexadecimal digits it would be what they are already.
    if (!form.startsWith('hexadecimal') && has(2 * row.bytes, LEAST_PICKED))
      visit({ track: asHex(bytes, form), kind: 'plain' })
    if (!hasKeys || !has(row.bytes, LEAST_KEYED)) return
    visit({ track: differencesOf(bytes, `${form}, keyed`, exclusive), kind: 'xor' })
    visit({ track: differencesOf(bytes, `${form}, keyed`, added), kind: 'sum' })
  }
  const takeNibbles = (form: string, numbers: Track): void => {
    if (has(rowOf(numbers).bytes, LEAST_PICKED)) visit({ track: asNibbles(numbers, form), kind: 'plain' })
  }
  const numbers = countNumbers(reading)
  for (const [base, form] of BASES) {
    if (numbers < least) break
    const values = numberTrack(reading, base, form)
    take(form, values, true)
    if (values.length >= least) takeNibbles(form, values)
  }
  const digits = has(counts.digits, 4) ? hexDigits(reading) : characters.sibling('')
  const digitRow = liveRow(digits, isWhole)
  if (digitRow >= 2 * least)
    for (const phase of [0, 1]) {
      const bytes = group(digits, 2, 4, phase, 'hexadecimal')
      take('hexadecimal', bytes, true)
      if (!has(digitRow, 2 * LEAST_PICKED)) continue
      take('hexadecimal, halves swapped', map(bytes, swapHalves), false)
      take('hexadecimal, complement', map(bytes, complement), false)
    }
  const bits = has(counts.digits, 4 * least) ? bitTrack(reading) : characters.sibling('')
  if (liveRow(bits, isWhole) >= 4 * least)
    for (const width of [8, 7, 4])
      for (let phase = 0; phase < width; phase++) {
        const grouped = group(bits, width, 1, phase, 'binary')
        if (width === 4) takeNibbles('binary', grouped)
        else take('binary', grouped, width === 8)
      }
  for (const { values, upper, lower, isOpen } of runsOf(reading, BASE64_VALUES, (least * 4) / 3))
    if (isWhole ? upper && lower : isOpen)
      for (let phase = 0; phase < 4; phase++) take('base64', unpack(values, 6, phase, 4), true)
  for (const { values, upper, lower, digits, isOpen } of runsOf(reading, BASE32_VALUES, (least * 8) / 5))
    if (isWhole ? upper !== lower && digits : isOpen)
      for (let phase = 0; phase < 8; phase++) take('base32', unpack(values, 5, phase, 8), false)
}

/** The longest row of bytes that nothing parts, and the most symbols that bytes in a row are in ASCII: by these, readings are ruled out. */
function rowOf({ symbols, length }: Track): { readonly bytes: number; readonly symbols: number } {
  let [bytes, longest, ascii, most] = [0, 0, 0, 0]
  for (let i = 0; i < length; i++) {
    const byte = symbols[i] ?? 0
    if (byte >= BREAK) bytes = 0
    else if (++bytes > longest) longest = bytes
    if (symbolOf(byte) > 0) {
      if (++ascii > most) most = ascii
    } else if (isPart(byte)) ascii = 0
  }
  return { bytes: longest, symbols: most }
}

/** The longest row; none where the text may go on and the last row cannot. */
function liveRow(track: Track, isWhole: boolean): number {
  return !isWhole && isOver(track) ? 0 : rowOf(track).bytes
}

/** Whether what follows cannot belong to anything in the track. */
function isOver({ symbols, length }: Track): boolean {
  return length > 0 && (symbols[length - 1] ?? 0) >= BREAK
}

/** Whether a byte is in no text. */
function isPart(byte: number): boolean {
  return byte > 0x7e || (byte > 0 && byte < 9)
}

function exclusive(a: number, b: number): number {
  return a >= BREAK || b >= BREAK ? 0 : (a ^ b) + 1
}

function added(a: number, b: number): number {
  return a >= BREAK || b >= BREAK ? 0 : ((b - a + 256) % 256) + 1
}

function swapHalves(byte: number): number {
  return byte >= BREAK ? byte : (byte >> 4) | ((byte & 15) << 4)
}

function complement(byte: number): number {
  return byte >= BREAK ? byte : 255 - byte
}

const BASES: readonly (readonly [base: number, form: string])[] = [
  [10, 'decimal codes'],
  [8, 'octal codes'],
  [2, 'binary codes'],
]

function asAscii(bytes: Track, form: string): Track {
  const track = bytes.sibling(form)
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes.symbols[i] ?? 0
    const symbol = symbolOf(byte)
    if (symbol > 0) track.add(symbol, bytes.starts[i] ?? 0, bytes.ends[i] ?? 0)
    else if (isPart(byte)) track.part(bytes.starts[i] ?? 0)
  }
  track.open = bytes.open
  return track
}

const HEX = '0123456789abcdef'

function asHex(bytes: Track, form: string): Track {
  const track = bytes.sibling(`${form} of bytes`)
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes.symbols[i] ?? 0
    if (byte >= BREAK) {
      track.part(bytes.starts[i] ?? 0)
      continue
    }
    track.add(HEX.charCodeAt(byte >> 4), bytes.starts[i] ?? 0, bytes.ends[i] ?? 0)
    track.add(HEX.charCodeAt(byte & 15), bytes.starts[i] ?? 0, bytes.ends[i] ?? 0)
  }
  track.open = bytes.open
  return track
}

function asNibbles(numbers: Track, form: string): Track {
  const track = numbers.sibling(`${form} of digits`)
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers.symbols[i] ?? 0
    if (value < 16) track.add(HEX.charCodeAt(value), numbers.starts[i] ?? 0, numbers.ends[i] ?? 0)
    else track.part(numbers.starts[i] ?? 0)
  }
  track.open = numbers.open
  return track
}

function map(bytes: Track, by: (byte: number) => number): Track {
  const track = bytes.sibling(bytes.form)
  for (let i = 0; i < bytes.length; i++) track.add(by(bytes.symbols[i] ?? 0), bytes.starts[i] ?? 0, bytes.ends[i] ?? 0)
  track.open = bytes.open
  return track
}

function countNumbers({ tokens }: Reading): number {
  let count = 0
  for (const { text } of tokens) if (text.length <= 12 && isDigit(text.charCodeAt(text.length - 1))) count++
  return count
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39
}

/** More words in a row part what numbers stand before and behind them. */
const MOST_WORDS = 2
/** No byte and no digit: what stands before and behind it does not belong together. */
const BREAK = 256

/** Calls `take` with the tokens that it takes and `part` where too many others stand between. */
function eachTaken(tokens: readonly Token[], take: (token: Token) => boolean, part: (at: number) => void): void {
  let skipped = 0
  for (const token of tokens) {
    if (take(token)) skipped = 0
    else if (++skipped === MOST_WORDS) part(token.start)
  }
}

/** Tokens that are numbers of one base and below 256. */
function numberTrack({ tokens, characters }: Reading, base: number, form: string): Track {
  const track = characters.sibling(form)
  const take = ({ start, end, text }: Token): boolean => {
    const from = digitsFrom(text)
    if (from < 0) return false
    track.add(Math.min(BREAK, toNumber(text, from, base)), start, end)
    return true
  }
  eachTaken(tokens, take, (at) => track.length > 0 && track.add(BREAK, at, at))
  return track
}

/** Where the digits of a number begin, behind `0b`, `0o`, `x` or `o`; negative for what is none, or too long. */
function digitsFrom(text: string): number {
  const [first, second] = [text.charCodeAt(0), text.charCodeAt(1) | 0]
  const from = first === 0x78 || first === 0x6f ? 1 : first === 0x30 && (second === 0x62 || second === 0x6f) ? 2 : 0
  if (text.length <= from || text.length > from + 9) return -1
  for (let i = text.length - 1; i >= from; i--) if (!isDigit(text.charCodeAt(i))) return -1
  return from
}

function toNumber(digits: string, from: number, base: number): number {
  let value = 0
  for (let i = from; i < digits.length; i++) {
    const digit = digits.charCodeAt(i) - 0x30
    if (digit >= base) return Infinity
    value = value * base + digit
  }
  return value
}

/** Hexadecimal digits of all tokens that consist of them, without their marks and leading zeros of longer codes. */
function hexDigits({ tokens, characters }: Reading): Track {
  const track = characters.sibling('hexadecimal')
  const take = ({ from, to, text }: Token): boolean => {
    const marks = hexFrom(text)
    if (marks < 0) return false
    for (let i = from + marks; i < to; i++) {
      const symbol = characters.symbols[i] ?? 0
      const value = symbol < 0x3a ? symbol - 0x30 : symbol - 0x57
      if (symbol <= 0x66) track.add(value, characters.starts[i] ?? 0, characters.ends[i] ?? 0)
    }
    return true
  }
  eachTaken(tokens, take, (at) => track.length > 0 && track.add(BREAK, at, at))
  return track
}

/** Where the digits of a hexadecimal code begin, behind `0x`, `u` or `x` and leading zeros; negative for what is none. */
function hexFrom(text: string): number {
  const end = text.endsWith('h') ? text.length - 1 : text.length
  const first = text.charCodeAt(0)
  const from = first === 0x78 || first === 0x75 ? 1 : text.startsWith('0x') ? 2 : 0
  if (end <= from) return -1
  for (let i = end - 1; i >= from; i--) if (!isHexDigit(text.charCodeAt(i))) return -1
  return end - from === 4 && text.startsWith('00', from) ? from + 2 : from
}

function isHexDigit(unit: number): boolean {
  return isDigit(unit) || (unit >= 0x61 && unit <= 0x66)
}

/** Zeros and ones of all tokens that consist of them. */
function bitTrack({ tokens, characters }: Reading): Track {
  const track = characters.sibling('binary')
  const take = ({ from, to, text }: Token): boolean => {
    const marks = text.startsWith('0b') ? 2 : 0
    if (text.length === marks) return false
    for (let i = text.length - 1; i >= marks; i--) if ((text.charCodeAt(i) | 1) !== 0x31) return false
    for (let i = from + marks; i < to; i++)
      track.add((characters.symbols[i] ?? 0x30) - 0x30, characters.starts[i] ?? 0, characters.ends[i] ?? 0)
    return true
  }
  eachTaken(tokens, take, (at) => track.length > 0 && track.add(BREAK, at, at))
  return track
}

/** Digits in groups of `width`, each of `bits` bits, from the `phase`-th on, and from each break on anew. */
export function group(digits: Track, width: number, bits: number, phase: number, form: string): Track {
  const track = digits.sibling(form)
  let [value, count, first, skip] = [0, 0, phase, phase]
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.symbols[i] ?? 0
    if (digit >= BREAK) {
      ;[value, count, first, skip] = [0, 0, i + 1 + phase, phase]
      track.add(BREAK, digits.starts[i] ?? 0, digits.ends[i] ?? 0)
    } else if (skip > 0) skip--
    else {
      if (count === 0) first = i
      value = (value << bits) | digit
      if (++count < width) continue
      track.add(value, digits.starts[first] ?? 0, digits.ends[i] ?? 0)
      ;[value, count, first] = [0, 0, i + 1]
    }
  }
  track.open = first < digits.length ? digits.starts[first] : undefined
  return track
}
