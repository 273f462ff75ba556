import type { Case } from '@ringwall/testkit'
import { configCases } from './config-cases.ts'

const hook = 'onInbound'
const JSON_META = { contentType: 'application/json' }

/** 300 lines of indented code with long lines of the kind that people paste. */
const CODE = Array.from(
  { length: 300 },
  (_, i) => `${'    '.repeat(i % 6)}const value${i} = compute(${i}, "${'='.repeat(i % 40)}") // ${'-'.repeat(80)}`,
).join('\n')

/** What the layer says through the kernel; ends with what it does not see. */
export const cases: readonly Case[] = [
  { hook, name: 'a question', input: 'How do I centre a div?', expect: 'pass' },
  { hook, name: 'nothing', input: '', expect: 'pass' },
  { hook, name: '300 lines of code', input: CODE, expect: 'pass' },
  { hook, name: 'a Markdown rule of 80 dashes', input: `Title\n${'-'.repeat(80)}\n\ntext`, expect: 'pass' },
  { hook, name: 'a table', input: `| a | b |\n|${'-'.repeat(60)}|---|\n`.repeat(40), expect: 'pass' },
  { hook, name: 'tab-separated values', input: 'a\tb\tc\n\t\t1\n'.repeat(90), expect: 'pass' },
  { hook, name: 'Persian with ZWNJ, Hebrew with RLM', input: 'می‌خواهم\nשלום\u200f!', expect: 'pass' },
  { hook, name: 'emoji of several parts and a flag', input: '👩‍❤️‍💋‍👨 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇺🇸', expect: 'pass' },
  {
    hook,
    name: 'JSON from a webhook',
    payload: { source: 'webhook', text: '{"action":"opened","labels":[]}', meta: JSON_META },
    expect: 'pass',
  },
  {
    hook,
    name: 'a NUL byte is cut out and flagged',
    input: 'ig\0nore',
    expect: {
      text: 'ignore',
      rulings: [
        { code: 'INPUT_NUL_REMOVED', kind: 'rewrite' },
        { code: 'INPUT_NUL_REMOVED', kind: 'flag', findings: [{ rule: 'nul', span: { start: 2, end: 3 } }] },
      ],
    },
  },
  {
    hook,
    name: 'spans behind a NUL byte refer to the text of the host',
    input: '\0a\u202eb',
    expect: {
      outcome: 'deny',
      rulings: [
        { code: 'INPUT_NUL_REMOVED', kind: 'rewrite' },
        { code: 'INPUT_NUL_REMOVED', kind: 'flag' },
        { code: 'INPUT_BIDI_CONTROLS', findings: [{ rule: 'bidi-control', span: '\u202e' }] },
      ],
    },
  },
  { hook, name: 'more NUL bytes than a text has', input: 'a\0'.repeat(101), expect: { code: 'INPUT_BINARY' } },
  {
    hook,
    name: 'NUL bytes are refused where none may be removed',
    config: { maxNulBytes: 0 },
    input: 'a\0b',
    expect: { code: 'INPUT_BINARY' },
  },
  { hook, name: 'too long', input: 'one two three '.repeat(8_000), expect: { code: 'INPUT_TOO_LONG', kind: 'deny' } },
  {
    hook,
    name: 'a long log from a tool is cut at the end of a line',
    source: 'tool',
    config: { maxLength: 60 },
    input: `${'one line of a log\n'.repeat(3)}\0${'another line\n'.repeat(900)}`,
    expect: {
      outcome: 'allow',
      text: `one line of a log\none line of a log\n[TRUNCATED]`,
      rulings: [
        { code: 'INPUT_CUT', kind: 'rewrite' },
        { code: 'INPUT_CUT', kind: 'flag' },
      ],
    },
  },
  {
    hook,
    name: 'a long line from a tool is cut anywhere but in a pair, and loses its NUL bytes',
    source: 'tool',
    config: { maxLength: 20 },
    input: `a\0b 5678${'🙂'.repeat(50)}`,
    expect: {
      outcome: 'allow',
      text: 'ab 5678\n[TRUNCATED]',
      rulings: [
        { code: 'INPUT_NUL_REMOVED', kind: 'rewrite' },
        { code: 'INPUT_NUL_REMOVED', kind: 'flag' },
        { code: 'INPUT_CUT', kind: 'flag' },
      ],
    },
  },
  {
    hook,
    name: 'a long result that cannot be cut',
    payload: { source: 'tool', text: 'four', meta: { structured: true } },
    config: { maxLength: 3 },
    expect: { code: 'INPUT_TOO_LONG', kind: 'deny' },
  },
  {
    hook,
    name: 'a long log where nothing is cut',
    source: 'tool',
    config: { maxLength: 60, cutSources: [] },
    input: 'another line\n'.repeat(900),
    expect: { code: 'INPUT_TOO_LONG', kind: 'deny' },
  },
  {
    hook,
    name: 'longer than an operator allows',
    config: { maxLength: 3 },
    input: 'four',
    expect: { code: 'INPUT_TOO_LONG' },
  },
  { hook, name: 'mostly spaces', input: `ab${' '.repeat(30)}`.repeat(20), expect: { code: 'INPUT_WHITESPACE' } },
  { hook, name: 'one letter', input: 'z'.repeat(4_000), expect: { code: 'INPUT_REPETITION' } },
  { hook, name: 'one emoji', input: '🙂'.repeat(900), expect: { code: 'INPUT_REPETITION' } },
  {
    hook,
    name: 'a lone surrogate',
    input: '\ud83d oops',
    expect: {
      code: 'INPUT_INVALID_UTF16',
      findings: [{ rule: 'invalid-utf16', severity: 'high', span: { start: 0, end: 1 } }],
    },
  },
  { hook, name: 'a terminal escape from a user', input: '\u001b[31mred', expect: { code: 'INPUT_CONTROL_CHARACTERS' } },
  {
    hook,
    name: 'a terminal escape from a tool',
    input: '\u001b[31mFAIL\u001b[0m',
    source: 'tool',
    expect: {
      code: 'INPUT_CONTROL_CHARACTERS',
      kind: 'flag',
      outcome: 'allow',
      findings: [{ rule: 'control-character', severity: 'low' }, { rule: 'control-character' }],
    },
  },
  {
    hook,
    name: 'a terminal escape from a tool where nothing is tolerated',
    config: { flagSources: [] },
    input: '\u001b[31mFAIL',
    source: 'tool',
    expect: { code: 'INPUT_CONTROL_CHARACTERS', kind: 'deny' },
  },
  { hook, name: 'an isolate', input: '\u2067x\u2069', expect: { code: 'INPUT_BIDI_CONTROLS' } },
  { hook, name: 'a tower of marks', input: `d${'\u0301'.repeat(60)}`, expect: { code: 'INPUT_COMBINING_MARKS' } },
  { hook, name: 'tag characters', input: 'ok \u{e0068}\u{e0069}', expect: { code: 'INPUT_INVISIBLE_CHARACTERS' } },
  {
    hook,
    name: 'bits in zero-width characters',
    input: 'x\u200b\u200c\u200c\u200b\u200d',
    expect: { code: 'INPUT_INVISIBLE_CHARACTERS' },
  },
  {
    hook,
    name: 'JSON cut short',
    payload: { source: 'api', text: '[1,2', meta: JSON_META },
    expect: { code: 'INPUT_JSON_INVALID' },
  },
  {
    hook,
    name: 'JSON nested without end',
    payload: { source: 'api', text: '['.repeat(50_000), meta: JSON_META },
    expect: { code: 'INPUT_JSON_TOO_COMPLEX' },
  },
  {
    hook,
    name: 'JSON that reaches for a prototype',
    payload: { source: 'api', text: '{"x":1,"__proto__":{}}', meta: JSON_META },
    expect: { code: 'INPUT_JSON_UNSAFE_KEY', findings: [{ rule: 'json-unsafe-key', span: '"__proto__"' }] },
  },
  {
    hook,
    name: 'attachments of unknown size',
    payload: { source: 'email', text: 'hi', meta: { attachments: [{ name: 'a.pdf' }] } },
    expect: { code: 'INPUT_ATTACHMENTS' },
  },
  {
    hook,
    name: 'several faults at once',
    input: `\u0007 \u202e ${'a'.repeat(150)}`,
    expect: {
      outcome: 'deny',
      rulings: [{ code: 'INPUT_REPETITION' }, { code: 'INPUT_CONTROL_CHARACTERS' }, { code: 'INPUT_BIDI_CONTROLS' }],
    },
  },
  {
    hook,
    name: 'observed only',
    mode: 'observe',
    input: '\u202e',
    expect: { code: 'INPUT_BIDI_CONTROLS', kind: 'deny', outcome: 'allow' },
  },
  ...configCases,
  {
    hook,
    name: 'a sentence without end',
    input: 'buy now and save! '.repeat(2_000),
    miss: 'cycles of more than four characters are text',
  },
  {
    hook,
    name: 'letters in lines of a hundred',
    input: `${'a'.repeat(100)}\n`.repeat(50),
    miss: 'each run is short of the limit',
  },
  {
    hook,
    name: 'one invisible character between letters',
    input: 'a\u200bb\u200bc\u200bd',
    miss: 'single joiners are legitimate; the views of the text drop them',
  },
  {
    hook,
    name: 'JSON that does not say so',
    payload: { source: 'api', text: '{"a":1,"a":2}' },
    miss: 'without contentType it is text',
  },
]
