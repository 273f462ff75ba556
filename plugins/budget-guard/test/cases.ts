import type { JsonObject } from '@ringwall/core'
import type { Case } from '@ringwall/testkit'

const hook = 'onInbound'
/** A text with which a host announces a call. */
const announce = (request: JsonObject, text = 'x'): Pick<Case & { hook: 'onInbound' }, 'hook' | 'payload'> => ({
  hook,
  payload: { source: 'api', text, meta: { request: { id: 'r', provider: 'openai', model: 'gpt-5', ...request } } },
})
const tool = { hook: 'onToolCall', payload: { tool: 'read', args: {} } } as const
const report = (meta: JsonObject): Pick<Case & { hook: 'onOutbound' }, 'hook' | 'payload'> => ({
  hook: 'onOutbound',
  payload: { destination: 'log', body: '', meta: { requestId: 'r', ...meta } },
})
const invalid = { code: 'BUDGET_REQUEST_INVALID', kind: 'deny' } as const
const unusable = { code: 'BUDGET_USAGE_INVALID', kind: 'flag' } as const
const usage = { inputTokens: 10, outputTokens: 5 }

/** What each hook says; budget.test.ts has what it counts. */
export const cases: readonly Case[] = [
  { name: 'a text without a call', hook, input: 'How do I sort a list?', expect: 'pass' },
  { name: 'a small call', ...announce({ inputTokens: 100, maxOutputTokens: 100 }), expect: 'pass' },
  { name: 'a call with nothing counted', ...announce({}, 'How do I sort a list?'), expect: 'pass' },
  { name: 'a call of which nobody says what goes in', ...announce({ maxOutputTokens: 10 }, ''), expect: invalid },
  { name: 'a tool call', ...tool, expect: 'pass' },
  { name: 'a reply', hook: 'onOutbound', input: 'Use sort().', expect: 'pass' },
  {
    name: 'an input of 80 % of the window',
    ...announce({ inputTokens: 800, contextWindow: 1000 }),
    expect: { code: 'BUDGET_CONTEXT_HIGH', kind: 'flag', findings: [{ rule: 'context', severity: 'medium' }] },
  },
  {
    name: 'one token less',
    ...announce({ inputTokens: 799, contextWindow: 1000 }),
    expect: 'pass',
  },
  {
    name: 'an input of 95 % of the window',
    ...announce({ inputTokens: 950, contextWindow: 1000 }),
    expect: { code: 'BUDGET_CONTEXT_FULL', kind: 'deny', findings: [{ rule: 'context', severity: 'high' }] },
  },
  {
    name: 'a text that is too long for a model of which nobody said how much it takes',
    ...announce({}, 'x'.repeat(370_000)),
    expect: { code: 'BUDGET_CONTEXT_FULL' },
  },
  {
    name: 'more tokens than an execution may take',
    ...announce({ inputTokens: 10, maxOutputTokens: 2_000_000 }),
    expect: {
      code: 'BUDGET_TOKENS_EXCEEDED',
      kind: 'deny',
      findings: [{ rule: 'tokens.execution', severity: 'high' }],
    },
  },
  { name: 'a limit of 0', config: { tokensPerHour: 0 }, ...announce({}), expect: { code: 'BUDGET_TOKENS_EXCEEDED' } },
  {
    name: 'a limit of 0 for what is free',
    config: { costPerDay: 0, models: [{ model: '*', price: { input: 0, output: 0 } }] },
    ...announce({}),
    expect: { code: 'BUDGET_COST_EXCEEDED', kind: 'deny', findings: [{ rule: 'cost.tenant.day' }] },
  },
  {
    name: 'a model without a price where money is limited',
    config: { userCostPerDay: 10, models: [{ model: 'gpt-4*', price: { input: 1, output: 1 } }] },
    ...announce({}),
    expect: { code: 'BUDGET_PRICE_UNKNOWN', kind: 'deny' },
  },
  { name: 'no step at all', config: { steps: 0 }, ...tool, expect: { code: 'BUDGET_STEPS_EXCEEDED', kind: 'deny' } },
  ...(
    [
      ['negative tokens', { inputTokens: -1 }],
      ['half a token', { inputTokens: 0.5 }],
      ['tokens in a string', { maxOutputTokens: '10' }],
      ['null', { inputTokens: null }],
      ['too many tokens to be a count', { maxOutputTokens: 1e300 }],
      ['a misspelt count', { maxOutputToken: 10 }],
      ['no choices', { choices: 0 }],
      ['no window', { contextWindow: 0 }],
      ['an empty id', { id: '' }],
      ['no model', { model: '' }],
      ['a provider that is none', { provider: 7 }],
    ] as const
  ).map(([name, request]): Case => ({ name: `a call with ${name}`, ...announce(request), expect: invalid })),
  {
    name: 'a call that is a text',
    hook,
    payload: { source: 'api', text: '', meta: { request: 'r' } },
    expect: invalid,
  },
  { name: 'a call that is null', hook, payload: { source: 'api', text: '', meta: { request: null } }, expect: invalid },
  { name: 'a report without usage', ...report({}), expect: unusable },
  { name: 'a report without an id', ...report({ requestId: '', usage }), expect: unusable },
  { name: 'a report of an unknown outcome', ...report({ outcome: 'fine', usage }), expect: unusable },
  {
    name: 'a report of a call that nobody announced',
    ...report({ usage }),
    expect: { code: 'BUDGET_RESERVATION_UNKNOWN', kind: 'flag' },
  },
  {
    name: 'a call and its report, and a second report',
    steps: [
      { ...announce({ inputTokens: 10, maxOutputTokens: 10 }), expect: 'pass' },
      { ...announce({ inputTokens: 10, maxOutputTokens: 10 }), expect: { code: 'BUDGET_REQUEST_OPEN', kind: 'deny' } },
      { ...report({ usage }), expect: 'pass' },
      { ...report({ usage }), expect: 'pass' },
      { ...announce({ inputTokens: 10, maxOutputTokens: 10 }), expect: 'pass' },
    ],
  },
  {
    name: 'a call of a model that no host announces',
    hook,
    payload: { source: 'api', text: 'a prompt of a million tokens', meta: { model: 'gpt-5' } },
    miss: 'only what is announced in meta.request is budgeted',
  },
]
