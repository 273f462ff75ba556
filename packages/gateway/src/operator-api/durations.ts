/** Steps of a factor of 2 to the power of 1/4: a median is right to within a tenth. */
const STEPS_PER_DOUBLING = 4
/** The first step ends at this many milliseconds. */
const LEAST_MS = 0.01
const STEPS = 100

/** How long things took, in memory that does not grow with their number. */
export class Durations {
  readonly #counts = new Uint32Array(STEPS)
  #total = 0

  add(ms: number): void {
    const at = Math.ceil(Math.log2(Math.max(ms, LEAST_MS) / LEAST_MS) * STEPS_PER_DOUBLING)
    this.#bump(Math.min(STEPS - 1, at), 1)
  }

  merge(other: Durations): void {
    other.#counts.forEach((count, at) => this.#bump(at, count))
  }

  /** The median in milliseconds; null where there is nothing. */
  median(): number | null {
    if (this.#total === 0) return null
    let seen = 0
    const at = this.#counts.findIndex((count) => (seen += count) * 2 >= this.#total)
    const middle = LEAST_MS * 2 ** ((at - 0.5) / STEPS_PER_DOUBLING)
    return Number(middle.toPrecision(3))
  }

  #bump(at: number, by: number): void {
    this.#counts[at] = (this.#counts[at] ?? 0) + by
    this.#total += by
  }
}
