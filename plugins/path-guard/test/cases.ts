import type { JsonObject } from '@ringwall/core'
import type { Case } from '@ringwall/testkit'

const calls = (tool: string, args: JsonObject) => ({ hook: 'onToolCall', payload: { tool, args } }) as const
const denied = (code: string) => ({ code, findings: [{ rule: code.toLowerCase(), severity: 'high' as const }] })

/** What the layer passes, what it refuses, and, at the end, what it does not see. The workspace is where the tests run. */
export const CASES: readonly Case[] = [
  { name: 'a file of the workspace', ...calls('read', { path: 'src/index.ts' }), expect: 'pass' },
  { name: 'one that is not there yet', ...calls('write', { path: 'made/new.ts', content: '../../x' }), expect: 'pass' },
  {
    name: 'a walk that stays inside',
    ...calls('read', { path: 'packages/../plugins/./../README.md' }),
    expect: 'pass',
  },
  { name: 'no path at all', ...calls('web_search', { query: '/etc/passwd' }), expect: 'pass' },
  { name: 'a field that is unset', ...calls('read', { path: null }), expect: 'pass' },
  { name: 'the folder above', ...calls('read', { path: '../secret.txt' }), expect: denied('PATH_OUTSIDE') },
  { name: 'an absolute path', ...calls('read', { file_path: '/etc/passwd' }), expect: denied('PATH_OUTSIDE') },
  {
    name: 'one of several',
    ...calls('read', { paths: ['src/index.ts', '/etc/passwd'] }),
    expect: denied('PATH_OUTSIDE'),
  },
  { name: 'one deep inside', ...calls('edit', { edits: [{ filePath: '../x' }] }), expect: denied('PATH_OUTSIDE') },
  { name: 'an object that names paths', ...calls('read', { path: { a: '../x' } }), expect: denied('PATH_OUTSIDE') },
  { name: 'a URL of a file', ...calls('read', { path: 'File:///etc/passwd' }), expect: denied('PATH_NAME_REFUSED') },
  { name: 'a stream of Windows', ...calls('read', { path: 'a.txt::$DATA' }), expect: denied('PATH_NAME_REFUSED') },
  { name: 'a name of a folder', ...calls('ls', { folder_name: '/etc' }), expect: denied('PATH_OUTSIDE') },
  { name: 'a second path', ...calls('read', { path2: '../x' }), expect: denied('PATH_OUTSIDE') },
  { name: 'a target that leads away', ...calls('move', { from: 'a', to: '/etc/x' }), expect: denied('PATH_OUTSIDE') },
  { name: 'a URL under another name', ...calls('x', { uri: 'file:///etc/x' }), expect: denied('PATH_NAME_REFUSED') },
  { name: 'targets that are none', ...calls('send', { to: 'me@example.com', target: 'staging' }), expect: 'pass' },
  { name: 'an encoded walk', ...calls('read', { path: '%2e%2e/x' }), expect: denied('PATH_NAME_REFUSED') },
  { name: 'NUL', ...calls('read', { path: 'a\0.png' }), expect: denied('PATH_NAME_REFUSED') },
  { name: 'a number', ...calls('read', { path: 7 }), expect: denied('PATH_NAME_REFUSED') },
  { name: 'a home directory', ...calls('read', { path: '~/.ssh/id_rsa' }), expect: denied('PATH_NAME_REFUSED') },
  { name: 'a device of Windows', ...calls('read', { path: 'nul.log' }), expect: denied('PATH_NAME_REFUSED') },
  {
    name: 'that name where nobody uses it',
    ...calls('read', { path: 'nul.log' }),
    config: { portable: false },
    expect: 'pass',
  },
  { name: 'an environment file', ...calls('read', { path: '.env' }), expect: denied('PATH_PROTECTED') },
  {
    name: 'the key of secrets-store',
    ...calls('read', { path: 'sub/.ringwall/master.key' }),
    expect: denied('PATH_PROTECTED'),
  },
  { name: 'its example', ...calls('read', { path: '.env.example' }), expect: 'pass' },
  { name: 'a hook of git, read', ...calls('read', { path: 'sub/.git/hooks/pre-commit' }), expect: 'pass' },
  {
    name: 'a hook of git, written',
    ...calls('write', { path: 'sub/.git/hooks/pre-commit' }),
    expect: denied('PATH_PROTECTED'),
  },
  {
    name: 'a tool that nobody knows',
    ...calls('polish', { path: 'sub/.git/hooks/pre-commit' }),
    expect: denied('PATH_PROTECTED'),
  },
  {
    name: 'a tool that only reads, as the operator says',
    ...calls('polish', { path: 'sub/.git/hooks/pre-commit' }),
    config: { readTools: ['polish'] },
    expect: 'pass',
  },
  {
    name: 'a tool of an MCP server that only reads',
    ...calls('mcp__files__read_text_file', { path: 'sub/.git/hooks/pre-commit' }),
    expect: 'pass',
  },
  {
    name: 'a tool of an MCP server that reads, as the operator says',
    ...calls('mcp__files__polish', { path: 'sub/.git/hooks/pre-commit' }),
    config: { readTools: ['mcp__files__polish'] },
    expect: 'pass',
  },
  {
    name: 'a tool of an MCP server whose own name reads like reading',
    ...calls('mcp__thread-list__polish', { path: 'sub/.git/hooks/pre-commit' }),
    expect: denied('PATH_PROTECTED'),
  },
  {
    name: 'an environment file that may be read',
    ...calls('read', { path: '.env' }),
    config: { deny: [] },
    expect: 'pass',
  },
  {
    name: 'a hook that may be written',
    ...calls('write', { path: 'sub/.git/hooks/pre-commit' }),
    config: { denyWrite: [] },
    expect: 'pass',
  },
  {
    name: 'another root',
    ...calls('read', { path: '/usr/bin/env' }),
    config: { roots: ['.', '/usr/bin'] },
    expect: 'pass',
  },
  {
    name: 'a field of another name',
    ...calls('read', { where: '/etc/passwd' }),
    config: { pathFields: ['where'] },
    expect: denied('PATH_OUTSIDE'),
  },
  {
    name: 'a path in a field that does not say so',
    ...calls('read', { where: '/etc/passwd' }),
    miss: 'only arguments named in `pathFields` are paths; the tool itself should use SafeFs',
  },
  {
    name: 'a path in a command',
    ...calls('exec', { command: 'cat /etc/passwd' }),
    miss: 'commands are for exec-sandbox, where no such file is',
  },
]
