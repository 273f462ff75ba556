import type { Pattern } from '@ringwall/text'

/** What a skill may threaten: the six classes of its text, and what is written into descriptions of tools. */
export const CATEGORIES = [
  'command-execution',
  'environment-harvesting',
  'crypto-mining',
  'network-exfiltration',
  'obfuscated-encoding',
  'xml-breakout',
  'tool-poisoning',
] as const
/** One of CATEGORIES. */
export type Category = (typeof CATEGORIES)[number]

/** CRITICAL keeps a skill from being loaded; WARN records it. */
export type RuleSeverity = 'CRITICAL' | 'WARN'

/** One thing to look for in a skill, a script or the definition of a tool. */
export interface SkillRule extends Pattern {
  readonly category: Category
  readonly severity: RuleSeverity
  /** The severity in the definition of a tool, where that differs. */
  readonly inTools?: RuleSeverity
  /** True for what is ordinary in a skill, and an attack in the definition of a tool. */
  readonly toolsOnly?: boolean
  /** True where a closing tag (group 1 is its name) counts only if nothing opened it. */
  readonly unopened?: boolean
  /** True for what is only reported where it stands alone between backticks, as a name that is talked of. */
  readonly named?: boolean
  /** True for what is only reported where a vendor's own installer is fetched, or where a sentence forbids it. */
  readonly installs?: boolean
  /** True for what is only reported where the data go into the header that proves who calls. */
  readonly header?: boolean
  /** True for prose, where leetspeak and spaced letters are read too. */
  readonly prose?: boolean
}

type Fields = Pick<SkillRule, 'keywords' | 'regex' | 'match' | 'miss'> & Partial<SkillRule>

/** No match is longer; it bounds the window that is read around a keyword. */
const MAX_LENGTH = 400
const WEIGHTS = { CRITICAL: 1, WARN: 0.4 } as const

/** A rule of a category; it is blind to case unless its flags say otherwise. */
export function rule(category: Category, name: string, severity: RuleSeverity, fields: Fields): SkillRule {
  return {
    id: `${category}.${name}`,
    category,
    severity,
    weight: WEIGHTS[severity],
    source: 'ringwall',
    flags: 'i',
    ...(fields.keywords === 'none' ? {} : { maxLength: MAX_LENGTH }),
    ...fields,
  }
}
