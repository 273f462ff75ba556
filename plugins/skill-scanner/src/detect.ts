import type { Span } from '@ringwall/core'
import {
  createPatternSet,
  createViews,
  type DecodedView,
  type Engine,
  type Hit,
  type View,
  type Views,
} from '@ringwall/text'
import { codeViewOf } from './code-view.ts'
import { isVendorInstaller } from './installers.ts'
import { isCredentialHeader, isForbidden, isNamed } from './mentions.ts'
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
const HIDING: ReadonlySet<string> = new Set(
  'base64 hex tags rot13 ascii85 atbash base32 base58 binary caesar chunks codes invisible morse reversed rot47'.split(
    ' ',
  ),
)
/** More findings than this say nothing new; the worst come first in what is kept. */
const MAX_THREATS = 200

/** Compiles the rules. */
export function createDetector(engine: Engine): Detect {
  const rules = createPatternSet(SKILL_RULES, engine, { lazy: true })
  return (views, kind) => {
    const found = new Map<string, Threat>()
    const add = (threat: Threat): void => {
      const { rule, span } = threat
      const key = `${rule} ${span.start} ${span.end}`
      // Of two readings of one place the graver one counts.
      if (!found.has(key) || threat.severity === 'CRITICAL') found.set(key, threat)
    }
    const scan = (view: Reading): readonly Threat[] => {
      const isOpened = createBalance(view.text)
      return rules
        .scan(view.text)
        .filter((hit) => applies(hit, view, kind, isOpened))
        .map((hit) => {
          return {
            rule: hit.pattern.id,
            severity: severityOf(hit, view.text, kind),
            span: view.toOriginal(hit.start, hit.end),
          }
        })
    }
    const code = codeViewOf(views.original.text)
    for (const view of [...plainViews(views), ...(code ? [code] : [])]) for (const threat of scan(view)) add(threat)
    for (const view of views.decoded) for (const threat of scanDecoded(view, scan)) add(threat)
    // What was encoded and then cut in parts is whole again only where the parts are joined.
    for (const view of code?.isJoined === true ? createViews(code.text).decoded : [])
      for (const threat of scanDecoded(view, scan))
        add({ ...threat, span: code?.toOriginal(threat.span.start, threat.span.end) ?? threat.span })
    if (views.truncated) add({ rule: UNDECODED, severity: 'WARN', span: { start: 0, end: views.original.text.length } })
    return worstFirst([...found.values()])
      .slice(0, MAX_THREATS)
      .toSorted((a, b) => a.span.start - b.span.start)
  }
}

/** What was too much to decode was not read. */
const UNDECODED = 'obfuscated-encoding.undecoded'
const DECODED = 'obfuscated-encoding.decoded-threat'

/** A text to scan; `name` is absent where it is read as code. */
type Reading = Pick<View, 'text' | 'toOriginal'> & { readonly name?: View['name'] }

function plainViews({ original, normalized, joined }: Views): readonly Reading[] {
  return [original, normalized, joined]
}

/** Threats of a decoded text; that they were encoded is one more, and a grave one where the encoding serves to hide. */
function scanDecoded(view: DecodedView, scan: (view: Reading) => readonly Threat[]): readonly Threat[] {
  const code = codeViewOf(view.text)
  const readings = [
    view,
    view.normalized,
    view.joined,
    ...(code ? [{ ...code, toOriginal: () => view.toOriginal(0, 0) }] : []),
  ]
  const inside = readings.flatMap((reading) => scan(reading))
  const [first] = inside
  if (first === undefined || !view.encodings.some((encoding) => HIDING.has(encoding))) return inside
  return [...inside, { rule: DECODED, severity: 'CRITICAL', span: first.span }]
}

function applies({ pattern, start, groups }: Hit<SkillRule>, view: Reading, kind: Kind, isOpened: Balance): boolean {
  if (pattern.toolsOnly === true && kind !== 'tool') return false
  // Leetspeak turns digits of code into letters, so code is not read that way.
  if (view.name === 'joined' && pattern.prose !== true) return false
  return pattern.unopened !== true || !isOpened(start, groups[0])
}

/** Says of each closing tag of a text, in order, whether one that was opened before it is still open. */
type Balance = (at: number, group: Span | undefined) => boolean

/** Each name's opening tags are counted once, from the start of the text on, so the cost is linear. */
function createBalance(text: string): Balance {
  const open = new Map<string, { next: number; depth: number }>()
  let lower: string | undefined
  return (at, group) => {
    if (group === undefined) return false
    lower ??= text.replace(CAPITALS, (letters) => letters.toLowerCase()) // of ASCII alone: positions stay
    const tag = openerOf(lower.slice(group.start, group.end))
    const state = open.get(tag) ?? { next: indexOfTag(lower, tag, 0), depth: 0 }
    open.set(tag, state)
    for (; state.next < at; state.next = indexOfTag(lower, tag, state.next + 1)) state.depth++
    if (state.depth === 0) return false
    state.depth--
    return true
  }
}

const CAPITALS = /[A-Z]+/g

/** Names with a namespace share one count, as there may be as many of them as the text has room for. */
function openerOf(name: string): string {
  if (name === ']]>') return '<![cdata['
  return name.startsWith('antml:') ? '<' : `<${name}`
}

function indexOfTag(text: string, tag: string, from: number): number {
  for (let at = text.indexOf(tag, from); at >= 0; at = text.indexOf(tag, at + 1)) {
    if (tag.endsWith(':') || tag.endsWith('[') || TAG_ENDS.has(text.charAt(at + tag.length))) return at
  }
  return Infinity
}

const TAG_ENDS: ReadonlySet<string> = new Set(['>', ' ', '\n', '\t', '\r'])

function severityOf({ pattern, start, end }: Hit<SkillRule>, text: string, kind: Kind): RuleSeverity {
  const { severity, inTools, installs, named, header } = pattern
  if (installs === true && (isForbidden(text, start) || isVendorInstaller(text.slice(start, end)))) return 'WARN'
  if (header === true && isCredentialHeader(text.slice(start, end))) return 'WARN'
  if (named === true && isNamed(text, start, end)) return 'WARN'
  return kind === 'tool' ? (inTools ?? severity) : severity
}

function worstFirst(threats: readonly Threat[]): readonly Threat[] {
  return threats.toSorted((a, b) => Number(b.severity === 'CRITICAL') - Number(a.severity === 'CRITICAL'))
}
