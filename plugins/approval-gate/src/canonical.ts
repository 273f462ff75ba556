import { createHash } from 'node:crypto'
import { isJsonObject, type JsonValue } from '@ringwall/core'

/**
 * One text for one value, and no two values with one text: keys in order of code units, no white space (the idea of RFC 8785),
 * but nothing is folded: -0 is not 0, and texts that only look alike differ. Lone surrogates are escaped, so UTF-8 loses nothing.
 */
export function canonical(value: JsonValue): string {
  if (Object.is(value, -0)) return '-0'
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => canonical(item)).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}

/** SHA-256 of a text as UTF-8, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
