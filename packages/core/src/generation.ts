import { fail, isRingwallError, type ErrorParams } from './errors.ts'
import type { Events } from './events.ts'
import { HOOKS, STAGES, type Hook, type Stage } from './hooks.ts'
import { LoggerToken, type Logger } from './logger.ts'
import { sortByEdges } from './order.ts'
import {
  API_VERSION,
  parseConfig,
  type Handler,
  type Layer,
  type SetupContext,
  type Streaming,
  type Use,
} from './plugin.ts'
import type { Step } from './run.ts'
import { Services, type Token } from './services.ts'

/** How long a promise may take where neither layer nor operator says otherwise. */
export const DEFAULT_DEADLINE_MS = 1000
/** The longest delay that a timer can hold; a longer one would fire at once. */
const MAX_DEADLINE_MS = 2 ** 31 - 1

/** A service that the host provides. */
export interface HostService<T = unknown> {
  readonly token: Token<T>
  readonly value: T
}
/** How one layer's onOutbound is streamed. */
export interface LayerStreaming {
  readonly streaming: Streaming
  readonly pending: ((text: string) => number) | undefined
}
type Steps = { readonly [H in Hook]: readonly Step<H>[] }
interface Built {
  readonly name: string
  readonly use: Use
  readonly layer: Layer
}

/** Everything that one config made: chains, services and layers, alive until the last call in flight has left. */
export interface Generation {
  readonly layers: readonly Use[]
  readonly steps: Steps
  readonly streaming: ReadonlyMap<string, LayerStreaming>
  inFlight: number
  streams: number
  retired: (() => void) | undefined
  /** Disposes the layers in reverse order; a layer that throws does not keep the others from it. */
  dispose(): Promise<void>
}

/** Sets up all layers, or none: after a failure those that had started are disposed again. Throws RingwallError. */
export async function buildGeneration(
  uses: readonly Use[],
  host: readonly HostService[],
  logger: Logger,
  events: Events,
): Promise<Generation> {
  const byName = new Map<string, Use>()
  for (const line of uses) {
    const { name, manifest } = line.plugin
    if (manifest.api !== API_VERSION)
      throw fail('PLUGIN_API_MISMATCH', { layer: name, found: manifest.api, expected: API_VERSION })
    if (byName.has(name)) throw fail('PLUGIN_DUPLICATE', { layer: name })
    checkOptions(line)
    byName.set(name, line)
  }
  const services = new Services()
  services.provide(LoggerToken, logger)
  for (const { token, value } of host) services.provide(token, value)
  const providers = findProviders(uses, services)
  const built: Built[] = []
  const dispose = async (): Promise<void> => {
    for (const { name, layer } of built.splice(0).toReversed()) {
      try {
        await layer.dispose?.()
      } catch (error) {
        logger.error('a layer failed to dispose', { layer: name, problem: String(error) })
      }
    }
  }
  try {
    // Chains first: a cycle is an error before anything has started.
    const sorted = sortByEdges(
      uses.map((line) => ({ name: line.plugin.name, line })),
      setupEdges(uses, providers),
    )
    for (const hook of HOOKS) for (const stage of STAGES) inStage(uses, hook, stage)
    for (const { name, line } of sorted) {
      const config = parseConfig(line)
      built.push({ name, use: line, layer: await setUp(line, config, services, logger, events) })
    }
    const streaming = new Map(
      built.map(({ name, use, layer }) => [
        name,
        { streaming: use.plugin.manifest.streaming ?? 'whole', pending: layer.pending },
      ]),
    )
    return {
      layers: uses,
      steps: compile(uses, new Map(built.map((b) => [b.name, b.layer]))),
      streaming,
      inFlight: 0,
      streams: 0,
      retired: undefined,
      dispose,
    }
  } catch (error) {
    await dispose()
    throw error
  }
}

function checkOptions({ plugin, options }: Use): void {
  const { mode = 'enforce', onFailure = 'deny', deadlineMs } = options
  const bad = (option: string, problem: string): Error =>
    fail('OPTION_INVALID', { option: `${plugin.name}.${option}`, problem })
  if (mode !== 'enforce' && mode !== 'observe') throw bad('mode', 'it must be enforce or observe')
  if (onFailure !== 'deny' && onFailure !== 'flag') throw bad('onFailure', 'it must be deny or flag')
  if (deadlineMs !== undefined && !(deadlineMs > 0 && deadlineMs <= MAX_DEADLINE_MS))
    throw bad('deadlineMs', `it must be 1 to ${MAX_DEADLINE_MS}`)
}

function findProviders(uses: readonly Use[], services: Services): ReadonlyMap<string, string> {
  const providers = new Map<string, string>()
  for (const { plugin } of uses) {
    for (const token of plugin.manifest.provides ?? []) {
      const first = providers.get(token) ?? (services.has(token) ? 'the host' : undefined)
      if (first) throw fail('SERVICE_DUPLICATE', { token, first, layer: plugin.name })
      providers.set(token, plugin.name)
    }
  }
  for (const { plugin } of uses) {
    const token = plugin.manifest.requires?.find((name) => !providers.has(name) && !services.has(name))
    if (token) throw fail('SERVICE_MISSING', { layer: plugin.name, token })
  }
  return providers
}

function setupEdges(
  uses: readonly Use[],
  providers: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] {
  return uses.flatMap(({ plugin: { name, manifest } }) =>
    [...(manifest.requires ?? []), ...(manifest.optional ?? [])].flatMap((token) => {
      const provider = providers.get(token)
      return provider === undefined ? [] : [[provider, name] as const]
    }),
  )
}

async function setUp(
  { plugin }: Use,
  config: unknown,
  services: Services,
  logger: Logger,
  events: Events,
): Promise<Layer> {
  const { name, manifest } = plugin
  const { requires = [], optional = [], provides = [] } = manifest
  const check = (token: string, declared: readonly string[]): void => {
    if (token !== LoggerToken.name && !declared.includes(token))
      throw fail('SERVICE_UNDECLARED', { layer: name, token })
  }
  const context: SetupContext<never> = {
    config: config as never, // what the plugin's own schema returned
    logger,
    events,
    require: (token) => {
      check(token.name, requires)
      return services.get(token)
    },
    find: (token) => {
      check(token.name, [...optional, ...requires])
      return services.has(token.name) ? services.get(token) : undefined
    },
    provide: (token, value) => {
      check(token.name, provides)
      services.provide(token, value)
    },
  }
  let layer: Layer
  try {
    layer = await plugin.setup(context)
  } catch (error) {
    if (isRingwallError(error)) throw error
    throw fail(
      'PLUGIN_SETUP_FAILED',
      { layer: name, problem: error instanceof Error ? error.message : String(error) },
      error,
    )
  }
  try {
    const missing = provides.find((token) => !services.has(token))
    if (missing) throw fail('SERVICE_NOT_PROVIDED', { layer: name, token: missing })
    checkHandlers(name, manifest.hooks, layer)
  } catch (error) {
    await layer?.dispose?.()
    throw error
  }
  return layer
}

type Table = { readonly [H in Hook]?: { readonly [S in Stage]?: unknown } }

function checkHandlers(layer: string, declared: Table, returned: Layer): void {
  if (typeof returned !== 'object' || returned === null)
    throw fail('PLUGIN_SETUP_FAILED', { layer, problem: 'setup returned no handlers' })
  const known = new Set<string>([...HOOKS, 'pending', 'dispose'])
  const stray = Object.keys(returned).find((key) => !known.has(key))
  if (stray) throw fail('PLUGIN_HOOK_UNDECLARED', { layer, place: stray })
  for (const hook of HOOKS) {
    const stages = new Set<string>([
      ...Object.keys(declared[hook] ?? {}),
      ...Object.keys(returned[hook] ?? {}),
    ])
    for (const stage of stages) {
      const params: ErrorParams = { layer, place: `${hook}.${stage}` }
      const key = stage as Stage
      if (declared[hook]?.[key] === undefined) throw fail('PLUGIN_HOOK_UNDECLARED', params)
      if (typeof returned[hook]?.[key] !== 'function') throw fail('PLUGIN_HOOK_MISSING', params)
    }
  }
}

/** The layers of one stage in the order in which they run: declared before/after first, then the order of the list. */
function inStage(uses: readonly Use[], hook: Hook, stage: Stage): readonly Use[] {
  const here = uses
    .filter(({ plugin }) => plugin.manifest.hooks[hook]?.[stage] !== undefined)
    .map((line) => ({ name: line.plugin.name, line }))
  const edges = here.flatMap(({ name, line }) => {
    const { before = [], after = [] } = line.plugin.manifest
    return [...before.map((other) => [name, other] as const), ...after.map((other) => [other, name] as const)]
  })
  return sortByEdges(here, edges).map(({ line }) => line)
}

function compile(uses: readonly Use[], layers: ReadonlyMap<string, Layer>): Steps {
  const chain = <H extends Hook>(hook: H): readonly Step<H>[] =>
    STAGES.flatMap((stage) =>
      inStage(uses, hook, stage).map(({ plugin, options }): Step<H> => {
        const { name: layer, manifest, codes } = plugin
        const { mode, onFailure = 'deny', deadlineMs = manifest.deadlineMs ?? DEFAULT_DEADLINE_MS } = options
        const handler = layers.get(layer)?.[hook]?.[stage] as Handler<H, Stage> // checkHandlers saw it
        const powers = manifest.hooks[hook]?.[stage] ?? []
        return {
          layer,
          hook,
          stage,
          handler,
          powers,
          codes,
          rewrites: manifest.rewrites ?? [],
          enforced: mode !== 'observe',
          onFailure,
          deadlineMs,
        }
      }),
    )
  return {
    onInbound: chain('onInbound'),
    onToolCall: chain('onToolCall'),
    onOutbound: chain('onOutbound'),
    onMemoryWrite: chain('onMemoryWrite'),
  }
}
