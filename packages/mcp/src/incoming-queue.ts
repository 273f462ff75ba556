import type { Incoming } from './channel.ts'

const MAX_WAITING = 10_000

/** What comes by calls, to be taken one after the other by one reader. */
export class IncomingQueue implements AsyncIterable<Incoming> {
  readonly #waiting: Incoming[] = []
  #hasEnded = false
  #wake: (() => void) | undefined

  push(incoming: Incoming): void {
    if (this.#hasEnded) return
    // Whoever sends faster than anything can be judged is cut off before the memory is full.
    if (this.#waiting.length < MAX_WAITING) this.#waiting.push(incoming)
    else this.#cutOff()
    this.#wake?.()
  }

  end(): void {
    this.#hasEnded = true
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Incoming, void> {
    for (;;) {
      const next = this.#waiting.shift()
      if (next) yield next
      else if (this.#hasEnded) return
      else await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  #cutOff(): void {
    this.#waiting.push({ problem: `more than ${MAX_WAITING} of its messages wait`, fatal: true })
    this.#hasEnded = true
  }
}
