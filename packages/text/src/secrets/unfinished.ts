import type { Engine, Matcher, MatchFlags } from '../engine.ts'
import type { Pattern } from '../pattern.ts'
import { createCandidateSearch, type CandidateSearch } from './candidates.ts'
import { isBeyondLatin1 } from './format.ts'

const WIDE = /[\u0100-\uffff]/

/** A pattern that knows what its unfinished beginnings look like. */
export type OpenPattern = Pattern & { readonly maxLength: number; readonly open?: string }

/** The offset at which a text's end may be the beginning of a match of a pattern that is wanted; the text's length where it is none. */
export type Unfinished = (text: string, isWanted?: (id: string) => boolean) => number

/**
 * Makes the search for the offset at which a text's end may be the beginning of a match; the text's length where it is
 * none. Reads no more of the text than the longest pattern. A regex runs, and is compiled, only where what it begins with
 * stands, if that is known; an invalid one throws PATTERN_INVALID then or at once.
 */
export function unfinished(patterns: readonly OpenPattern[], engine: Engine): (text: string) => number {
  const search = createUnfinished(patterns, engine, createCandidateSearch(openPatterns(patterns), 'matches'))
  return (text) => search(text)
}

/** What an unfinished beginning looks like, and how long a match of the whole may be. */
export interface OpenRegex {
  readonly id: string
  readonly regex: string
  readonly flags: MatchFlags
  readonly maxLength: number
  /** It begins with letters beyond Latin-1. */
  readonly isWide: boolean
}

/** What the unfinished beginnings of patterns look like, for those that know it. */
export function openPatterns(patterns: readonly OpenPattern[]): readonly OpenRegex[] {
  return patterns.flatMap(({ id, open, flags = '', maxLength, keywords }) =>
    open === undefined ? [] : [{ id, regex: open, flags, maxLength, isWide: isBeyondLatin1({ keywords }) }],
  )
}

/** The same search with candidates, those of the patterns' open ones, that others may use as well. */
export function createUnfinished(
  patterns: readonly OpenPattern[],
  engine: Engine,
  candidates: CandidateSearch,
): Unfinished {
  const reach = Math.max(0, ...patterns.map(({ maxLength }) => maxLength)) + 4
  const opens = openPatterns(patterns)
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
  return (text, isWanted) => {
    const isAsked = (number: number): boolean => isWanted?.(opens[number]?.id ?? '') ?? true
    const from = Math.max(0, text.length - length)
    const tail = from === 0 ? text : text.slice(from)
    let first = tail.length
    for (const [number, [start = 0]] of candidates.search(tail)) {
      if (start < first && isAsked(number)) first = Math.min(first, firstIn(tail, start, matcherOf(number)))
    }
    for (const number of others) {
      // What begins with letters beyond Latin-1 begins in no text without them.
      const { isWide = false, maxLength = 0 } = opens[number] ?? {}
      const start = Math.max(0, tail.length - maxLength - 4)
      if (isAsked(number) && (!isWide || WIDE.test(tail)))
        first = Math.min(first, firstIn(tail, start, matcherOf(number)))
    }
    return from + first
  }
}

function firstIn(text: string, from: number, matcher: Matcher | undefined): number {
  const [match] = matcher?.all(text.slice(from), 1) ?? []
  return match ? from + match.start : text.length
}
