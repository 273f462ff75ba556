import { isDeepStrictEqual } from 'node:util'
import {
  join,
  textOf,
  type Decision,
  type Finding,
  type Hook,
  type Outcome,
  type Payloads,
  type Ruling,
} from '@ringwall/core'
import { rulingsOf, type CaseStep, type ExpectedFinding, type ExpectedRuling, type Speaks } from './case.ts'
import { show, showRuling } from './show.ts'
import { complete, payloadOf } from './stimulus.ts'

/** Everything in which a decision differs from what a step expects, one sentence each. */
export function compare(step: CaseStep, decision: Decision, mode: 'enforce' | 'observe'): readonly string[] {
  if (step.miss !== undefined) {
    if (isSilent(decision)) return []
    return [`this known miss is caught now; make it an ordinary case (it was missed because: ${step.miss})`]
  }
  if (step.expect === 'pass') return isSilent(decision) ? [] : ['the layer was to say nothing, and spoke']
  return [
    ...compareRulings(rulingsOf(step.expect), decision.rulings, textOf(payloadOf(step))),
    ...decision.rulings
      .filter(({ enforced }) => enforced !== (mode === 'enforce'))
      .map((ruling) => `${ruling.code} is ${ruling.enforced ? 'enforced' : 'not enforced'} in mode ${mode}`),
    ...compareResult(step.expect, decision),
  ]
}

function isSilent({ outcome, rulings, instructions }: Decision): boolean {
  return outcome === 'allow' && rulings.length === 0 && instructions.length === 0
}

function compareRulings(
  expected: readonly ExpectedRuling[],
  actual: readonly Ruling[],
  text: string | undefined,
): readonly string[] {
  if (expected.length !== actual.length) return [`${expected.length} ruling(s) expected, ${actual.length} made`]
  return expected.flatMap((want, index) => {
    const made = actual[index]
    return made ? compareRuling(want, made, text) : []
  })
}

function compareRuling(want: ExpectedRuling, made: Ruling, text: string | undefined): readonly string[] {
  const problems: string[] = []
  if (made.code !== want.code) problems.push(`the code is ${made.code}, not ${want.code}`)
  if (want.kind !== undefined && made.kind !== want.kind)
    problems.push(`${made.code} is a ${made.kind}, not a ${want.kind}`)
  const { findings } = want
  if (findings === undefined) return problems
  if (findings.length !== made.findings.length)
    problems.push(`${made.code} has ${made.findings.length} finding(s), not ${findings.length}`)
  for (const [index, finding] of findings.entries()) {
    const found = made.findings[index]
    if (found) problems.push(...compareFinding(finding, found, text))
  }
  return problems
}

function compareFinding(want: ExpectedFinding, found: Finding, text: string | undefined): readonly string[] {
  const problems: string[] = []
  if (found.rule !== want.rule) problems.push(`the rule is ${found.rule}, not ${want.rule}`)
  if (want.severity !== undefined && found.severity !== want.severity)
    problems.push(`${found.rule} is ${found.severity}, not ${want.severity}`)
  if (want.score !== undefined && found.score !== want.score)
    problems.push(`the score of ${found.rule} is ${found.score}, not ${want.score}`)
  if (want.span === undefined) return problems
  const { span } = found
  const covered = span && text !== undefined ? text.slice(span.start, span.end) : undefined
  const fits =
    typeof want.span === 'string'
      ? covered === want.span
      : span?.start === want.span.start && span.end === want.span.end
  if (!fits)
    problems.push(
      `${found.rule} spans ${span ? `${span.start}..${span.end} ${show(covered)}` : 'nothing'}, not ${show(want.span)}`,
    )
  return problems
}

function compareResult(expect: Speaks, decision: Decision): readonly string[] {
  const { outcome, payload, instructions } = decision
  const problems: string[] = []
  const due = expect.outcome ?? dueOutcome(decision.rulings)
  if (outcome !== due) problems.push(`the outcome is ${outcome}, not ${due}`)
  const told = expect.text !== undefined || expect.payload !== undefined
  const rewrites = decision.rulings.filter(({ kind, enforced }) => kind === 'rewrite' && enforced)
  if (rewrites[0] && payload && !told)
    problems.push(
      `${showRuling(rewrites[0])} needs text or payload in expect; it made ${show(textOf(payload) ?? payload)}`,
    )
  if (told) problems.push(...comparePayload(expect, payload))
  if (
    expect.instructions &&
    !(
      expect.instructions.length === instructions.length &&
      expect.instructions.every((want, index) => matches(want, instructions[index]))
    )
  )
    problems.push(`the instructions are ${show(instructions)}, not ${show(expect.instructions.map(String))}`)
  return problems
}

function comparePayload({ text, payload }: Speaks, actual: Payloads[Hook] | undefined): readonly string[] {
  if (actual === undefined) return ['a denied call has no payload to compare']
  const problems: string[] = []
  const made = textOf(actual)
  if (text !== undefined && !matches(text, made)) problems.push(`the text became ${show(made)}, not ${show(text)}`)
  if (payload !== undefined) {
    const want = complete(payload)
    if (!isDeepStrictEqual(actual, want)) problems.push(`the payload became ${show(actual)}, not ${show(want)}`)
  }
  return problems
}

function matches(want: string | RegExp, made: string | undefined): boolean {
  if (made === undefined) return false
  // Not `test`, which remembers where a /g expression stopped.
  return typeof want === 'string' ? want === made : made.search(want) >= 0
}

function dueOutcome(rulings: readonly Ruling[]): Outcome {
  return rulings.reduce<Outcome>((at, { kind, enforced }) => (enforced ? join(at, kind) : at), 'allow')
}
