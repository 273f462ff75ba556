/** One promise that is waited for. */
interface Wait {
  readonly due: number
  readonly expire: () => void
}

/** The deadlines of many promises on one timer: arming one for each costs more than most layers do. */
export class Deadlines {
  readonly #waits = new Set<Wait>()
  #timer: NodeJS.Timeout | undefined
  /** When the timer fires, on the clock of performance.now(). */
  #due = Infinity

  /** Calls `expire` after `ms`, unless the returned function came first; it says whether it did. */
  start(ms: number, expire: () => void): () => boolean {
    const wait: Wait = { due: performance.now() + ms, expire }
    this.#waits.add(wait)
    if (wait.due < this.#due) this.#arm(wait.due)
    this.#timer?.ref()
    return () => {
      const waited = this.#waits.delete(wait)
      if (this.#waits.size === 0) this.#timer?.unref() // nothing to wait for must not keep the process alive
      // A blocked event loop can deliver a late answer before the timer.
      return waited && performance.now() <= wait.due
    }
  }

  #arm(due: number): void {
    clearTimeout(this.#timer)
    this.#due = due
    this.#timer = setTimeout(() => this.#fire(), Math.max(0, due - performance.now()))
  }

  #fire(): void {
    const now = performance.now()
    this.#due = Infinity
    let next = Infinity
    for (const wait of this.#waits) {
      if (wait.due > now) next = Math.min(next, wait.due)
      else if (this.#waits.delete(wait)) wait.expire()
    }
    if (next < Infinity) this.#arm(next)
  }
}
