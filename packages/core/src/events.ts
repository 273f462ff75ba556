import { EventEmitter } from 'eventemitter3'
import type { Hook, Payloads, Session } from './hooks.ts'
import type { Decision, Ruling } from './verdict.ts'

/**
 * One dispatch, as it ended. `payload` is what the last layer saw, also where the decision has none; it may hold secrets of the text
 * itself, but none that a layer with the effect `secrets` filled in: what it rewrote, and all that came after, is not shown, in the decision either.
 */
export interface DecisionEvent {
  readonly time: number
  readonly durationMs: number
  readonly hook: Hook
  readonly session: Session
  readonly payload: Payloads[Hook] | undefined
  readonly decision: Decision
}
/** A layer threw, was late, or answered what it must not. `bypassed`: the operator's `onFailure: flag` let the call go on. */
export interface FailureEvent {
  readonly time: number
  readonly layer: string
  readonly hook: Hook
  readonly session: Session
  readonly problem: string
  readonly bypassed: boolean
}

/** Somebody asked for a secret of the installation. Its value is never told. */
export interface SecretAccessEvent {
  readonly time: number
  /** Absent where no agent is behind it. */
  readonly session?: Session
  readonly name: string
  /** The tool in whose arguments it is filled in, or what a layer or host wants it for. */
  readonly purpose: string
  readonly outcome: 'granted' | 'denied' | 'missing' | 'failed'
  /** Hosts that it goes to, as far as the arguments say. */
  readonly hosts: readonly string[]
}

/** Everything that a kernel tells. Layers add names of their own by declaration merging. */
export interface KernelEvents {
  decision: DecisionEvent
  finding: {
    readonly time: number
    readonly session: Session
    readonly ruling: Ruling
    readonly traceId: string
  }
  failure: FailureEvent
  'secret-access': SecretAccessEvent
  reload: { readonly time: number; readonly generation: number; readonly layers: readonly string[] }
}

/** The typed emitter of one kernel. A listener that throws or rejects harms nobody: it is reported to `onListenerError`. */
export class Events {
  readonly #emitter = new EventEmitter()
  readonly #onListenerError: (name: string, error: unknown) => void

  constructor(onListenerError: (name: string, error: unknown) => void) {
    this.#onListenerError = onListenerError
  }

  /** Listens until the returned function is called. */
  on<K extends keyof KernelEvents>(name: K, listener: (event: KernelEvents[K]) => unknown): () => void {
    const guarded = (event: KernelEvents[K]): void => {
      try {
        const answer = listener(event)
        if (answer instanceof Promise) answer.catch((error: unknown) => this.#report(name, error))
      } catch (error) {
        this.#report(name, error)
      }
    }
    this.#emitter.on(name, guarded)
    return () => void this.#emitter.off(name, guarded)
  }

  #report(name: string, error: unknown): void {
    try {
      this.#onListenerError(name, error)
    } catch {
      // Whoever is told of broken listeners is broken too: nobody is left to tell, and the call must go on as it was ruled.
    }
  }

  emit<K extends keyof KernelEvents>(name: K, event: KernelEvents[K]): void {
    this.#emitter.emit(name, event)
  }

  /** True if somebody listens; building an event is not free. */
  has(name: keyof KernelEvents): boolean {
    return this.#emitter.listenerCount(name) > 0
  }
}
