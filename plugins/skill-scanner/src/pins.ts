import { createHash } from 'node:crypto'
import { isJsonObject, type JsonValue } from '@ringwall/core'

/**
 * The SHA-256 of a tool's definition in canonical form (keys sorted, no white space), in hex. `parameters`, as chat APIs
 * name it, counts as `inputSchema`, so that a pin holds on either path.
 */
export function toolDefinitionHash(definition: JsonValue): string {
  return createHash('sha256')
    .update(canonical(withInputSchema(definition)))
    .digest('hex')
}

function withInputSchema(definition: JsonValue): JsonValue {
  if (!isJsonObject(definition) || !('parameters' in definition) || 'inputSchema' in definition) return definition
  const { parameters, ...rest } = definition
  return { ...rest, inputSchema: parameters ?? null }
}

/** JSON in one spelling; numbers and strings as ECMAScript writes them, as in RFC 8785. */
function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`)
  return `{${members.join(',')}}`
}
