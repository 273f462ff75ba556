import type { Severity, Span, Trust } from '@ringwall/core'
import {
  createPatternSet,
  INJECTION_LIBRARY,
  MEMORY_PATTERNS,
  type Engine,
  type Hit,
  type InjectionCategory,
  type Pattern,
  type View,
  type Views,
} from '@ringwall/text'
import { isForbidden, isOwnRight } from './forbidden.ts'
import { sensesOf } from './sentences.ts'

/** One phrase that was found: its rule, where in the original text, and what it adds to the score. */
export interface Evidence {
  readonly rule: string
  readonly span: Span
  readonly weight: number
}
/** How much a text looks like one that is planted, 0 to 1, and why: the strongest evidence of each category, in the stretch that says most. */
export interface Assessment {
  readonly score: number
  /** By place. */
  readonly evidence: readonly Evidence[]
}
interface Located extends Evidence {
  readonly category: string
}
/** Assesses a text by its views. The cost is linear in the text. */
export type Detect = (views: Views) => Assessment

/** CLEAN is stored as it is, WARN is stored as external, CRITICAL is not stored. */
export type Grade = 'clean' | 'warn' | 'critical'
/** From which score on. */
export interface Thresholds {
  readonly warn: number
  readonly critical: number
}

/** What was too much to decode was not read, and nobody honest remembers it. */
const UNDECODED_WEIGHT = 0.6
/** What is hidden by an encoding is there to be hidden. */
const HIDDEN_WEIGHT = 0.4
/** A phrase that is quoted is more often spoken of than meant. */
const QUOTED_FACTOR = 0.7
/** Evidence adds up over so many UTF-16 code units. */
const REACH = 1000
const STRETCH = 250

/** What a part of the common library weighs in a memory; a part that is absent is not looked for here. */
const LIBRARY_WEIGHTS: { readonly [C in InjectionCategory]?: (pattern: Pattern) => number } = {
  // "From now on" counts as a standing order, once.
  'jailbreak-phrasing': ({ id, weight }) => (id === 'new-instructions.henceforth' ? 0 : weight),
  'role-markers': () => 0.6,
  'prompt-extraction': () => 0.6,
  'dangerous-commands': () => 0.9,
  'credential-logging': ({ id }) => CREDENTIAL_WEIGHTS[id] ?? 0.3, // code that logs a variable is a bug, not an attack
  'invisible-characters': () => 0.5,
  'content-scanner': ({ id, weight }) => CONTENT_WEIGHTS[id] ?? (MARKUP.has(id) ? 0.3 : weight),
}
const CREDENTIAL_WEIGHTS: Readonly<Record<string, number>> = {
  'credential-logging.order': 0.9,
  'credential-logging.credential-file': 0.4,
}
const CONTENT_WEIGHTS: Readonly<Record<string, number>> = {
  'content-scanner.tool-precondition': 0.9,
  'content-scanner.side-channel-parameter': 0.4,
  'content-scanner.self-spreading': 0.9,
  'content-scanner.memory-implant': 0.4,
  'content-scanner.approval-bypass': 0.6,
}
/** What says the same as a category of memories counts with it, once. */
const SAME_AS: Readonly<Record<string, string>> = {
  'content-scanner.approval-bypass': 'memory-forged-consent',
  'content-scanner.memory-implant': 'memory-standing-order',
  'content-scanner.tool-precondition': 'memory-tool-order',
  'content-scanner.side-channel-parameter': 'memory-exfiltration',
  'content-scanner.self-spreading': 'memory-persistence',
}
/** Ordinary in notes about web pages. */
const MARKUP: ReadonlySet<string> = new Set(
  ['hidden-style', 'script-uri', 'active-element', 'event-handler', 'data-link'].map(
    (name) => `content-scanner.${name}`,
  ),
)

interface Rule {
  readonly pattern: Pattern
  /** Each counts once. */
  readonly category: string
  readonly weight: number
  /** True for what may be forbidden as well as ordered: "never send ...". */
  readonly isOrder: boolean
  /** True for what is often quoted where it is spoken of. */
  readonly isPhrasing: boolean
}

/** Makes ready to look for the patterns; each is compiled when a text first needs it. */
export function createDetector(engine: Engine): Detect {
  const set = createPatternSet(PATTERNS, engine, { lazy: true })
  return (views) => {
    const original = views.original.text
    const best = new Map<string, Located>()
    const add = (category: string, evidence: Evidence): void => {
      // One of each category in each stretch of the text: a flood of hits says nothing new.
      const place = `${category} ${Math.floor(evidence.span.start / STRETCH)}`
      if (evidence.weight > (best.get(place)?.weight ?? 0)) best.set(place, { ...evidence, category })
    }
    for (const view of views.all()) {
      for (const hit of set.scan(view.text)) {
        const rule = RULES.get(hit.pattern.id)
        if (rule) weigh(rule, hit, view, original, add)
      }
      for (const { rule, category, weight, span } of sensesOf(view.text)) {
        const where = view.toOriginal(span.start, span.end)
        add(category, { rule, weight, span: where })
        if (isWhole(view, span, where)) add('hidden', { rule: 'hidden', span: where, weight: HIDDEN_WEIGHT })
      }
    }
    if (views.truncated) {
      const span = { start: 0, end: original.length }
      add('undecoded', { rule: 'undecoded', span, weight: UNDECODED_WEIGHT })
    }
    return assess([...best.values()])
  }
}

function weigh(
  rule: Rule,
  hit: Hit,
  view: View,
  original: string,
  add: (category: string, evidence: Evidence) => void,
): void {
  const { pattern, category, weight, isOrder } = rule
  if (isOrder && (isForbidden(view.text, hit.start) || isOwnRight(view.text, hit))) return
  const span = view.toOriginal(hit.start, hit.end)
  const isQuoted = rule.isPhrasing && isInQuotes(original, span)
  add(category, { rule: pattern.id, span, weight: isQuoted ? weight * QUOTED_FACTOR : weight })
  if (view.name === 'decoded' || isWhole(view, hit, span))
    add('hidden', { rule: 'hidden', span, weight: HIDDEN_WEIGHT })
}

/** True where a short match came from all of a longer encoded text: the folded forms of a decoded view carry no name. */
function isWhole(view: View, { start, end }: Span, span: Span): boolean {
  const all = view.toOriginal(0, view.text.length)
  return end - start < view.text.length && all.start === span.start && all.end === span.end
}

function libraryRules(): readonly Rule[] {
  return Object.entries(INJECTION_LIBRARY).flatMap(([part, patterns]) => {
    const weightOf = LIBRARY_WEIGHTS[part as InjectionCategory]
    if (weightOf === undefined) return []
    return patterns.map((pattern) => ({
      pattern,
      category: SAME_AS[pattern.id] ?? (part === 'jailbreak-phrasing' ? pattern.category : part),
      weight: weightOf(pattern),
      isOrder: part === 'dangerous-commands' || part === 'credential-logging' || part === 'jailbreak-phrasing',
      isPhrasing: part === 'jailbreak-phrasing',
    }))
  })
}

function memoryRules(): readonly Rule[] {
  return MEMORY_PATTERNS.map((pattern) => ({
    pattern,
    category: pattern.category,
    weight: pattern.weight,
    isOrder: FORBIDDABLE.has(pattern.category),
    isPhrasing: false,
  }))
}

const FORBIDDABLE: ReadonlySet<string> = new Set([
  'memory-exfiltration',
  'memory-execution',
  'memory-tool-order',
  'memory-misdirection',
])

const RULES: ReadonlyMap<string, Rule> = new Map(
  [...libraryRules(), ...memoryRules()].map((rule) => [rule.pattern.id, rule]),
)
const PATTERNS: readonly Pattern[] = Object.freeze(Array.from(RULES.values(), ({ pattern }) => pattern))

/** The stretch of the text that says most: what stands far apart is not one order. */
function assess(found: readonly Located[]): Assessment {
  const placed = found.toSorted((a, b) => a.span.start - b.span.start)
  let most: Assessment = { score: 0, evidence: [] }
  for (const [index, first] of placed.entries()) {
    const near = new Map<string, Located>()
    for (let at = index; at < placed.length; at++) {
      const other = placed[at]
      if (!other || other.span.start > first.span.start + REACH) break
      if (other.weight > (near.get(other.category)?.weight ?? 0)) near.set(other.category, other)
    }
    const evidence = [...near.values()]
    const sum = evidence.reduce((total, { weight }) => total + weight, 0)
    // Sums of tenths: .5 + .4 must reach .9.
    const score = Math.min(1, Math.round(sum * 1e6) / 1e6)
    if (score > most.score)
      most = { score, evidence: evidence.map(({ rule, span, weight }) => ({ rule, span, weight })) }
  }
  return most
}

/** The grade of a score; what comes from outside is held to the stricter thresholds. */
export function gradeOf(score: number, trust: Trust, own: Thresholds, external: Thresholds): Grade {
  const { warn, critical } = trust === 'external' ? external : own
  if (score >= critical) return 'critical'
  return score >= warn ? 'warn' : 'clean'
}

/** How bad one piece of evidence is. */
export function severityOf(weight: number): Severity {
  if (weight >= 0.9) return 'critical'
  if (weight >= 0.5) return 'high'
  return weight >= 0.4 ? 'medium' : 'low'
}

const QUOTES: ReadonlyMap<string, string> = new Map(
  ['""', "''", '``', '“”', '‘’', '«»'].map(([open = '', close = '']) => [open, close]),
)
const LONGEST_QUOTE = 120

/** True where the match follows an opening quotation mark at once and its closing one comes soon. */
function isInQuotes(text: string, { start, end }: Span): boolean {
  const closing = QUOTES.get(text.charAt(start - 1))
  return closing !== undefined && text.slice(end, end + LONGEST_QUOTE).includes(closing)
}
