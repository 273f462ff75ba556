import type { Span } from './engine.ts'

/**
 * Code units of context on each side of what a match can reach. One would do for \b, ^ and $ to see their
 * neighbour; two keep a surrogate pair there whole.
 */
const CONTEXT = 2

/**
 * Adds to a rule's windows (starts and ends, in turns, ascending, apart from each other) the one around a keyword:
 * as far as a match of at most `maxLength` units that contains it can reach, and the context. Windows that meet are
 * merged, so that no part of a text is read twice however many keywords it holds. Keywords come by ascending end.
 */
export function addWindow(
  windows: number[] | undefined,
  maxLength: number | undefined,
  keywordStart: number,
  keywordEnd: number,
  textLength: number,
): number[] {
  if (maxLength === undefined) return windows ?? [0, textLength]
  const start = Math.max(0, keywordEnd - maxLength - CONTEXT)
  const end = Math.min(textLength, keywordStart + maxLength + CONTEXT)
  if (windows === undefined) return [start, end]
  const last = windows.length - 1
  const previous = windows[last] ?? 0
  if (start > previous) windows.push(start, end)
  else windows[last] = Math.max(previous, end)
  return windows
}

/** Units of a window around one keyword, about; without a bound, those of a usual text. */
export function reachOf(maxLength: number | undefined): number {
  return 2 * (maxLength ?? UNBOUNDED_REACH)
}

const UNBOUNDED_REACH = 1000

/** The span widened so that it splits no surrogate pair: half a pair would be read as U+FFFD. */
export function alignToCodePoints(text: string, { start, end }: Span): Span {
  return {
    start: splitsPair(text, start) ? start - 1 : start,
    end: splitsPair(text, end) ? end + 1 : end,
  }
}

function splitsPair(text: string, at: number): boolean {
  return (
    at > 0 &&
    at < text.length &&
    (text.charCodeAt(at) & 0xfc00) === 0xdc00 &&
    (text.charCodeAt(at - 1) & 0xfc00) === 0xd800
  )
}
