import type { Span } from '../engine.ts'
import { classOf, CONTENT } from './classes.ts'

/** A run that long, in UTF-16 code units, may hide a secret; shorter ones hold none of any format. */
export const LEAST_RUN = 16
/** So much of an unfinished run is held back at most; what is hidden within more is found all the same once its beginning was. */
export const RUN_REACH = 4096

/** The start of the run in which the text ends, but no more than RUN_REACH before its end. */
export function openRun(text: string): number {
  const least = Math.max(0, text.length - RUN_REACH)
  let at = text.length
  while (at > least && (classOf(text.charCodeAt(at - 1)) & CONTENT) !== 0) at--
  return at
}

/** The parts of `run` that consist of one class and have at least `least` units. */
export function partsOf(text: string, run: Span, isIn: readonly boolean[], least: number): readonly Span[] {
  const parts: Span[] = []
  for (let at = run.start; at < run.end; at++) {
    const start = at
    while (at < run.end && isIn[text.charCodeAt(at)]) at++
    if (at - start >= least) parts.push({ start, end: at })
  }
  return parts
}
