import { describe, expect, it } from 'vitest'
import { definePlugin, token, type Plugin } from '@ringwall/core'
import { z } from 'zod'
import { pluginTester, type Case, type HostServices } from '../src/index.ts'
import { collector, failures } from './collect.ts'
import { keyword, keywordDefinition } from './keyword-layer.ts'

const PASS: Case = { name: 'ordinary', hook: 'onInbound', input: 'hello', expect: 'pass' }
const STOP: Case = {
  name: 'stops',
  hook: 'onInbound',
  input: 'a forbidden thing',
  expect: {
    outcome: 'deny',
    kind: 'deny',
    code: 'WORD_FORBIDDEN',
    findings: [{ rule: 'word', severity: 'high', span: 'forbidden' }],
  },
}

describe('the kit used as authors use it', () => {
  pluginTester({
    plugin: keyword,
    describe,
    it,
    cases: [
      PASS,
      STOP,
      {
        name: 'from the web',
        hook: 'onInbound',
        source: 'web',
        input: 'forbidden',
        expect: { code: 'WORD_FORBIDDEN' },
      },
      {
        name: 'rewrites',
        hook: 'onOutbound',
        input: 'so forbidden, forbidden',
        expect: {
          kind: 'rewrite',
          code: 'WORD_REDACTED',
          text: 'so [word], [word]',
          findings: [
            { rule: 'word', span: { start: 3, end: 12 } },
            { rule: 'word', span: 'forbidden' },
          ],
        },
      },
      {
        name: 'rewrites a whole payload',
        hook: 'onOutbound',
        payload: { destination: 'api', body: 'forbidden' },
        expect: { code: 'WORD_REDACTED', payload: { destination: 'api', body: '[word]' } },
      },
      {
        name: 'another word',
        hook: 'onInbound',
        input: 'hello',
        config: { word: 'hell' },
        expect: { code: 'WORD_FORBIDDEN' },
      },
      {
        name: 'only observed',
        hook: 'onInbound',
        input: 'forbidden!',
        mode: 'observe',
        expect: { outcome: 'allow', code: 'WORD_FORBIDDEN' },
      },
      {
        name: 'another case of letters',
        hook: 'onInbound',
        input: 'FORBIDDEN',
        miss: 'letters are compared as they are',
      },
    ],
  })
})

/** What fails when `row` joins a table that is good otherwise. */
async function failuresOf(
  row: Case,
  plugin: Plugin = keyword as unknown as Plugin,
  services: HostServices = [],
): Promise<string> {
  const { runner, tests } = collector()
  const others: readonly Case[] = [
    { name: 'good pass', hook: 'onInbound', input: 'a good pass', expect: 'pass' },
    { name: 'good stop', hook: 'onInbound', input: 'a forbidden stop', expect: { code: 'WORD_FORBIDDEN' } },
  ]
  pluginTester({ plugin, cases: [row, ...others], services, ...runner })
  const failed = await failures(tests.slice(0, 1))
  return failed.get(tests[0]?.name ?? '') ?? 'nothing failed'
}

describe('a case fails', () => {
  it.for<[string, Case, string]>([
    ['when a passing case is stopped', { ...PASS, input: 'forbidden' } as Case, 'was to say nothing'],
    ['when a stopping case passes', { ...STOP, input: 'fine' } as Case, '1 ruling(s) expected, 0 made'],
    [
      'when a known miss is caught',
      { name: 'm', hook: 'onInbound', input: 'forbidden', miss: 'never seen' },
      'caught now',
    ],
    ['on another code', { ...STOP, expect: { code: 'WORD_REDACTED' } } as Case, 'the code is WORD_FORBIDDEN'],
    ['on another kind', { ...STOP, expect: { code: 'WORD_FORBIDDEN', kind: 'flag' } } as Case, 'is a deny, not a flag'],
    [
      'on another outcome',
      { ...STOP, expect: { code: 'WORD_FORBIDDEN', outcome: 'allow' } } as Case,
      'the outcome is deny',
    ],
    [
      'on another number of findings',
      { ...STOP, expect: { code: 'WORD_FORBIDDEN', findings: [] } } as Case,
      '1 finding(s), not 0',
    ],
    [
      'on another rule',
      { ...STOP, expect: { code: 'WORD_FORBIDDEN', findings: [{ rule: 'phrase' }] } } as Case,
      'the rule is word',
    ],
    [
      'on another severity',
      { ...STOP, expect: { code: 'WORD_FORBIDDEN', findings: [{ rule: 'word', severity: 'low' }] } } as Case,
      'word is high',
    ],
    [
      'on another score',
      { ...STOP, expect: { code: 'WORD_FORBIDDEN', findings: [{ rule: 'word', score: 0.5 }] } } as Case,
      'the score of word is undefined',
    ],
    [
      'on another span in words',
      { ...STOP, expect: { code: 'WORD_FORBIDDEN', findings: [{ rule: 'word', span: 'forbid' }] } } as Case,
      'spans 2..11 "forbidden", not "forbid"',
    ],
    [
      'on another span in offsets',
      {
        ...STOP,
        expect: { code: 'WORD_FORBIDDEN', findings: [{ rule: 'word', span: { start: 2, end: 8 } }] },
      } as Case,
      'spans 2..11',
    ],
    [
      'on another text',
      {
        name: 'r',
        hook: 'onOutbound',
        input: 'forbidden',
        expect: { code: 'WORD_REDACTED', text: /^\[forbidden\]$/ },
      },
      'the text became "[word]"',
    ],
    [
      'on another payload',
      {
        name: 'r',
        hook: 'onOutbound',
        input: 'forbidden',
        expect: { code: 'WORD_REDACTED', payload: { destination: 'user', body: '' } },
      },
      'the payload became',
    ],
    [
      'when a rewriting case does not say what it makes',
      { name: 'r', hook: 'onOutbound', input: 'forbidden', expect: { code: 'WORD_REDACTED' } },
      'needs text or payload',
    ],
    [
      'when a denied call was to have a text',
      { ...STOP, expect: { code: 'WORD_FORBIDDEN', text: 'a thing' } } as Case,
      'no payload to compare',
    ],
    [
      'on other instructions',
      { ...STOP, expect: { code: 'WORD_FORBIDDEN', instructions: ['be good'] } } as Case,
      'the instructions are []',
    ],
    ['on an invalid config', { ...PASS, config: { wrod: 'x' } } as Case, 'wrod'],
    [
      'on a payload that the kernel refuses',
      { ...PASS, payload: { source: 'nobody', text: '' }, input: undefined } as unknown as Case,
      'PAYLOAD_INVALID',
    ],
    [
      'in its second step, by number',
      {
        name: 'sequence',
        steps: [
          { hook: 'onInbound', input: 'one', expect: 'pass' },
          { hook: 'onInbound', input: 'two', expect: { code: 'WORD_FORBIDDEN' } },
        ],
      },
      'sequence, step 2',
    ],
  ])('%s', async ([, row, message]) => {
    expect(await failuresOf(row)).toContain(message)
  })

  it('prints what was expected and what was ruled', async () => {
    const message = await failuresOf({ ...STOP, expect: { code: 'WORD_FORBIDDEN', outcome: 'ask' } } as Case)
    expect(message).toContain('expected: ask; WORD_FORBIDDEN')
    expect(message).toContain('ruled:    deny; deny WORD_FORBIDDEN [word high 2..11]')
  })

  it('when the layer fails instead of ruling', async () => {
    const failing = definePlugin({
      ...keywordDefinition,
      setup: () => ({
        onInbound: {
          judge() {
            throw new Error('out of order')
          },
        },
        onOutbound: { finish: () => undefined },
      }),
    })
    const message = await failuresOf(STOP, failing as unknown as Plugin)
    expect(message).toContain('the code is LAYER_FAILED')
    expect(message).toContain('out of order')
  })
})

describe('a table is refused', () => {
  it.for<[string, readonly unknown[], string]>([
    ['empty', [], 'TABLE_EMPTY'],
    ['without a passing case', [STOP], 'TABLE_ONE_SIDED'],
    ['without a speaking case', [PASS], 'TABLE_ONE_SIDED'],
    [
      'with nothing but a miss beside',
      [PASS, { ...PASS, input: 'x', expect: undefined, miss: 'why' }],
      'TABLE_ONE_SIDED',
    ],
    ['with the same case twice', [PASS, STOP, { ...STOP, name: 'again' }], 'TABLE_DUPLICATE'],
    [
      'with the same case in two spellings',
      [
        PASS,
        STOP,
        { ...PASS, name: 'again', input: undefined, payload: { text: 'hello', source: 'user' }, config: {} },
      ],
      'TABLE_DUPLICATE',
    ],
    ['without a name', [PASS, STOP, { ...PASS, name: ' ' }], 'CASE_INVALID'],
    ['with an unknown key', [PASS, STOP, { ...PASS, inptu: 'x' }], 'CASE_INVALID'],
    [
      'with an unknown key in expect',
      [PASS, { ...STOP, expect: { code: 'WORD_FORBIDDEN', otucome: 'deny' } }],
      'CASE_INVALID',
    ],
    [
      'with an unknown key in a finding',
      [PASS, { ...STOP, expect: { code: 'WORD_FORBIDDEN', findings: [{ rule: 'word', spam: 1 }] } }],
      'CASE_INVALID',
    ],
    [
      'with an unknown key in rulings',
      [PASS, { ...STOP, expect: { rulings: [{ code: 'WORD_FORBIDDEN', finding: [] }] } }],
      'CASE_INVALID',
    ],
    ['with no rulings expected', [PASS, { ...STOP, expect: { rulings: [] } }], 'CASE_INVALID'],
    ['with an undeclared code', [PASS, { ...STOP, expect: { code: 'WORD_UNKNOWN' } }], 'CASE_INVALID'],
    ['with an undeclared power', [PASS, { ...STOP, expect: { code: 'WORD_FORBIDDEN', kind: 'ask' } }], 'CASE_INVALID'],
    ['with an undeclared hook', [PASS, STOP, { ...PASS, hook: 'onMemoryWrite' }], 'CASE_INVALID'],
    ['with an unknown hook', [PASS, STOP, { ...PASS, hook: 'onInput' }], 'CASE_INVALID'],
    ['with payload and input', [PASS, STOP, { ...PASS, payload: { source: 'user', text: 'hello' } }], 'CASE_INVALID'],
    ['with neither payload nor input', [PASS, STOP, { ...PASS, input: undefined }], 'CASE_INVALID'],
    ['with neither expect nor miss', [PASS, STOP, { ...PASS, expect: undefined }], 'CASE_INVALID'],
    ['with expect and miss', [PASS, STOP, { ...PASS, miss: 'why' }], 'CASE_INVALID'],
    ['with a miss that does not say why', [PASS, STOP, { ...PASS, expect: undefined, miss: '' }], 'CASE_INVALID'],
    ['with an unknown mode', [PASS, STOP, { ...PASS, mode: 'watch' }], 'CASE_INVALID'],
    ['with a source outside onInbound', [PASS, STOP, { ...PASS, hook: 'onOutbound', source: 'web' }], 'CASE_INVALID'],
    ['with a sequence of no steps', [PASS, STOP, { name: 'none', steps: [] }], 'CASE_INVALID'],
    [
      'with a bad step',
      [PASS, STOP, { name: 'step', steps: [{ hook: 'onInbound', input: 'x', expect: 'pass', name: 'no' }] }],
      'CASE_INVALID',
    ],
  ])('%s', ([, cases, code]) => {
    const { runner, tests } = collector()
    expect(() => pluginTester({ plugin: keyword, cases: cases as readonly Case[], ...runner })).toThrow(
      expect.objectContaining({ code }),
    )
    expect(tests).toEqual([])
  })

  it('without a runner', () => {
    expect(() => pluginTester({ plugin: keyword, cases: [PASS, STOP] })).toThrow(
      expect.objectContaining({ code: 'RUNNER_MISSING' }),
    )
  })
})

const CounterToken = token<{ value: number }>('Counter')
const counting = definePlugin({
  name: 'counting',
  version: '1.0.0',
  manifest: { api: 1, hooks: { onInbound: { admit: ['deny', 'instruct'] } }, requires: ['Counter'] },
  codes: { TOO_MANY: 'More than two calls.', SECOND: 'A reminder.' },
  config: z.strictObject({}),
  setup({ require }) {
    const counter = require(CounterToken)
    return {
      onInbound: {
        admit() {
          counter.value++
          if (counter.value > 2) return { kind: 'deny', code: 'TOO_MANY' }
          return counter.value === 2 ? { kind: 'instruct', code: 'SECOND', text: 'Be brief.' } : undefined
        },
      },
    }
  },
})

describe('sequences and services', () => {
  let released = 0
  let counter = { value: 0 }
  pluginTester({
    plugin: counting,
    describe,
    it,
    services: (onEnd) => {
      onEnd(() => void released++)
      counter = { value: 0 }
      return [{ token: CounterToken, value: counter }]
    },
    cases: [
      {
        name: 'the third call is one too many',
        session: { userId: 'bob' },
        steps: [
          { hook: 'onInbound', input: 'a', expect: 'pass' },
          {
            hook: 'onInbound',
            input: 'b',
            expect: { code: 'SECOND', kind: 'instruct', instructions: ['Be brief.'] },
          },
          {
            hook: 'onInbound',
            input: 'c',
            expect: { rulings: [{ code: 'TOO_MANY', kind: 'deny' }], outcome: 'deny' },
          },
          { hook: 'onInbound', input: 'd', before: () => void (counter.value = 0), expect: 'pass' },
        ],
      },
      { name: 'a fresh kernel counts afresh', hook: 'onInbound', input: 'a', expect: 'pass' },
    ],
  })
  it('released the services of every kernel', () => expect(released).toBe(2))
})
