import type { Reading } from './tokens.ts'
import type { Track } from './track.ts'

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** What each ASCII character is worth in base64 (both alphabets); -1 for all others. */
export const BASE64_VALUES: Int8Array = Int8Array.from({ length: 128 }, (_, unit) =>
  unit === 0x2d ? 62 : unit === 0x5f ? 63 : BASE64.indexOf(String.fromCharCode(unit)),
)
/** The same in base32, in any case. */
export const BASE32_VALUES: Int8Array = Int8Array.from({ length: 128 }, (_, unit) =>
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(String.fromCharCode(unit).toUpperCase()),
)

/** A run of the digits of a base, and what they are. */
export interface Run {
  readonly values: Track
  readonly upper: boolean
  readonly lower: boolean
  readonly digits: boolean
  /** Whether what follows the stretch may belong to it. */
  readonly isOpen: boolean
}

/** Runs of an alphabet; white space, quotation marks, commas and backslashes part none where they wrap a long text. */
export function runsOf({ text, start, end, characters }: Reading, values: Int8Array, least: number): readonly Run[] {
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
export function unpack(values: Track, bits: number, phase: number, size: number): Track {
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
