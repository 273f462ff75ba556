import { differencesOf } from './character-tracks.ts'
import type { Reading } from './tokens.ts'
import { symbolOf, Track } from './track.ts'

/** Tracks of bytes that a stretch encodes, by the needles that they are searched with. */
export interface ByteTracks {
  /** What the bytes say in ASCII, and in hexadecimal digits. */
  readonly characters: Track[]
  /** The bytes with a key that an exclusive or, or an addition, takes out. */
  readonly xor: Track[]
  readonly sum: Track[]
}

/** Fewer encode nothing that is looked for. */
const LEAST_BYTES = 8

/** Every reading of a stretch as bytes. `isWhole` is false where the stretch may go on: then short rows count too. */
export function byteTracks(reading: Reading, isWhole: boolean): ByteTracks {
  const made: ByteTracks = { characters: [], xor: [], sum: [] }
  const least = isWhole ? LEAST_BYTES : 1
  const take = (form: string, bytes: Track, hasKeys: boolean): void => {
    if (bytes.length < least) return
    made.characters.push(asAscii(bytes, form), asHex(bytes, form))
    if (!hasKeys) return
    made.xor.push(differencesOf(bytes, `${form}, keyed`, (a, b) => (a ^ b) + 1))
    made.sum.push(differencesOf(bytes, `${form}, keyed`, (a, b) => ((b - a + 256) % 256) + 1))
  }
  for (const [base, form] of BASES) {
    const numbers = numberTrack(reading, base, form)
    take(form, numbers, true)
    if (numbers.length >= least) made.characters.push(asNibbles(numbers, form))
  }
  const digits = hexDigits(reading)
  if (digits.length >= 2 * least)
    for (const phase of [0, 1]) {
      take('hexadecimal', group(digits, 2, 4, phase, 'hexadecimal'), true)
      take(
        'hexadecimal, halves swapped',
        map(group(digits, 2, 4, phase, ''), (byte) => (byte >> 4) | ((byte & 15) << 4)),
        false,
      )
      take(
        'hexadecimal, complement',
        map(group(digits, 2, 4, phase, ''), (byte) => 255 - byte),
        false,
      )
    }
  const bits = bitTrack(reading)
  if (bits.length >= 4 * least)
    for (const width of [8, 7, 4])
      for (let phase = 0; phase < width; phase++) {
        const grouped = group(bits, width, 1, phase, 'binary')
        if (width === 4) made.characters.push(asNibbles(grouped, 'binary'))
        else take('binary', grouped, width === 8)
      }
  for (const values of base64Runs(reading, least))
    for (let phase = 0; phase < 4; phase++) take('base64', unpack(values, 6, phase, 4), true)
  for (const values of base32Runs(reading, least))
    for (let phase = 0; phase < 8; phase++) take('base32', unpack(values, 5, phase, 8), false)
  return made
}

const BASES: readonly (readonly [base: number, form: string])[] = [
  [10, 'decimal codes'],
  [8, 'octal codes'],
  [2, 'binary codes'],
]

function asAscii(bytes: Track, form: string): Track {
  const track = new Track(form)
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
  const track = new Track(`${form} of bytes`)
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes.symbols[i] ?? 0
    if (byte > 255) continue
    track.add(HEX.charCodeAt(byte >> 4), bytes.starts[i] ?? 0, bytes.ends[i] ?? 0)
    track.add(HEX.charCodeAt(byte & 15), bytes.starts[i] ?? 0, bytes.ends[i] ?? 0)
  }
  track.open = bytes.open
  return track
}

function asNibbles(numbers: Track, form: string): Track {
  const track = new Track(`${form} of digits`)
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers.symbols[i] ?? 0
    if (value < 16) track.add(HEX.charCodeAt(value), numbers.starts[i] ?? 0, numbers.ends[i] ?? 0)
    else track.part(numbers.starts[i] ?? 0)
  }
  track.open = numbers.open
  return track
}

function map(bytes: Track, by: (byte: number) => number): Track {
  const track = new Track(bytes.form)
  for (let i = 0; i < bytes.length; i++) track.add(by(bytes.symbols[i] ?? 0), bytes.starts[i] ?? 0, bytes.ends[i] ?? 0)
  track.open = bytes.open
  return track
}

/** Tokens that are numbers of one base and below 256. */
function numberTrack({ tokens }: Reading, base: number, form: string): Track {
  const track = new Track(form)
  for (const { start, end, text } of tokens) {
    const digits = /^(?:0[bo]|[xo])?(\d{1,9})$/.exec(text)?.[1]
    if (digits === undefined) continue
    const value = toNumber(digits, base)
    if (value < 256) track.add(value, start, end)
  }
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
  const track = new Track('hexadecimal')
  for (const { from, to, text } of tokens) {
    const marks = /^(?:0x|u|x)?(?:00(?=[0-9a-f]{2}h?$))?/.exec(text)?.[0].length ?? 0
    if (!/^[0-9a-f]+h?$/.test(text.slice(marks))) continue
    for (let i = from + marks; i < to; i++) {
      const symbol = characters.symbols[i] ?? 0
      if (symbol <= 0x66)
        track.add(HEX.indexOf(String.fromCharCode(symbol)), characters.starts[i] ?? 0, characters.ends[i] ?? 0)
    }
  }
  return track
}

/** Zeros and ones of all tokens that consist of them. */
function bitTrack({ tokens, characters }: Reading): Track {
  const track = new Track('binary')
  for (const { from, to, text } of tokens) {
    const marks = text.startsWith('0b') ? 2 : 0
    if (!/^[01]+$/.test(text.slice(marks))) continue
    for (let i = from + marks; i < to; i++)
      track.add((characters.symbols[i] ?? 0x30) - 0x30, characters.starts[i] ?? 0, characters.ends[i] ?? 0)
  }
  return track
}

/** Digits in groups of `width`, each of `bits` bits, from the `phase`-th on. */
export function group(digits: Track, width: number, bits: number, phase: number, form: string): Track {
  const track = new Track(form)
  let at = phase
  for (; at + width <= digits.length; at += width) {
    let value = 0
    for (let i = at; i < at + width; i++) value = (value << bits) | (digits.symbols[i] ?? 0)
    track.add(value, digits.starts[at] ?? 0, digits.ends[at + width - 1] ?? 0)
  }
  track.open = digits.starts[at]
  return track
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BASE64_VALUES: Int8Array = Int8Array.from({ length: 128 }, (_, unit) =>
  unit === 0x2d ? 62 : unit === 0x5f ? 63 : BASE64.indexOf(String.fromCharCode(unit)),
)
const BASE32_VALUES: Int8Array = Int8Array.from({ length: 128 }, (_, unit) =>
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(String.fromCharCode(unit).toUpperCase()),
)

function base64Runs(reading: Reading, least: number): readonly Track[] {
  return runsOf(reading, BASE64_VALUES, (least * 4) / 3)
}

function base32Runs(reading: Reading, least: number): readonly Track[] {
  return runsOf(reading, BASE32_VALUES, (least * 8) / 5)
}

/** Runs of an alphabet; white space, quotation marks, commas and backslashes part none, as long texts are wrapped. */
function runsOf({ text, start, end }: Reading, values: Int8Array, least: number): readonly Track[] {
  const runs: Track[] = []
  let run = new Track('')
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at)
    const value = unit < 128 ? (values[unit] ?? -1) : -1
    if (value >= 0) run.add(value, at, at + 1)
    else if (!(unit <= 0x20 || unit === 0x22 || unit === 0x27 || unit === 0x2c || unit === 0x5c)) {
      if (run.length >= least) runs.push(run)
      run = new Track('')
    }
  }
  if (run.length >= least) runs.push(run)
  return runs
}

/** Bytes from values of `bits` bits, in groups of `size` values from the `phase`-th on. */
function unpack(values: Track, bits: number, phase: number, size: number): Track {
  const track = new Track('')
  let [buffer, held, first] = [0, 0, phase]
  for (let i = phase; i < values.length; i++) {
    if ((i - phase) % size === 0) [buffer, held, first] = [0, 0, i]
    buffer = ((buffer << bits) | (values.symbols[i] ?? 0)) & 0xffff
    held += bits
    if (held < 8) continue
    held -= 8
    track.add((buffer >> held) & 255, values.starts[first] ?? 0, values.ends[i] ?? 0)
    first = i
  }
  track.open = values.starts[first]
  return track
}
