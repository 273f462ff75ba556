import type { z } from 'zod'
import { fail, messageOf } from './errors.ts'
import {
  DESTINATIONS,
  HOOKS,
  STAGES,
  type Destination,
  type Hook,
  type Payloads,
  type Session,
  type Stage,
} from './hooks.ts'
import type { DecisionEvent, Events } from './events.ts'
import type { Logger } from './logger.ts'
import type { Token } from './services.ts'
import { STAGE_POWERS, type Power, type Ruling, type VerdictIn } from './verdict.ts'

/** The version of the contract between kernel and plugins. */
export const API_VERSION = 1

/** What a handler sees. Everything in it is read-only, at run time too. */
export interface HookEvent<H extends Hook = Hook> {
  readonly hook: H
  readonly payload: Payloads[H]
  readonly session: Session
  /** What was said so far in this dispatch. */
  readonly rulings: readonly Ruling[]
  /** Aborted once the handler's deadline has passed; made only if read. */
  readonly signal: AbortSignal
  /** Reports this layer's score, 0 to 1, for evaluation; it decides nothing. Throws RangeError outside that range. */
  score(value: number): void
}

/** Nothing, a verdict that the stage admits, or several. */
export type Answer<S extends Stage> = VerdictIn<S> | readonly VerdictIn<S>[] | undefined
/** Looks at one event. A promise must settle within the layer's deadline. */
export type Handler<H extends Hook, S extends Stage> = (event: HookEvent<H>) => Answer<S> | Promise<Answer<S>>
/** The handlers of one layer, by hook and stage. */
export type Handlers = { readonly [H in Hook]?: { readonly [S in Stage]?: Handler<H, S> } }

/** What setup returns. */
export interface Layer extends Handlers {
  /** For streams: the offset from which `text` may still become a match; text before it is settled. Without it the whole window is held. */
  readonly pending?: (text: string) => number
  /**
   * Puts one dispatch on record: each of this kernel's, also where another layer or the kernel itself denied. The host gets the decision, and
   * listeners hear of it, only once the promise has settled. A throw, a rejection or a deadline passed is a failure of this layer, and so a denial.
   */
  readonly record?: (event: DecisionEvent) => void | Promise<void>
  /** Releases what setup took. Called once, after the last call in flight. */
  readonly dispose?: () => void | Promise<void>
}

/** What a layer touches beyond the event. Declared for operators; in-process code cannot be confined to it. */
export type Effect = 'net' | 'fs' | 'exec' | 'secrets'
/** How a layer's onOutbound may be streamed: no match of it is longer than `window` code points, or it needs the whole reply, always or to some destinations. */
export type Streaming = 'whole' | { readonly window: number; readonly whole?: readonly Destination[] }

/** What a plugin declares; the same object stands in its package.json under `ringwall`, where it is read without running the plugin. */
export interface Manifest {
  readonly api: number
  /** Hooks, their stages, and the powers used there. Anything else that the layer says is a failure. */
  readonly hooks: { readonly [H in Hook]?: { readonly [S in Stage]?: readonly VerdictIn<S>['kind'][] } }
  /** JSON Pointers that `set` may touch; `*` is one segment, a final `**` any number. */
  readonly rewrites?: readonly string[]
  /** Layers that this one runs before or after, in each stage they share; layers that are not enabled do not matter. */
  readonly before?: readonly string[]
  readonly after?: readonly string[]
  /** Names of services. */
  readonly requires?: readonly string[]
  readonly optional?: readonly string[]
  readonly provides?: readonly string[]
  readonly effects?: readonly Effect[]
  /** `whole` if absent. */
  readonly streaming?: Streaming
  /** How long a promise of this layer may take, where the default is wrong for it. */
  readonly deadlineMs?: number
}

/** What setup is given. */
export interface SetupContext<Config> {
  readonly config: Config
  /** In `observe`, the layer must change nothing outside: no budget spent, no grant minted. */
  readonly mode: 'enforce' | 'observe'
  readonly logger: Logger
  readonly events: Events
  /** A service that the manifest requires. */
  require<T>(token: Token<T>): T
  /** A service that the manifest lists as optional, if any layer or host provides it. */
  find<T>(token: Token<T>): T | undefined
  /** Offers a service that the manifest provides. */
  provide<T>(token: Token<T>, value: T): void
}

/** What an author passes to definePlugin. */
export interface PluginDefinition<S extends z.ZodType> {
  /** Short name in kebab case, unique in a kernel. */
  readonly name: string
  readonly version: string
  readonly manifest: Manifest
  /** Each verdict code with its meaning; a verdict with another code is a failure of the layer. */
  readonly codes: Readonly<Record<string, string>>
  /** A z.strictObject: a key that nothing reads is an error of the operator's, not a silence. */
  readonly config: S
  readonly setup: (context: SetupContext<z.output<S>>) => Layer | Promise<Layer>
}

const PLUGIN: unique symbol = Symbol.for('ringwall.plugin') as never
/** A defined plugin, ready for `use`. */
export interface Plugin<S extends z.ZodType = z.ZodType> extends PluginDefinition<S> {
  readonly [PLUGIN]: true
}

/** Seals a plugin. Nothing of it runs before a kernel sets it up. Throws PLUGIN_INVALID. */
export function definePlugin<S extends z.ZodType>(definition: PluginDefinition<S>): Plugin<S> {
  let problem: string | undefined
  try {
    problem = findProblem(definition)
  } catch (error) {
    problem = `a field is missing or of the wrong type (${messageOf(error)})` // from JavaScript, types hold nobody back
  }
  if (problem) throw fail('PLUGIN_INVALID', { layer: String(definition?.name), problem })
  return Object.freeze({ ...definition, [PLUGIN]: true as const })
}

/** True for a value that definePlugin of this or of another installed kernel returned. */
export function isPlugin(value: unknown): value is Plugin {
  return typeof value === 'object' && value !== null && PLUGIN in value
}

function findProblem({ name, version, manifest, codes, setup }: PluginDefinition<z.ZodType>): string | undefined {
  if (!/^[a-z][a-z0-9-]*$/.test(name) || name === 'kernel') return 'its name must be kebab case, and not `kernel`'
  if (!/^\d+\.\d+\.\d+/.test(version)) return `${version} is not a semantic version`
  if (typeof setup !== 'function') return 'setup is not a function'
  if (Object.hasOwn(codes, 'LAYER_FAILED')) return 'LAYER_FAILED is the code of the kernel'
  for (const [hook, stages] of Object.entries(manifest.hooks)) {
    if (!HOOKS.some((h) => h === hook)) return `there is no hook ${hook}`
    for (const [name, powers] of Object.entries(stages ?? {})) {
      const stage = STAGES.find((s) => s === name)
      if (!stage) return `there is no stage ${name}`
      const admitted: readonly Power[] = STAGE_POWERS[stage]
      const excess = powers.find((power: Power) => !admitted.includes(power))
      if (excess) return `stage ${stage} does not admit ${excess}`
    }
  }
  const { streaming = 'whole', deadlineMs = 1 } = manifest
  if (streaming !== 'whole' && !(Number.isInteger(streaming.window) && streaming.window >= 0))
    return 'the streaming window must be a whole number'
  if (streaming !== 'whole' && streaming.whole?.every((name) => DESTINATIONS.includes(name)) === false)
    return 'streaming.whole must list destinations'
  return Number.isFinite(deadlineMs) && deadlineMs > 0 ? undefined : 'deadlineMs must be a positive number'
}

/** What an operator may set on any layer. */
export interface LayerOptions {
  /** `observe`: same work, recorded as what it would have done, nothing enforced. */
  readonly mode?: 'enforce' | 'observe'
  /** `flag`: after a failure of this layer the call goes on, and the bypass is recorded. */
  readonly onFailure?: 'deny' | 'flag'
  readonly deadlineMs?: number
}
/** One line of a kernel's plugin list. */
export interface Use {
  readonly plugin: Plugin
  readonly config: unknown
  readonly options: LayerOptions
}

/** Puts a plugin with its config on the list; the config is checked when the kernel is created. */
export function use<S extends z.ZodType>(plugin: Plugin<S>, config?: z.input<S>, options: LayerOptions = {}): Use {
  if (!isPlugin(plugin))
    throw fail('PLUGIN_INVALID', { layer: String(plugin), problem: 'it was not made by definePlugin' })
  // The kernel hands setup only what this plugin's own schema made, so the parameter's variance is safe to drop.
  return Object.freeze({
    plugin: plugin as unknown as Plugin,
    config: config ?? {},
    options: Object.freeze({ ...options }),
  })
}

/** The checked config of one use. Throws PLUGIN_CONFIG_INVALID with every problem, or PLUGIN_INVALID where unknown keys would pass. */
export function parseConfig({ plugin, config }: Use): unknown {
  const probe = plugin.config.safeParse({ '\u0000unknown': 1 })
  if (probe.success || !probe.error.issues.some((issue) => issue.code === 'unrecognized_keys')) {
    throw fail('PLUGIN_INVALID', { layer: plugin.name, problem: 'its config is not a z.strictObject' })
  }
  const parsed = plugin.config.safeParse(config)
  if (parsed.success) return parsed.data
  throw fail('PLUGIN_CONFIG_INVALID', { layer: plugin.name, problem: listIssues(parsed.error) }, parsed.error)
}

/** All issues of a zod error in one line. */
export function listIssues({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ')
}
