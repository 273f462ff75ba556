import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/** The requests of a server that are under way, streams included. */
export class InFlight {
  #count = 0
  #isEnding = false
  #idle: (() => void) | undefined

  constructor(server: Server) {
    server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
      this.#count++
      if (this.#isEnding) response.setHeader('connection', 'close')
      response.once('close', () => {
        this.#count--
        if (this.#count === 0) this.#idle?.()
      })
    })
  }

  /** Waits until nothing is under way, for at most so many milliseconds; true if so. Answers from now on end their connections. */
  async ended(graceMs: number): Promise<boolean> {
    this.#isEnding = true
    if (this.#count === 0) return true
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#idle = resolve
    const timer = setTimeout(resolve, graceMs)
    await promise
    clearTimeout(timer)
    return this.#count === 0
  }
}
