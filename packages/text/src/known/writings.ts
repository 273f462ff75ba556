/** A value up to this length, in UTF-16 code units, is looked for only as it stands, and only as a word of its own. */
export const SHORT_VALUE = 7
/** The part of a value that base64 writes the same in every context needs so many bytes to be no accident. */
const LEAST_CORE = 8
/** Shorter values have encodings of less than six characters. In bytes. */
const LEAST_WHOLE = 4

/** What a value looks like in other writings, each a literal: base64 (also twice) and base32 at every alignment, hex, URL- and JSON-escaped, reversed. */
export function writingsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value)
  if (value.length <= SHORT_VALUE) return [...new Set([value, ...wholeWritings(bytes)])]
  const json = JSON.stringify(value).slice(1, -1)
  const url = encodeURIComponent(value.toWellFormed())
  const base64 = [0, 1, 2].flatMap((lead) => coreOf(bytes, lead))
  const all = [
    value,
    value.replaceAll('\r\n', '\n'),
    value.replaceAll(/\r?\n/g, '\r\n'),
    json,
    json.replaceAll('/', '\\/'),
    JSON.stringify(json).slice(1, -1),
    url,
    url.replaceAll('%20', '+'),
    url.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    // Encoded again: what the first round fixes is fixed in the second one too.
    ...base64.flatMap((text) => [0, 1, 2].flatMap((lead) => coreOf(Buffer.from(text), lead))),
    ...[0, 1, 2, 3, 4].flatMap((lead) => base32Of(bytes, lead)).flatMap((text) => [text, text.toLowerCase()]),
    ...hexOf(bytes),
    value.split('').toReversed().join(''),
  ]
  return [...new Set(all)].filter((text) => text !== '')
}

/** A short value encoded as a whole: as part of something longer it would be found by accident. */
function wholeWritings(bytes: Buffer): readonly string[] {
  if (bytes.length < LEAST_WHOLE) return []
  const base64 = bytes.toString('base64')
  return [
    base64.replaceAll('=', ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ]
}

/** Hexadecimal as programs print it: in one, in pairs with a sign between them, in either case. */
function hexOf(bytes: Buffer): readonly string[] {
  const pairs = bytes.toString('hex').match(/../g) ?? []
  const lower = ['', ' ', ':', '-', ',', ', ', '  ', '\n'].map((sign) => pairs.join(sign))
  const marked = [' ', ',', ', '].map((sign) => pairs.map((pair) => `0x${pair}`).join(sign))
  const upper = marked.map((text) => text.toUpperCase().replaceAll('0X', '0x'))
  return [...lower, ...lower.map((text) => text.toUpperCase()), ...marked, ...upper]
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The same in base32, whose groups are of five bytes. */
function base32Of(bytes: Uint8Array, lead: number): readonly string[] {
  if (bytes.length < LEAST_CORE) return []
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const skipped = (5 - ((lead * 8) % 5)) % 5
  const groups = bits.slice(skipped).match(/.{5}/g) ?? []
  return [groups.map((group) => BASE32[Number.parseInt(group, 2)] ?? '').join('')]
}

/** The characters of base64 that depend on the value alone, behind `lead` other bytes of its group of three. */
function coreOf(bytes: Uint8Array, lead: number): readonly string[] {
  const encoded = Buffer.concat([new Uint8Array(lead), bytes])
    .toString('base64')
    .replaceAll('=', '')
  const first = Math.ceil((lead * 8) / 6)
  const last = Math.floor(((lead + bytes.length) * 8) / 6)
  return bytes.length >= LEAST_CORE ? [encoded.slice(first, last)] : []
}
