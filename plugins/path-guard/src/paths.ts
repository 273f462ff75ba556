import { isJsonObject, type JsonValue } from '@ringwall/core'

/** A path in the arguments of a tool call. */
export interface FoundPath {
  readonly value: JsonValue
  /** Where it stands: keys from the outermost in. */
  readonly at: string
}

/** Every value under a name that says that it is a path, at any depth. Values that are no strings are found too, and refused by the guard. */
export function findPaths(args: JsonValue, fields: ReadonlySet<string>): readonly FoundPath[] {
  const found: FoundPath[] = []
  const pending: { readonly value: JsonValue; readonly at: string; readonly isPath: boolean }[] = [
    { value: args, at: '', isPath: false },
  ]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, at, isPath } = next
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) pending.push({ value: item as JsonValue, at: `${at}/${i}`, isPath })
    } else if (isJsonObject(value)) {
      for (const [key, item] of Object.entries(value))
        pending.push({ value: item, at: `${at}/${key}`, isPath: isPath || fields.has(lastWord(key)) })
    } else if (isPath && value !== null) found.push({ value, at })
  }
  return found
}

/** `path` of `filePath`, `file_path`, `file-path` and `PATH`. */
function lastWord(key: string): string {
  const words = key.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').split(/[^A-Za-z0-9]/)
  return words.findLast((word) => word !== '')?.toLowerCase() ?? ''
}
