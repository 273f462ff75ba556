import type { Edit, Finding, Severity } from '@ringwall/core'
import { uniteSpans, type Secret } from '@ringwall/text'
import type { OutputGuardConfig } from './config.ts'
import type { Sightings } from './detect.ts'

/** What is done about a finding, and under which code. */
export type Action =
  | 'SECRET_REDACTED'
  | 'SECRET_DENIED'
  | 'SECRET_WARNED'
  | 'LINK_WARNED'
  | 'LINK_DENIED'
  | 'PII_WARNED'
  | 'PROMPT_LEAK'
  | 'PROMPT_LEAK_DENIED'

/** What one text calls for: findings by code, and the edits that take out what must not leave. */
export interface Report {
  readonly findings: ReadonlyMap<Action, readonly Finding[]>
  readonly edits: readonly Edit[]
}

/** The mark that stands where something of that rule stood. */
export function mark(rule: string): string {
  return `[REDACTED:${rule.split('.', 1)[0] ?? rule}]`
}

/** Under which code secrets are reported. */
export function secretCode({ secrets }: Pick<OutputGuardConfig, 'secrets'>): Action {
  return secrets === 'deny' ? 'SECRET_DENIED' : 'SECRET_REDACTED'
}

/** Decides about all that was seen in a text. */
export function report(seen: Sightings, config: OutputGuardConfig): Report {
  const { promptLeaks, links, pii } = config
  const findings = new Map<Action, Finding[]>()
  const redacted: Secret[] = []
  const add = (spans: readonly Secret[], severity: Severity, code: Action | undefined): void => {
    if (spans.length === 0 || code === undefined) return
    const list = findings.get(code) ?? []
    for (const { rule, start, end } of spans) list.push({ rule, severity, span: { start, end } })
    findings.set(code, list)
    if (code === 'SECRET_REDACTED') redacted.push(...spans)
  }
  add(seen.secrets, 'critical', secretCode(config))
  add(seen.images, 'high', LINK_CODES[links.images])
  add(seen.links, 'medium', LINK_CODES[links.others])
  add(seen.pii, 'medium', pii === 'redact' ? 'SECRET_REDACTED' : 'PII_WARNED')
  add(seen.warnings, 'medium', 'SECRET_WARNED')
  add(seen.leaks, 'high', promptLeaks === 'deny' ? 'PROMPT_LEAK_DENIED' : 'PROMPT_LEAK')
  const edits = uniteSpans(redacted).map(({ start, end, rule }) => ({ start, end, text: mark(rule) }))
  return { findings, edits }
}

const LINK_CODES: Readonly<Record<OutputGuardConfig['links']['images'], Action | undefined>> = {
  off: undefined,
  flag: 'LINK_WARNED',
  redact: 'SECRET_REDACTED',
  deny: 'LINK_DENIED',
}
