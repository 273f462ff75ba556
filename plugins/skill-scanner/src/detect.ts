import type { Span } from '@ringwall/core'
import { createPatternSet, type DecodedView, type Engine, type Hit, type View, type Views } from '@ringwall/text'
import { SKILL_RULES } from './patterns.ts'
import type { RuleSeverity, SkillRule } from './patterns/rule.ts'

/** One threat that was found: its rule, how bad it is there, and where in the text that was scanned. */
export interface Threat {
  readonly rule: string
  readonly severity: RuleSeverity
  readonly span: Span
}
/** What a text is: prose or a script of a skill, or the definition of a tool. */
export type Kind = 'skill' | 'tool'
/** Finds the threats of a text by its views, in order of place; each rule at most once per place. Linear in the text. */
export type Detect = (views: Views, kind: Kind) => readonly Threat[]

/** Honest texts escape and percent-encode; what hides a command in these is built to hide it. */
const HIDING: ReadonlySet<string> = new Set(['base64', 'hex', 'tags', 'rot13'])
/** More findings than this say nothing new; the worst come first in what is kept. */
const MAX_THREATS = 200

/** Compiles the rules. */
export function createDetector(engine: Engine): Detect {
  const rules = createPatternSet(SKILL_RULES, engine)
  return (views, kind) => {
    const found = new Map<string, Threat>()
    const add = (threat: Threat): void => {
      const { rule, span } = threat
      const key = `${rule} ${span.start} ${span.end}`
      if (!found.has(key)) found.set(key, threat)
    }
    const scan = (view: View): readonly Threat[] =>
      rules
        .scan(view.text)
        .filter((hit) => applies(hit, view, kind))
        .map(({ pattern, start, end }) => {
          return { rule: pattern.id, severity: severityOf(pattern, kind), span: view.toOriginal(start, end) }
        })
    for (const view of plainViews(views)) for (const threat of scan(view)) add(threat)
    for (const view of views.decoded) for (const threat of scanDecoded(view, scan)) add(threat)
    if (views.truncated) add({ rule: UNDECODED, severity: 'WARN', span: { start: 0, end: views.original.text.length } })
    return worstFirst([...found.values()])
      .slice(0, MAX_THREATS)
      .toSorted((a, b) => a.span.start - b.span.start)
  }
}

/** What was too much to decode was not read. */
const UNDECODED = 'obfuscated-encoding.undecoded'
const DECODED = 'obfuscated-encoding.decoded-threat'

function plainViews({ original, normalized, joined }: Views): readonly View[] {
  return [original, normalized, joined]
}

/** Threats of a decoded text; that they were encoded is one more, and a grave one where the encoding serves to hide. */
function scanDecoded(view: DecodedView, scan: (view: View) => readonly Threat[]): readonly Threat[] {
  const inside = [...scan(view), ...scan(view.normalized), ...scan(view.joined)]
  const [first] = inside
  if (first === undefined || !view.encodings.some((encoding) => HIDING.has(encoding))) return inside
  return [...inside, { rule: DECODED, severity: 'CRITICAL', span: first.span }]
}

function applies({ pattern, start, groups }: Hit<SkillRule>, view: View, kind: Kind): boolean {
  if (pattern.toolsOnly === true && kind !== 'tool') return false
  // Leetspeak turns digits of code into letters, so code is not read that way.
  if (view.name === 'joined' && pattern.prose !== true) return false
  return pattern.unopened !== true || !isOpened(view.text, start, groups[0])
}

/** True where the tag that is closed at `at` was opened before it in the same text. */
function isOpened(text: string, at: number, group: Span | undefined): boolean {
  if (group === undefined) return false
  const name = text.slice(group.start, group.end)
  const opener = name === ']]>' ? '<![CDATA[' : `<${name}`
  // Bounded, so that a text full of closing tags costs no more than linear time.
  return text
    .slice(Math.max(0, at - OPENER_REACH), at)
    .toLowerCase()
    .includes(opener.toLowerCase())
}

/** How far before a closing tag its opening one may stand, in UTF-16 code units. */
const OPENER_REACH = 4000

function severityOf({ severity, inTools }: SkillRule, kind: Kind): RuleSeverity {
  return kind === 'tool' ? (inTools ?? severity) : severity
}

function worstFirst(threats: readonly Threat[]): readonly Threat[] {
  return threats.toSorted((a, b) => Number(b.severity === 'CRITICAL') - Number(a.severity === 'CRITICAL'))
}
