import { RE2JS } from 're2js'
import type { Match, Matcher, MatchFlags, Span, Subject } from './engine.ts'

type Search = ReturnType<RE2JS['matcher']>

/** A matcher on re2js, RE2's algorithm in JavaScript. Throws RE2JSSyntaxException for an invalid pattern. */
export function compilePortable(source: string, flags: MatchFlags): Matcher {
  const regex = RE2JS.compile(source, flagBits(flags))
  return Object.freeze({
    source,
    flags,
    all: (text: string, limit: number = Infinity) => findAll(regex, text.toWellFormed(), 0, limit),
    allIn: ({ text }: Subject, { start, end }: Span, limit: number = Infinity) =>
      findAll(regex, text.slice(start, end).toWellFormed(), start, limit),
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

/** re2js reads the string itself: there is nothing to convert. */
export function createPortableSubject(text: string): Subject {
  return { engine: 'js', text }
}

function findAll(regex: RE2JS, text: string, origin: number, limit: number): readonly Match[] {
  const matches: Match[] = []
  const search = regex.matcher(text)
  while (matches.length < limit && search.find()) matches.push(toMatch(search, origin))
  return matches
}

function toMatch(search: Search, origin: number): Match {
  const groups: (Span | undefined)[] = []
  for (let i = 1; i <= search.groupCount(); i++) {
    const start = search.start(i)
    groups.push(start < 0 ? undefined : { start: origin + start, end: origin + search.end(i) })
  }
  return { start: origin + search.start(), end: origin + search.end(), groups }
}
