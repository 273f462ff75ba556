import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { hasPieces } from './glob.ts'

/** What the secrets-store fills in after the approval; whoever approved saw the name. */
const PLACEHOLDER = /\{\{secret:[A-Za-z_][A-Za-z0-9_.-]{0,127}\}\}/

/** True if what goes on is what was approved, but for values that stand where it names secrets. */
export function isCarried(approved: JsonValue, final: JsonValue): boolean {
  if (typeof approved === 'string') return typeof final === 'string' && hasPieces(final, approved.split(PLACEHOLDER))
  if (Array.isArray(approved)) {
    const after: readonly JsonValue[] | undefined = Array.isArray(final) ? final : undefined
    return after?.length === approved.length && approved.every((item: JsonValue, at) => holds(item, after[at]))
  }
  if (!isJsonObject(approved)) return Object.is(approved, final)
  return (
    isJsonObject(final) &&
    sameKeys(approved, final) &&
    Object.keys(approved).every((key) => holds(approved[key], final[key]))
  )
}

function holds(approved: JsonValue | undefined, final: JsonValue | undefined): boolean {
  return approved !== undefined && final !== undefined && isCarried(approved, final)
}

function sameKeys(a: JsonObject, b: JsonObject): boolean {
  return Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => Object.hasOwn(b, key))
}
