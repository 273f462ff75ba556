import { expect, test } from 'vitest'
import { toolPolicyConfig } from '../src/config.ts'
import { compilePolicy } from '../src/policy.ts'
import { ARG_RULES, PERMITTED_ARGS, REFUSED_ARGS, type ArgRow } from './argument-rows.ts'

function codeOf([name, args]: ArgRow): string | undefined {
  const rules = ARG_RULES[name]
  const policy = compilePolicy(toolPolicyConfig.parse({ profile: 'full', rules }))
  return policy.checkCall(rules[0].tool, args)?.code
}

test.for(REFUSED_ARGS)('%s: %j is denied', (row) => {
  expect(codeOf(row)).toBe('TOOL_ARGS_DENIED')
})

test.for(PERMITTED_ARGS)('%s: %j passes', (row) => {
  expect(codeOf(row)).toBeUndefined()
})

test('every key of a rule is in the tables', () => {
  const used = new Set(Object.values(ARG_RULES).flatMap((rules) => rules.flatMap((rule) => Object.keys(rule))))
  expect([...used].toSorted()).toEqual(
    'absent allow arg command deny each hosts max maxLength min only optional raw tool under values'.split(' '),
  )
})
