import { z } from 'zod'

/** Any zod 4 schema, also of another installed copy of zod. */
export type Schema = z.core.$ZodType

type Definition = z.core.$ZodTypes['_zod']['def']

function definitionOf(schema: Schema): Definition {
  const { _zod: internals } = schema as z.core.$ZodTypes
  return internals.def
}

/** What the schema was marked with through `.meta()`. */
export function marksOf(schema: Schema): Readonly<Record<string, unknown>> {
  // The method looks in the registry of the schema's own copy of zod; zod/mini has no such method.
  if ('meta' in schema && typeof schema.meta === 'function') {
    const marks: unknown = schema.meta()
    return typeof marks === 'object' && marks !== null ? (marks as Readonly<Record<string, unknown>>) : {}
  }
  return z.globalRegistry.get(schema) ?? {}
}

/** What a wrapper (default, optional, readonly, …) wraps; undefined for other schemas. */
export function unwrap(schema: Schema): Schema | undefined {
  const definition = definitionOf(schema)
  switch (definition.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
    case 'success':
    case 'promise':
      return definition.innerType
    default:
      return undefined
  }
}

/** The fields of an object schema, also of a wrapped one; undefined for all others. */
export function fieldsOf(schema: Schema): Readonly<Record<string, Schema>> | undefined {
  const inner = unwrap(schema)
  if (inner !== undefined) return fieldsOf(inner)
  const definition = definitionOf(schema)
  return definition.type === 'object' ? definition.shape : undefined
}

/** The schemas themselves and every schema that may judge the same value: wrapped, piped, or one of a union. */
export function expand(schemas: readonly Schema[]): readonly Schema[] {
  const found = new Set(schemas)
  // A set visits what is added while it is iterated, and each schema once, so recursive schemas end.
  for (const schema of found) for (const part of partsOf(schema)) found.add(part)
  return [...found]
}

function partsOf(schema: Schema): readonly Schema[] {
  const inner = unwrap(schema)
  if (inner !== undefined) return [inner]
  const definition = definitionOf(schema)
  switch (definition.type) {
    case 'union':
      return definition.options
    case 'intersection':
      return [definition.left, definition.right]
    case 'pipe':
      return [definition.in, definition.out]
    case 'lazy':
      return [definition.getter()]
    default:
      return []
  }
}

/** Every schema that may judge the value at `key` within a value of one of these schemas. */
export function stepInto(schemas: readonly Schema[], key: string | number): readonly Schema[] {
  return expand(schemas).flatMap((schema) => childOf(schema, key) ?? [])
}

function childOf(schema: Schema, key: string | number): Schema | undefined {
  const definition = definitionOf(schema)
  switch (definition.type) {
    case 'object':
      return Object.hasOwn(definition.shape, key) ? definition.shape[key] : definition.catchall
    case 'record':
      return definition.valueType
    case 'array':
      return definition.element
    case 'tuple':
      return definition.items[Number(key)] ?? definition.rest ?? undefined
    default:
      return undefined
  }
}

/** The keys that these schemas know by name. */
export function knownKeys(schemas: readonly Schema[]): readonly string[] {
  return expand(schemas).flatMap((schema) => {
    const definition = definitionOf(schema)
    return definition.type === 'object' ? Object.keys(definition.shape) : []
  })
}

/** What a field has where nothing is written, by its schema alone; undefined where the schema says nothing. */
export function defaultOf(schema: Schema): unknown {
  const definition = definitionOf(schema)
  if (definition.type === 'default' || definition.type === 'prefault') return definition.defaultValue
  const inner = unwrap(schema)
  return inner === undefined ? undefined : defaultOf(inner)
}

/** True for a schema that says of a text what it is. */
export function isText(schema: Schema): boolean {
  return ['string', 'enum', 'literal', 'template_literal'].includes(definitionOf(schema).type)
}
