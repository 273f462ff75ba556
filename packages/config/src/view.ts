import { copyJson, isJsonObject, type JsonObject, type JsonValue, type LayerOptions } from '@ringwall/core'
import type { Entry } from './entries.ts'
import { fileSchema, type FileConfig } from './file-schema.ts'
import { isOn, isOnFor, type LayerSet } from './layer-set.ts'
import type { LoadedLayer } from './load-layer.ts'
import type { AgentModel, StoreSettings } from './model.ts'
import { writtenStore } from './settings.ts'
import { defaultOf, expand, fieldsOf, isText, knownKeys, marksOf, stepInto, type Schema } from './schema-tree.ts'

/** The config in force as its file says it: defaults filled in, references as written, nothing redacted. Wall.describe is what may be shown. */
export interface ConfigView {
  readonly body: JsonObject
  /** JSON Pointers to what the schemas mark as secret, and to the keys of layers whose schema was not read because they are off. */
  readonly secret: readonly string[]
  /** JSON Pointers to texts of which the schemas know nothing. */
  readonly unknown: readonly string[]
}

/** What a view is made of. */
export interface ViewParts {
  readonly file: string | undefined
  readonly value: JsonObject
  readonly settings: FileConfig
  readonly set: LayerSet
  readonly loaded: ReadonlyMap<string, LoadedLayer>
  readonly agents: ReadonlyMap<string, AgentModel>
  readonly store: StoreSettings
}

/** Describes a loaded config. Nothing in it comes from a resolved reference. */
export function makeView(parts: ViewParts): ConfigView {
  const { file, value, settings, set, loaded, agents, store } = parts
  const sorter = new Sorter()
  const layers = [...set.base].map(([id, entry], at) =>
    layerView({ id, entry, config: entry.config, isOn: isOn(entry) }, loaded.get(id), sorter, `/layers/${at}`),
  )
  const agentViews = [...set.agents].map(([id, overrides], agent) => {
    const ids = [...new Set([...set.base.keys(), ...overrides.keys()])]
    const lines = ids.map((layer, at) => {
      const line = overrideLine(layer, set.base.get(layer), overrides.get(layer))
      return layerView(line, loaded.get(layer), sorter, `/agents/${agent}/layers/${at}`)
    })
    return { id, loosened: agents.get(id)?.loosened ?? [], layers: lines }
  })
  const schemas = stepInto([fileSchema], 'gateway')
  const gateway = withDefaults(schemas, value.gateway ?? {})
  sorter.sort(gateway, schemas, '/gateway', false)
  // The command line may put a key where the file has none.
  sorter.secret.push('/gateway/upstream/apiKey')
  const body = {
    file: file ?? null,
    preset: settings.preset,
    layers,
    agents: agentViews,
    gateway,
    store: storeView(store, value, sorter),
    log: { ...settings.log },
  }
  return { body, secret: sorter.secret, unknown: sorter.unknown }
}

/** A path is shown as it is in use; a server as the file names it, whose references are shown as such. */
function storeView(store: StoreSettings, value: JsonObject, sorter: Sorter): JsonObject {
  if (store.driver === 'sqlite') return { ...store }
  const written = writtenStore(value)
  const shown: JsonObject = { driver: store.driver, ...(written !== undefined && isJsonObject(written) ? written : {}) }
  sorter.sort(shown, stepInto([fileSchema], 'store'), '/store', false)
  return shown
}

interface Line {
  readonly id: string
  readonly entry: { readonly options: LayerOptions } | undefined
  readonly config: JsonObject
  readonly isOn: boolean
}

function overrideLine(id: string, base: Entry | undefined, override: Entry | undefined): Line {
  const options = { ...base?.options, ...override?.options }
  return { id, entry: { options }, config: { ...base?.config, ...override?.config }, isOn: isOnFor(base, override) }
}

function layerView(
  { id, entry, config, isOn }: Line,
  layer: LoadedLayer | undefined,
  sorter: Sorter,
  at: string,
): JsonObject {
  const { mode = 'enforce', onFailure = 'deny', deadlineMs = layer?.plugin.manifest.deadlineMs } = entry?.options ?? {}
  const shown = layer === undefined ? config : withDefaults([layer.plugin.config], config)
  if (layer === undefined) sorter.secret.push(`${at}/config`)
  else sorter.sort(shown, [layer.plugin.config], `${at}/config`, false)
  return {
    name: layer?.plugin.name ?? id,
    ...(layer === undefined ? {} : { package: layer.packageName, version: layer.plugin.version }),
    enabled: isOn,
    mode,
    onFailure,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    config: shown,
  }
}

/** The value with the defaults of fields that it does not have. They come from the schema alone, never from a parsed value, which may hold secrets. */
function withDefaults(schemas: readonly Schema[], value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue, at) => withDefaults(stepInto(schemas, at), item))
  if (!isJsonObject(value)) return value
  const out = new Map<string, JsonValue>()
  for (const [key, item] of Object.entries(value)) out.set(key, withDefaults(stepInto(schemas, key), item))
  for (const schema of expand(schemas))
    for (const [key, field] of Object.entries(fieldsOf(schema) ?? {})) {
      const found = out.has(key) ? undefined : asJson(defaultOf(field))
      if (found !== undefined) out.set(key, withDefaults([field], found))
    }
  return Object.fromEntries(out)
}

/** A default that is no JSON (a compiled pattern) is not shown. */
function asJson(value: unknown): JsonValue | undefined {
  try {
    return value === undefined ? undefined : copyJson(value)
  } catch {
    return undefined
  }
}

/** Sorts the places of a value by what the schemas say of them. */
class Sorter {
  readonly secret: string[] = []
  readonly unknown: string[] = []

  /** `isLoose`: a key above is one that no schema names. */
  sort(value: JsonValue, schemas: readonly Schema[], at: string, isLoose: boolean): void {
    const all = expand(schemas)
    if (all.some((schema) => marksOf(schema).secret === true)) this.secret.push(at)
    else if (typeof value === 'string') {
      if (isLoose || !all.some(isText)) this.unknown.push(at)
    } else if (Array.isArray(value))
      value.forEach((item: JsonValue, index) => this.sort(item, stepInto(schemas, index), `${at}/${index}`, isLoose))
    else if (isJsonObject(value)) {
      const known = knownKeys(schemas)
      for (const [key, item] of Object.entries(value))
        this.sort(item, stepInto(schemas, key), `${at}/${escapeKey(key)}`, isLoose || !known.includes(key))
    }
  }
}

function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
