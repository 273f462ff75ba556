import { isJsonObject, isRingwallError, type JsonObject, type JsonValue } from '@ringwall/core'
import { z } from 'zod'
import { fileSchema, layerEntrySchema, overrideEntrySchema } from './file-schema.ts'
import { findSource } from './find-source.ts'
import { findLayer, isFailed, loadLayer, type LoadedLayer } from './load-layer.ts'
import { originsOf } from './load.ts'
import type { LoadOptions } from './model.ts'
import { DEFAULT_LAYERS } from './presets.ts'
import { marksOf } from './schema-tree.ts'
import type { Source } from './source.ts'

/** What a reference to a secret looks like, for editors; the loader is the one that decides. */
const REFERENCE = String.raw`^(\$\{[A-Za-z_][A-Za-z0-9_]*\}$|env:[A-Za-z_]|file:/|exec:/)`

/** The short form of a store, for editors. */
const STORE_URL = String.raw`^(sqlite:.|postgres(ql)?://|rediss?://)|${REFERENCE}`

/**
 * The JSON Schema (draft 2020-12) of the config file, with the keys of the installed default layers and of the packages
 * that the file names. A file that is broken, or a layer that cannot be loaded, does not keep an editor from the rest.
 */
export async function configSchema(options: LoadOptions = {}): Promise<JsonObject> {
  const source = await findReadable(options)
  const layers = await installedLayers(source, originsOf(source, options))
  const base = toJsonSchema(fileSchema)
  const agent = objectAt(objectAt(base, 'properties', 'agents'), 'additionalProperties')
  return {
    ...base,
    title: 'Ringwall config',
    properties: {
      ...objectAt(base, 'properties'),
      store: {
        description: 'Where state is kept: a URL, a reference to one, or more in detail.',
        anyOf: [{ type: 'string', pattern: STORE_URL }, objectAt(base, 'properties', 'store')],
      },
      layers: {
        ...objectAt(base, 'properties', 'layers'),
        ...layersRule(layers, LAYER),
      },
      agents: {
        ...objectAt(base, 'properties', 'agents'),
        additionalProperties: {
          ...agent,
          properties: {
            layers: {
              ...objectAt(agent, 'properties', 'layers'),
              ...layersRule(layers, OVERRIDE),
            },
          },
        },
      },
    },
  }
}

/** The file as far as it can be read; a broken one counts as empty, since its author may be about to repair it. */
async function findReadable(options: LoadOptions): Promise<Source> {
  try {
    return await findSource(options)
  } catch (error) {
    if (!isRingwallError(error)) throw error
    return { file: undefined, folder: options.cwd ?? process.cwd(), value: {}, locate: () => undefined }
  }
}

async function installedLayers(
  { value }: Source,
  origins: readonly string[],
): Promise<ReadonlyMap<string, LoadedLayer>> {
  const agents = keysAndValues(value.agents).flatMap(([, agent]) => keysAndValues(objectOf(agent).layers))
  const named = [...keysAndValues(value.layers), ...agents].map(([name]) => name)
  const layers = new Map<string, LoadedLayer>()
  for (const name of new Set([...DEFAULT_LAYERS, ...named])) {
    const found = await findLayer(name, origins)
    const layer = isFailed(found) ? found : await loadLayer(found)
    if ('plugin' in layer) layers.set(name, layer)
  }
  return layers
}

/** What differs between an entry for everyone and one for an agent. */
interface EntryKind {
  readonly name: string
  readonly schema: z.ZodType
  readonly adapt: (own: JsonObject) => JsonObject
}
const LAYER: EntryKind = { name: 'layer', schema: layerEntrySchema, adapt: (own) => own }
/** An override gives some keys and takes the others from the base. */
const OVERRIDE: EntryKind = {
  name: 'override',
  schema: overrideEntrySchema,
  adapt: (own) => without(own, 'required'),
}

/** Known names only, each with the shorthand, the reserved keys and its own. */
function layersRule(layers: ReadonlyMap<string, LoadedLayer>, kind: EntryKind): JsonObject {
  const [shorthand = {}, entry = {}] = listAt(toJsonSchema(kind.schema), 'anyOf').map(objectOf)
  const entries = [...layers].map(([name, { plugin }]): readonly [string, JsonValue] => {
    const own = kind.adapt(toJsonSchema(plugin.config))
    // A schema with definitions of its own becomes a resource of its own, so that its `#/$defs/…` still lead there.
    const id = own.$defs === undefined ? {} : { $id: `urn:ringwall:${kind.name}:${name}` }
    const properties = { ...objectAt(entry, 'properties'), ...objectAt(own, 'properties') }
    return [name, { anyOf: [shorthand, { ...without(own, '$schema'), ...id, type: 'object', properties }] }]
  })
  return { properties: Object.fromEntries(entries), additionalProperties: false }
}

function toJsonSchema(schema: z.ZodType): JsonObject {
  const made = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { secret } = marksOf(zodSchema)
      for (const mark of ['tightens', 'secret', 'reference']) Reflect.deleteProperty(jsonSchema, mark)
      if (secret !== true || jsonSchema.type !== 'string') return
      // The limits are those of the value, not of the reference that the file holds.
      for (const key of ['minLength', 'maxLength', 'format']) Reflect.deleteProperty(jsonSchema, key)
      jsonSchema.pattern = REFERENCE
    },
  })
  // A round trip through text, so that nothing but JSON leaves this module.
  return objectOf(JSON.parse(JSON.stringify(made)) as JsonValue)
}

function without(value: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}

function keysAndValues(value: JsonValue | undefined): readonly (readonly [string, JsonValue])[] {
  return Object.entries(objectOf(value))
}

function objectAt(value: JsonObject, ...path: readonly string[]): JsonObject {
  return path.reduce((at, key) => objectOf(at[key]), value)
}

function listAt(value: JsonObject, key: string): readonly JsonValue[] {
  const list = value[key]
  return Array.isArray(list) ? list : []
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return value !== undefined && isJsonObject(value) ? value : {}
}
