import type { JsonObject, JsonValue } from '@ringwall/core'
import { squash } from '../name.ts'

/** How many values of the arguments are looked at, and how deep. */
const MAX_FIELDS = 2000
const MAX_DEPTH = 16

/** One value in the arguments, that is no object and no list, under the nearest name above it. */
export interface Field {
  /** Without case and separators. */
  readonly name: string
  readonly value: string | number | boolean | null
  /** How many names stand above it. */
  readonly depth: number
}

/** The fields of arguments, or undefined where there are more, or deeper ones, than are looked at. */
export function fieldsOf(args: JsonObject): readonly Field[] | undefined {
  const fields: Field[] = []
  let count = 0
  const walk = (name: string, value: JsonValue | undefined, depth: number): boolean => {
    if (++count > MAX_FIELDS || depth > MAX_DEPTH) return false
    if (typeof value !== 'object' || value === null) {
      if (value !== undefined) fields.push({ name, value, depth })
      return true
    }
    if (isList(value)) return value.every((item) => walk(name, item, depth + 1))
    return Object.entries(value).every(([key, item]) => walk(squash(key.slice(0, 100)), item, depth + 1))
  }
  return walk('', args, -1) ? fields : undefined
}

/** The texts under one of the names. */
export function textsOf(fields: readonly Field[], names: RegExp): readonly string[] {
  return fields.flatMap(({ name, value }) => (typeof value === 'string' && names.test(name) ? [value] : []))
}

/** True for a list; a payload's lists are read-only, which Array.isArray does not narrow to. */
export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

/** True for what a tool takes for yes. What is no plain value is taken for yes as well. */
export function isYes(value: Field['value']): boolean {
  if (value === null || value === false || value === 0) return false
  return typeof value !== 'string' || !/^(?:|false|no|0|off|none|null|never)$/i.test(value.trim())
}
