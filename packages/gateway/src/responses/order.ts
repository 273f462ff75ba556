import { isJsonObject, type JsonValue } from '@ringwall/core'

/** The value with its keys in the order in which another has them, at every depth: what nobody changed is passed on as it was written. */
export function inOrderOf(written: JsonValue | undefined, value: JsonValue): JsonValue {
  if (Array.isArray(value) && Array.isArray(written))
    return value.map((item: JsonValue, at) => inOrderOf(written[at] as JsonValue | undefined, item))
  if (written === undefined || !isJsonObject(value) || !isJsonObject(written)) return value
  const keys = new Set([...Object.keys(written).filter((key) => Object.hasOwn(value, key)), ...Object.keys(value)])
  return Object.fromEntries([...keys].map((key) => [key, inOrderOf(written[key], value[key] ?? null)]))
}
