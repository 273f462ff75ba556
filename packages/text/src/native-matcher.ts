import type { Match, Matcher, MatchFlags, Span, Subject } from './engine.ts'
import { NativeSubject } from './native-subject.ts'

/** What is used of the native module's constructor. */
export type NativeRe2 = new (source: string, flags: string) => NativeRegex

interface NativeRegex {
  lastIndex: number
  exec(bytes: Buffer): NativeResult | null
  test(text: string | Buffer): boolean
}

/** Positions count in what was searched: bytes. */
interface NativeResult {
  readonly index: number
  readonly 0: Buffer
  readonly length: number
  readonly indices?: readonly (readonly [number, number] | undefined)[]
}

/** A compiler to matchers on the native module. Throws SyntaxError for an invalid pattern. */
export function createNativeCompiler(Re2: NativeRe2): (source: string, flags: MatchFlags) => Matcher {
  return (source, flags) => {
    // Indices cost four times the search itself, so they are asked for only where there are groups to report.
    const grouped = GROUP.test(source)
    const regex = new Re2(source, grouped ? `dgu${flags}` : `gu${flags}`)
    const search = (subject: NativeSubject, part: Span, limit: number): readonly Match[] =>
      findAll(regex, subject, part, limit)
    return Object.freeze({
      source,
      flags,
      all: (text: string, limit: number = Infinity) =>
        search(new NativeSubject(text), { start: 0, end: text.length }, limit),
      allIn: (subject: Subject, part: Span, limit: number = Infinity) => search(nativeSubject(subject), part, limit),
      test(text: string): boolean {
        const found = regex.test(text.toWellFormed())
        regex.lastIndex = 0
        return found
      },
    })
  }
}

/** A parenthesis in a character class counts too: asking for indices in vain costs time, not correctness. */
const GROUP = /\((?!\?)|\(\?P?</

/** A subject of another engine is made anew: slower, the same result. */
function nativeSubject(subject: Subject): NativeSubject {
  return subject instanceof NativeSubject ? subject : new NativeSubject(subject.text)
}

function findAll(regex: NativeRegex, subject: NativeSubject, part: Span, limit: number): readonly Match[] {
  const bytes = subject.bytesOf(part)
  let matches: Match[] | undefined
  let isAtStart = false
  try {
    for (let found = 0; found < limit; found++) {
      const result = regex.exec(bytes)
      // A search that finds nothing leaves the next one to start at 0; setting that costs a tenth of a search.
      isAtStart = result === null
      if (result === null) break
      matches ??= []
      matches.push(toMatch(result, subject, part.start))
      const end = result.index + result[0].length
      if (end > result.index) continue
      if (end >= bytes.length) break
      regex.lastIndex = end + characterLength(bytes[end] ?? 0)
    }
  } finally {
    // Whatever happened: the next search must not pass over the start of its text.
    if (!isAtStart) regex.lastIndex = 0
  }
  return matches ?? NONE
}

const NONE: readonly never[] = Object.freeze([])

/** Bytes of the UTF-8 character that starts with this one. */
function characterLength(lead: number): number {
  if (lead < 0x80) return 1
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}

function toMatch(result: NativeResult, subject: NativeSubject, origin: number): Match {
  const groups: (Span | undefined)[] = []
  for (let i = 1; i < result.length; i++) {
    const pair = result.indices?.[i]
    groups.push(pair && subject.locate(origin, pair[0], pair[1]))
  }
  return { ...subject.locate(origin, result.index, result.index + result[0].length), groups }
}
