import type { Session } from '@ringwall/core'

/** What is said where the layer stops. */
export const STOPPING = 'the layer is stopping'

/** Why a wait was ended from outside. */
export class Withdrawn extends Error {}

interface Wait {
  readonly session: Session
  readonly controller: AbortController
}

/** The calls of this process that wait for a person. */
export class Waits {
  readonly #waits = new Set<Wait>()
  #isStopped = false

  /** True once nothing may wait any more. */
  get isStopped(): boolean {
    return this.#isStopped
  }

  /** Runs `body` as a wait; its signal is aborted with Withdrawn. */
  async run<T>(session: Session, body: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#isStopped) throw new Withdrawn(STOPPING)
    const wait: Wait = { session, controller: new AbortController() }
    this.#waits.add(wait)
    try {
      return await body(wait.controller.signal)
    } finally {
      this.#waits.delete(wait)
    }
  }

  /** Ends the waits of one request of a host: those with all of its ids, the trace too. Returns how many there were. */
  withdraw(session: Session): number {
    return this.#end((wait) => IDS.every((id) => wait[id] === session[id]), 'the caller is gone')
  }

  /** Ends all waits, and those to come. */
  stop(): void {
    this.#isStopped = true
    this.#end(() => true, STOPPING)
  }

  #end(isMeant: (session: Session) => boolean, why: string): number {
    const ended = [...this.#waits].filter(({ session }) => isMeant(session))
    for (const { controller } of ended) controller.abort(new Withdrawn(why))
    return ended.length
  }
}

const IDS = ['tenantId', 'agentId', 'sessionId', 'userId', 'traceId'] as const
