import { messageOf } from '@ringwall/core'
import { createRequire } from 'node:module'
import { fail } from './errors.ts'
import { announceFallback } from './fallback-notice.ts'
import { createNativeCompiler } from './native-matcher.ts'
import type { NativeRe2 } from './native-matcher.ts'
import { createNativeSubject } from './native-subject.ts'
import { compilePortable, createPortableSubject } from './portable-matcher.ts'
import { checkSyntax } from './syntax.ts'

/** `[start, end)` in UTF-16 code units. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** One match; `groups[0]` is the first capture group, undefined where it took no part. */
export interface Match extends Span {
  readonly groups: readonly (Span | undefined)[]
}

/** Any of `i` (ignore case), `m` (^ and $ at lines), `s` (dot matches newline); each at most once, in this order. */
export type MatchFlags = '' | 'i' | 'm' | 's' | 'im' | 'is' | 'ms' | 'ims'

/** A compiled pattern. Each search is linear in the text; a lone surrogate is matched as U+FFFD. */
export interface Matcher {
  readonly source: string
  readonly flags: MatchFlags
  /** The matches in order, none overlapping another; `limit` ends the search early. */
  all(text: string, limit?: number): readonly Match[]
  /** The matches in one part of a subject that this matcher's engine made, as if the part were all; spans count from the start of the whole text. */
  allIn(subject: Subject, part: Span, limit?: number): readonly Match[]
  test(text: string): boolean
}

/** A text made ready for many searches by one engine: it is converted once, however many patterns and parts are searched. */
export interface Subject {
  readonly engine: EngineName
  readonly text: string
}

/** Which implementation runs: Google's RE2 through the native module, or its port to JavaScript. */
export type EngineName = 'native' | 'js'

/** Compiles patterns to linear-time matchers; both implementations give the same results. */
export interface Engine {
  readonly name: EngineName
  /** Throws PATTERN_INVALID for syntax outside the portable part of RE2; `id` names the pattern in that error. */
  compile(source: string, flags?: MatchFlags, id?: string): Matcher
  /** Makes a text ready to be searched by matchers of this engine. */
  prepare(text: string): Subject
}

export interface EngineOptions {
  /** Default `native`, which falls back to `js` where the native module cannot be loaded. */
  readonly prefer?: EngineName
  /** Told with the way out when the fall-back is taken, once per process: the first engine's is told. For an operator. */
  readonly warn?: (message: string) => void
}

/** An engine on native RE2, or on re2js with one warning where that cannot be loaded; never on JavaScript's RegExp. */
export function createEngine(options: EngineOptions = {}): Engine {
  if (options.prefer === 'js') return jsEngine()
  const loaded = loadNative()
  if ('re2' in loaded) return (nativeEngine ??= engine('native', createNativeCompiler(loaded.re2), createNativeSubject))
  announceFallback(loaded.problem, options.warn)
  return jsEngine()
}

type Compile = (source: string, flags: MatchFlags) => Matcher

/** An engine holds nothing and cannot be changed: one of each kind is enough, and who asks for it again shares what was made with it. */
let nativeEngine: Engine | undefined
let portableEngine: Engine | undefined

function jsEngine(): Engine {
  return (portableEngine ??= engine('js', compilePortable, createPortableSubject))
}

function engine(name: EngineName, compile: Compile, prepare: (text: string) => Subject): Engine {
  return Object.freeze({
    name,
    prepare,
    compile(source: string, flags: MatchFlags = '', id: string = source): Matcher {
      const problem = checkSyntax(source, flags)
      if (problem !== undefined) throw fail('PATTERN_INVALID', { id, problem })
      try {
        return compile(source, flags)
      } catch (cause) {
        throw fail('PATTERN_INVALID', { id, problem: messageOf(cause) }, cause)
      }
    },
  })
}

/** The only place that loads native code; a build for another Node version fails here as a missing one does. */
function loadNative(): { readonly re2: NativeRe2 } | { readonly problem: string } {
  try {
    const re2: NativeRe2 = createRequire(import.meta.url)('re2')
    return new re2('a', 'u').test('a') ? { re2 } : { problem: 'it does not match a plain letter' }
  } catch (cause) {
    return { problem: firstLine(messageOf(cause)) }
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text
}
