import type { Engine, Matcher } from '../engine.ts'
import type { Pattern } from '../pattern.ts'
import { createCandidateSearch } from './candidates.ts'
import { isBeyondLatin1 } from './format.ts'

const WIDE = /[\u0100-\uffff]/

/** A pattern that knows what its unfinished beginnings look like. */
export type OpenPattern = Pattern & { readonly maxLength: number; readonly open?: string }

/**
 * Makes the search for the offset at which a text's end may be the beginning of a match; the text's length where it is
 * none. Reads no more of the text than the longest pattern. A regex runs, and is compiled, only where what it begins with
 * stands, if that is known; an invalid one throws PATTERN_INVALID then or at once.
 */
export function unfinished(patterns: readonly OpenPattern[], engine: Engine): (text: string) => number {
  const reach = Math.max(0, ...patterns.map(({ maxLength }) => maxLength)) + 4
  const opens = patterns.flatMap(({ id, open, flags = '', maxLength, keywords }) =>
    open === undefined ? [] : [{ id, regex: open, flags, maxLength, isWide: isBeyondLatin1({ keywords }) }],
  )
  const candidates = createCandidateSearch(opens, 'matches')
  const matchers: Matcher[] = []
  const matcherOf = (number: number): Matcher | undefined => {
    const known = matchers[number]
    const open = opens[number]
    return known ?? (open && (matchers[number] = engine.compile(open.regex, open.flags, open.id)))
  }
  const others = [...opens.keys()].filter((number) => !candidates.isPlanned(number))
  const length = Math.min(
    reach,
    Math.max(candidates.reach, ...others.map((number) => (opens[number]?.maxLength ?? 0) + 4)),
  )
  return (text) => {
    const from = Math.max(0, text.length - length)
    const tail = text.slice(from)
    let first = tail.length
    for (const [number, [start = 0]] of candidates.search(tail)) {
      if (start < first) first = Math.min(first, firstIn(tail, start, matcherOf(number)))
    }
    for (const number of others) {
      // What begins with letters beyond Latin-1 begins in no text without them.
      const { isWide = false, maxLength = 0 } = opens[number] ?? {}
      const start = Math.max(0, tail.length - maxLength - 4)
      if (!isWide || WIDE.test(tail)) first = Math.min(first, firstIn(tail, start, matcherOf(number)))
    }
    return from + first
  }
}

function firstIn(text: string, from: number, matcher: Matcher | undefined): number {
  const [match] = matcher?.all(text.slice(from), 1) ?? []
  return match ? from + match.start : text.length
}
