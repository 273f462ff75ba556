import { fail } from './errors.ts'

/** How many requests may be under way at once, streams included. */
export interface UnderWayLimits {
  readonly perToken: number
  readonly inAll: number
}
/** A stream takes about 0.1 MB for as long as it is open. */
export const DEFAULT_UNDER_WAY: UnderWayLimits = { perToken: 2_000, inAll: 5_000 }

/** Counts the requests under way of callers who were let in, so that one of them does not take all that a process has. */
export class UnderWay {
  readonly #limits: UnderWayLimits
  readonly #byToken = new Map<string, number>()
  #count = 0

  constructor(limits: UnderWayLimits) {
    this.#limits = limits
  }

  /** Counts one until the returned function is called; once is enough. Throws REQUESTS_AT_LIMIT. */
  enter(tokenId: string): () => void {
    const { perToken, inAll } = this.#limits
    const own = this.#byToken.get(tokenId) ?? 0
    if (!(own < perToken)) throw fail('REQUESTS_AT_LIMIT', { limit: perToken, of: 'this token' })
    if (!(this.#count < inAll)) throw fail('REQUESTS_AT_LIMIT', { limit: inAll, of: 'all tokens' })
    this.#byToken.set(tokenId, own + 1)
    this.#count++
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      this.#count--
      const left = (this.#byToken.get(tokenId) ?? 1) - 1
      if (left > 0) this.#byToken.set(tokenId, left)
      else this.#byToken.delete(tokenId)
    }
  }
}
