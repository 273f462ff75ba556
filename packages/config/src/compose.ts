import { use, type JsonObject, type LayerOptions, type Plugin, type Use } from '@ringwall/core'
import type { Entry } from './entries.ts'
import { checkConfig, resolveConfig, type ResolvedConfig, type Tools } from './layer-config.ts'
import { isOn, isOnFor, type LayerSet } from './layer-set.ts'
import type { LoadedLayer } from './load-layer.ts'
import type { AgentModel } from './model.ts'
import { findLoosened, type Version } from './tighten.ts'

/** One layer as it stands for everyone. */
interface BaseLayer {
  readonly layer: LoadedLayer
  readonly entry: Entry | undefined
  readonly config: ResolvedConfig
  /** Absent where the config is not accepted. */
  readonly version: Version | undefined
}

/** The chains of a config. */
export interface Composition {
  readonly layers: readonly Use[]
  readonly agents: ReadonlyMap<string, AgentModel>
}

/** Checks every layer's config, for everyone and for each agent, and lists who gets what. Problems go to the report. */
export async function compose(
  set: LayerSet,
  loaded: ReadonlyMap<string, LoadedLayer>,
  tools: Tools,
): Promise<Composition> {
  const base = new Map<string, BaseLayer>()
  for (const [id, layer] of loaded) base.set(id, await checkBase(layer, set.base.get(id), tools))
  const layers = [...base.values()].flatMap(({ layer, entry, version }) =>
    isOn(entry) && version !== undefined ? [makeUse(layer.plugin, version, entry?.options ?? {})] : [],
  )
  // Where layers could not be loaded, an empty list is their fault and not worth a line of its own.
  const on = [...set.base.values()].filter(isOn)
  if (on.length === 0) tools.report.problem('CONFIG_EMPTY', ['layers'], {}, 'key')
  requireAll(on.length, layers, tools)
  const agents = new Map<string, AgentModel>()
  for (const [id, overrides] of set.agents) {
    const agent = await composeAgent(base, overrides, tools)
    agents.set(id, agent)
    const ids = new Set([...set.base.keys(), ...overrides.keys()])
    const on = [...ids].filter((layer) => isOnFor(set.base.get(layer), overrides.get(layer)))
    if (on.length === 0) tools.report.problem('CONFIG_EMPTY', ['agents', id], {}, 'key')
    requireAll(on.length, agent.layers, tools)
  }
  return { layers, agents }
}

/** The last line of defence against a layer that gets lost on the way: without a problem, nothing may be missing. */
function requireAll(expected: number, layers: readonly Use[], { report }: Tools): void {
  if (!report.hasProblems && layers.length !== expected)
    throw new TypeError(`${layers.length} of ${expected} layers are left, and nothing says why`)
}

async function checkBase(layer: LoadedLayer, entry: Entry | undefined, tools: Tools): Promise<BaseLayer> {
  const config = await resolveConfig(layer, entry?.config ?? {}, entry?.path ?? [], tools)
  // A layer that only agents have may need keys that only they give.
  const version = entry === undefined ? undefined : checkConfig(layer, config, tools.report)
  return { layer, entry, config, version }
}

async function composeAgent(
  base: ReadonlyMap<string, BaseLayer>,
  overrides: ReadonlyMap<string, Entry>,
  tools: Tools,
): Promise<AgentModel> {
  const layers: Use[] = []
  const loosened: string[] = []
  for (const [id, from] of base) {
    const override = overrides.get(id)
    if (override === undefined) {
      if (isOn(from.entry) && from.version !== undefined)
        layers.push(makeUse(from.layer.plugin, from.version, from.entry?.options ?? {}))
      continue
    }
    const config = await resolveConfig(from.layer, override.config, override.path, tools)
    const version = checkConfig(from.layer, config, tools.report, {
      config: from.config,
      isRefused: from.entry !== undefined && from.version === undefined,
    })
    const weaker = findWeaker(from, override, version)
    if (weaker.length > 0 && !override.loosen)
      tools.report.problem('CONFIG_LOOSENS', override.path, { layer: id, what: weaker.join(', ') }, 'key')
    loosened.push(...weaker.map((what) => (what === OFF ? id : `${id}.${what}`)))
    if (isOnFor(from.entry, override) && version !== undefined)
      layers.push(makeUse(from.layer.plugin, version, { ...from.entry?.options, ...override.options }))
  }
  return { layers, loosened }
}

const OFF = 'switched off'

/** By what an override is not provably as strict as the base. */
function findWeaker(from: BaseLayer, override: Entry, version: Version | undefined): readonly string[] {
  const { plugin } = from.layer
  const wasOn = isOn(from.entry)
  const options = { ...from.entry?.options, ...override.options }
  if (!isOnFor(from.entry, override)) return wasOn ? [OFF] : []
  // A layer that may grant settles the questions of others, so starting to enforce it does not only tighten.
  if (!wasOn) return mayGrant(plugin) && options.mode !== 'observe' ? ['enabled'] : []
  const fields =
    version === undefined || from.version === undefined ? [] : findLoosened(plugin.config, from.version, version)
  return [...weakerOptions(from.entry?.options ?? {}, options, plugin), ...fields.map((path) => path || 'config')]
}

function weakerOptions(base: LayerOptions, next: LayerOptions, plugin: Plugin): readonly string[] {
  const observed = { base: base.mode === 'observe', next: next.mode === 'observe' }
  const isWeakerMode = observed.next ? !observed.base : observed.base && mayGrant(plugin)
  const isWeakerFailure = next.onFailure === 'flag' && base.onFailure !== 'flag'
  return [...(isWeakerMode ? ['mode'] : []), ...(isWeakerFailure ? ['onFailure'] : [])]
}

function mayGrant({ manifest }: Plugin): boolean {
  return Object.values(manifest.hooks).some((stages) =>
    Object.values(stages ?? {}).some((powers) => (powers as readonly string[]).includes('grant')),
  )
}

/** The kernel is given what was written, references resolved: a schema need not accept its own output. */
function makeUse(plugin: Plugin, version: Version, options: LayerOptions): Use {
  return use(plugin, version.raw as JsonObject, options)
}
