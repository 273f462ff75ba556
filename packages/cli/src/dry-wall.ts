import {
  createWall,
  DEFAULT_LAYERS,
  loadConfig,
  type AgentModel,
  type LoadOptions,
  type Model,
  type Wall,
} from '@ringwall/config'
import type { Logger, Use } from '@ringwall/core'
import { DryRunToken } from '@ringwall/plugin-exec-sandbox'
import { fail } from './errors.ts'
import type { Io } from './io.ts'
import { visible } from './print.ts'

/** What the wall of a check is made of. */
export interface DryWallOptions {
  /** The config file; without it the one in the working directory, or the defaults. */
  readonly config?: string
  /** Exactly these layers; without it all that the config has on. */
  readonly layers?: readonly string[]
  /** A last change to what was loaded, for everyone and for each agent. */
  readonly adjust?: (layers: readonly Use[]) => readonly Use[]
}

/** A wall that leaves no trace, and the model that it was made from. */
export interface DryWall {
  readonly wall: Wall
  readonly model: Model
}

/** Where layers are looked for when the config file's folder does not have them: beside this package. */
export const RESOLVE_FROM: readonly string[] = [import.meta.dirname]

const PREFIX = '@ringwall/plugin-'

/** Opens a wall whose state, its audit log too, is in memory. The caller closes it. Throws RingwallError. */
export async function openDryWall(io: Io, { config, layers, adjust }: DryWallOptions): Promise<DryWall> {
  const options: LoadOptions = {
    ...(config === undefined ? {} : { file: config }),
    cwd: io.cwd,
    env: io.env,
    resolveFrom: RESOLVE_FROM,
    ephemeral: true,
  }
  const loaded = await loadConfig(options)
  const chosen = layers === undefined ? loaded : await selectLayers(io, loaded, layers)
  const model = adjust === undefined ? chosen : mapLayers(chosen, adjust)
  const services = [{ token: DryRunToken, value: true }, ...(io.services ?? [])]
  return { model, wall: await createWall(model, { logger: plainLogger(io), services }) }
}

/** Keeps exactly the named layers, in the order in which they always run; one that the config has off gets its defaults. */
async function selectLayers(io: Io, model: Model, names: readonly string[]): Promise<Model> {
  const wanted = new Set(names.map((name) => (name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name)))
  const own = byName(model.layers)
  const isCovered = [...wanted].every((name) => own.has(name))
  const defaults = isCovered ? own : byName(await loadDefaults(io, model))
  const known = new Set([...DEFAULT_LAYERS, ...own.keys()])
  const chosen: Use[] = []
  for (const name of wanted) {
    const found = own.get(name) ?? defaults.get(name)
    if (found === undefined) throw fail('LAYER_UNKNOWN', { layer: JSON.stringify(name), known: [...known].join(', ') })
    if (!own.has(name)) io.stderr.write(`note: ${name} is not on in ${originOf(model)}; it runs with its defaults\n`)
    chosen.push(found)
  }
  const order = [...known]
  chosen.sort((a, b) => order.indexOf(a.plugin.name) - order.indexOf(b.plugin.name))
  const agents = [...model.agents].map(([id, agent]): readonly [string, AgentModel] => {
    const tuned = byName(agent.layers)
    return [id, { ...agent, layers: chosen.map((line) => tuned.get(line.plugin.name) ?? line) }]
  })
  return { ...model, layers: chosen, agents: new Map(agents) }
}

/** The default layers without any config file: this package's own folder has none. */
async function loadDefaults({ env }: Io, { folder }: Model): Promise<readonly Use[]> {
  const { layers } = await loadConfig({
    cwd: import.meta.dirname,
    env,
    resolveFrom: [...RESOLVE_FROM, folder],
    ephemeral: true,
  })
  return layers
}

function byName(layers: readonly Use[]): ReadonlyMap<string, Use> {
  return new Map(layers.map((line) => [line.plugin.name, line]))
}

function originOf({ file }: Model): string {
  return file ?? 'the default config'
}

function mapLayers(model: Model, change: (layers: readonly Use[]) => readonly Use[]): Model {
  const agents = [...model.agents].map(([id, agent]) => [id, { ...agent, layers: change(agent.layers) }] as const)
  return { ...model, layers: change(model.layers), agents: new Map(agents) }
}

/** Warnings and errors as plain lines on standard error. */
export function plainLogger({ stderr }: Io): Logger {
  const tell = (level: string): Logger['warn'] => {
    return (message, fields) => {
      const more = fields === undefined ? '' : ` ${JSON.stringify(fields)}`
      stderr.write(`${level}: ${visible(message + more)}\n`)
    }
  }
  return { debug: () => undefined, info: () => undefined, warn: tell('warning'), error: tell('problem') }
}
