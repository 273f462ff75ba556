import type { Inbound } from '@ringwall/core'
import { denialOf, type Checked, type Denial, type TracedSession } from '@ringwall/host'
import { ownDenial } from './denial.ts'
import type { Guard } from './guard.ts'

const CANNOT_REWRITE = 'A part of the request that cannot be changed safely was stopped by a security policy.'

/** Sends the texts of one request through onInbound and gathers the instructions that come back. */
export class InboundGuard {
  readonly #kernel: Guard
  readonly #session: TracedSession
  /** A set, since a layer may say the same for every text of the request. */
  readonly instructions: Set<string> = new Set()

  constructor(kernel: Guard, session: TracedSession) {
    this.#kernel = kernel
    this.#session = session
  }

  /** The text as it may go on. */
  async text(payload: Inbound): Promise<Checked<string>> {
    const decision = await this.#kernel.onInbound(payload, this.#session)
    const denial = denialOf(decision)
    if (denial || !decision.payload) return { denial: denial ?? ownDenial('DENIED', decision.traceId) }
    for (const line of decision.instructions) this.instructions.add(line)
    return { value: decision.payload.text }
  }

  /** For text that stands in a structure: it passes as it is or not at all. */
  async unchanged(payload: Inbound): Promise<Denial | undefined> {
    const { value, denial } = await this.text(payload)
    if (denial) return denial
    return value === payload.text ? undefined : this.cannotRewrite()
  }

  /** The denial of what a layer wants changed where nothing can be. */
  cannotRewrite(): Denial {
    return ownDenial('REWRITE_IMPOSSIBLE', this.#session.traceId, CANNOT_REWRITE)
  }
}
