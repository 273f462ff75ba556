import type { Engine, Matcher } from '../engine.ts'
import type { Pattern } from '../pattern.ts'
import { createCandidateSearch } from './candidates.ts'

/** A pattern that knows what its unfinished beginnings look like. */
export type OpenPattern = Pattern & { readonly maxLength: number; readonly open?: string }

/**
 * Makes the search for the offset at which a text's end may be the beginning of a match; the text's length where it is
 * none. Reads no more of the text than the longest pattern. A regex runs, and is compiled, only where what it begins with
 * stands, if that is known; an invalid one throws PATTERN_INVALID then or at once.
 */
export function unfinished(patterns: readonly OpenPattern[], engine: Engine): (text: string) => number {
  const reach = Math.max(0, ...patterns.map(({ maxLength }) => maxLength)) + 4
  const opens = patterns.flatMap(({ id, open, flags = '' }) => (open === undefined ? [] : [{ id, regex: open, flags }]))
  const candidates = createCandidateSearch(opens, 'matches')
  const matchers: Matcher[] = []
  const matcherOf = (number: number): Matcher | undefined => {
    const known = matchers[number]
    const open = opens[number]
    return known ?? (open && (matchers[number] = engine.compile(open.regex, open.flags, open.id)))
  }
  const others = [...opens.keys()].filter((number) => !candidates.isPlanned(number)).map(matcherOf)
  const length = others.length > 0 ? reach : Math.min(reach, candidates.reach)
  return (text) => {
    const from = Math.max(0, text.length - length)
    const tail = text.slice(from)
    let first = tail.length
    for (const [number, [start = 0]] of candidates.search(tail)) {
      if (start < first) first = Math.min(first, firstIn(tail, start, matcherOf(number)))
    }
    for (const matcher of others) first = Math.min(first, firstIn(tail, 0, matcher))
    return from + first
  }
}

function firstIn(text: string, from: number, matcher: Matcher | undefined): number {
  const [match] = matcher?.all(text.slice(from), 1) ?? []
  return match ? from + match.start : text.length
}
