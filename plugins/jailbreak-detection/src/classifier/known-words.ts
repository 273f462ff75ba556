/** Slots of words that are found by their letters; a power of two. */
const SLOTS = 1 << 13

/** What is known of words, each by its key. One that was asked for lately is found by where it stands in a text, without a string being made of it. */
export class KnownWords<W extends { readonly key: string }> {
  /** How often the list has begun anew. */
  restarts = 0
  readonly #most: number
  #words = new Map<string, W>()
  /** By a hash of their letters: the words asked for last, each one of `#words`. */
  #recent: (W | undefined)[] = emptySlots()

  /** So many words are kept from one text to the next. */
  constructor(most: number) {
    this.#most = most
  }

  get(key: string): W | undefined {
    return this.#words.get(key)
  }

  /** The word whose key is what stands at `[start, end)` of a text. */
  find(text: string, start: number, end: number): W | undefined {
    let hash = 0
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1)
    const recent = this.#recent[slot]
    if (recent !== undefined && standsAt(recent.key, text, start, end)) return recent
    const word = this.#words.get(text.slice(start, end))
    if (word !== undefined) this.#recent[slot] = word
    return word
  }

  add(word: W): void {
    this.#words.set(word.key, word)
  }

  /** With too many words the list starts anew. Not amid a text, where a word would no longer be the same as before. */
  forget(): void {
    if (this.#words.size <= this.#most) return
    this.#words = new Map()
    this.#recent = emptySlots()
    this.restarts++
  }
}

function emptySlots(): undefined[] {
  return Array.from({ length: SLOTS }, () => undefined)
}

function standsAt(key: string, text: string, start: number, end: number): boolean {
  if (key.length !== end - start) return false
  for (let i = 0; i < key.length; i++) if (key.charCodeAt(i) !== text.charCodeAt(start + i)) return false
  return true
}
