import { fail } from './errors.ts'
import type { MatchFlags } from './engine.ts'

/** One thing to look for in text, with the examples that prove what it finds and what it leaves alone. */
export interface Pattern {
  /** Stable name, lower case with dots and dashes; it is the `rule` of a finding. */
  readonly id: string
  readonly category: string
  /** Share of a hit in a score, 0..1. */
  readonly weight: number
  /** Where the pattern comes from: a specification, a vendor's page, a paper, or 'ringwall'. */
  readonly source: string
  /**
   * Lower-case literals, at least one of which occurs in every match (compared without case); the regex runs
   * only where one of them does. `'none'` runs the regex over every text: slow, so it must be said.
   */
  readonly keywords: readonly string[] | 'none'
  /** RE2 syntax, the portable part of it (see `checkSyntax`). */
  readonly regex: string
  /** `i` ignores case, `m` lets ^ and $ match at lines, `s` lets a dot match a newline. */
  readonly flags?: MatchFlags
  /** Upper bound on the UTF-16 code units of any match; with it the regex reads only windows around keywords. */
  readonly maxLength?: number
  /** Texts that the pattern must find something in; at least one. */
  readonly match: readonly string[]
  /** Texts that come close and must be left alone; at least one. */
  readonly miss: readonly string[]
}

const ID = /^[a-z0-9][a-z0-9._-]*$/

/** The same patterns, frozen, after a check of every field but the examples (`checkPatterns` runs those). Throws PATTERN_INVALID, PATTERN_DUPLICATE. */
export function definePatterns<const P extends readonly Pattern[]>(patterns: P): P {
  const seen = new Set<string>()
  for (const pattern of patterns) {
    const problem = problemOf(pattern)
    if (problem !== undefined) throw fail('PATTERN_INVALID', { id: pattern.id, problem })
    if (seen.has(pattern.id)) throw fail('PATTERN_DUPLICATE', { id: pattern.id })
    seen.add(pattern.id)
    freeze(pattern)
  }
  return Object.freeze(patterns)
}

function freeze(pattern: Pattern): void {
  Object.freeze(pattern.keywords)
  Object.freeze(pattern.match)
  Object.freeze(pattern.miss)
  Object.freeze(pattern)
}

function problemOf(pattern: Pattern): string | undefined {
  const { id, category, weight, source, regex, maxLength, match, miss } = pattern
  if (!ID.test(id)) return 'the id must be lower-case letters, digits, dots, dashes'
  if (category === '') return 'the category is empty'
  if (source === '') return 'the source is empty'
  if (!(weight >= 0 && weight <= 1)) return 'the weight must lie in 0..1'
  if (regex === '') return 'the regex is empty and would match everywhere'
  if (maxLength !== undefined && !(Number.isSafeInteger(maxLength) && maxLength > 0)) {
    return 'maxLength must be a positive integer'
  }
  if (match.length === 0) return 'it has no example that must match'
  if (miss.length === 0) return 'it has no example that must not match'
  return keywordProblem(pattern)
}

function keywordProblem({ keywords, maxLength }: Pattern): string | undefined {
  if (keywords === 'none') {
    return maxLength === undefined ? undefined : 'maxLength has no effect without keywords'
  }
  if (keywords.length === 0) {
    return "it has no keywords and would never run; name some, or say keywords: 'none'"
  }
  for (const keyword of keywords) {
    if (keyword === '') return 'a keyword is empty'
    if (keyword !== keyword.toLowerCase()) return `the keyword ${keyword} is not lower case`
    if (maxLength !== undefined && keyword.length > maxLength) {
      return `the keyword ${keyword} is longer than maxLength`
    }
  }
  return undefined
}
