import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import type { Secret } from '@ringwall/text'
import type { Detector } from './detect.ts'

/** A structured body after redaction, and the names of what was seen in it. */
export interface Cleaned {
  readonly body: JsonValue
  readonly critical: readonly string[]
  readonly warnings: readonly string[]
  readonly leaks: readonly string[]
}

/** The mark that stands where a secret of that format stood. */
export function mark({ rule }: Pick<Secret, 'rule'>): string {
  return `[REDACTED:${rule}]`
}

/** A copy of `body` without secrets: in every string at any depth and in keys; a key gives its value context (`"password": ...`). */
export function cleanBody(body: JsonValue, detector: Detector): Cleaned {
  const critical: string[] = []
  const warnings: string[] = []
  const leaks: string[] = []
  const text = (value: string, key: string | undefined): string => {
    const lead = key === undefined ? '' : `${key}: `
    const seen = detector.scan(lead + value)
    leaks.push(...seen.leaks.map(({ rule }) => rule))
    const secrets = seen.critical.filter(({ end }) => end > lead.length)
    critical.push(...secrets.map(({ rule }) => rule))
    warnings.push(...seen.warnings.map(({ rule }) => rule))
    return replace(value, secrets, lead.length)
  }
  const visit = (value: JsonValue, key: string | undefined): JsonValue => {
    if (typeof value === 'string') return text(value, key)
    if (Array.isArray(value)) return value.map((item: JsonValue) => visit(item, key))
    return isJsonObject(value) ? visitObject(value) : value
  }
  const visitObject = (value: JsonObject): JsonObject => {
    const entries = new Map<string, JsonValue>()
    for (const [key, item] of Object.entries(value)) {
      let name = text(key, undefined)
      while (entries.has(name)) name += '+' // two keys with secrets of one format stay two
      entries.set(name, visit(item, key))
    }
    return Object.fromEntries(entries)
  }
  return { body: visit(body, undefined), critical, warnings, leaks }
}

function replace(value: string, secrets: readonly Secret[], shift: number): string {
  let out = ''
  let at = 0
  for (const secret of secrets) {
    out += value.slice(at, Math.max(at, secret.start - shift)) + mark(secret)
    at = secret.end - shift
  }
  return out + value.slice(at)
}
