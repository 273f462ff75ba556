import {
  Events,
  type ChainLink,
  type Decision,
  type Hook,
  type Inbound,
  type JsonValue,
  type Kernel,
  type KernelEvents,
  type MemoryWrite,
  type Outbound,
  type OutboundStream,
  type Payloads,
  type Session,
  type StreamOptions,
  type Token,
  type ToolCall,
  type ToolResult,
} from '@ringwall/core'
import { fail } from './errors.ts'
import type { Lineup } from './lineup.ts'

/** What a wall lends to the kernels that it hands out. */
export interface WallAccess {
  /** The kernels of this moment. */
  current(): Lineup
  /** Listens to one agent's kernel, now and after each reload. */
  listen<K extends keyof KernelEvents>(
    agentId: string,
    name: K,
    listener: (event: KernelEvents[K]) => unknown,
  ): () => void
}

/** One agent's kernel, whichever it is at the moment of a call. What takes several steps stays on the kernel on which it began. */
export class AgentKernel implements Kernel {
  #events: Events | undefined
  readonly #wall: WallAccess
  readonly #agentId: string

  constructor(wall: WallAccess, agentId: string) {
    this.#wall = wall
    this.#agentId = agentId
  }

  get events(): Events {
    return (this.#events ??= new AgentEvents(this.#wall, this.#agentId))
  }

  onInbound(payload: Inbound, session: Session): Promise<Decision<'onInbound'>> {
    return this.#kernel().onInbound(payload, session)
  }
  onToolCall(payload: ToolCall, session: Session): Promise<Decision<'onToolCall'>> {
    return this.#kernel().onToolCall(payload, session)
  }
  onOutbound(payload: Outbound, session: Session): Promise<Decision<'onOutbound'>> {
    return this.#kernel().onOutbound(payload, session)
  }
  onMemoryWrite(payload: MemoryWrite, session: Session): Promise<Decision<'onMemoryWrite'>> {
    return this.#kernel().onMemoryWrite(payload, session)
  }
  dispatch<H extends Hook>(hook: H, payload: Payloads[H], session: Session): Promise<Decision<H>> {
    return this.#kernel().dispatch(hook, payload, session)
  }

  guardTool(
    call: ToolCall,
    session: Session,
    run: (args: ToolCall['args']) => Promise<JsonValue> | JsonValue,
  ): Promise<ToolResult> {
    const lineup = this.#wall.current()
    const result = lineup.for(this.#agentId).guardTool(call, session, run)
    lineup.hold(result)
    return result
  }

  outboundStream(session: Session, options?: StreamOptions): OutboundStream {
    const lineup = this.#wall.current()
    const stream = lineup.for(this.#agentId).outboundStream(session, options)
    lineup.hold(stream.decision)
    return stream
  }

  explain(): readonly ChainLink[] {
    return this.#kernel().explain()
  }

  find<T>(token: Token<T>): T | undefined {
    return this.#kernel().find(token)
  }

  /** Rejects: the wall reloads all its kernels together. */
  async reload(): Promise<void> {
    throw fail('CONFIG_WALL_OWNS', { method: 'reload' })
  }

  /** Rejects: agents share kernels, so one must not close another's. */
  async close(): Promise<void> {
    throw fail('CONFIG_WALL_OWNS', { method: 'close' })
  }

  #kernel(): Kernel {
    return this.#wall.current().for(this.#agentId)
  }
}

class AgentEvents extends Events {
  readonly #wall: WallAccess
  readonly #agentId: string

  constructor(wall: WallAccess, agentId: string) {
    super(() => undefined) // listeners are registered with the kernels, which report what they throw
    this.#wall = wall
    this.#agentId = agentId
  }

  override on<K extends keyof KernelEvents>(name: K, listener: (event: KernelEvents[K]) => unknown): () => void {
    return this.#wall.listen(this.#agentId, name, listener)
  }
  override emit<K extends keyof KernelEvents>(name: K, event: KernelEvents[K]): void {
    this.#wall.current().for(this.#agentId).events.emit(name, event)
  }
  override has(name: keyof KernelEvents): boolean {
    return this.#wall.current().for(this.#agentId).events.has(name)
  }
}
