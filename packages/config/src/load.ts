import { resolve } from 'node:path'
import { compose } from './compose.ts'
import { findSource } from './find-source.ts'
import type { Tools } from './layer-config.ts'
import { loadLayers, readLayerSet, type LayerPlaces } from './layer-set.ts'
import type { LoadOptions, Model } from './model.ts'
import type { PRESETS } from './presets.ts'
import { Report } from './report.ts'
import { createResolver } from '@ringwall/references'
import { readSettings, toGateway, toStore, toSuppressions } from './settings.ts'
import type { Source } from './source.ts'
import { makeView } from './view.ts'

/** Reads, resolves and checks a config in full. Throws ConfigError with every problem at once. */
export async function loadConfig(options: LoadOptions = {}): Promise<Model> {
  const source = await findSource(options)
  const report = new Report(source)
  const tools: Tools = { report, resolver: createResolver(options.env ?? process.env) }
  const settings = await readSettings(source, tools)
  const set = readLayerSet(source.value, settings?.preset ?? presetOf(source), report)
  const loaded = await loadLayers(set, placesOf(source, options), report)
  const chains = await compose(set, loaded, tools)
  report.throwIfAny()
  if (settings === undefined) throw new TypeError('settings are absent without a problem') // cannot be: absent means reported
  const store = toStore(settings, source.folder, options.ephemeral === true)
  const { file, value } = source
  return {
    file,
    folder: source.folder,
    ...chains,
    store,
    gateway: toGateway(settings),
    log: settings.log,
    suppressions: toSuppressions(settings),
    warnings: report.warnings,
    view: makeView({ file, value, settings, set, loaded, agents: chains.agents, store }),
  }
}

function placesOf(source: Source, options: LoadOptions): LayerPlaces {
  return { origins: originsOf(source, options), loaded: options.loaded ?? new Map() }
}

/** The folders from which layers are resolved. */
export function originsOf(source: Source, { cwd = process.cwd(), resolveFrom = [] }: LoadOptions): readonly string[] {
  return [source.folder, ...resolveFrom.map((folder) => resolve(cwd, folder))]
}

/** Where other keys are wrong, the layers are still checked, so that all problems show at once. */
function presetOf({ value }: Source): (typeof PRESETS)[number] {
  return value.preset === 'none' ? 'none' : 'default'
}
