import type { JsonObject } from '@ringwall/core'
import type { Check } from '../check.ts'
import { above, fieldCheck, type FieldRule } from '../field-check.ts'
import { objects } from '../subject.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Whether a person really decides. */
export const approvalChecks: readonly Check[] = [
  fieldCheck({
    id: 'approvals-automatic',
    group: 'approvals',
    title: 'No rule approves the calls of many tools by itself',
    severity: 'high',
    meaning: 'A rule for `*` also approves tools that are there tomorrow; nobody is asked about them.',
    fix: 'Name the tools in each rule with `action: auto`.',
    layer: 'approval-gate',
    key: 'rules',
    weak: automatic(({ tool }) => (String(tool).includes('*') ? `approves ${String(tool)}` : undefined)),
  }),
  fieldCheck({
    id: 'approvals-external',
    group: 'approvals',
    title: 'No rule approves calls while content from outside is in the session',
    severity: 'high',
    meaning: 'Whoever wrote the content may have had the agent make the call; with `trust: external` nobody is asked.',
    fix: 'Take `trust: external` out of rules with `action: auto`.',
    layer: 'approval-gate',
    key: 'rules',
    weak: automatic(({ trust }) => (trust === 'external' ? 'approves whatever is in the session' : undefined)),
  }),
  fieldCheck({
    id: 'approvals-grant-length',
    group: 'approvals',
    title: 'No approval of several calls holds for more than a day',
    severity: 'medium',
    meaning: 'What was approved for one task still counts in another, days later.',
    fix: 'Set `approval-gate.maxGrantMs` to an hour or so.',
    layer: 'approval-gate',
    key: 'maxGrantMs',
    weak: above(DAY_MS, (value) => `approvals hold for ${Math.round(value / HOUR_MS)} hours`),
    strict: HOUR_MS,
  }),
  fieldCheck({
    id: 'approvals-cache',
    group: 'approvals',
    title: 'An approval does not wait long for its call',
    severity: 'low',
    meaning: 'The agent may keep an approval until the moment at which it does harm.',
    fix: 'Set `approval-gate.approvalCacheMs` to 30000.',
    layer: 'approval-gate',
    key: 'approvalCacheMs',
    weak: above(300_000, (value) => `it waits for ${Math.round(value / 1000)} seconds`),
    strict: 30_000,
  }),
  fieldCheck({
    id: 'approvals-fatigue',
    group: 'approvals',
    title: 'Nobody is worn out by asking',
    severity: 'medium',
    meaning: 'Who is asked a hundred times says yes without reading.',
    fix: 'Set `approval-gate.asksPerSession` to 20 or less.',
    layer: 'approval-gate',
    key: 'asksPerSession',
    weak: above(100, (value) => `a session may ask ${value} times`),
    strict: 20,
  }),
]

/** The problem of each rule that grants by itself. */
function automatic(problemOf: (rule: JsonObject) => string | undefined): FieldRule['weak'] {
  return (rules) =>
    objects(rules).flatMap((rule, at) => {
      const problem = rule['action'] === 'auto' ? problemOf(rule) : undefined
      return problem === undefined ? [] : [`rules[${at}] ${problem}`]
    })
}
