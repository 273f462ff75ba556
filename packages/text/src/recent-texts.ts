/** Bounds of what is remembered, in UTF-16 code units. */
const MOST_IN_ALL = 1024 * 1024
const LONGEST = 16 * 1024

/**
 * Remembers what was made of the texts that came last, for work whose result depends on the text alone: with each request agents send the
 * same definitions of tools again, and the whole conversation. It holds at most a million code units of text, so values must be small.
 */
export class RecentTexts<T> {
  readonly #values = new Map<string, T>()
  #length = 0

  /** What was last set for the text; undefined where that is not remembered. */
  get(text: string): T | undefined {
    const value = this.#values.get(text)
    if (value === undefined) return undefined
    this.#values.delete(text)
    this.#values.set(text, value)
    return value
  }

  /** Remembers it for the text, unless that is long; forgets what was asked for longest ago. */
  set(text: string, value: T & NonNullable<unknown>): void {
    if (text.length > LONGEST) return
    if (!this.#values.delete(text)) this.#length += text.length
    this.#values.set(text, value)
    for (const oldest of this.#values.keys()) {
      if (this.#length <= MOST_IN_ALL) return
      this.#values.delete(oldest)
      this.#length -= oldest.length
    }
  }
}
