import { isJsonObject, type JsonValue } from '@ringwall/core'

/** A path in the arguments of a tool call. */
export interface FoundPath {
  readonly value: JsonValue
  /** Where it stands: keys from the outermost in. */
  readonly at: string
}

/** Names that may hold a path or something else: only what leads somewhere is taken for one. */
const MAYBE: ReadonlySet<string> = new Set(['from', 'to', 'target', 'location', 'input', 'output', 'uri', 'glob'])
/** A path that leads away: absolute, into a home or upwards, or a URL of a file. */
const LEADS = /^(?:\/[^/\s]|\/$|~[/\\]|\.\.(?:[/\\]|$)|[a-z]:[\\/]|\\\\|file:)|[/\\]\.\.(?:[/\\]|$)/i

type Kind = 'path' | 'maybe' | 'other'

/**
 * Every value under a name that says that it is a path, at any depth; under a name that may say so, what leads out of a folder.
 * Values that are no strings are found too, and refused by the guard.
 */
export function findPaths(args: JsonValue, fields: ReadonlySet<string>): readonly FoundPath[] {
  const found: FoundPath[] = []
  const pending: { readonly value: JsonValue; readonly at: string; readonly kind: Kind }[] = [
    { value: args, at: '', kind: 'other' },
  ]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, at, kind } = next
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) pending.push({ value: item as JsonValue, at: `${at}/${i}`, kind })
    } else if (isJsonObject(value)) {
      for (const [key, item] of Object.entries(value))
        pending.push({ value: item, at: `${at}/${key}`, kind: kind === 'path' ? kind : kindOf(key, fields) })
    } else if (kind === 'path' ? value !== null : kind === 'maybe' && typeof value === 'string' && LEADS.test(value))
      found.push({ value, at })
  }
  return found
}

/** `path` of `filePath`, `file_path`, `file-path`, `PATH` and `path2`; `folder` of `folder_name`. */
function kindOf(key: string, fields: ReadonlySet<string>): Kind {
  const words = key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z]/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())
  if (/^names?$/.test(words.at(-1) ?? '') && words.length > 1) words.pop()
  const last = words.at(-1) ?? ''
  if (fields.has(last)) return 'path'
  return MAYBE.has(last) ? 'maybe' : 'other'
}
