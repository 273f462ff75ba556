import type { Engine, Match, Matcher } from '../engine.ts'
import { createPatternSet, type Hit } from '../pattern-set.ts'
import { alignToCodePoints } from '../windows.ts'
import { createCandidateSearch, type CandidateSearch } from './candidates.ts'
import { isBeyondLatin1 } from './format.ts'
import type { Pattern } from '../pattern.ts'

/** Formats that are searched for together. */
export interface FormatSet<P extends Pattern = Pattern> {
  /** What a search of the whole text for each format that is wanted finds, by position. */
  scan(text: string, isWanted?: (id: string) => boolean): readonly Hit<P>[]
}

/** A window this short is searched as a text of its own; for longer ones the whole text is made ready once. */
const SHORT = 4096

/**
 * Makes the search for formats. Their regexes run, and are compiled, only where all else says that one may match. Throws
 * PATTERN_INVALID for an invalid regex when that is first needed: the tests of a table compile all of it.
 */
export function createFormatSet<P extends Pattern>(
  formats: readonly P[],
  engine: Engine,
  candidates: CandidateSearch = createCandidateSearch(formats, 'fails'),
): FormatSet<P> {
  const others = createOthers(
    formats.filter((_, i) => !candidates.isPlanned(i)),
    engine,
  )
  const matchers: (Matcher | undefined)[] = []
  return {
    scan(text, isWanted = () => true) {
      const found = candidates.search(text)
      const rest = others(text).filter(({ pattern }) => isWanted(pattern.id))
      if (found.size === 0) return rest
      const hits: Hit<P>[] = [...rest]
      const searcher = createSearcher(text, engine)
      for (const [number, windows] of found) {
        const pattern = formats[number]
        if (pattern === undefined || !isWanted(pattern.id)) continue
        const matcher = (matchers[number] ??= engine.compile(pattern.regex, pattern.flags ?? '', pattern.id))
        for (const match of searcher(matcher, windows)) hits.push({ pattern, ...match })
      }
      return hits.sort((a, b) => a.start - b.start || a.end - b.end)
    },
  }
}

const NONE: readonly never[] = Object.freeze([])

/** Formats of which no place is known that all their matches have. */
function createOthers<P extends Pattern>(formats: readonly P[], engine: Engine): FormatSet<P>['scan'] {
  const wide = createSome(formats.filter(isBeyondLatin1), engine)
  const rest = createSome(
    formats.filter((format) => !isBeyondLatin1(format)),
    engine,
  )
  return (text) => (WIDE.test(text) ? [...rest(text), ...wide(text)] : rest(text))
}

/** On a string that V8 holds in one byte per unit this is answered without reading it. */
const WIDE = /[\u0100-\uffff]/

function createSome<P extends Pattern>(formats: readonly P[], engine: Engine): FormatSet<P>['scan'] {
  if (formats.length === 0) return () => NONE
  const set = createPatternSet(formats, engine)
  return (text) => set.scan(text)
}

/** Searches windows (starts and ends, in turns, ascending and apart) of one text. */
function createSearcher(
  text: string,
  engine: Engine,
): (matcher: Matcher, windows: readonly number[]) => readonly Match[] {
  let subject: ReturnType<Engine['prepare']> | undefined
  const search = (matcher: Matcher, start: number, end: number): readonly Match[] => {
    if (end - start > SHORT) return matcher.allIn((subject ??= engine.prepare(text)), { start, end })
    return matcher.all(text.slice(start, end)).map((match) => moved(match, start))
  }
  return (matcher, windows) => {
    const matches: Match[] = []
    for (let i = 0; i < windows.length; i += 2) {
      const { start, end } = alignToCodePoints(text, { start: windows[i] ?? 0, end: windows[i + 1] ?? 0 })
      for (const match of search(matcher, start, end)) {
        // A match at a cut may be one only because of the cut.
        const isCut = (match.start === start && start > 0) || (match.end === end && end < text.length)
        if (isCut) return search(matcher, 0, text.length)
        matches.push(match)
      }
    }
    return matches
  }
}

function moved({ start, end, groups }: Match, by: number): Match {
  return {
    start: start + by,
    end: end + by,
    groups: groups.map((group) => group && { start: group.start + by, end: group.end + by }),
  }
}
