import type { JsonObject } from '@ringwall/core'
import type { Case } from '@ringwall/testkit'

const call = (tool: string, args: JsonObject = {}) => ({ hook: 'onToolCall', payload: { tool, args } }) as const
const denied = (code: string, rule: string) => ({ code, kind: 'deny', findings: [{ rule, severity: 'high' }] }) as const
const GIT = { rules: [{ tool: 'group:exec', arg: 'command', allow: ['git', 'git *'] }] }
const COMMANDS = { rules: [{ tool: 'exec', arg: 'command', command: ['git status', 'git log *'] }] }
const GITHUB = { servers: { github: ['*'] }, allow: ['mcp__github__*'] }
const REFUND = {
  tools: { refund: [] },
  allow: ['refund'],
  rules: [
    { tool: 'refund', arg: 'amount', min: 1, max: 50 },
    { tool: 'refund', arg: 'currency', values: ['EUR', 'USD'], optional: true },
    { tool: 'refund', arg: 'override', absent: true },
  ],
}
const NESTED = { rules: [{ tool: 'exec', arg: '/options/env/0', allow: ['CI=*'] }] }

/** What the layer passes, what it stops, and, at the end, what it does not see. */
export const CASES: readonly Case[] = [
  { name: 'coding reads', ...call('read_file', { path: 'a.ts' }), expect: 'pass' },
  { name: 'coding runs', ...call('exec', { command: 'ls; pwd' }), expect: 'pass' },
  { name: 'a framework of another spelling', ...call('WebFetch'), expect: 'pass' },
  {
    name: 'messaging sends',
    config: { profile: 'messaging', perSource: [] },
    ...call('send_email'),
    expect: 'pass',
  },
  { name: 'supervisor spawns', config: { profile: 'supervisor' }, ...call('sessions_spawn'), expect: 'pass' },
  { name: 'full clicks', config: { profile: 'full' }, ...call('browser_click'), expect: 'pass' },
  { name: 'cron searches', config: { profile: 'cron-minimal' }, ...call('web_search'), expect: 'pass' },
  {
    name: 'heartbeat asks for its state',
    config: { profile: 'heartbeat-minimal' },
    ...call('session_status'),
    expect: 'pass',
  },
  { name: 'a group beside the profile', config: { allow: ['group:browser'] }, ...call('browser'), expect: 'pass' },
  {
    name: 'a tool of the operator',
    config: GITHUB,
    ...call('mcp__github__list_issues'),
    expect: 'pass',
  },
  { name: 'an allowed command', config: GIT, ...call('exec', { command: 'git status' }), expect: 'pass' },
  { name: 'a rule for another tool', config: GIT, ...call('read', { command: 'x' }), expect: 'pass' },
  { name: 'a nested argument', config: NESTED, ...call('exec', { options: { env: ['CI=1'] } }), expect: 'pass' },
  {
    name: 'metacharacters where no shell reads them',
    config: { rules: [{ tool: 'web_search', arg: 'query', allow: ['*'], raw: true }] },
    ...call('web_search', { query: 'a & b' }),
    expect: 'pass',
  },
  { name: 'coding does not send', ...call('send_email'), expect: denied('TOOL_DENIED', 'profile') },
  {
    name: 'minimal does not run',
    config: { profile: 'minimal' },
    ...call('exec'),
    expect: denied('TOOL_DENIED', 'profile'),
  },
  {
    name: 'heartbeat does not search',
    config: { profile: 'heartbeat-minimal' },
    ...call('memory_search'),
    expect: denied('TOOL_DENIED', 'profile'),
  },
  {
    name: 'an unknown tool, even in full',
    config: { profile: 'full' },
    ...call('launch_rocket'),
    expect: denied('TOOL_UNKNOWN', 'unknown'),
  },
  {
    name: 'deny wins over the profile',
    config: { deny: ['exec'] },
    ...call('exec'),
    expect: denied('TOOL_DENIED', 'deny'),
  },
  {
    name: 'deny wins over allow',
    config: { servers: { fs: ['*'] }, allow: ['mcp__fs__*'], deny: ['mcp__*__delete_*'] },
    ...call('mcp__fs__delete_all'),
    expect: denied('TOOL_DENIED', 'deny'),
  },
  {
    name: 'deny of a group',
    config: { profile: 'full', deny: ['group:fs'] },
    ...call('write_file'),
    expect: denied('TOOL_DENIED', 'deny'),
  },
  {
    name: 'deny in another spelling',
    config: { deny: ['exec'] },
    ...call('ＥＸＥＣ '),
    expect: denied('TOOL_DENIED', 'deny'),
  },
  {
    name: 'a glob is anchored',
    config: GITHUB,
    ...call('x_mcp__github__y'),
    expect: denied('TOOL_UNKNOWN', 'unknown'),
  },
  {
    name: 'invisible character in a name',
    config: { allow: ['*'] },
    ...call('ex\u200bec'),
    expect: denied('TOOL_UNKNOWN', 'name'),
  },
  {
    name: 'a command of another kind',
    config: GIT,
    ...call('exec', { command: 'curl x' }),
    expect: denied('TOOL_ARGS_DENIED', 'rules.0'),
  },
  {
    name: 'a second command',
    config: GIT,
    ...call('exec', { command: 'git status; rm -rf /' }),
    expect: denied('TOOL_ARGS_DENIED', 'rules.0'),
  },
  {
    name: 'a second line',
    config: GIT,
    ...call('bash', { command: 'git status\nrm -rf /' }),
    expect: denied('TOOL_ARGS_DENIED', 'rules.0'),
  },
  {
    name: 'a missing argument',
    config: GIT,
    ...call('exec', { cmd: 'git status' }),
    expect: denied('TOOL_ARGS_DENIED', 'rules.0'),
  },
  {
    name: 'an argument that is a list',
    config: GIT,
    ...call('exec', { command: ['git', 'status'] }),
    expect: denied('TOOL_ARGS_DENIED', 'rules.0'),
  },
  {
    name: 'the second of two rules',
    config: { rules: [...GIT.rules, { tool: 'exec', arg: 'cwd', allow: ['/work/*'] }] },
    ...call('exec', { command: 'git log', cwd: '/etc' }),
    expect: denied('TOOL_ARGS_DENIED', 'rules.1'),
  },
  { name: 'a command that is listed', config: COMMANDS, ...call('exec', { command: 'git log -3' }), expect: 'pass' },
  {
    name: 'keys of a shell that run nothing',
    config: COMMANDS,
    ...call('exec', { command: 'git status', timeout: 5, description: null }),
    expect: 'pass',
  },
  { name: 'an amount in range', config: REFUND, ...call('refund', { amount: 50, currency: 'EUR' }), expect: 'pass' },
  { name: 'without what is optional', config: REFUND, ...call('refund', { amount: 1.5 }), expect: 'pass' },
  {
    name: 'a tool of the operator in a group',
    config: { tools: { crm_lookup: ['web'] } },
    ...call('CRM_lookup'),
    expect: 'pass',
  },
  {
    name: 'a tool that a server is declared with',
    config: { servers: { jira: ['search'] }, allow: ['mcp__jira__*'] },
    ...call('mcp__jira__search'),
    expect: 'pass',
  },
  {
    name: 'a rule on a declared tool that the call does not touch',
    config: { rules: [{ tool: 'web_fetch', arg: 'url', hosts: ['*.acme.example'] }] },
    ...call('web_search', { query: 'x' }),
    expect: 'pass',
  },
  {
    name: 'a tool that a server was not declared with',
    config: { servers: { jira: ['search'] }, allow: ['mcp__jira__*'] },
    ...call('mcp__jira__delete'),
    expect: denied('TOOL_UNKNOWN', 'unknown'),
  },
  {
    name: 'a tool of a server whose name goes on',
    config: GITHUB,
    ...call('mcp__github__evil__run'),
    expect: denied('TOOL_UNKNOWN', 'unknown'),
  },
  {
    name: 'a declared tool that nothing permits',
    config: { tools: { deploy: ['automation'] } },
    ...call('deploy'),
    expect: denied('TOOL_DENIED', 'profile'),
  },
  ...['functions.exec', 'default_api.exec', 'server/exec', 'exec:exec', 'mcp__x__exec', 'exec.', 'tools:bash'].map(
    (tool): Case => ({
      name: `a known tool in a namespace: ${tool}`,
      ...call(tool),
      expect: denied('TOOL_UNKNOWN', 'unknown'),
    }),
  ),
  {
    name: 'an amount out of range',
    config: REFUND,
    ...call('refund', { amount: 51 }),
    expect: denied('TOOL_ARGS_DENIED', 'rules.0'),
  },
  {
    name: 'an amount in words',
    config: REFUND,
    ...call('refund', { amount: '50' }),
    expect: denied('TOOL_ARGS_DENIED', 'rules.0'),
  },
  {
    name: 'another value',
    config: REFUND,
    ...call('refund', { amount: 5, currency: 'eur' }),
    expect: denied('TOOL_ARGS_DENIED', 'rules.1'),
  },
  {
    name: 'what must be absent',
    config: REFUND,
    ...call('refund', { amount: 5, override: null }),
    expect: denied('TOOL_ARGS_DENIED', 'rules.2'),
  },
  {
    name: 'a setting of git that runs another program',
    config: { rules: [{ tool: 'exec', arg: 'command', command: ['git *'] }] },
    ...call('exec', { command: 'git -c core.pager=evil log' }),
    expect: denied('TOOL_ARGS_DENIED', 'rules.0'),
  },
  {
    name: 'a command under a second name',
    config: COMMANDS,
    ...call('exec', { command: 'git log', cmd: 'rm -rf x' }),
    expect: denied('TOOL_ARGS_DENIED', 'rules.0'),
  },
  {
    name: 'a tool that asks',
    config: { ask: ['exec'] },
    ...call('exec', { command: 'ls' }),
    expect: { code: 'TOOL_ASK', kind: 'ask', findings: [{ rule: 'ask', severity: 'medium' }] },
  },
  {
    name: 'messaging where nobody can tell what is in the session',
    config: { profile: 'messaging' },
    ...call('send_email'),
    expect: { code: 'TOOL_ASK', kind: 'ask', findings: [{ rule: 'perSource.0', severity: 'medium' }] },
  },
  {
    name: 'a skill that names its tools, and no store to keep them in',
    hook: 'onInbound',
    payload: { source: 'skill', text: '---\nallowed-tools: Read\n---\nRead.' },
    expect: { code: 'TOOLS_NOT_NARROWED', kind: 'deny', findings: [{ rule: 'skill', severity: 'high' }] },
  },
  {
    name: 'a glob for text knows no git',
    config: GIT,
    ...call('exec', { command: 'git -c core.pager=evil log' }),
    miss: '`allow` compares text; `command` knows what runs',
  },
  {
    name: 'an argument under a second name, beside a rule for text',
    config: GIT,
    ...call('exec', { command: 'git log', cmd: 'rm -rf x' }),
    miss: 'a rule for text sees the argument that it names; add `only`',
  },
  {
    name: 'code of the workspace',
    config: { rules: [{ tool: 'exec', arg: 'command', command: ['npm test'] }] },
    ...call('exec', { command: 'npm test' }),
    miss: 'what the listed program runs by itself is for exec-sandbox to confine',
  },
]
