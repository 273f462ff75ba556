import type { JsonObject } from '@ringwall/core'
import type { Case } from '@ringwall/testkit'

const call = (tool: string, args: JsonObject = {}) => ({ hook: 'onToolCall', payload: { tool, args } }) as const
const denied = (code: string, rule: string) => ({ code, kind: 'deny', findings: [{ rule, severity: 'high' }] }) as const
const GIT = { rules: [{ tool: 'group:exec', arg: 'command', allow: ['git', 'git *'] }] }
const NESTED = { rules: [{ tool: 'exec', arg: '/options/env/0', allow: ['CI=*'] }] }

/** What the layer passes, what it stops, and, at the end, what it does not see. */
export const CASES: readonly Case[] = [
  { name: 'coding reads', ...call('read_file', { path: 'a.ts' }), expect: 'pass' },
  { name: 'coding runs', ...call('exec', { command: 'ls; pwd' }), expect: 'pass' },
  { name: 'a framework of another spelling', ...call('WebFetch'), expect: 'pass' },
  { name: 'messaging sends', config: { profile: 'messaging' }, ...call('send_email'), expect: 'pass' },
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
    config: { allow: ['mcp__github__*'] },
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
    config: { allow: ['mcp__*'], deny: ['*__delete_*'] },
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
    config: { allow: ['mcp__github__*'] },
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
  {
    name: 'a command of git that runs others',
    config: GIT,
    ...call('exec', { command: 'git -c core.pager=evil log' }),
    miss: 'globs know no git; exec-sandbox confines what runs',
  },
  {
    name: 'an argument under a second name',
    config: GIT,
    ...call('exec', { command: 'git log', cmd: 'rm -rf x' }),
    miss: 'a rule sees the argument that it names; the tool may read another',
  },
]
