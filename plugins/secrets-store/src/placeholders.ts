import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'

/** A string in the arguments that names secrets. */
export interface Blank {
  /** JSON Pointer into the arguments. */
  readonly path: string
  readonly text: string
  /** The names of the fields that it lies in, outermost first. */
  readonly fields: readonly string[]
  readonly names: readonly string[]
}

/** What the arguments ask for, or `malformed` where that is not evident: such a text is never passed on half filled. */
export type Blanks = readonly Blank[] | 'malformed'

/** What the model writes for the value of a secret. */
const PLACEHOLDER = /\{\{secret:([A-Za-z_][A-Za-z0-9_.-]{0,127})\}\}/g
/** What looks as if it were meant as one. */
const ATTEMPT = /\{\{\s{0,8}secret\s{0,8}:/i
const DEEPEST = 200

/** Every string that holds a placeholder. Keys may hold none. */
export function findBlanks(args: JsonObject): Blanks {
  const found: Blank[] = []
  let isMalformed = false
  const visit = (value: JsonValue, path: string, fields: readonly string[]): void => {
    if (typeof value === 'string') {
      if (!value.includes('{{')) return
      const names = Array.from(value.matchAll(PLACEHOLDER), ([, name = '']) => name)
      if (ATTEMPT.test(value.replaceAll(PLACEHOLDER, ''))) isMalformed = true
      if (names.length > 0) found.push({ path, text: value, fields, names })
    } else if (fields.length > DEEPEST) {
      isMalformed = true
    } else if (Array.isArray(value)) {
      for (const [at, item] of value.entries()) visit(item as JsonValue, `${path}/${at}`, fields)
    } else if (isJsonObject(value)) {
      for (const [key, item] of Object.entries(value)) {
        if (key.includes('{{') && ATTEMPT.test(key)) isMalformed = true
        visit(item, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, [...fields, key])
      }
    }
  }
  visit(args, '', [])
  return isMalformed ? 'malformed' : found
}

/** The text with every placeholder replaced by what `write` makes of its name and place. */
export function replacePlaceholders(text: string, write: (name: string, at: number) => string): string {
  return text.replaceAll(PLACEHOLDER, (_, name: string, at: number) => write(name, at))
}

/** What the model writes to use a secret. */
export function placeholder(name: string): string {
  return `{{secret:${name}}}`
}
