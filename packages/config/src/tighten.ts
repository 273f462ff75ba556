import { isDeepStrictEqual } from 'node:util'
import { fieldsOf, marksOf, unwrap, type Schema } from './schema-tree.ts'

/** One config of a layer: as its schema returned it, and as the schema was given it. */
export interface Version {
  readonly parsed: unknown
  readonly raw: unknown
}

/**
 * The fields by which `next` is not provably at least as strict as `base`, as dotted paths. A field proves it by its
 * `tightens` mark; an unmarked field, or a change that the mark does not order, counts as loosening.
 */
export function findLoosened(schema: Schema, base: Version, next: Version): readonly string[] {
  return loosenedFields(schema, base, next, '')
}

function loosenedFields(schema: Schema, base: Version, next: Version, path: string): readonly string[] {
  const mark = findMark(schema)
  if (isUnchanged(base, next) || (mark !== undefined && isTighter(mark, base.parsed, next.parsed))) return []
  const fields = mark === undefined ? fieldsOf(schema) : undefined
  const isWalkable = fields !== undefined && isPlain(base.parsed) && isPlain(next.parsed)
  if (!isWalkable) return [path]
  const keys = new Set([...Object.keys(base.parsed), ...Object.keys(next.parsed)])
  return [...keys].flatMap((key) => {
    const below = path === '' ? key : `${path}.${key}`
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    const [from, to] = [fieldAt(base, key), fieldAt(next, key)]
    if (field === undefined) return isUnchanged(from, to) ? [] : [below]
    return loosenedFields(field, from, to, below)
  })
}

/** The nearest mark on a schema or, below it, on what it wraps. */
function findMark(schema: Schema): unknown {
  const { tightens } = marksOf(schema)
  if (tightens !== undefined) return tightens
  const inner = unwrap(schema)
  return inner === undefined ? undefined : findMark(inner)
}

function isTighter(mark: unknown, base: unknown, next: unknown): boolean {
  if (mark === 'any') return true
  if (mark === 'lower') return isNumber(next) && (base === 'unlimited' || (isNumber(base) && next <= base))
  if (mark === 'higher') return isNumber(base) && isNumber(next) && next >= base
  if (mark === 'fewer') return isSubset(next, base)
  if (mark === 'more') return isSubset(base, next)
  if (typeof mark === 'boolean') return typeof base === 'boolean' && next === mark
  if (Array.isArray(mark)) return mark.includes(base) && mark.indexOf(next) >= mark.indexOf(base)
  return false // a mark that nobody knows proves nothing
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}

function isSubset(part: unknown, whole: unknown): boolean {
  if (!Array.isArray(part) || !Array.isArray(whole)) return false
  return part.every((item) => isData(item) && whole.some((other) => isDeepStrictEqual(item, other)))
}

/** Values that a schema made from text (a compiled pattern) cannot be compared; then what was written is. */
function isUnchanged(base: Version, next: Version): boolean {
  if (isData(base.parsed) && isData(next.parsed)) return isDeepStrictEqual(base.parsed, next.parsed)
  return isDeepStrictEqual(base.raw, next.raw)
}

function isData(value: unknown): boolean {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return true
  if (Array.isArray(value)) return value.every(isData)
  return isPlain(value) && Object.values(value).every(isData)
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function fieldAt({ parsed, raw }: Version, key: string): Version {
  return { parsed: isPlain(parsed) ? parsed[key] : undefined, raw: isPlain(raw) ? raw[key] : raw }
}
