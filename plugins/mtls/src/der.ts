/** One value of DER (X.690): its tag byte, its content, and both with the length between them. */
export interface DerValue {
  readonly tag: number
  readonly content: Uint8Array
  readonly whole: Uint8Array
}

/** The tag bytes that certificates and revocation lists are made of. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  bytes: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  printable: 0x13,
  teletex: 0x14,
  ia5: 0x16,
  utcTime: 0x17,
  time: 0x18,
  bmp: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

const LONG_TAG = 0x1f
const MAX_LENGTH_BYTES = 4

/** The values that stand one after the other and fill `bytes` to its end. Throws RangeError for anything that is not DER. */
export function readValues(bytes: Uint8Array): readonly DerValue[] {
  const values: DerValue[] = []
  for (let at = 0; at < bytes.length;) {
    const value = readAt(bytes, at)
    values.push(value)
    at += value.whole.length
  }
  return values
}

/** The one value that fills `bytes`. Throws RangeError. */
export function readValue(bytes: Uint8Array): DerValue {
  const [value, more] = readValues(bytes)
  if (value === undefined || more !== undefined) throw new RangeError('it is not one DER value')
  return value
}

/** What stands in a SEQUENCE, a SET or an explicit tag. Throws RangeError if the tag is another. */
export function childrenOf(value: DerValue | undefined, tag: number = TAG.sequence): readonly DerValue[] {
  if (value?.tag !== tag) throw new RangeError('it has another structure')
  return readValues(value.content)
}

/** The dotted form of an object identifier. Throws RangeError. */
export function oidOf(value: DerValue | undefined): string {
  if (value?.tag !== TAG.oid || value.content.length === 0) throw new RangeError('an object identifier is missing')
  const arcs: number[] = []
  let arc = 0
  for (const byte of value.content) {
    arc = arc * 128 + (byte & 0x7f)
    if (byte < 0x80) {
      arcs.push(arc)
      arc = 0
    }
  }
  const [first = 0, ...rest] = arcs
  const root = Math.min(Math.floor(first / 40), 2)
  return [root, first - root * 40, ...rest].join('.')
}

/** A UTCTime or GeneralizedTime of RFC 5280, in milliseconds since 1970. Throws RangeError. */
export function timeOf(value: DerValue | undefined): number {
  const text = Buffer.from(value?.content ?? []).toString('latin1')
  const isShort = value?.tag === TAG.utcTime
  const [, year = '', month, day, hour, minute, second] =
    (isShort ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/).exec(text) ?? []
  const century = isShort ? (Number(year) < 50 ? '20' : '19') : ''
  const time = Date.parse(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if ((!isShort && value?.tag !== TAG.time) || Number.isNaN(time)) throw new RangeError('a time is malformed')
  return time
}

/** The bytes of a BIT STRING of whole bytes. Throws RangeError. */
export function bitsOf(value: DerValue | undefined): Uint8Array {
  if (value?.tag !== TAG.bits || value.content[0] === undefined) throw new RangeError('a bit string is missing')
  return value.content.subarray(1)
}

/** An INTEGER in hex, lower case, without leading zeros. Throws RangeError. */
export function integerOf(value: DerValue | undefined): string {
  if (value?.tag !== TAG.integer || value.content.length === 0) throw new RangeError('a number is missing')
  return Buffer.from(value.content)
    .toString('hex')
    .replace(/^0+(?=.)/, '')
}

function readAt(bytes: Uint8Array, at: number): DerValue {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) throw new RangeError('it ends too early')
  if ((tag & LONG_TAG) === LONG_TAG) throw new RangeError('it has a tag that no certificate has')
  let length = first
  let start = at + 2
  if (first >= 0x80) {
    const count = first - 0x80
    if (count === 0 || count > MAX_LENGTH_BYTES) throw new RangeError('it has a length that DER does not have')
    length = 0
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[start + i] ?? Number.NaN)
    start += count
    // DER has one spelling of each length; another would be read differently by others.
    if (!(length >= 0x80 && length >= 256 ** (count - 1))) throw new RangeError('a length is not the shortest')
  }
  const end = start + length
  if (!(end <= bytes.length)) throw new RangeError('it ends too early')
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) }
}
