import type { Span } from './engine.ts'

/** Leads from a span of a derived text back to the span of the original that it came from. */
export type SpanMap = (start: number, end: number) => Span

/** A derived text and the way back. */
export interface MappedText {
  readonly text: string
  readonly map: SpanMap
}

/** The map of a text that has the original's length, unit for unit. */
export function identityMap(length: number): SpanMap {
  return (start, end) => clamp(start, end, length)
}

/** The map of a text that can only be traced to one span as a whole. */
export function constantMap(span: Span): SpanMap {
  return () => span
}

/**
 * Builds a derived text from left to right. Stretches that stand unit for unit in the original cost one entry in
 * the map, so that ordinary text has a map of a few entries.
 */
export class MappedTextBuilder {
  #text = ''
  /** The end of the text: short strings are joined by copying, so that a text of single letters is no list of a node for each. */
  #tail = ''
  /** Kept apart: looking at the end of a text under construction would copy all of it, each time. */
  #endsInSpace = false
  /** Per stretch: where it starts here, where in the original, and where it ends there (-1: unit for unit). */
  readonly #at: number[] = []
  readonly #origin: number[] = []
  readonly #ends: number[] = []

  get length(): number {
    return this.#text.length + this.#tail.length
  }

  /** Appends text that stands unit for unit at `start` in the original (its letters may differ). */
  copy(text: string, start: number): void {
    if (text === '') return
    const last = this.#at.length - 1
    const continues =
      this.#ends[last] === -1 && (this.#origin[last] ?? 0) + this.length - (this.#at[last] ?? 0) === start
    if (!continues) this.#open(start, -1)
    this.#append(text)
  }

  /** Appends text made from `[start, end)` of the original; each unit of it leads back to all of that. */
  put(text: string, start: number, end: number): void {
    if (text === '') return
    if (this.#isOf(start, end)) return this.#append(text)
    if (text.length === 1 && end - start === 1 && !this.#endsAt(start)) return this.copy(text, start)
    this.#open(start, end)
    this.#append(text)
  }

  /** True where the last stretch was made from the same: the parts of one character are one stretch. */
  #isOf(start: number, end: number): boolean {
    const last = this.#at.length - 1
    return this.#ends[last] === end && this.#origin[last] === start
  }

  /** True where the last unit stands at `start` itself, unit for unit. */
  #endsAt(start: number): boolean {
    const last = this.#at.length - 1
    return this.#ends[last] === -1 && (this.#origin[last] ?? 0) + this.length - (this.#at[last] ?? 0) - 1 === start
  }

  /** Appends one space for white space, or widens the one that the text already ends in. */
  space(start: number, end: number): void {
    if (!this.#endsInSpace) return this.put(' ', start, end)
    const last = this.#at.length - 1
    const at = this.length - 1
    const isCopy = this.#ends[last] === -1
    if (!isCopy && at === this.#at[last]) {
      this.#ends[last] = end
      return
    }
    const origin = (this.#origin[last] ?? 0) + (isCopy ? at - (this.#at[last] ?? 0) : 0)
    if (at === this.#at[last]) this.#drop()
    this.#at.push(at)
    this.#origin.push(origin)
    this.#ends.push(end)
  }

  build(): MappedText {
    const [text, at, origin, ends] = [this.#text + this.#tail, this.#at, this.#origin, this.#ends]
    if (at.length === 1 && origin[0] === 0 && ends[0] === -1) return { text, map: identityMap(text.length) }
    const unit = (i: number): Span => {
      const stretch = stretchOf(at, i)
      const from = origin[stretch] ?? 0
      const end = ends[stretch] ?? -1
      if (end !== -1) return { start: from, end }
      const start = from + i - (at[stretch] ?? 0)
      return { start, end: start + 1 }
    }
    return { text, map: (start, end) => trace(clamp(start, end, text.length), unit) }
  }

  #append(text: string): void {
    if (this.#tail.length + text.length <= MAX_FLAT) this.#tail += text
    else {
      this.#text += this.#tail
      this.#tail = text
    }
    this.#endsInSpace = text.endsWith(' ')
  }

  #open(start: number, end: number): void {
    this.#at.push(this.length)
    this.#origin.push(start)
    this.#ends.push(end)
  }

  #drop(): void {
    this.#at.pop()
    this.#origin.pop()
    this.#ends.pop()
  }
}

/** V8 copies to join strings up to this length, and makes a node for longer ones. */
const MAX_FLAT = 12

/** An empty span leads to an empty one, after the unit that comes before it. */
function trace({ start, end }: Span, unit: (i: number) => Span): Span {
  if (start < end) return { start: unit(start).start, end: unit(end - 1).end }
  const point = end === 0 ? 0 : unit(end - 1).end
  return { start: point, end: point }
}

/** The last stretch that starts at or before `i`. */
function stretchOf(at: readonly number[], i: number): number {
  let low = 0
  let high = at.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((at[middle] ?? 0) <= i) low = middle
    else high = middle - 1
  }
  return low
}

function clamp(start: number, end: number, length: number): Span {
  const from = Math.min(Math.max(0, start), length)
  return { start: from, end: Math.min(Math.max(from, end), length) }
}
