import type { Span } from '../engine.ts'

/** A text that was hidden in another one, and where each of its parts stands there. */
export interface Reading {
  readonly text: string
  /** The part of the source that was read as the part from `start` to `end`, which is not empty. */
  spanOf(start: number, end: number): Span
}

/** A reading whose characters each begin at an offset of the source; the last one ends at `end`. */
export function readingOf(text: string, starts: readonly number[], end: number): Reading {
  return {
    text,
    spanOf: (from, to) => ({ start: starts[from] ?? end, end: to < text.length ? (starts[to] ?? end) : end }),
  }
}
