/** Classes of code units that stand one after the other wherever a code holds readable text, whatever its alignment. */
export interface CodeRow {
  /** For each byte the places of the row where it may stand, one bit each; none for what is not part of the code. */
  readonly classes: Int32Array
  /** The bit of the last place. */
  readonly last: number
}

/** So many readable characters in a row are more than chance, and no secret is shorter. */
export const LEAST_READABLE = 16

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** Values of single bytes: tab, line feed, carriage return, and what is printable in ASCII. */
const isReadable = (byte: number): boolean => byte === 9 || byte === 10 || byte === 13 || (byte >= 0x20 && byte < 0x7f)
const BYTES = Array.from({ length: 256 }, (_, byte) => byte).filter(isReadable)

/** Sextets by their place in a group of four: those that readable bytes lead to. */
const SEXTETS: readonly ReadonlySet<number>[] = [
  new Set(BYTES.map((byte) => byte >> 2)),
  new Set(BYTES.flatMap((byte) => BYTES.map((first) => ((first & 3) << 4) | (byte >> 4)))),
  new Set(BYTES.flatMap((byte) => BYTES.map((third) => ((byte & 15) << 2) | (third >> 6)))),
  new Set(BYTES.map((byte) => byte & 63)),
]
const NIBBLES: readonly ReadonlySet<number>[] = [
  new Set(BYTES.map((byte) => byte >> 4)),
  new Set(BYTES.map((byte) => byte & 15)),
]

/** Base64 in both alphabets: of any 16 bytes four whole groups are there, and the last sextet of a group may be any. */
const BASE64: CodeRow = row(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_'],
  (unit) => ALPHABET.indexOf(unit.replace('-', '+').replace('_', '/')),
  SEXTETS,
  15,
)

/** Pairs of hexadecimal digits. */
const HEX: CodeRow = row([...'0123456789abcdefABCDEF'], (unit) => Number.parseInt(unit, 16), NIBBLES, 30)

function row(
  units: readonly string[],
  valueOf: (unit: string) => number,
  places: readonly ReadonlySet<number>[],
  length: number,
): CodeRow {
  const classes = new Int32Array(256)
  for (const unit of units) {
    for (let place = 0; place < length; place++)
      if (places[place % places.length]?.has(valueOf(unit)))
        classes[unit.charCodeAt(0)] = (classes[unit.charCodeAt(0)] ?? 0) | (1 << place)
  }
  return { classes, last: 1 << (length - 1) }
}

/** True where a part of a text's bytes holds either row. */
export function holdsCode(bytes: Uint8Array, start: number, end: number): boolean {
  const [base64Places, hexPlaces] = [BASE64.classes, HEX.classes]
  let base64 = 0
  let hex = 0
  let found = 0
  for (let at = start; at < end; at++) {
    const unit = bytes[at] ?? 0
    // Each bit is a row in progress; its last bit is set where a whole row stands (Shift-And).
    base64 = ((base64 << 1) | 1) & (base64Places[unit] ?? 0)
    hex = ((hex << 1) | 1) & (hexPlaces[unit] ?? 0)
    found |= (base64 & BASE64.last) | (hex & HEX.last)
  }
  return found !== 0
}
