import { describe, expect, it } from 'vitest'
import { approvalGateConfig, type ApprovalGateInput } from './config.ts'
import { compileRules } from './rules.ts'

type Rules = NonNullable<ApprovalGateInput['rules']>
const judge = (rules: Rules, tool: string, asks: readonly string[] = [], mayTrust = true) =>
  compileRules(approvalGateConfig.parse({ rules }).rules)(
    tool,
    asks.map((code) => ({ code })),
    mayTrust,
  )

describe('rules', () => {
  it('say nothing where nobody asks and none fits', () => {
    expect(judge([], 'exec')).toBeUndefined()
    expect(judge([{ tool: 'read_*', action: 'auto' }], 'read_file')).toBeUndefined()
    expect(judge([{ tool: 'x', action: 'deny' }], 'exec')).toBeUndefined()
    expect(judge([{ tool: '*', asks: ['path-guard'], action: 'deny' }], 'exec')).toBeUndefined()
  })

  it('leave every ask to a person that none settles', () => {
    expect(judge([], 'exec', ['a/X'])).toEqual({ action: 'ask', reasons: [{ code: 'a/X' }] })
  })

  it('deny wherever the denial stands, in every spelling of the name', () => {
    const rules: Rules = [
      { tool: 'read_*', action: 'auto', trust: 'external' },
      { tool: 'read_secret', action: 'deny' },
    ]
    for (const tool of ['read_secret', 'READ_Secret', ' read_secret', 'ｒead_secret'])
      expect(judge(rules, tool, ['a/X'])?.action, tool).toBe('deny')
    expect(judge(rules, 'read_file', ['a/X'])?.action).toBe('auto')
  })

  it('grant by the exact name alone', () => {
    for (const tool of ['Read', 'READ', ' read', 'ｒead', 'reader'])
      expect(judge([{ tool: 'read', action: 'auto', trust: 'external' }], tool, ['a/X'])?.action, tool).toBe('ask')
  })

  it('grant only where they cover all that is asked', () => {
    const rules: Rules = [
      { tool: 'exec', asks: ['action-classifier/ACTION_DESTRUCTIVE', 'path-guard'], action: 'auto', trust: 'external' },
    ]
    expect(judge(rules, 'exec', ['action-classifier/ACTION_DESTRUCTIVE'])?.action).toBe('auto')
    expect(judge(rules, 'exec', ['action-classifier/ACTION_DESTRUCTIVE', 'path-guard/ANY'])?.action).toBe('auto')
    expect(judge(rules, 'exec', ['action-classifier/OTHER'])?.action).toBe('ask')
    expect(judge(rules, 'exec', ['action-classifier/ACTION_DESTRUCTIVE', 'tool-policy/X'])?.action).toBe('ask')
    expect(judge(rules, 'exec', ['path-guard-two/X'])?.action).toBe('ask')
  })

  it('go by the first that fits, and by trust where it is demanded', () => {
    const rules: Rules = [
      { tool: 'exec', action: 'auto' },
      { tool: 'exec', asks: ['a'], action: 'ask' },
      { tool: 'exec', asks: ['b'], action: 'auto', trust: 'external' },
    ]
    expect(judge(rules, 'exec', ['b/X'], true)).toEqual({ action: 'auto', rule: 'rules.0 (exec)', trust: 'clean' })
    expect(judge(rules, 'exec', ['b/X'], false)).toEqual({ action: 'auto', rule: 'rules.2 (exec)', trust: 'external' })
    expect(judge(rules, 'exec', ['a/X'], false)?.action).toBe('ask')
  })

  it('ask about calls that nobody else asks about', () => {
    expect(judge([{ tool: 'deploy', action: 'ask' }], 'Deploy')).toMatchObject({
      action: 'ask',
      reasons: [{ code: 'approval-gate/deploy' }],
    })
  })
})

describe('the config refuses', () => {
  it.for([
    [[{ tool: '', action: 'ask' }], 'name of a tool'],
    [[{ tool: 'a b', action: 'ask' }], 'name of a tool'],
    [[{ tool: 'a', asks: [], action: 'ask' }], 'asks'],
    [[{ tool: 'a', asks: ['Nope'], action: 'ask' }], 'layer/CODE'],
    [[{ tool: 'a', action: 'allow' }], 'action'],
    [[{ tool: 'a', action: 'ask', reason: 'x' }], 'reason'],
    [[{ tool: '*', action: 'auto', trust: 'external' }], 'grants everything'],
    [
      [
        { tool: '*', action: 'ask' },
        { tool: 'read', action: 'auto' },
      ],
      'never reached',
    ],
    [
      [
        { tool: 'read', action: 'auto' },
        { tool: 'READ', action: 'deny' },
      ],
      'never reached',
    ],
    [
      [
        { tool: 'a', action: 'deny' },
        { tool: 'a', action: 'deny' },
      ],
      'never reached',
    ],
    [
      [
        { tool: 'a', action: 'ask' },
        { tool: 'A', asks: ['x'], action: 'ask' },
      ],
      'never reached',
    ],
    [
      [
        { tool: 'a', action: 'auto', trust: 'external' },
        { tool: 'a', asks: ['x'], action: 'auto' },
      ],
      'never reached',
    ],
  ] as readonly [unknown, string][])('%j', ([rules, words]) => {
    expect(() => approvalGateConfig.parse({ rules })).toThrow(words)
  })

  it('no rules that each can decide something', () => {
    const rules: Rules = [
      { tool: 'a', action: 'auto' },
      { tool: 'a', action: 'auto', trust: 'external' },
      { tool: 'A', action: 'ask' },
      { tool: '*', asks: ['x/Y'], action: 'deny' },
      { tool: 'b', action: 'auto' },
      { tool: 'B', action: 'auto' },
    ]
    expect(approvalGateConfig.parse({ rules }).rules).toHaveLength(6)
  })
})
