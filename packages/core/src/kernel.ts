import { dispatch, refuse } from './dispatch.ts'
import { fail, messageOf } from './errors.ts'
import { Events } from './events.ts'
import { explainGeneration, type ChainLink } from './explain.ts'
import { buildGeneration, type Generation, type HostService } from './generation.ts'
import { guardToolCall, type RunTool, type ToolResult } from './guard-tool.ts'
import {
  HOOKS,
  type Hook,
  type Inbound,
  type MemoryWrite,
  type Outbound,
  type Payloads,
  type Session,
  type ToolCall,
} from './hooks.ts'
import { createLogger, type Logger } from './logger.ts'
import type { Use } from './plugin.ts'
import type { Token } from './services.ts'
import { openStream, type OutboundStream, type StreamOptions } from './stream.ts'
import type { Decision } from './verdict.ts'

/** What a kernel is made of. */
export interface KernelOptions {
  readonly plugins: readonly Use[]
  /** Services from the host, such as a store. */
  readonly services?: readonly HostService[]
  /** Default: JSON lines on standard error, from level info. */
  readonly logger?: Logger
}

/** A running wall. Its hooks never reject: whatever goes wrong inside is a denial. */
export interface Kernel {
  readonly events: Events
  onInbound(payload: Inbound, session: Session): Promise<Decision<'onInbound'>>
  onToolCall(payload: ToolCall, session: Session): Promise<Decision<'onToolCall'>>
  onOutbound(payload: Outbound, session: Session): Promise<Decision<'onOutbound'>>
  onMemoryWrite(payload: MemoryWrite, session: Session): Promise<Decision<'onMemoryWrite'>>
  /** The four hooks under one name, for hosts that choose at run time. */
  dispatch<H extends Hook>(hook: H, payload: Payloads[H], session: Session): Promise<Decision<H>>
  /** onToolCall, then `run` with the checked args, then onInbound on what it returned. */
  guardTool(call: ToolCall, session: Session, run: RunTool): Promise<ToolResult>
  /** A transform of text chunks whose output equals the whole text through onOutbound. */
  outboundStream(session: Session, options?: StreamOptions): OutboundStream
  /** Builds a new generation and swaps it in; calls in flight finish on the old one. On any error the old one stays. */
  reload(options: Pick<KernelOptions, 'plugins' | 'services'>): Promise<void>
  /** The chain of every hook, in the order in which it runs. */
  explain(): readonly ChainLink[]
  /** A service of the layers that run now; to be asked for anew at each use, since a reload brings another. */
  find<T>(token: Token<T>): T | undefined
  /** Denies new calls, waits for those in flight, disposes the layers in reverse order. Safe to call twice. */
  close(): Promise<void>
}

/** Starts a kernel. Throws RingwallError: an invalid plugin, config, order or service stops the start. */
export async function createKernel(options: KernelOptions): Promise<Kernel> {
  const logger = options.logger ?? createLogger()
  const events = new Events((name, error) =>
    logger.warn('an event listener failed', { event: name, problem: messageOf(error) }),
  )
  const generation = await buildGeneration(options.plugins, options.services ?? [], logger, events)
  return new LiveKernel(generation, options, logger, events)
}

class LiveKernel implements Kernel {
  readonly events: Events
  readonly #logger: Logger
  #services: readonly HostService[]
  #generation: Generation
  #number = 1
  /** Replaced, but with calls still in flight. */
  readonly #old = new Set<Generation>()
  #closing: Promise<void> | undefined
  #reloading: Promise<unknown> = Promise.resolve()

  constructor(generation: Generation, options: KernelOptions, logger: Logger, events: Events) {
    this.#generation = generation
    this.#services = options.services ?? []
    this.#logger = logger
    this.events = events
  }

  onInbound: Kernel['onInbound'] = (payload, session) => this.dispatch('onInbound', payload, session)
  onToolCall: Kernel['onToolCall'] = (payload, session) => this.dispatch('onToolCall', payload, session)
  onOutbound: Kernel['onOutbound'] = (payload, session) => this.dispatch('onOutbound', payload, session)
  onMemoryWrite: Kernel['onMemoryWrite'] = (payload, session) => this.dispatch('onMemoryWrite', payload, session)

  async dispatch<H extends Hook>(hook: H, payload: Payloads[H], session: Session): Promise<Decision<H>> {
    if (this.#closing) return refuse(hook, 'KERNEL_CLOSED', 'the kernel is closed', this.#generation, session)
    if (!HOOKS.includes(hook))
      return refuse(hook, 'PAYLOAD_INVALID', `there is no hook ${hook}`, this.#generation, session)
    return dispatch(this.#generation, hook, payload, session)
  }

  guardTool(call: ToolCall, session: Session, run: RunTool): Promise<ToolResult> {
    return guardToolCall(this, call, session, run)
  }

  outboundStream(session: Session, options: StreamOptions = {}): OutboundStream {
    const generation = this.#generation
    generation.streams++
    const leave = (): void => {
      generation.streams--
      generation.retired?.()
    }
    return openStream({ generation, session, options, isClosed: () => this.#closing !== undefined, leave })
  }

  reload({ plugins, services }: Pick<KernelOptions, 'plugins' | 'services'>): Promise<void> {
    const next = this.#reloading.then(async () => {
      if (this.#closing) throw fail('KERNEL_CLOSED')
      const host = services ?? this.#services
      const generation = await buildGeneration(plugins, host, this.#logger, this.events)
      const old = this.#generation
      this.#generation = generation
      this.#services = host
      this.#number++
      this.#old.add(old)
      void drained(old, true).then(() => this.#discard(old))
      const layers = plugins.map((line) => line.plugin.name)
      this.events.emit('reload', { time: Date.now(), generation: this.#number, layers })
    })
    this.#reloading = next.catch(() => undefined) // the caller of this reload is told; the next one may still try
    return next
  }

  explain(): readonly ChainLink[] {
    return explainGeneration(this.#generation)
  }

  find<T>(token: Token<T>): T | undefined {
    return this.#generation.services.has(token.name) ? this.#generation.services.get(token) : undefined
  }

  close(): Promise<void> {
    this.#closing ??= this.#reloading.then(async () => {
      for (const generation of [...this.#old, this.#generation]) {
        await drained(generation, false)
        await this.#discard(generation)
      }
    })
    return this.#closing
  }

  async #discard(generation: Generation): Promise<void> {
    this.#old.delete(generation)
    await generation.dispose()
  }
}

/** Resolves once nothing runs on a generation. Streams count only if asked: an abandoned one must not keep a kernel from closing. */
function drained(generation: Generation, withStreams: boolean): Promise<void> {
  return new Promise((resolve) => {
    generation.retired = (): void => {
      if (generation.inFlight === 0 && (!withStreams || generation.streams === 0)) resolve()
    }
    generation.retired()
  })
}
