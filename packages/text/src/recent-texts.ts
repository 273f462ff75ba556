import { createHash } from 'node:crypto'

const MOST = 8192

/**
 * Remembers what was made of the texts that came last, for work whose result depends on the text alone: with each request agents send the
 * same definitions of tools again, and the whole conversation. It keeps hashes (SHA-256) of the 8,192 last texts and none of their words; values must be small.
 */
export class RecentTexts<T> {
  readonly #values = new Map<string, T>()

  /** What was last set for the text; undefined where that is not remembered. */
  get(text: string): T | undefined {
    const name = nameOf(text)
    const value = this.#values.get(name)
    if (value === undefined) return undefined
    this.#values.delete(name)
    this.#values.set(name, value)
    return value
  }

  /** Remembers it for the text; forgets what was asked for longest ago. */
  set(text: string, value: T & NonNullable<unknown>): void {
    const name = nameOf(text)
    this.#values.delete(name)
    this.#values.set(name, value)
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= MOST) return
      this.#values.delete(oldest)
    }
  }
}

/** Of the code units as they are: in UTF-8 all lone surrogates would be one character. */
function nameOf(text: string): string {
  return createHash('sha256').update(Buffer.from(text, 'utf16le')).digest('base64')
}
