import { isJsonObject, type JsonObject, type JsonValue, type Plugin } from '@ringwall/core'
import { readEntries, type Entry } from './entries.ts'
import type { FoundPackage } from './find-package.ts'
import { layerId } from './layer-name.ts'
import { findLayer, isFailed, loadLayer, type LoadedLayer } from './load-layer.ts'
import type { Path } from './problem.ts'
import { DEFAULT_LAYERS, presetLayers, type PRESETS } from './presets.ts'
import type { Report } from './report.ts'

/** Which layers a file speaks of, for everyone and for each agent, in their order. */
export interface LayerSet {
  /** The preset first, then the file's own. */
  readonly base: ReadonlyMap<string, Entry>
  readonly agents: ReadonlyMap<string, ReadonlyMap<string, Entry>>
}

/** Lists the entries of a file. */
export function readLayerSet(file: JsonObject, preset: (typeof PRESETS)[number], report: Report): LayerSet {
  const entries = readEntries(file.layers, ['layers'], report)
  const base = new Map<string, Entry>()
  for (const name of presetLayers(preset)) base.set(name, entries.get(name) ?? presetEntry(name))
  for (const [id, entry] of entries) base.set(id, entry)
  const agents = new Map<string, ReadonlyMap<string, Entry>>()
  for (const [id, agent] of entriesOf(file.agents)) {
    // zod passes over this key in records, and with it over everything below.
    if (id === '__proto__')
      report.problem('CONFIG_VALUE', ['agents', id], { problem: 'an agent cannot have this name' }, 'key')
    const overrides = isJsonObject(agent) ? agent.layers : undefined
    agents.set(id, readEntries(overrides, ['agents', id, 'layers'], report))
  }
  return { base, agents }
}

/** Whether a layer runs for everyone. */
export function isOn(entry: Entry | undefined): boolean {
  return entry !== undefined && entry.enabled !== false
}

/** Whether a layer runs for an agent with this override. */
export function isOnFor(base: Entry | undefined, override: Entry | undefined): boolean {
  if (override === undefined) return isOn(base)
  return override.enabled ?? (base === undefined || isOn(base))
}

/** Where layers come from. */
export interface LayerPlaces {
  /** The folder of the config, and those that the caller names. */
  readonly origins: readonly string[]
  /** What the caller has loaded. */
  readonly loaded: ReadonlyMap<string, Plugin>
}

/** Loads every layer that runs for anybody, and reports those that cannot be. */
export async function loadLayers(
  { base, agents }: LayerSet,
  places: LayerPlaces,
  report: Report,
): Promise<ReadonlyMap<string, LoadedLayer>> {
  const loaded = new Map<string, LoadedLayer>()
  const owners = new Map<string, string>()
  const overrides = [...agents.values()]
  for (const id of new Set([...base.keys(), ...overrides.flatMap((agent) => [...agent.keys()])])) {
    const entry = base.get(id) ?? overrides.find((agent) => agent.has(id))?.get(id) ?? presetEntry(id)
    const isUsed = isOn(base.get(id)) || overrides.some((agent) => isOnFor(base.get(id), agent.get(id)))
    const layer = await load(entry, isUsed, places, report)
    if (layer === undefined) continue
    const owner = owners.get(layer.plugin.name)
    if (owner !== undefined)
      report.problem(
        'CONFIG_DUPLICATE_LAYER',
        entry.path,
        { layer: layer.plugin.name, first: owner, second: layer.packageName },
        'key',
      )
    owners.set(layer.plugin.name, layer.packageName)
    loaded.set(id, layer)
  }
  return loaded
}

/**
 * A layer that is off for everyone is looked up, so that a misspelt name is found, but not run: switching a broken
 * layer off must help. One of ours need not even be installed then.
 */
async function load(
  entry: Entry,
  isUsed: boolean,
  places: LayerPlaces,
  report: Report,
): Promise<LoadedLayer | undefined> {
  if (!isUsed && DEFAULT_LAYERS.includes(layerId(entry.name))) return undefined
  const found = await findLayer(entry.name, places.origins)
  const layer = isFailed(found) || !isUsed ? found : await loadLayer(found, readyFor(found, places))
  if (isFailed(layer)) report.problem(layer.problem.code, entry.path, layer.problem.params, 'key')
  return 'plugin' in layer ? layer : undefined
}

/** What the caller brings is that package only where it came from beside the caller, and is of this version; whoever patched another meant it. */
function readyFor({ name, origin, packageJson }: FoundPackage, { origins, loaded }: LayerPlaces): Plugin | undefined {
  const ready = origins.slice(1).includes(origin) ? loaded.get(name) : undefined
  return ready?.version === packageJson.version ? ready : undefined
}

function presetEntry(name: string): Entry {
  const path: Path = ['preset']
  return { name, path, enabled: true, options: {}, config: {}, loosen: false }
}

function entriesOf(value: JsonValue | undefined): readonly (readonly [string, JsonValue])[] {
  return value !== undefined && isJsonObject(value) ? Object.entries(value) : []
}
