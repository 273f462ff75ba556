import type { z } from 'zod'
import { fieldsOf, schemaOf, type FieldSchema } from './config-fields.ts'

/** What stands in a README in place of the table where a layer has no fields. */
export const NO_SETTINGS = 'This layer has no settings of its own.'
const HEADER = ['key', 'type', 'default', 'meaning']

/** The Markdown table of a plugin's config, made from its schema: key, type, default, meaning. Paste it into the README. */
export function configTable(plugin: { readonly config: z.ZodType }): string {
  const rows = configRows(plugin)
  if (rows.length === 0) return NO_SETTINGS
  const lines = [HEADER, HEADER.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n')
}

/** The rows of configTable below its header. */
export function configRows(plugin: { readonly config: z.ZodType }): readonly (readonly string[])[] {
  return fieldsOf(schemaOf(plugin)).map(({ key, schema, required }) => [
    `\`${key}\``,
    typeOf(schema),
    defaultOf(schema, required),
    (schema.description ?? '').replaceAll('\n', ' ').trim(),
  ])
}

/** The rows of the first table in a Markdown text that has configTable's header, whatever its column widths; or undefined. */
export function findConfigRows(markdown: string): readonly (readonly string[])[] | undefined {
  const lines = markdown.split('\n').map(cellsOf)
  const start = lines.findIndex(
    (cells) => cells?.length === HEADER.length && HEADER.every((word, i) => cells[i] === word),
  )
  if (start < 0) return undefined
  const rows: (readonly string[])[] = []
  for (const cells of lines.slice(start + 2)) {
    if (!cells) break
    rows.push(cells)
  }
  return rows
}

function cellsOf(line: string): readonly string[] | undefined {
  const text = line.trim()
  if (!text.startsWith('|') || !text.endsWith('|')) return undefined
  const cells: string[] = []
  let cell = ''
  for (let at = 1; at < text.length; at++) {
    if (text[at] === '|') {
      cells.push(cell)
      cell = ''
    } else if (text[at] === '\\' && text[at + 1] === '|') cell += text[++at]
    else cell += text[at]
  }
  return cells.map((cell) => cell.trim())
}

function defaultOf({ default: value }: FieldSchema, required: boolean): string {
  if (value !== undefined) return `\`${JSON.stringify(value)}\``
  return required ? 'required' : 'none'
}

function typeOf(schema: FieldSchema): string {
  if (schema.secret === true) return 'secret reference'
  if (schema.enum) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' or ')
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ')
  switch (schema.type) {
    case 'array':
      return `list of ${typeOf(schema.items ?? {})}`
    case 'object':
      return typeof schema.additionalProperties === 'object'
        ? `map of ${typeOf(schema.additionalProperties)}`
        : 'object'
    case 'integer':
    case 'number':
      return [schema.type === 'integer' ? 'whole number' : 'number', ...boundsOf(schema)].join(', ')
    default:
      return schema.type ?? 'any'
  }
}

function boundsOf({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: FieldSchema): readonly string[] {
  const bound = (words: string, value: unknown): readonly string[] =>
    // zod bounds every integer by what a double can hold; that says nothing to an operator.
    typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? [`${words} ${value}`] : []
  return [
    ...bound('at least', minimum),
    ...bound('more than', exclusiveMinimum),
    ...bound('at most', maximum),
    ...bound('less than', exclusiveMaximum),
  ]
}
