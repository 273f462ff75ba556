import { z } from 'zod'

/** The part of JSON Schema in which zod describes a config; marks of `.meta()` stand among its keys. */
export interface FieldSchema {
  readonly [key: string]: unknown
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly FieldSchema[]
  readonly items?: FieldSchema
  readonly properties?: Readonly<Record<string, FieldSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | FieldSchema
}

/** One field of a config, nested ones under a dotted key. */
export interface Field {
  readonly key: string
  readonly schema: FieldSchema
  readonly required: boolean
}

/** The schema of a plugin's config, as an operator writes it. */
export function schemaOf({ config }: { readonly config: z.ZodType }): FieldSchema {
  return z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' }) as FieldSchema // by its documented shape
}

/** The fields of a config schema; an object with declared keys is its fields. */
export function fieldsOf(schema: FieldSchema, prefix = ''): readonly Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]): readonly Field[] => {
    const key = prefix + name
    if (inner.properties) return fieldsOf(inner, `${key}.`)
    return [{ key, schema: inner, required: schema.required?.includes(name) ?? false }]
  })
}

/** Dotted keys of the objects that would swallow an unknown key; the config itself is `(top)`. */
export function looseObjects(schema: FieldSchema, at = ''): readonly string[] {
  const here = schema.properties && schema.additionalProperties !== false ? [at || '(top)'] : []
  const inside = (key: string): string => (at === '' ? key : `${at}.${key}`)
  const nested = Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => looseObjects(inner, inside(key)))
  const others = [schema.items, schema.additionalProperties, ...(schema.anyOf ?? [])].flatMap((inner) =>
    typeof inner === 'object' ? looseObjects(inner, inside('*')) : [],
  )
  return [...here, ...nested, ...others]
}
