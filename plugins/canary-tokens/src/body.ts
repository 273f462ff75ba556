import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { DistinctNames } from '@ringwall/text'
import type { Detector, Leak } from './detect.ts'

/** What stands where a canary stood. */
export const MARK = '[REDACTED:canary]'

/** A string, a number or a key of a structure, and where it stands in the joined text. */
interface Leaf {
  readonly text: string
  readonly start: number
  readonly isKey: boolean
}

/** The leaves of a structure as one text, in order, so that what is spread over several of them is seen. */
interface Joined {
  readonly text: string
  readonly leaves: readonly Leaf[]
}

/** Leaks in a structured value: in its strings, numbers and keys, each for itself or spread over several. Spans have no meaning. */
export function findInStructure(value: JsonValue, detector: Detector): readonly Leak[] {
  return [joinLeaves(value, true), joinLeaves(value, false)].flatMap(({ text }) => detector.scan(text))
}

/** A copy of a structured body without canaries, and what was found in it. */
export function cleanBody(
  body: JsonValue,
  detector: Detector,
): { readonly body: JsonValue; readonly leaks: readonly Leak[] } {
  const all = joinLeaves(body, true)
  const values = joinLeaves(body, false)
  const leaks = detector.scan(all.text)
  const spread = detector.scan(values.text)
  if (leaks.length + spread.length === 0) return { body, leaks }
  // Both lists of leaves have the values in the same order.
  const inValues = values.leaves.map((leaf) => redact(leaf, spread))
  let value = 0
  const redacted = all.leaves.map((leaf) => {
    const text = redact(leaf, leaks)
    if (leaf.isKey) return text
    const other = inValues[value++]
    return text === leaf.text ? (other ?? text) : text
  })
  return { body: rebuild(body, redacted, all.leaves), leaks: leaks.length > 0 ? leaks : spread }
}

function joinLeaves(value: JsonValue, withKeys: boolean): Joined {
  const leaves: Leaf[] = []
  let start = 0
  const add = (text: string, isKey: boolean): void => {
    leaves.push({ text, start, isKey })
    start += text.length + 1
  }
  const visit = (item: JsonValue): void => {
    if (typeof item === 'string' || typeof item === 'number') add(String(item), false)
    else if (Array.isArray(item)) item.forEach(visit)
    else if (isJsonObject(item))
      for (const [key, inner] of Object.entries(item)) {
        if (withKeys) add(key, true)
        visit(inner)
      }
  }
  visit(value)
  return { text: leaves.map(({ text }) => text).join('\n'), leaves }
}

function redact({ text, start }: Leaf, leaks: readonly Leak[]): string {
  let out = ''
  let at = 0
  for (const leak of leaks) {
    const [from, to] = [Math.max(0, leak.start - start), Math.min(text.length, leak.end - start)]
    if (from >= to) continue
    out += text.slice(at, from) + MARK
    at = to
  }
  return at === 0 ? text : out + text.slice(at)
}

/** The structure with other leaves, in the order of joinLeaves with keys. */
function rebuild(body: JsonValue, texts: readonly string[], leaves: readonly Leaf[]): JsonValue {
  let next = 0
  const take = (): string | undefined => {
    const [text, leaf] = [texts[next], leaves[next]]
    next++
    return text === leaf?.text ? undefined : text
  }
  const visit = (item: JsonValue): JsonValue => {
    if (typeof item === 'string' || typeof item === 'number') return take() ?? item
    if (Array.isArray(item)) return item.map((inner: JsonValue) => visit(inner))
    return isJsonObject(item) ? visitObject(item) : item
  }
  const visitObject = (item: JsonObject): JsonObject => {
    const entries = new Map<string, JsonValue>()
    const names = new DistinctNames((name) => entries.has(name)) // two keys with a canary stay two
    for (const [key, inner] of Object.entries(item)) {
      const name = names.nameFor(take() ?? key)
      entries.set(name, visit(inner))
    }
    return Object.fromEntries(entries)
  }
  return visit(body)
}
