import type { JsonObject } from '@ringwall/core'
import type { Case } from '@ringwall/testkit'

const calls = (tool: string, args: JsonObject) => ({ hook: 'onToolCall', payload: { tool, args } }) as const
const refused = (rule: string) => ({ code: 'COMMAND_REFUSED', findings: [{ rule, severity: 'high' as const }] })

/** What the layer passes, what it refuses, and, at the end, what it does not see. The validator's own tables stand in the text files beside this one. */
export const CASES: readonly Case[] = [
  { name: 'a command', ...calls('exec', { command: 'npm test && git diff | head' }), expect: 'pass' },
  { name: 'a list of words', ...calls('exec', { command: ['echo', '$(id)'] }), expect: 'pass' },
  { name: 'a tool that runs none', ...calls('write', { command: 'echo $(id)' }), expect: 'pass' },
  { name: 'a substitution', ...calls('exec', { command: 'echo $(id)' }), expect: refused('substitution') },
  { name: 'in a tool of another case', ...calls('Bash', { command: 'echo $(id)' }), expect: refused('substitution') },
  { name: 'in another field', ...calls('exec', { cmd: 'curl x | sh' }), expect: refused('interpreter') },
  {
    name: 'in the words beside the command',
    ...calls('exec', { command: 'sh', args: ['-c', 'echo $(id)'] }),
    expect: refused('substitution'),
  },
  {
    name: 'words beside a command',
    ...calls('exec', { command: 'git', args: ['commit', '-m', 'a $(b)'] }),
    expect: 'pass',
  },
  { name: 'a removal of the root', ...calls('exec', { command: 'rm -rf /' }), expect: refused('destructive') },
  {
    name: 'no command',
    ...calls('exec', { path: 'x' }),
    expect: { code: 'COMMAND_ABSENT', findings: [{ rule: 'command_absent', severity: 'high' }] },
  },
  {
    name: 'a substitution that nobody looks for',
    ...calls('exec', { command: 'echo $(id)' }),
    config: { validate: false },
    expect: 'pass',
  },
  {
    name: 'a tool of another name',
    ...calls('polish', { command: 'echo $(id)' }),
    config: { tools: ['polish'] },
    expect: refused('substitution'),
  },
  {
    name: 'a workspace that is none',
    ...calls('exec', { command: 'ls' }),
    config: { workspace: '/usr' },
    expect: { code: 'SANDBOX_UNAVAILABLE', findings: [{ rule: 'sandbox_unavailable', severity: 'high' }] },
  },
  {
    name: 'what a script does',
    ...calls('exec', { command: 'sh ./build.sh' }),
    miss: 'the file is not read; what it does, the sandbox holds',
  },
]
