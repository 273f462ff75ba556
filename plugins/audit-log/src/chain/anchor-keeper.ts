import { messageOf, type Logger } from '@ringwall/core'
import type { Anchors } from './anchors.ts'
import type { Signed } from './signature.ts'

/**
 * Keeps the newest checkpoint outside of the store, beside the work: whoever records does not wait for it. Of those that come while one is being
 * written only the last is kept, as it covers them all. One in a while goes to the logger too.
 */
export class AnchorKeeper {
  readonly #anchors: Anchors
  readonly #logger: Logger
  readonly #tellEveryMs: number
  #newest: Signed | undefined
  #working: Promise<void> | undefined
  #toldAt = Number.NEGATIVE_INFINITY

  constructor(anchors: Anchors, logger: Logger, tellEveryMs: number) {
    this.#anchors = anchors
    this.#logger = logger
    this.#tellEveryMs = tellEveryMs
  }

  keep(anchor: Signed): void {
    this.#newest = anchor
    this.#working ??= this.#work()
    const now = performance.now()
    if (now - this.#toldAt < this.#tellEveryMs) return
    this.#toldAt = now
    this.#logger.info('checkpoint of the audit log', { ...anchor })
  }

  /** Resolves once the newest is kept. */
  async done(): Promise<void> {
    await this.#working
  }

  async #work(): Promise<void> {
    for (let next = this.#newest; next; next = this.#newest) {
      this.#newest = undefined
      try {
        await this.#anchors.add(next)
      } catch (error) {
        const problem = messageOf(error)
        this.#logger.error('a checkpoint of the audit log could not be kept outside of it', { problem })
      }
    }
    this.#working = undefined
  }
}
