import { fail, isRingwallError, messageOf, type ErrorParams } from './errors.ts'
import type { Events } from './events.ts'
import { HOOKS, type Hook, type Stage } from './hooks.ts'
import { LoggerToken, type Logger } from './logger.ts'
import type { Layer, SetupContext, Use } from './plugin.ts'
import type { Services } from './services.ts'

/** How long a layer may take to start: loading models, testing a sandbox. */
const START_MS = 30_000

/** Runs one plugin's setup and holds what it did against what it declares. Throws RingwallError, after disposing it. */
export async function setUp(
  { plugin, options }: Use,
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
    mode: options.mode ?? 'enforce',
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
  const layer = await inTime((async () => plugin.setup(context))()).catch((error: unknown) => {
    if (isRingwallError(error)) throw error
    throw fail('PLUGIN_SETUP_FAILED', { layer: name, problem: messageOf(error) }, error)
  })
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

/** Setup's answer, unless it takes too long: a start that hangs must say so. A layer that comes later is disposed. */
async function inTime(setup: Promise<Layer>): Promise<Layer> {
  const { promise: deadline, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new Error(`it did not finish within ${START_MS} ms`))
    setup.then((layer) => layer.dispose?.()).catch(() => undefined) // the start has failed already
  }, START_MS)
  return Promise.race([setup, deadline]).finally(() => clearTimeout(timer))
}

type Table = { readonly [H in Hook]?: { readonly [S in Stage]?: unknown } }

function checkHandlers(layer: string, declared: Table, returned: Layer): void {
  if (typeof returned !== 'object' || returned === null)
    throw fail('PLUGIN_SETUP_FAILED', { layer, problem: 'setup returned no handlers' })
  const known = new Set<string>([...HOOKS, 'pending', 'record', 'dispose'])
  const stray = Object.keys(returned).find((key) => !known.has(key))
  if (stray) throw fail('PLUGIN_HOOK_UNDECLARED', { layer, place: stray })
  for (const hook of HOOKS) {
    const stages = new Set<string>([...Object.keys(declared[hook] ?? {}), ...Object.keys(returned[hook] ?? {})])
    for (const stage of stages) {
      const params: ErrorParams = { layer, place: `${hook}.${stage}` }
      const key = stage as Stage
      if (declared[hook]?.[key] === undefined) throw fail('PLUGIN_HOOK_UNDECLARED', params)
      if (typeof returned[hook]?.[key] !== 'function') throw fail('PLUGIN_HOOK_MISSING', params)
    }
  }
}
