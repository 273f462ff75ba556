import { RE2JS } from 're2js'
import type { Match, Matcher, MatchFlags, Span } from './engine.ts'

type Search = ReturnType<RE2JS['matcher']>

/** A matcher on re2js, RE2's algorithm in JavaScript. Throws RE2JSSyntaxException for an invalid pattern. */
export function compilePortable(source: string, flags: MatchFlags): Matcher {
  const regex = RE2JS.compile(source, flagBits(flags))
  return Object.freeze({
    source,
    flags,
    all: (text: string, limit: number = Infinity) => findAll(regex, text.toWellFormed(), limit),
    test: (text: string) => regex.test(text.toWellFormed()),
  })
}

function flagBits(flags: MatchFlags): number {
  let bits = 0
  if (flags.includes('i')) bits |= RE2JS.CASE_INSENSITIVE
  if (flags.includes('m')) bits |= RE2JS.MULTILINE
  if (flags.includes('s')) bits |= RE2JS.DOTALL
  return bits
}

function findAll(regex: RE2JS, text: string, limit: number): readonly Match[] {
  const matches: Match[] = []
  const search = regex.matcher(text)
  while (matches.length < limit && search.find()) matches.push(toMatch(search))
  return matches
}

function toMatch(search: Search): Match {
  const groups: (Span | undefined)[] = []
  for (let i = 1; i <= search.groupCount(); i++) {
    const start = search.start(i)
    groups.push(start < 0 ? undefined : { start, end: search.end(i) })
  }
  return { start: search.start(), end: search.end(), groups }
}
