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
