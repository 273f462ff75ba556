import type { Engine, Matcher } from '../engine.ts'
import type { Pattern } from '../pattern.ts'
import { createCandidateSearch } from './candidates.ts'

/** A pattern that knows what its unfinished beginnings look like. */
export type OpenPattern = Pattern & { readonly maxLength: number; readonly open?: string }

/**
 * Makes the search for the offset at which a text's end may be the beginning of a match; the text's length where it is
 * none. Reads no more of the text than the longest pattern, and runs a regex only where what it begins with stands.
 */
export function unfinished(patterns: readonly OpenPattern[], engine: Engine): (text: string) => number {
  const reach = Math.max(0, ...patterns.map(({ maxLength }) => maxLength)) + 4
  const opens = patterns.flatMap(({ id, open, flags = '' }) => (open === undefined ? [] : [{ id, regex: open, flags }]))
  const matchers = opens.map(({ regex, flags, id }) => engine.compile(regex, flags, id))
  const candidates = createCandidateSearch(opens, 'matches')
  const others = matchers.filter((_, number) => !candidates.isPlanned(number))
  const length = others.length > 0 ? reach : Math.min(reach, candidates.reach)
  return (text) => {
    const from = Math.max(0, text.length - length)
    const tail = text.slice(from)
    const found = candidates.search(tail)
    let first = tail.length
    for (const [number, [start = 0]] of found) {
      if (start < first) first = Math.min(first, firstIn(tail, start, matchers[number]))
    }
    for (const matcher of others) first = Math.min(first, firstIn(tail, 0, matcher))
    return from + first
  }
}

function firstIn(text: string, from: number, matcher: Matcher | undefined): number {
  const [match] = matcher?.all(text.slice(from), 1) ?? []
  return match ? from + match.start : text.length
}
