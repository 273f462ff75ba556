import { z } from 'zod'
import { fail, messageOf } from './errors.ts'
import { Deadlines } from './deadlines.ts'
import type { Events } from './events.ts'
import { HOOKS, STAGES, type Hook, type Stage } from './hooks.ts'
import { LoggerToken, type Logger } from './logger.ts'
import { sortByEdges, type Edges } from './order.ts'
import { API_VERSION, listIssues, parseConfig, type Handler, type Layer, type Use } from './plugin.ts'
import type { Recorder, Step } from './run.ts'
import { setUp } from './set-up.ts'
import { Services, type Token } from './services.ts'

/** How long a promise may take where neither layer nor operator says otherwise. */
export const DEFAULT_DEADLINE_MS = 1000
/** The longest delay that a timer can hold; a longer one would fire at once. */
const MAX_DEADLINE_MS = 2 ** 31 - 1

const OPTIONS = z.strictObject({
  mode: z.enum(['enforce', 'observe']).optional(),
  onFailure: z.enum(['deny', 'flag']).optional(),
  deadlineMs: z.number().positive().max(MAX_DEADLINE_MS).optional(),
})

/** A service that the host provides. */
export interface HostService<T = unknown> {
  readonly token: Token<T>
  readonly value: T
}
type Steps = { readonly [H in Hook]: readonly Step<H>[] }

/** Everything that one config made: chains, services and layers, alive until the last call in flight has left. */
export interface Generation {
  readonly steps: Steps
  readonly recorders: readonly Recorder[]
  readonly deadlines: Deadlines
  readonly events: Events
  readonly services: Services
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
  const names = new Set<string>()
  for (const { plugin, options } of uses) {
    const { name: layer, manifest } = plugin
    const expected = API_VERSION
    if (manifest.api !== expected) throw fail('PLUGIN_API_MISMATCH', { layer, found: manifest.api, expected })
    if (names.has(layer)) throw fail('PLUGIN_DUPLICATE', { layer })
    const { error } = OPTIONS.safeParse(options)
    if (error) throw fail('OPTION_INVALID', { layer, problem: listIssues(error) })
    names.add(layer)
  }
  const services = new Services()
  services.provide(LoggerToken, logger)
  for (const { token, value } of host) services.provide(token, value)
  const providers = findProviders(uses, services)
  const built = new Map<string, Layer>()
  const dispose = async (): Promise<void> => {
    const layers = [...built].toReversed()
    built.clear() // a second call finds nothing to do
    for (const [layer, { dispose: end }] of layers) {
      try {
        await end?.()
      } catch (error) {
        logger.error('a layer failed to dispose', { layer, problem: messageOf(error) })
      }
    }
  }
  try {
    // Chains first: a cycle is an error before anything has started.
    for (const hook of HOOKS) for (const stage of STAGES) inStage(uses, hook, stage)
    for (const line of sortByEdges(uses, setupEdges(uses, providers), nameOf)) {
      built.set(nameOf(line), await setUp(line, parseConfig(line), services, logger, events))
    }
    const idle = { inFlight: 0, streams: 0, retired: undefined }
    const recorders = uses.flatMap((line) => toRecorder(line, built.get(nameOf(line))))
    return { steps: compile(uses, built), recorders, deadlines: new Deadlines(), events, services, dispose, ...idle }
  } catch (error) {
    await dispose()
    throw error
  }
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

function setupEdges(uses: readonly Use[], providers: ReadonlyMap<string, string>): Edges {
  return uses.flatMap(({ plugin: { name, manifest } }) =>
    [...(manifest.requires ?? []), ...(manifest.optional ?? [])].flatMap((token) => {
      const provider = providers.get(token)
      return provider === undefined ? [] : [[provider, name] as const]
    }),
  )
}

/** The layers of one stage in the order in which they run: declared before/after first, then the order of the list. */
function inStage(uses: readonly Use[], hook: Hook, stage: Stage): readonly Use[] {
  const here = uses.filter(({ plugin }) => plugin.manifest.hooks[hook]?.[stage])
  const edges = here.flatMap(({ plugin: { name, manifest } }) => [
    ...(manifest.before ?? []).map((other) => [name, other] as const),
    ...(manifest.after ?? []).map((other) => [other, name] as const),
  ])
  return sortByEdges(here, edges, nameOf)
}

function compile(uses: readonly Use[], layers: ReadonlyMap<string, Layer>): Steps {
  const chain = <H extends Hook>(hook: H): readonly Step<H>[] =>
    STAGES.flatMap((stage) =>
      inStage(uses, hook, stage).map((line) => toStep(line, hook, stage, layers.get(nameOf(line)))),
    )
  const [onInbound, onToolCall, onOutbound] = [chain('onInbound'), chain('onToolCall'), chain('onOutbound')]
  return { onInbound, onToolCall, onOutbound, onMemoryWrite: chain('onMemoryWrite') }
}

function toStep<H extends Hook>({ plugin, options }: Use, hook: H, stage: Stage, layer: Layer | undefined): Step<H> {
  const { name, version, codes, manifest } = plugin
  const { rewrites = [], streaming = 'whole' } = manifest
  const handler = layer?.[hook]?.[stage] as Handler<H, Stage> // setUp saw that it is there
  const powers = manifest.hooks[hook]?.[stage] ?? []
  const place = { layer: name, version, hook, stage, powers, codes, rewrites, streaming, pending: layer?.pending }
  const hides = hook === 'onToolCall' && stage === 'finish' && manifest.effects?.includes('secrets') === true
  return { ...place, handler, hides, ...force({ plugin, options }) }
}

function toRecorder(line: Use, layer: Layer | undefined): readonly Recorder[] {
  return layer?.record ? [{ layer: nameOf(line), record: layer.record, ...force(line) }] : []
}

function force({
  plugin,
  options,
}: Pick<Use, 'plugin' | 'options'>): Pick<Step, 'enforced' | 'onFailure' | 'deadlineMs'> {
  const { mode, onFailure = 'deny', deadlineMs = plugin.manifest.deadlineMs ?? DEFAULT_DEADLINE_MS } = options
  return { enforced: mode !== 'observe', onFailure, deadlineMs }
}

function nameOf({ plugin }: Use): string {
  return plugin.name
}
