import {
  createLogger,
  token,
  type ChainLink,
  type HostService,
  type Kernel,
  type KernelEvents,
  type Logger,
  type Token,
} from '@ringwall/core'
import { AgentKernel, type WallAccess } from './agent-kernel.ts'
import { createEngine } from '@ringwall/text'
import { describe, viewAfter, type Description } from './describe.ts'
import { fail } from './errors.ts'
import { buildLineup, flushServices, isSameStore, openStore, type Lineup } from './lineup.ts'
import type { Model } from './model.ts'
import type { ConfigView } from './view.ts'

/** What the host adds to the model. */
export interface WallOptions {
  /** A logger, or what makes one for each model. Default: JSON lines on standard error, from the level of the model. */
  readonly logger?: Logger | ((model: Model) => Logger)
  /** Services for the layers, beside the store. */
  readonly services?: readonly HostService[]
  /**
   * The host's word that it awaits `recorded` before it acts on what a kernel decided, and `flush` before anything of it leaves the process: records
   * are then written beside the work, and SQLite does not sync the disk at each write, unless the model wants it so. Default: false.
   */
  readonly flushes?: boolean
}

/** Makes ready for a reload, and resolves with what takes it over. Where either throws, nothing is swapped. */
export type Prepare = (next: Pick<Wall, 'for'>) => Promise<() => void>

/** The kernels of one config: one for each distinct set of agent overrides, and the default one. */
export interface Wall {
  /** The kernel of this agent, or the default one. It stays valid over reloads: each call runs on the config of its time. */
  for(agentId: string): Kernel
  /** False once it is being closed. */
  readonly isOpen: boolean
  /** What the kernels of this moment have of a service, each once: agents with overrides have layers of their own. */
  findAll<T>(token: Token<T>): readonly T[]
  /** Listens to all kernels, also to those of later reloads, until the returned function is called. */
  on<K extends keyof KernelEvents>(name: K, listener: (event: KernelEvents[K]) => unknown): () => void
  /** The chain of an agent, or the default one. */
  explain(agentId?: string): readonly ChainLink[]
  /** The config in force as an operator may see it: every secret is redacted, whatever layers are on. References stand as they are written. */
  describe(): Promise<Description>
  /**
   * Builds everything new, then swaps; calls in flight finish on the old. On any error the old stays. `prepare` is for what a host takes over from the
   * model in the same moment, or not at all: it is shown the kernels to come, and what it resolves with is called at the swap.
   */
  reload(model: Model, prepare?: Prepare): Promise<void>
  /** A wall of an agent's layers as they are now that leaves no trace: its state is in memory, and it logs nothing. The caller closes it. */
  dryRun(agentId: string): Promise<Pick<Wall, 'for' | 'explain' | 'close'>>
  /** Resolves once the store has every record of a decision so far. Rejects with what the store rejects with; nothing may be done then. */
  recorded(): Promise<void>
  /** The same, once it survives a loss of power too, with all else that the layers have written; nothing may leave before. */
  flush(): Promise<void>
  /** Closes the kernels, then the store. Later calls are denied. Safe to call twice. */
  close(): Promise<void>
}

/** Opens the store and starts all kernels of a model, or nothing. Throws RingwallError. */
export async function createWall(model: Model, options: WallOptions = {}): Promise<Wall> {
  const state = await openStore(model.store, options.flushes)
  try {
    const logger = loggerFor(model, options)
    const lineup = await buildLineup(model, state, servicesOf(model, options), logger)
    logWarnings(model, logger)
    return new LiveWall(lineup, options, logger, model)
  } catch (error) {
    await state.store.close()
    throw error
  }
}

/** A host's word that nothing may be left behind. */
const DryRunToken: Token<true> = token<true>('DryRun')
const SILENT: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** One listener, and where it listens now. */
interface Subscription {
  /** Undefined: all agents. */
  readonly agentId: string | undefined
  readonly attach: (kernel: Kernel) => () => void
  readonly detach: Map<Lineup, readonly (() => void)[]>
}

class LiveWall implements Wall, WallAccess {
  readonly #options: WallOptions
  readonly #subscriptions = new Set<Subscription>()
  /** Replaced, but still in use. */
  readonly #old = new Set<Lineup>()
  /** Why a replaced store may have lost what decisions rest on that somebody still has to be told. */
  #lost: { readonly cause: unknown } | undefined
  #lineup: Lineup
  #logger: Logger
  #number = 1
  /** What the host goes by. */
  #host: ConfigView
  #model: Model
  /** Made once a generation, as compiling all formats takes its time. */
  #described: { readonly generation: number; readonly made: Promise<Description> } | undefined
  #reloading: Promise<unknown> = Promise.resolve()
  #closing: Promise<void> | undefined

  constructor(lineup: Lineup, options: WallOptions, logger: Logger, model: Model) {
    this.#host = model.view
    this.#model = model
    this.#lineup = lineup
    this.#options = options
    this.#logger = logger
  }

  for(agentId: string): Kernel {
    return new AgentKernel(this, agentId)
  }

  current(): Lineup {
    return this.#lineup
  }

  get isOpen(): boolean {
    return this.#closing === undefined
  }

  findAll<T>(of: Token<T>): readonly T[] {
    const found = [...this.#lineup.kernels].map((kernel) => kernel.find(of))
    return [...new Set(found)].filter((service) => service !== undefined)
  }

  explain(agentId?: string): readonly ChainLink[] {
    return this.#lineup.for(agentId).explain()
  }

  describe(): Promise<Description> {
    if (this.#described?.generation === this.#number) return this.#described.made
    const engine = createEngine({ warn: (message) => this.#logger.warn(message) })
    const described = { view: this.#model.view, host: this.#host, generation: this.#number }
    const made = describe(described, this.#lineup.state.store, engine)
    this.#described = { generation: this.#number, made }
    return made
  }

  on<K extends keyof KernelEvents>(name: K, listener: (event: KernelEvents[K]) => unknown): () => void {
    return this.#subscribe(undefined, name, listener)
  }

  listen<K extends keyof KernelEvents>(
    agentId: string,
    name: K,
    listener: (event: KernelEvents[K]) => unknown,
  ): () => void {
    return this.#subscribe(agentId, name, listener)
  }

  async dryRun(agentId: string): Promise<Wall> {
    if (this.#closing) throw fail('CONFIG_WALL_CLOSED')
    const { layers } = this.#model.agents.get(agentId) ?? this.#model
    const model = { ...this.#model, layers, agents: new Map<string, never>(), warnings: [] }
    const services = [{ token: DryRunToken, value: true }, ...(this.#options.services ?? [])]
    return createWall({ ...model, store: { driver: 'sqlite', file: ':memory:' } }, { logger: SILENT, services })
  }

  reload(model: Model, prepare?: Prepare): Promise<void> {
    const next = this.#reloading.then(() => this.#swap(model, prepare))
    this.#reloading = next.catch(() => undefined) // the caller of this reload is told; the next one may still try
    return next
  }

  async recorded(): Promise<void> {
    // Of a reload too: what ends on the old kernels is on record by them.
    for (const lineup of [this.#lineup, ...this.#old]) await lineup.recorded()
  }

  async flush(): Promise<void> {
    const stores = new Set([this.#lineup, ...this.#old].map(({ state }) => state.store))
    await this.recorded()
    for (const store of stores) await store.flush()
    if (this.#lost) throw this.#lost.cause
  }

  close(): Promise<void> {
    this.#closing ??= this.#reloading.then(async () => {
      const lineups = [...this.#old, this.#lineup]
      this.#old.clear()
      for (const lineup of lineups) lineup.stopWaiting()
      // All kernels before any store: a layer may still write while it is disposed.
      for (const lineup of lineups) await lineup.close(this.#logger)
      for (const store of new Set(lineups.map(({ state }) => state.store))) await store.close()
    })
    return this.#closing
  }

  async #swap(model: Model, prepare: Prepare | undefined): Promise<void> {
    if (this.#closing) throw fail('CONFIG_WALL_CLOSED')
    const old = this.#lineup
    const keepsStore = isSameStore(old.state.settings, model.store)
    const state = keepsStore ? old.state : await openStore(model.store, this.#options.flushes)
    const logger = loggerFor(model, this.#options)
    let lineup: Lineup | undefined
    try {
      lineup = await buildLineup(model, state, servicesOf(model, this.#options), logger)
      const enter = await prepare?.(lineup)
      enter?.() // nothing is awaited from here on: what the host takes over and the layers count from one moment
    } catch (error) {
      await lineup?.close(logger)
      if (!keepsStore) await state.store.close()
      throw error
    }
    for (const subscription of this.#subscriptions) attach(subscription, lineup)
    this.#lineup = lineup
    this.#logger = logger
    this.#model = model
    if (prepare) this.#host = viewAfter(this.#host, model.view)
    this.#number++
    this.#old.add(old)
    void old.free().then(() => this.#retire(old))
    logWarnings(model, logger)
    this.#announce()
  }

  #announce(): void {
    for (const kernel of this.#lineup.kernels) {
      const layers = [...new Set(kernel.explain().map(({ layer }) => layer))]
      kernel.events.emit('reload', { time: Date.now(), generation: this.#number, layers })
    }
  }

  async #retire(old: Lineup): Promise<void> {
    if (!this.#old.has(old)) return // the wall has been closed, and this with it
    await old.close(this.#logger)
    this.#old.delete(old)
    for (const { detach } of this.#subscriptions) detach.delete(old)
    const inUse = [this.#lineup, ...this.#old].some(({ state }) => state.store === old.state.store)
    if (inUse) return
    await old.state.store.close().catch((cause: unknown) => {
      this.#lost ??= { cause }
      this.#logger.error('the replaced store failed to close', { problem: String(cause) })
    })
  }

  #subscribe<K extends keyof KernelEvents>(
    agentId: string | undefined,
    name: K,
    listener: (event: KernelEvents[K]) => unknown,
  ): () => void {
    const subscription: Subscription = {
      agentId,
      attach: (kernel) => kernel.events.on(name, listener),
      detach: new Map(),
    }
    for (const lineup of [...this.#old, this.#lineup]) attach(subscription, lineup)
    this.#subscriptions.add(subscription)
    return () => {
      this.#subscriptions.delete(subscription)
      for (const off of [...subscription.detach.values()].flat()) off()
      subscription.detach.clear()
    }
  }
}

function servicesOf({ store }: Model, { services = [], flushes }: WallOptions): readonly HostService[] {
  return [...flushServices(store, flushes), ...services]
}

function attach(subscription: Subscription, lineup: Lineup): void {
  const kernels = subscription.agentId === undefined ? lineup.kernels : [lineup.for(subscription.agentId)]
  subscription.detach.set(
    lineup,
    [...kernels].map((kernel) => subscription.attach(kernel)),
  )
}

function loggerFor(model: Model, { logger }: WallOptions): Logger {
  if (typeof logger === 'function') return logger(model)
  return logger ?? createLogger(model.log.level)
}

function logWarnings({ warnings }: Model, logger: Logger): void {
  for (const { code, message, path } of warnings) logger.warn(message, { code, path })
}
