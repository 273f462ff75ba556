import type { Match, Matcher, MatchFlags, Span } from './engine.ts'

/** What is used of the native module's constructor. */
export type NativeRe2 = new (source: string, flags: string) => NativeRegex

interface NativeRegex {
  lastIndex: number
  exec(text: string): NativeResult | null
  test(text: string): boolean
}

interface NativeResult {
  readonly index: number
  readonly 0: string
  readonly length: number
  readonly indices?: readonly (readonly [number, number] | undefined)[]
}

/** A compiler to matchers on the native module. Throws SyntaxError for an invalid pattern. */
export function createNativeCompiler(Re2: NativeRe2): (source: string, flags: MatchFlags) => Matcher {
  return (source, flags) => {
    // Indices cost four times the search itself, so they are asked for only where there are groups to report.
    const grouped = GROUP.test(source)
    const regex = new Re2(source, grouped ? `dgu${flags}` : `gu${flags}`)
    return Object.freeze({
      source,
      flags,
      all: (text: string, limit: number = Infinity) => findAll(regex, text.toWellFormed(), limit),
      test(text: string): boolean {
        regex.lastIndex = 0
        return regex.test(text.toWellFormed())
      },
    })
  }
}

/** A parenthesis in a character class counts too: asking for indices in vain costs time, not correctness. */
const GROUP = /\((?!\?)|\(\?P?</

function findAll(regex: NativeRegex, text: string, limit: number): readonly Match[] {
  const matches: Match[] = []
  regex.lastIndex = 0
  while (matches.length < limit) {
    const result = regex.exec(text)
    if (result === null) break
    const match = toMatch(result)
    matches.push(match)
    if (match.end > match.start) continue
    if (match.end >= text.length) break
    regex.lastIndex = match.end + ((text.codePointAt(match.end) ?? 0) > 0xffff ? 2 : 1)
  }
  return matches
}

function toMatch(result: NativeResult): Match {
  const groups: (Span | undefined)[] = []
  for (let i = 1; i < result.length; i++) {
    const pair = result.indices?.[i]
    groups.push(pair && { start: pair[0], end: pair[1] })
  }
  return { start: result.index, end: result.index + result[0].length, groups }
}
