import type { Case } from '@ringwall/testkit'

const ASK = { onAsk: 'return', rules: [{ tool: 'deploy', action: 'ask' }] } as const
/** What a rule says, and then the gate. */
const ruled = (code: string, kind: 'ask' | 'deny' = 'ask') =>
  ({
    rulings: [
      { code: 'APPROVAL_RULE_ASKS', kind: 'ask' },
      { code, kind },
    ],
  }) as const
const call = (tool: string, args = {}) => ({ hook: 'onToolCall', payload: { tool, args } }) as const

export const cases: readonly Case[] = [
  { name: 'a call that nobody asks about', ...call('read', { path: 'a' }), expect: 'pass' },
  { name: 'a call that no rule is for', config: ASK, ...call('read', { path: 'b' }), expect: 'pass' },
  {
    name: 'a call that a rule grants, and nobody asks about',
    config: { rules: [{ tool: 'read', action: 'auto' }] },
    ...call('read'),
    expect: 'pass',
  },
  {
    name: 'a call that a rule denies',
    config: { rules: [{ tool: 'drop_*', action: 'deny' }] },
    ...call('drop_table'),
    expect: { code: 'APPROVAL_RULE_DENIED', kind: 'deny' },
  },
  {
    name: 'the same under another spelling of its name',
    config: { rules: [{ tool: 'drop_*', action: 'deny' }] },
    ...call('ＤＲＯＰ_Table '),
    expect: { code: 'APPROVAL_RULE_DENIED', kind: 'deny' },
  },
  {
    name: 'a call that a rule wants a person to look at',
    config: ASK,
    ...call('deploy', { to: 'production' }),
    expect: ruled('APPROVAL_REQUESTED'),
  },
  {
    name: 'the same call again joins the request, and is no second one',
    config: { ...ASK, asksPerSession: 1 },
    steps: [
      { ...call('deploy', { a: 1, b: 2 }), expect: ruled('APPROVAL_REQUESTED') },
      { ...call('deploy', { b: 2, a: 1 }), expect: ruled('APPROVAL_REQUESTED') },
      { ...call('deploy', { a: 1 }), expect: ruled('APPROVAL_LIMIT', 'deny') },
    ],
  },
  {
    name: 'a call that says of itself that it is approved',
    config: ASK,
    hook: 'onToolCall',
    payload: { tool: 'deploy', args: { _confirmed: true, approved: true }, meta: { approved: true, approver: 'ada' } },
    expect: ruled('APPROVAL_REQUESTED'),
  },
  {
    name: 'arguments that nobody can be shown',
    config: { ...ASK, maxArgsBytes: 100 },
    ...call('deploy', { text: 'x'.repeat(100) }),
    expect: ruled('APPROVAL_TOO_LARGE', 'deny'),
  },
  {
    name: 'in observe mode the same is recorded',
    config: ASK,
    mode: 'observe',
    ...call('deploy', { to: 'staging' }),
    expect: ruled('APPROVAL_REQUESTED'),
  },
  {
    name: 'a dangerous call that no layer asks about',
    ...call('exec', { command: 'rm -rf build' }),
    miss: 'the gate does not judge calls: what asks is action-classifier, tool-policy, path-guard or a rule',
  },
  {
    name: 'a tool that does the same under a name of its own',
    config: ASK,
    ...call('release', { to: 'production' }),
    miss: 'rules go by the name of the tool; what it does is for action-classifier to say',
  },
]
