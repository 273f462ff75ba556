import type { JsonObject, JsonValue } from './hooks.ts'

const MAX_DEPTH = 200

/** A frozen deep copy of a JSON value; throws TypeError for anything that JSON cannot hold (NaN, functions, class instances, cycles, depth over 200). */
export function copyJson(value: unknown, depth = 0): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value !== 'object') throw new TypeError(`${String(value)} (${typeof value}) is not JSON`)
  if (depth >= MAX_DEPTH) throw new TypeError(`JSON nested deeper than ${MAX_DEPTH}, or a cycle`)
  if (Array.isArray(value)) {
    const out: JsonValue[] = []
    for (const item of value) out.push(copyJson(item, depth + 1)) // iterates holes as undefined, which is refused
    return Object.freeze(out)
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('a class instance is not JSON')
  return copyObject(value, depth)
}

/** copyJson for values that must be objects. */
export function copyJsonObject(value: unknown): JsonObject {
  const copy = copyJson(value)
  if (!isJsonObject(copy)) throw new TypeError('not a JSON object')
  return copy
}

/** True for a JSON object, false for arrays and scalars. */
export function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function copyObject(value: object, depth: number): JsonObject {
  const out: Record<string, JsonValue> = {}
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue // as JSON.stringify does
    const copy = copyJson(item, depth + 1)
    // Assigning __proto__ would set the prototype and hide the key from every layer.
    if (key === '__proto__') Object.defineProperty(out, key, { value: copy, enumerable: true })
    else out[key] = copy
  }
  return Object.freeze(out)
}
