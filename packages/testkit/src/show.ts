import type { Decision, Ruling } from '@ringwall/core'
import type { ExpectedFinding, ExpectedRuling, Expectation } from './case.ts'
import { rulingsOf } from './case.ts'

const LONGEST = 400

/** A value for an error message, cut where it is long. */
export function show(value: unknown): string {
  const text = value instanceof RegExp ? String(value) : (JSON.stringify(value) ?? String(value))
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text
}

/** One ruling on one line. */
export function showRuling({ kind, code, findings, detail }: Ruling): string {
  return [`${kind} ${code}`, showFindings(findings), detail === undefined ? '' : `(${detail})`]
    .filter((part) => part !== '')
    .join(' ')
}

/** What a decision came to, on one line. */
export function showDecision({ outcome, rulings }: Decision): string {
  return [outcome, ...rulings.map(showRuling)].join('; ')
}

/** What a case expects, on one line. */
export function showExpectation(expectation: Expectation): string {
  if (expectation === 'pass') return 'no ruling'
  const { outcome } = expectation
  return [...(outcome ? [outcome] : []), ...rulingsOf(expectation).map(showExpectedRuling)].join('; ')
}

function showExpectedRuling({ kind, code, findings = [] }: ExpectedRuling): string {
  return [kind ?? '', code, showFindings(findings)].filter((part) => part !== '').join(' ')
}

function showFindings(findings: readonly ExpectedFinding[]): string {
  if (findings.length === 0) return ''
  const list = findings.map(({ rule, severity, span }) => {
    const place = typeof span === 'object' ? `${span.start}..${span.end}` : span && show(span)
    return [rule, severity, place].filter((part) => part !== undefined).join(' ')
  })
  return `[${list.join(', ')}]`
}
