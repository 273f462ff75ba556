import { isJsonObject, type Finding, type JsonObject, type JsonValue } from '@ringwall/core'
import type { Action, Report } from './report.ts'

/** A structured body after redaction, and what was seen in it; without spans, for it has no text that they could refer to. */
export interface Cleaned {
  readonly body: JsonValue
  readonly findings: ReadonlyMap<Action, readonly Finding[]>
}

/** A copy of `body` without what `judge` takes out: in every string at any depth and in keys; a key gives its value context (`"password": ...`). */
export function cleanBody(body: JsonValue, judge: (text: string) => Report): Cleaned {
  const findings = new Map<Action, Finding[]>()
  const text = (value: string, key: string | undefined): string => {
    const lead = key === undefined ? '' : `${key}: `
    const { findings: seen, edits } = judge(lead + value)
    for (const [code, list] of seen) {
      const own = list.filter(({ span }) => span === undefined || span.end > lead.length)
      if (own.length === 0) continue
      const all = findings.get(code) ?? []
      for (const { rule, severity } of own) all.push({ rule, severity })
      findings.set(code, all)
    }
    let out = ''
    let at = lead.length
    for (const edit of edits) {
      if (edit.end <= lead.length) continue // in the key, which is read by itself
      out += (lead + value).slice(at, Math.max(at, edit.start)) + edit.text
      at = edit.end
    }
    return out + (lead + value).slice(at)
  }
  const visit = (value: JsonValue, key: string | undefined): JsonValue => {
    if (typeof value === 'string') return text(value, key)
    if (Array.isArray(value)) return value.map((item: JsonValue) => visit(item, key))
    return isJsonObject(value) ? visitObject(value) : value
  }
  const visitObject = (value: JsonObject): JsonObject => {
    const entries = new Map<string, JsonValue>()
    const copies = new Map<string, number>()
    for (const [key, item] of Object.entries(value)) {
      const clean = text(key, undefined)
      let name = clean
      // Two keys with secrets of one format stay two.
      for (let copy = copies.get(clean) ?? 2; entries.has(name); copy++) {
        name = `${clean}+${copy}`
        copies.set(clean, copy + 1)
      }
      entries.set(name, visit(item, key))
    }
    return Object.fromEntries(entries)
  }
  return { body: visit(body, undefined), findings }
}
