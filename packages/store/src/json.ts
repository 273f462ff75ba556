import type { JsonValue } from '@ringwall/core'
import { fail } from './errors.ts'
import { MAX_VALUE_BYTES } from './store.ts'

const MAX_DEPTH = 200

/** The JSON text of a value; rejects with STORE_VALUE_INVALID what would not come back as it went in. */
export function encode(value: unknown): string {
  checkJson(value, 0)
  const text = JSON.stringify(value)
  if (Buffer.byteLength(text) > MAX_VALUE_BYTES) throw refused(`its JSON exceeds ${MAX_VALUE_BYTES} bytes`)
  return text
}

/** The value of a stored JSON text; rejects with STORE_CORRUPT when it is none. */
export function decode(text: unknown, file: string): JsonValue {
  if (typeof text !== 'string') throw fail('STORE_CORRUPT', { file, problem: 'a value is not text' })
  try {
    return JSON.parse(text) as JsonValue
  } catch (cause) {
    throw fail('STORE_CORRUPT', { file, problem: 'a value is not JSON' }, cause)
  }
}

function checkJson(value: unknown, depth: number): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return
  // JSON.stringify writes NaN and Infinity as null, which a reader may take for "no limit".
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refused(`it holds ${value}`)
    return
  }
  if (typeof value !== 'object') throw refused(`it holds a value of type ${typeof value}`)
  if (depth >= MAX_DEPTH) throw refused(`it is nested deeper than ${MAX_DEPTH} levels, or in a cycle`)
  if (!Array.isArray(value)) checkPlain(value)
  // Iteration visits the holes of an array, as undefined, which is refused.
  for (const item of Array.isArray(value) ? value : Object.values(value)) checkJson(item, depth + 1)
}

function checkPlain(value: object): void {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw refused('it holds a class instance')
}

function refused(problem: string): Error {
  return fail('STORE_VALUE_INVALID', { problem })
}
