import { createHash } from 'node:crypto'

/** So many results are remembered; an older one is simply judged again. */
const MAX_PASSED = 10_000

/** What tools have returned through this guard, so that the very same text is not judged, and wrapped, again at each later step. */
export class PassedResults {
  readonly #passed = new Map<string, readonly string[]>()

  /** Remembers a text that came of a call, with what layers want to have said about it. */
  add(callId: string, text: string, instructions: Iterable<string> = []): void {
    this.#passed.set(keyOf(callId, text), [...instructions])
    for (const oldest of this.#passed.keys()) {
      if (this.#passed.size <= MAX_PASSED) return
      this.#passed.delete(oldest)
    }
  }

  /** The instructions of a text that came of this very call; undefined if it did not. */
  find(callId: string, text: string): readonly string[] | undefined {
    return this.#passed.get(keyOf(callId, text))
  }
}

function keyOf(callId: string, text: string): string {
  return createHash('sha256')
    .update(JSON.stringify([callId, text]))
    .digest('base64')
}
