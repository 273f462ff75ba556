/** Every code point once, in an order in which no two surrogates are a pair. */
const RANGES = [
  [0, 0xd7ff],
  [0xdc00, 0xdfff],
  [0xd800, 0xdbff],
  [0xe000, 0x10_ffff],
] as const
const POINTS = RANGES.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index))
const UNITS = POINTS.filter((code) => code <= 0xffff)

/** What parts of regexes that match one character match, as the engine itself says for each character that there is. */
export class CharacterSets {
  readonly #sets = new Map<string, ReadonlySet<number>>()

  /** True if no character matches both. */
  areDisjoint(one: string, other: string, flags: string): boolean {
    const first = this.#of(one, flags)
    const second = this.#of(other, flags)
    const [few, many] = first.size < second.size ? [first, second] : [second, first]
    for (const code of few) if (many.has(code)) return false
    return true
  }

  #of(source: string, flags: string): ReadonlySet<number> {
    const ofMeaning = flags.replaceAll(/[^isu]/g, '')
    const key = `/${source}/${ofMeaning}`
    const known = this.#sets.get(key)
    if (known) return known
    const regex = new RegExp(`^(?:${source})$`, ofMeaning)
    const all = ofMeaning.includes('u') ? POINTS : UNITS
    const set = new Set(all.filter((code) => regex.test(String.fromCodePoint(code))))
    this.#sets.set(key, set)
    return set
  }
}
