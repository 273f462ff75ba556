import type { ChainLink, HostService, Kernel, KernelEvents, Logger } from '@ringwall/core'
import type { Model } from './model.ts'

/** What the host adds to the model. */
export interface WallOptions {
  /** Default: JSON lines on standard error, from the level of the model. */
  readonly logger?: Logger
  /** Services for the layers, beside the store. */
  readonly services?: readonly HostService[]
}

/** The kernels of one config: one for each distinct set of agent overrides, and the default one. */
export interface Wall {
  /** The kernel of this agent, or the default one. It stays valid over reloads: each call runs on the config of its time. */
  for(agentId: string): Kernel
  /** Listens to all kernels, also to those of later reloads, until the returned function is called. */
  on<K extends keyof KernelEvents>(name: K, listener: (event: KernelEvents[K]) => unknown): () => void
  /** The chain of an agent, or the default one. */
  explain(agentId?: string): readonly ChainLink[]
  /** Builds everything new, then swaps; calls in flight finish on the old. On any error the old stays. */
  reload(model: Model): Promise<void>
  /** Closes the kernels, then the store. Later calls are denied. Safe to call twice. */
  close(): Promise<void>
}
