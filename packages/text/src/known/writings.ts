/** A value up to this length, in UTF-16 code units, is looked for only as it stands, and only as a word of its own. */
export const SHORT_VALUE = 7
/** The part of a value that base64 writes the same in every context needs so many bytes to be no accident. */
const LEAST_CORE = 8

/** What a value looks like in other writings, each a literal: base64 at every alignment, hex, URL- and JSON-escaped, reversed. */
export function writingsOf(value: string): readonly string[] {
  if (value.length <= SHORT_VALUE) return [value]
  const bytes = Buffer.from(value)
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
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    value.split('').toReversed().join(''),
  ]
  return [...new Set(all)].filter((text) => text !== '')
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
