import { copyJson, isJsonObject } from './json.ts'
import type { JsonValue } from './hooks.ts'

/** True if a declared path covers a JSON Pointer: `*` stands for one segment, a final `**` for any number of them. */
export function coversPath(declared: string, pointer: string): boolean {
  const want = declared.split('/')
  const have = pointer.split('/')
  if (want.at(-1) === '**')
    return have.length >= want.length && want.slice(0, -1).every((s, i) => s === '*' || s === have[i])
  return want.length === have.length && want.every((s, i) => s === '*' || s === have[i])
}

/** A copy of `root` with one value replaced. A missing last key is added to an object; anything else missing throws TypeError. */
export function applyPatch(root: JsonValue, path: string, value: unknown): JsonValue {
  if (path !== '' && !path.startsWith('/')) throw new TypeError(`${path} is not a JSON Pointer`)
  const [, ...keys] = path.split('/').map((s) => s.replaceAll('~1', '/').replaceAll('~0', '~'))
  return replaceAt(root, keys, copyJson(value), path)
}

function replaceAt(node: JsonValue, keys: readonly string[], value: JsonValue, path: string): JsonValue {
  const [key, ...rest] = keys
  if (key === undefined) return value
  if (Array.isArray(node)) {
    const items: readonly JsonValue[] = node
    const item = items[Number(key)]
    if (item === undefined || String(Number(key)) !== key) throw new TypeError(`${path} does not exist`)
    return Object.freeze(items.with(Number(key), replaceAt(item, rest, value, path)))
  }
  if (!isJsonObject(node)) throw new TypeError(`${path} does not exist`)
  const item = Object.hasOwn(node, key) ? node[key] : undefined
  if (item === undefined && rest.length > 0) throw new TypeError(`${path} does not exist`)
  const entry = item === undefined ? value : replaceAt(item, rest, value, path)
  const others = Object.entries(node).filter(([k]) => k !== key)
  return Object.freeze(Object.fromEntries([...others, [key, entry]]))
}
