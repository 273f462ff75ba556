import { differencesOf } from './character-tracks.ts'
import type { Reading, Token } from './tokens.ts'
import { symbolOf, type Track } from './track.ts'

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
  const take = (form: string, bytes: Track, hasKeys: boolean): void => {
    if (bytes.length < least) return
    visit({ track: asAscii(bytes, form), kind: 'plain' })
    // Of hexadecimal digits it would be what they are already.
    if (!form.startsWith('hexadecimal')) visit({ track: asHex(bytes, form), kind: 'plain' })
    if (!hasKeys || (isWhole && bytes.length < LEAST_KEYED)) return
    visit({ track: differencesOf(bytes, `${form}, keyed`, exclusive), kind: 'xor' })
    visit({ track: differencesOf(bytes, `${form}, keyed`, added), kind: 'sum' })
  }
  const numbers = countNumbers(reading)
  for (const [base, form] of BASES) {
    if (numbers < least) break
    const values = numberTrack(reading, base, form)
    take(form, values, true)
    if (values.length >= least) visit({ track: asNibbles(values, form), kind: 'plain' })
  }
  const digits = !isWhole || counts.digits >= 4 ? hexDigits(reading) : characters.sibling('')
  if (digits.length >= 2 * least)
    for (const phase of [0, 1]) {
      const bytes = group(digits, 2, 4, phase, 'hexadecimal')
      take('hexadecimal', bytes, true)
      take('hexadecimal, halves swapped', map(bytes, swapHalves), false)
      take('hexadecimal, complement', map(bytes, complement), false)
    }
  const bits = !isWhole || counts.digits >= 4 * least ? bitTrack(reading) : characters.sibling('')
  if (bits.length >= 4 * least)
    for (const width of [8, 7, 4])
      for (let phase = 0; phase < width; phase++) {
        const grouped = group(bits, width, 1, phase, 'binary')
        if (width === 4) visit({ track: asNibbles(grouped, 'binary'), kind: 'plain' })
        else take('binary', grouped, width === 8)
      }
  for (const { values, upper, lower, isOpen } of runsOf(reading, BASE64_VALUES, (least * 4) / 3))
    if (isWhole ? upper && lower : isOpen)
      for (let phase = 0; phase < 4; phase++) take('base64', unpack(values, 6, phase, 4), true)
  for (const { values, upper, lower, digits, isOpen } of runsOf(reading, BASE32_VALUES, (least * 8) / 5))
    if (isWhole ? upper !== lower && digits : isOpen)
      for (let phase = 0; phase < 8; phase++) take('base32', unpack(values, 5, phase, 8), false)
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
    else if (byte > 0x7e || (byte > 0 && byte < 9)) track.part(bytes.starts[i] ?? 0)
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
    const digits = /^(?:0[bo]|[xo])?(\d{1,9})$/.exec(text)?.[1]
    const value = digits === undefined ? BREAK : Math.min(BREAK, toNumber(digits, base))
    if (digits !== undefined) track.add(value, start, end)
    return digits !== undefined
  }
  eachTaken(tokens, take, (at) => track.length > 0 && track.add(BREAK, at, at))
  return track
}

function toNumber(digits: string, base: number): number {
  let value = 0
  for (let i = 0; i < digits.length; i++) {
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
    const marks = /^(?:0x|u|x)?(?:00(?=[0-9a-f]{2}h?$))?/.exec(text)?.[0].length ?? 0
    if (!/^[0-9a-f]+h?$/.test(text.slice(marks))) return false
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

/** Zeros and ones of all tokens that consist of them. */
function bitTrack({ tokens, characters }: Reading): Track {
  const track = characters.sibling('binary')
  const take = ({ from, to, text }: Token): boolean => {
    const marks = text.startsWith('0b') ? 2 : 0
    if (!/^[01]+$/.test(text.slice(marks))) return false
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

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BASE64_VALUES: Int8Array = Int8Array.from({ length: 128 }, (_, unit) =>
  unit === 0x2d ? 62 : unit === 0x5f ? 63 : BASE64.indexOf(String.fromCharCode(unit)),
)
const BASE32_VALUES: Int8Array = Int8Array.from({ length: 128 }, (_, unit) =>
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(String.fromCharCode(unit).toUpperCase()),
)

/** A run of the digits of a base, and what they are. */
interface Run {
  readonly values: Track
  readonly upper: boolean
  readonly lower: boolean
  readonly digits: boolean
  /** Whether what follows the stretch may belong to it. */
  readonly isOpen: boolean
}

/** Runs of an alphabet; white space, quotation marks, commas and backslashes part none where they wrap a long text. */
function runsOf({ text, start, end, characters }: Reading, values: Int8Array, least: number): readonly Run[] {
  const runs: Run[] = []
  let run = characters.sibling('')
  let piece = 0
  let isBroken = false
  let kinds = 0
  const close = (isOpen = false): void => {
    if (run.length >= least) {
      runs.push({ values: run, upper: (kinds & 1) > 0, lower: (kinds & 2) > 0, digits: (kinds & 4) > 0, isOpen })
      run = characters.sibling('')
    }
    run.length = 0
    kinds = 0
    piece = 0
    isBroken = false
  }
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at)
    const value = unit < 128 ? (values[unit] ?? -1) : -1
    if (value >= 0) {
      if (isBroken) {
        // Lines of an encoded text have lengths that its groups fit into; words have them by accident.
        if (!mayGoOn(piece)) close()
        piece = 0
        isBroken = false
      }
      run.add(value, at, at + 1)
      kinds |= unit >= 0x61 ? 2 : unit >= 0x41 && unit <= 0x5a ? 1 : 4
      piece++
    } else if (unit <= 0x20 || unit === 0x22 || unit === 0x27 || unit === 0x2c || unit === 0x5c) isBroken = true
    else if (run.length > 0) close()
  }
  close(!isBroken || mayGoOn(piece))
  return runs
}

/** Whether a piece of that length may have another one behind white space. */
function mayGoOn(piece: number): boolean {
  return piece === 1 || piece % 4 === 0
}

/** Bytes from values of `bits` bits, in groups of `size` values from the `phase`-th on. */
function unpack(values: Track, bits: number, phase: number, size: number): Track {
  const track = values.sibling('')
  let [buffer, held, first] = [0, 0, phase]
  for (let i = phase; i < values.length; i++) {
    if ((i - phase) % size === 0) [buffer, held, first] = [0, 0, i]
    buffer = ((buffer << bits) | (values.symbols[i] ?? 0)) & 0xffff
    held += bits
    if (held < 8) continue
    held -= 8
    track.add((buffer >> held) & 255, values.starts[first] ?? 0, values.ends[i] ?? 0)
    first = held === 0 ? i + 1 : i
  }
  track.open = first < values.length ? values.starts[first] : undefined
  return track
}
