import type { Span } from '@ringwall/core'
import { createPatternSet, isScrambled, JAILBREAK_PATTERNS, type Engine, type View, type Views } from '@ringwall/text'

/** One phrase that was found: its rule, where in the original text, and what it adds to the score. */
export interface Evidence {
  readonly rule: string
  readonly span: Span
  readonly weight: number
}
/** How much a text looks like an attack, 0 to 1, and why: the strongest evidence of each category. */
export interface Assessment {
  readonly score: number
  /** By place. */
  readonly evidence: readonly Evidence[]
}
/** Assesses a text by its views. The cost is linear in the text. */
export type Detect = (views: Views) => Assessment

/** Words that attacks disguise by scrambling their inner letters; each adds the same. */
const DISGUISED = ['ignore', 'previous', 'instructions', 'system', 'bypass', 'override', 'forget', 'delete'] as const
const DISGUISED_WEIGHT = 0.3
/** What was too much to decode was not read, and nobody honest sends it. */
export const UNDECODED_WEIGHT = 0.4
const DISGUISED_LENGTHS: ReadonlySet<number> = new Set(DISGUISED.map((word) => word.length))
const SHORTEST = Math.min(...DISGUISED_LENGTHS)

/** Makes ready to look for the patterns; what is quoted counts `quotedWeight` of its weight. */
export function createDetector(engine: Engine, quotedWeight: number): Detect {
  const patterns = createPatternSet(JAILBREAK_PATTERNS, engine, { lazy: true })
  return (views) => {
    const best = new Map<string, Evidence>()
    const { text } = views.original
    const fences = findFences(text)
    const add = (category: string, rule: string, span: Span, weight: number): void => {
      const weighed = isInside(fences, span) || isInQuotes(text, span) ? weight * quotedWeight : weight
      if (weighed > (best.get(category)?.weight ?? 0)) best.set(category, { rule, span, weight: weighed })
    }
    for (const view of views.all()) {
      for (const { pattern, start, end } of patterns.scan(view.text)) {
        add(pattern.category, pattern.id, view.toOriginal(start, end), pattern.weight)
      }
      for (const { target, span } of findDisguised(view)) {
        add(`disguised.${target}`, `disguised.${target}`, span, DISGUISED_WEIGHT)
      }
    }
    if (views.truncated) add('undecoded', 'undecoded', { start: 0, end: text.length }, UNDECODED_WEIGHT)
    return assess([...best.values()])
  }
}

function assess(evidence: readonly Evidence[]): Assessment {
  const sum = evidence.reduce((total, { weight }) => total + weight, 0)
  // Sums of tenths: .6 + .1 must reach .7.
  const score = Math.min(1, Math.round(sum * 1e6) / 1e6)
  return { score, evidence: evidence.toSorted((a, b) => a.span.start - b.span.start) }
}

interface Disguise {
  readonly target: string
  readonly span: Span
}

function findDisguised(view: View): readonly Disguise[] {
  const { text } = view
  const found: Disguise[] = []
  for (let start = startOfLongWord(text, 0); start < text.length;) {
    const end = endOfWord(text, start + SHORTEST)
    if (mayBeDisguised(text, start, end)) {
      const word = text.slice(start, end).toLowerCase()
      const target = DISGUISED.find((candidate) => isScrambled(word, candidate))
      if (target) found.push({ target, span: view.toOriginal(start, end) })
    }
    start = startOfLongWord(text, end + 1)
  }
  return found
}

/**
 * The start of the first word from `from` on, where one may start, that has as many letters as the shortest target. It
 * looks first where the last of them would be: mostly that is no letter, which rules out all starts before.
 */
function startOfLongWord(text: string, from: number): number {
  let start = from
  while (start + SHORTEST <= text.length) {
    let i = start + SHORTEST - 1
    while (i >= start && isLetter(text.charCodeAt(i))) i--
    if (i < start) return start
    start = i + 1
  }
  return text.length
}

/** False where the length or the ends of a word are no target's; a letter beyond ASCII may become one when folded. */
function mayBeDisguised(text: string, start: number, end: number): boolean {
  const first = text.charCodeAt(start)
  const last = text.charCodeAt(end - 1)
  const mayEndSo = first >= 0x80 || last >= 0x80 || DISGUISED_ENDS.has(endsKey(first, last))
  return mayEndSo && DISGUISED_LENGTHS.has(end - start)
}

/** The first and the last letter of a word, without case. */
function endsKey(first: number, last: number): number {
  return ((first & 0x1f) << 5) | (last & 0x1f)
}

const DISGUISED_ENDS: ReadonlySet<number> = new Set(
  DISGUISED.map((word) => endsKey(word.charCodeAt(0), word.charCodeAt(word.length - 1))),
)

function endOfWord(text: string, from: number): number {
  let i = from
  while (i < text.length && isLetter(text.charCodeAt(i))) i++
  return i
}

/** True for letters of ASCII, and for everything beyond it, so that no part of a foreign word is taken for a word. */
function isLetter(unit: number): boolean {
  return unit >= 0x80 || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a)
}

/** The code fences of a Markdown text (CommonMark 4.5), ascending; one that is not closed reaches to the end. */
function findFences(text: string): readonly Span[] {
  const fences: Span[] = []
  let open: { readonly start: number; readonly mark: string } | undefined
  for (let at = 0; at < text.length;) {
    const lineEnd = text.indexOf('\n', at)
    const next = lineEnd < 0 ? text.length : lineEnd + 1
    const mark = fenceMark(text, at)
    if (open === undefined && mark !== '') open = { start: at, mark }
    else if (open && mark.startsWith(open.mark)) {
      fences.push({ start: open.start, end: next })
      open = undefined
    }
    at = next
  }
  if (open) fences.push({ start: open.start, end: text.length })
  return fences
}

/** The run of at least three backticks or tildes that a line starts with, after up to three spaces, or ''. */
function fenceMark(text: string, lineStart: number): string {
  let start = lineStart
  while (start < lineStart + 3 && text[start] === ' ') start++
  const sign = text[start]
  if (sign !== '`' && sign !== '~') return ''
  let end = start
  while (text[end] === sign) end++
  return end - start >= 3 ? text.slice(start, end) : ''
}

/** True where a fence holds the whole span; fences ascend. */
function isInside(fences: readonly Span[], { start, end }: Span): boolean {
  let [low, high] = [0, fences.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((fences[middle]?.end ?? 0) <= start) low = middle + 1
    else high = middle
  }
  const fence = fences[low]
  return fence !== undefined && fence.start <= start && end <= fence.end
}

const QUOTES: ReadonlyMap<string, string> = new Map(
  ['""', "''", '``', '“”', '‘’', '«»', '„“', '「」'].map(([open = '', close = '']) => [open, close]),
)
/** Quoted phrases are short; a mark further off belongs to something else. */
const LONGEST_QUOTE = 120

/** True where the span follows an opening quotation mark at once and its closing one comes soon, on the same line. */
function isInQuotes(text: string, { start, end }: Span): boolean {
  const closing = QUOTES.get(text.charAt(start - 1))
  if (closing === undefined) return false
  const line = text.slice(end, end + LONGEST_QUOTE).split('\n', 1)[0] ?? ''
  return line.includes(closing)
}
