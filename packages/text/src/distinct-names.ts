/**
 * Gives keys that have become the same mark names of their own: the second gets a `+`, the next ones `+2`, `+3`. The work and the names together
 * grow with the keys alone: whoever writes a body of many secrets must not be able to hold its reader up.
 */
export class DistinctNames {
  readonly #isTaken: (name: string) => boolean
  /** How often each key has come again. */
  #again: Map<string, number> | undefined

  /** `isTaken`: whether there is an entry of that name; whoever asks for a name adds it. */
  constructor(isTaken: (name: string) => boolean) {
    this.#isTaken = isTaken
  }

  /** The key, or where it is taken the next name for it that is not. */
  nameFor(key: string): string {
    if (!this.#isTaken(key)) return key
    this.#again ??= new Map()
    let count = this.#again.get(key) ?? 0
    let name = key
    do {
      count++
      name = count === 1 ? `${key}+` : `${key}+${count}`
    } while (this.#isTaken(name))
    this.#again.set(key, count)
    return name
  }
}
