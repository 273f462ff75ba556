import type { Engine, Match, Matcher, Span, Subject } from './engine.ts'
import { fail } from './errors.ts'
import { definePatterns } from './pattern.ts'
import type { Pattern } from './pattern.ts'
import { createPrefilter } from './prefilter.ts'
import { alignToCodePoints } from './windows.ts'

/** A pattern found in a text: the span of the match, and those of its capture groups. */
export interface Hit<P extends Pattern = Pattern> extends Span {
  readonly pattern: P
  readonly groups: readonly (Span | undefined)[]
}

/** Compiled patterns that read a text once for all their keywords. */
export interface PatternSet<P extends Pattern = Pattern> {
  readonly patterns: readonly P[]
  /** The hits by position; hits of different patterns may overlap, those of one pattern never do. */
  scan(text: string): readonly Hit<P>[]
}

/**
 * Hits of a pattern without maxLength, per text. Each may cost a search to the end of the text, so their number
 * is bounded; the last is widened to the end of the text, so that nothing past it goes unreported.
 */
export const MAX_UNBOUNDED_HITS = 256

/** How a set is made. */
export interface PatternSetOptions {
  /**
   * Compiles each regex at the first text that may match it, and the index of keywords at the first text of all; no text waits for
   * what is never needed. An invalid regex is then found no earlier, so it is for tables whose every regex a test compiles. Default
   * false: all at once.
   */
  readonly lazy?: boolean
}

interface Rule<P extends Pattern> {
  readonly pattern: P
  /** Throws PATTERN_INVALID. */
  readonly matcher: () => Matcher
  readonly maxLength: number | undefined
}

/** Makes a set of patterns. Throws PATTERN_INVALID and PATTERN_DUPLICATE; an invalid regex of a lazy set when it is first needed. */
export function createPatternSet<P extends Pattern>(
  patterns: readonly P[],
  engine: Engine,
  { lazy = false }: PatternSetOptions = {},
): PatternSet<P> {
  const checked = definePatterns([...patterns])
  const rules = checked.map((pattern) => toRule(pattern, engine))
  if (!lazy) for (const { matcher } of rules) matcher()
  const everywhere = rules.flatMap(({ pattern }, i) => (pattern.keywords === 'none' ? [i] : []))
  let made = lazy ? undefined : prefilterOf(patterns, checked)
  return Object.freeze({
    patterns: checked,
    scan(text: string): readonly Hit<P>[] {
      made ??= prefilterOf(patterns, checked)
      const windows = made(text)
      if (windows === undefined && everywhere.length === 0) return NONE
      const hits: Hit<P>[] = []
      const subject = engine.prepare(text)
      for (const i of everywhere) collect(rules[i], [0, text.length], subject, hits)
      for (const [i, spans] of (windows ?? []).entries()) if (spans) collect(rules[i], spans, subject, hits)
      return hits.sort((a, b) => a.start - b.start || a.end - b.end)
    },
  })
}

type Prefilter = ReturnType<typeof createPrefilter>
/** A prefilter follows from the patterns alone, and these from a frozen array never change; it keeps nothing of a text. */
const prefilters = new WeakMap<readonly Pattern[], Prefilter>()

/** The prefilter of a frozen table is made once, however many kernels use it. */
function prefilterOf(patterns: readonly Pattern[], checked: readonly Pattern[]): Prefilter {
  const made = prefilters.get(patterns) ?? createPrefilter(checked)
  // The patterns themselves were frozen when they were checked.
  if (Object.isFrozen(patterns)) prefilters.set(patterns, made)
  return made
}

const NONE: readonly never[] = Object.freeze([])

function toRule<P extends Pattern>(pattern: P, engine: Engine): Rule<P> {
  let made: Matcher | undefined
  return { pattern, maxLength: pattern.maxLength, matcher: () => (made ??= compile(pattern, engine)) }
}

function compile(pattern: Pattern, engine: Engine): Matcher {
  const matcher = engine.compile(pattern.regex, pattern.flags ?? '', pattern.id)
  if (matcher.test('')) {
    throw fail('PATTERN_INVALID', { id: pattern.id, problem: 'it matches the empty text' })
  }
  return matcher
}

function collect<P extends Pattern>(
  rule: Rule<P> | undefined,
  windows: readonly number[],
  subject: Subject,
  hits: Hit<P>[],
): void {
  if (rule === undefined) return
  const { text } = subject
  const from = hits.length
  for (let i = 0; i < windows.length; i += 2) {
    const { start, end } = alignToCodePoints(text, {
      start: windows[i] ?? 0,
      end: windows[i + 1] ?? text.length,
    })
    const whole = start === 0 && end === text.length
    const matches = whole ? searchWhole(rule, subject) : searchWindow(rule, subject, { start, end })
    if (matches === undefined) {
      // A match that touches the cut belies the declared maxLength: what the cut hid is unknown, so read it all.
      hits.length = from
      for (const match of searchWhole(rule, subject)) hits.push({ pattern: rule.pattern, ...match })
      return
    }
    for (const match of matches) hits.push({ pattern: rule.pattern, ...match })
  }
}

function searchWhole(rule: Rule<Pattern>, subject: Subject): readonly Match[] {
  const { maxLength } = rule
  const matcher = rule.matcher()
  const whole = { start: 0, end: subject.text.length }
  if (maxLength !== undefined) return matcher.allIn(subject, whole)
  const matches = matcher.allIn(subject, whole, MAX_UNBOUNDED_HITS)
  const last = matches.at(-1)
  if (last === undefined || matches.length < MAX_UNBOUNDED_HITS) return matches
  return [...matches.slice(0, -1), { ...last, end: whole.end }]
}

/** The matches inside a window, or undefined when one touches an edge that is not an edge of the text. */
function searchWindow(rule: Rule<Pattern>, subject: Subject, window: Span): readonly Match[] | undefined {
  const matches = rule.matcher().allIn(subject, window)
  const cut = matches.some(
    ({ start, end }) => (start === window.start && start > 0) || (end === window.end && end < subject.text.length),
  )
  return cut ? undefined : matches
}
