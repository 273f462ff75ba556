import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}$/
const MAX_DEPTH = 10
const PLAIN = /^(?:[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?)$/

/** The headers in which HTTP servers of the newest revision want arguments again that their schema marks with `x-mcp-header`. */
export function parameterHeaders(
  { inputSchema }: JsonObject,
  args: JsonValue | undefined,
): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  const visit = (schema: JsonValue | undefined, value: JsonValue | undefined, depth: number): void => {
    if (schema === undefined || value === undefined || !isJsonObject(schema) || depth > MAX_DEPTH) return
    const name = schema['x-mcp-header']
    const text = textOf(value)
    if (typeof name === 'string' && NAME.test(name) && text !== undefined) headers[`Mcp-Param-${name}`] = encode(text)
    const { properties } = schema
    if (properties === undefined || !isJsonObject(properties) || !isJsonObject(value)) return
    for (const [key, inner] of Object.entries(properties))
      visit(inner, Object.hasOwn(value, key) ? value[key] : undefined, depth + 1)
  }
  visit(inputSchema, args, 0)
  return headers
}

function textOf(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number')
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value)
  return typeof value === 'boolean' ? String(value) : undefined
}

/** What a header cannot hold goes as base64, as the specification has it. */
function encode(text: string): string {
  const looksEncoded = text.startsWith('=?base64?') && text.endsWith('?=')
  return PLAIN.test(text) && !looksEncoded ? text : `=?base64?${Buffer.from(text).toString('base64')}?=`
}
