import type { JsonObject } from '@ringwall/core'
import type { Case } from '@ringwall/testkit'

const call = (tool: string, args: JsonObject = {}, meta?: JsonObject) =>
  ({ hook: 'onToolCall', payload: meta ? { tool, args, meta } : { tool, args } }) as const
const asks = (code: string, ...rules: readonly string[]) =>
  ({ code, kind: 'ask', findings: rules.map((rule) => ({ rule })) }) as const
const DESTROYS = 'ACTION_DESTRUCTIVE'
const UNKNOWN = 'ACTION_UNKNOWN'
const SENSITIVE = { ask: ['destructive', 'sensitive'] }

/** What the layer passes, what it asks about, and, at the end, what it does not see. */
export const CASES: readonly Case[] = [
  { name: 'reading a file', ...call('Read', { file_path: 'src/a.ts' }), expect: 'pass' },
  { name: 'writing a file', ...call('write_file', { path: 'src/a.ts', content: 'rm -rf /' }), expect: 'pass' },
  { name: 'a command that looks', ...call('bash', { command: 'git log | head' }), expect: 'pass' },
  { name: 'a command that changes', ...call('bash', { command: 'npm ci && git commit -m "x"' }), expect: 'pass' },
  { name: 'a message', ...call('slack_post_message', { channel_id: 'C1', text: 'hi' }), expect: 'pass' },
  { name: 'a tool of a known server', ...call('mcp__github__list_issues', { owner: 'a' }), expect: 'pass' },
  { name: 'a statement that looks', ...call('execute_sql', { query: 'select 1' }), expect: 'pass' },
  {
    name: 'words of a program that a shell joins after all',
    ...call('exec', { command: 'ls', args: ['; rm x'] }),
    expect: asks(DESTROYS, 'shell.rm'),
  },
  {
    name: 'prose beside a command',
    ...call('exec', {
      command: 'ls',
      explanation: 'list before I rm anything',
      hint: 'delete nothing; remove nothing',
    }),
    expect: 'pass',
  },
  {
    name: 'a server under a name of the operator',
    config: { servers: { work: 'github' } },
    ...call('mcp__work__list_issues'),
    expect: 'pass',
  },
  {
    name: 'a tool that the config makes known',
    config: { actions: [{ id: 'own.search', group: 'own', class: 'read', tools: ['mcp__acme__search_*'] }] },
    ...call('mcp__acme__search_docs'),
    expect: 'pass',
  },
  {
    name: 'a trusted tool',
    config: { trust: [{ tools: ['delete_todo'], class: 'mutate' }] },
    ...call('delete_todo', { id: '1' }),
    expect: 'pass',
  },
  { name: 'a name that is believed', config: { trustNames: true }, ...call('get_rows'), expect: 'pass' },
  {
    name: 'an annotation that would lower',
    ...call('delete_file', { path: 'a' }, { annotations: { readOnlyHint: true, destructiveHint: false } }),
    expect: asks(DESTROYS, 'files.delete'),
  },
  {
    name: 'an annotation that raises',
    ...call('read_file', { path: 'a' }, { annotations: { destructiveHint: true } }),
    expect: asks(DESTROYS, 'annotation.destructiveHint'),
  },
  { name: 'a deleted file', ...call('delete_file', { path: 'a' }), expect: asks(DESTROYS, 'files.delete') },
  { name: 'an unknown tool', ...call('launch_rocket'), expect: asks(UNKNOWN, 'tool.unknown') },
  {
    name: 'a known name of an unknown server',
    ...call('mcp__stranger__read_file', { path: 'a' }),
    expect: asks(UNKNOWN, 'tool.unknown'),
  },
  {
    name: 'a known name of a server that only the host names',
    ...call('read_file', { path: 'a' }, { server: 'stranger' }),
    expect: asks(UNKNOWN, 'tool.unknown'),
  },
  { name: 'a look-alike', ...call('r\u0435ad_file', { path: 'a' }), expect: asks(UNKNOWN, 'tool.name') },
  {
    name: 'an unknown tool, of whose name nothing is believed',
    ...call('erase_rows'),
    expect: asks(UNKNOWN, 'tool.unknown', 'tool.verb'),
  },
  { name: 'a deleted folder', ...call('bash', { command: 'ls; rm -rf build' }), expect: asks(DESTROYS, 'shell.rm') },
  {
    name: 'a statement that deletes, among others',
    ...call('execute_sql', { query: 'SELECT 1; /* x */ DROP TABLE t' }),
    expect: asks(DESTROYS, 'sql.statement'),
  },
  {
    name: 'a request that deletes',
    ...call('http_request', { method: 'DELETE', url: 'https://api.example.com/items/1' }),
    expect: asks(DESTROYS, 'http.method', 'http.sent'),
  },
  {
    name: 'a file of the shell',
    ...call('write_file', { path: '~/.bashrc', content: '' }),
    expect: asks(DESTROYS, 'files.write', 'path.start'),
  },
  { name: 'by force', ...call('git_push', { force: true }), expect: asks(DESTROYS, 'git.push', 'reach.force') },
  {
    name: 'a large amount',
    config: { largeAmount: 50 },
    ...call('create_payment_link', { amount: 60 }),
    expect: asks(DESTROYS, 'payments.collect', 'reach.amount'),
  },
  {
    name: 'many recipients',
    config: { manyRecipients: 2 },
    ...call('send_email', { to: 'a@example.com, b@example.com' }),
    expect: asks(DESTROYS, 'email.send', 'reach.recipients'),
  },
  {
    name: 'a recipient outside',
    config: { ownDomains: ['example.com'] },
    ...call('send_email', { to: ['a@example.com', 'b@example.com.evil.test'] }),
    expect: asks(DESTROYS, 'email.send', 'reach.outside'),
  },
  {
    name: 'what is sensitive, on request',
    config: SENSITIVE,
    ...call('send_email', { to: 'a@example.com' }),
    expect: asks('ACTION_SENSITIVE', 'email.send'),
  },
  {
    name: 'what changes, on request',
    config: { ask: ['mutate'] },
    ...call('write_file', { path: 'a', content: '' }),
    expect: asks('ACTION_MUTATES', 'files.write'),
  },
  {
    name: 'a class that is denied',
    config: { deny: ['destructive'] },
    ...call('delete_file', { path: 'a' }),
    expect: { code: 'ACTION_DENIED', kind: 'deny', findings: [{ rule: 'files.delete' }] },
  },
  {
    name: 'unknown tools are denied',
    config: { deny: ['unknown'] },
    ...call('launch_rocket'),
    expect: { code: 'ACTION_DENIED', kind: 'deny', findings: [{ rule: 'tool.unknown' }] },
  },
  {
    name: 'a program of the operator that takes away',
    config: { programs: [{ names: ['./bin/wipe*'], class: 'destructive' }] },
    ...call('bash', { command: './bin/wipe-cache now' }),
    expect: asks(DESTROYS, 'shell.own'),
  },
  {
    name: 'an unknown program that the operator knows',
    config: { programs: [{ names: ['acme'], class: 'read' }] },
    ...call('bash', { command: 'acme status' }),
    expect: 'pass',
  },
  {
    name: 'a script of the workspace that takes away',
    ...call('bash', { command: './scripts/wipe.sh' }),
    miss: 'what stands in a file of the workspace is not looked at; exec-sandbox confines it',
  },
  {
    name: 'a read that pays',
    ...call('fetch', { url: 'https://shop.example/buy?item=1' }),
    miss: 'a GET is taken for what HTTP says that it is',
  },
  {
    name: 'a function of the database that deletes',
    ...call('execute_sql', { query: 'SELECT tidy_up()' }),
    miss: 'what a function of your own does is not known',
  },
  {
    name: 'a bare name of a stranger',
    ...call('read_file', { path: 'a', mode: 'delete' }),
    miss: 'a host that passes neither server nor prefix leaves nothing but the name',
  },
  {
    name: 'code that hides a name in JavaScript',
    ...call('bash', { command: `node -e "const k='con'+'structor';const f=[][k][k];f('x')()"` }),
    miss: 'a property that is named by a variable is not followed',
  },
]
