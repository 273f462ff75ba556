import type { JsonValue } from '@ringwall/core'

/**
 * Every string of a JSON value, keys too, one a line: what a model reads in it. A layer gets this instead of the JSON text, whose
 * escapes (`\n`, `\u0069`) would hide words from it.
 */
export function textView(value: JsonValue): string {
  return textLines(value).join('\n')
}

/** The lines of the text view, each one string or key of the value; a line may have line breaks of its own. */
export function textLines(value: JsonValue): readonly string[] {
  const lines: string[] = []
  collect(value, lines)
  return lines
}

function collect(value: JsonValue, lines: string[]): void {
  if (typeof value === 'string') {
    if (value !== '') lines.push(value)
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, lines)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      lines.push(key)
      collect(item, lines)
    }
  }
}

/** A copy in which each string, keys too, is what `map` makes of it; undefined where it makes nothing of one. Empty strings stay. */
export async function mapStrings(
  value: JsonValue,
  map: (text: string) => Promise<string | undefined>,
): Promise<JsonValue | undefined> {
  if (typeof value === 'string') return value === '' ? value : map(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items: JsonValue[] = []
    for (const item of value as readonly JsonValue[]) {
      const mapped = await mapStrings(item, map)
      if (mapped === undefined) return undefined
      items.push(mapped)
    }
    return items
  }
  const entries: [string, JsonValue][] = []
  for (const [key, item] of Object.entries(value)) {
    const [name, mapped] = [await mapStrings(key, map), await mapStrings(item, map)]
    if (typeof name !== 'string' || mapped === undefined) return undefined
    entries.push([name, mapped])
  }
  return Object.fromEntries(entries)
}
