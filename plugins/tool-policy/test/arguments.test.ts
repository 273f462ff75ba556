import { expect, test } from 'vitest'
import type { ArgRuleInput } from '../src/arg-rule.ts'
import { toolPolicyConfig } from '../src/config.ts'
import { compilePolicy } from '../src/policy.ts'
import { ARG_RULES, PERMITTED_ARGS, REFUSED_ARGS, type ArgRow } from './argument-rows.ts'

function codeOf([name, args]: ArgRow, more: readonly ArgRuleInput[] = []): string | undefined {
  const rules = [...ARG_RULES[name], ...more]
  const policy = compilePolicy(toolPolicyConfig.parse({ profile: 'full', rules }))
  return policy.checkCall(ARG_RULES[name][0].tool, args)?.code
}

test.for(REFUSED_ARGS)('%s: %j is denied', (row) => {
  expect(codeOf(row)).toBe('TOOL_ARGS_DENIED')
})

test.for(PERMITTED_ARGS)('%s: %j passes', (row) => {
  expect(codeOf(row)).toBeUndefined()
})

test('one rule more never permits what was refused', () => {
  for (const row of REFUSED_ARGS) {
    const { tool } = ARG_RULES[row[0]][0]
    for (const more of Object.values(ARG_RULES).flat())
      expect(codeOf(row, [{ ...more, tool }])).toBe('TOOL_ARGS_DENIED')
    const named = Object.keys(row[1]).map((arg): ArgRuleInput => ({ tool, arg, optional: true, maxLength: 9999 }))
    expect(
      codeOf(
        row,
        named.filter(({ arg }) => arg !== undefined && !arg.startsWith('/')),
      ),
    ).toBe('TOOL_ARGS_DENIED')
  }
})

test('every key of a rule is in the tables', () => {
  const used = new Set(Object.values(ARG_RULES).flatMap((rules) => rules.flatMap((rule) => Object.keys(rule))))
  expect([...used].toSorted()).toEqual(
    'absent allow arg command deny each hosts max maxLength min only optional raw tool under values'.split(' '),
  )
})
