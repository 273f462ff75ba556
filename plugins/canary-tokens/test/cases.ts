import type { Case } from '@ringwall/testkit'

// The canary of a case is not the session's own, which only a kernel with its key knows: those stand in e2e.test.ts.
const CANARY = `CTKN_${'9c41f07ab35de286'}`
const redacted = { code: 'CANARY_REDACTED', findings: [{ rule: 'canary.foreign', severity: 'critical' as const }] }

/** What the layer passes, what it changes or stops, and, at the end, what it does not see. */
export const CASES: readonly Case[] = [
  { name: 'ordinary prose', hook: 'onOutbound', input: 'The build is green.', expect: 'pass' },
  {
    name: 'hashes and ids',
    hook: 'onOutbound',
    input: `commit ${'3f9a0c7be5d1486292b7e04fd8c3a15690e27bd4'}, id 9c7c5cb8-c2ef-4b37-bee4-a337e900740b`,
    expect: 'pass',
  },
  {
    name: 'talk about canaries',
    hook: 'onOutbound',
    input: 'A token such as CTKN_… marks the prompt.',
    expect: 'pass',
  },
  { name: 'an ordinary call', hook: 'onToolCall', payload: { tool: 'read', args: { path: 'a.txt' } }, expect: 'pass' },
  { name: 'an ordinary note', hook: 'onMemoryWrite', input: 'The user likes tea.', expect: 'pass' },
  {
    name: 'a canary is planted in every turn',
    hook: 'onInbound',
    input: 'Hello',
    expect: { code: 'CANARY_PLANTED', kind: 'instruct', instructions: [/CTKN_[0-9a-f]{16}/] },
  },
  {
    name: 'a canary in a reply',
    hook: 'onOutbound',
    input: `Here: ${CANARY}.`,
    expect: { ...redacted, text: 'Here: [REDACTED:canary].' },
  },
  {
    name: 'a canary in capitals in a log record',
    hook: 'onOutbound',
    payload: { destination: 'log', body: { message: CANARY.toUpperCase() } },
    expect: { ...redacted, payload: { destination: 'log', body: { message: '[REDACTED:canary]' } } },
  },
  {
    name: 'a canary in a reply that is to be stopped',
    hook: 'onOutbound',
    input: CANARY,
    config: { replies: 'deny' },
    expect: { code: 'CANARY_REPLY_DENIED', kind: 'deny' },
  },
  {
    name: 'a canary in a tool call',
    hook: 'onToolCall',
    payload: { tool: 'fetch', args: { deep: [{ q: `x=${CANARY}` }] } },
    expect: { code: 'CANARY_IN_TOOL_CALL', kind: 'deny' },
  },
  {
    name: 'a canary in a tool call that is only to be reported',
    hook: 'onToolCall',
    payload: { tool: 'fetch', args: { [CANARY]: 1 } },
    config: { toolCalls: 'flag' },
    expect: { code: 'CANARY_IN_TOOL_CALL', kind: 'flag' },
  },
  {
    name: 'a canary in a memory write',
    hook: 'onMemoryWrite',
    input: `Remember ${CANARY}`,
    expect: { code: 'CANARY_IN_MEMORY', kind: 'deny' },
  },
  {
    name: "another session's canary, spaced",
    hook: 'onOutbound',
    input: [...CANARY].join(' '),
    miss: 'only canaries of the own session are found in disguise: of others the value is not known',
  },
]
