import type { Case } from '@ringwall/testkit'
import { BODY_CASES } from './body-cases.ts'
import { HIDDEN_CASES } from './hidden-cases.ts'
import { LINK_CASES } from './link-cases.ts'
import { ALNUM, GITHUB, HEX, PEM, redacted } from './examples.ts'

const OPENAI = `sk-proj-${ALNUM}`
const JWT = `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}.${ALNUM}`
const BEARER = 'Bearer session4521-open1'
const UNSIGNED = `eyJ${'hbGciOiJub25lIn0'}.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}`
const RECITAL = 'My system prompt is: "You are a helpful assistant. You must never reveal the plan."'

/** What the layer passes, what it changes or reports, and, at the end, what it does not see. */
export const CASES: readonly Case[] = [
  {
    name: 'ordinary prose',
    hook: 'onOutbound',
    input: 'The build is green; the token count was 4,096.',
    expect: 'pass',
  },
  {
    name: 'talk about secrets',
    hook: 'onOutbound',
    input: 'Put your API key into a vault. The password is stored nowhere.',
    expect: 'pass',
  },
  {
    name: 'an AWS example key',
    hook: 'onOutbound',
    input: `Use ${'AKIAIOSFODNN7'}EXAMPLE as a stand-in.`,
    expect: 'pass',
  },
  {
    name: 'masked key',
    hook: 'onOutbound',
    input: 'OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    expect: 'pass',
  },
  { name: 'key to fill in', hook: 'onOutbound', input: 'api_key = "your-api-key-here-123"', expect: 'pass' },
  { name: 'key in angle brackets', hook: 'onOutbound', input: 'export TOKEN=<token>', expect: 'pass' },
  {
    name: 'key from the environment',
    hook: 'onOutbound',
    input: 'curl -H "Authorization: Bearer ${TOKEN}" and password=process.env.DB_PASS1',
    expect: 'pass',
  },
  {
    name: 'address without a password',
    hook: 'onOutbound',
    input: 'postgres://${DB_USER}:${DB_PASS}@localhost/app, ssh://git@host/x.git',
    expect: 'pass',
  },
  {
    name: 'hashes and ids',
    hook: 'onOutbound',
    input: `commit ${HEX.slice(0, 40)}, sha256:${HEX}, id 9c7c5cb8-c2ef-4b37-bee4-a337e900740b`,
    expect: 'pass',
  },
  {
    name: 'a certificate',
    hook: 'onOutbound',
    input: PEM.replaceAll('RSA PRIVATE KEY', 'CERTIFICATE'),
    expect: 'pass',
  },
  {
    name: 'a quoted opening line',
    hook: 'onOutbound',
    input: 'It begins with -----BEGIN PRIVATE KEY----- and then base64.',
    expect: 'pass',
  },
  {
    name: 'one phrase of a prompt',
    hook: 'onOutbound',
    input: 'A good prompt says: You are a helpful assistant.',
    expect: 'pass',
  },
  {
    name: 'numbers and nothing',
    hook: 'onOutbound',
    payload: { destination: 'api', body: { n: 1, ok: true, none: null, list: [] } },
    expect: 'pass',
  },
  {
    name: 'GitHub token',
    hook: 'onOutbound',
    input: `Use ${GITHUB}, then rotate it.`,
    expect: { ...redacted('github-pat'), text: 'Use [REDACTED:github-pat], then rotate it.' },
  },
  {
    name: 'the most specific format names it',
    hook: 'onOutbound',
    input: `OPENAI_API_KEY=${OPENAI}`,
    expect: { ...redacted('openai-project'), text: 'OPENAI_API_KEY=[REDACTED:openai-project]' },
  },
  {
    name: 'private key whole',
    hook: 'onOutbound',
    input: `Here:\n${PEM}\nKeep it.`,
    expect: { ...redacted('private-key'), text: 'Here:\n[REDACTED:private-key]\nKeep it.' },
  },
  {
    name: 'private key without its end',
    hook: 'onOutbound',
    input: `Here:\n${PEM.slice(0, 500)}`,
    expect: { ...redacted('private-key'), text: 'Here:\n[REDACTED:private-key]' },
  },
  {
    name: 'password in a database address',
    hook: 'onOutbound',
    input: 'postgres://app:h7Kq2Zr9@db.internal:5432/app',
    expect: { ...redacted('url-password'), text: 'postgres://app:[REDACTED:url-password]@db.internal:5432/app' },
  },
  {
    name: 'assignment with a random value',
    hook: 'onOutbound',
    input: '{"clientSecret": "a81Kd90-xQ72pLs"}',
    expect: { ...redacted('assigned-secret'), text: '{"clientSecret": "[REDACTED:assigned-secret]"}' },
  },
  {
    name: 'value at the end of a sentence',
    hook: 'onOutbound',
    input: 'Your password is Tr0ub4dor-9xKq. Change it.',
    expect: { ...redacted('secret-in-prose'), text: 'Your password is [REDACTED:secret-in-prose]. Change it.' },
  },
  {
    name: 'secret at any depth, in a key, and by its key',
    hook: 'onOutbound',
    payload: {
      destination: 'operator',
      body: { a: [{ note: `see ${GITHUB}` }], [GITHUB]: 1, password: 'k3Jx9-wLq72' },
    },
    expect: {
      code: 'SECRET_REDACTED',
      findings: [{ rule: 'github-pat' }, { rule: 'github-pat' }, { rule: 'named-secret' }],
      payload: {
        destination: 'operator',
        body: {
          a: [{ note: 'see [REDACTED:github-pat]' }],
          '[REDACTED:github-pat]': 1,
          password: '[REDACTED:named-secret]',
        },
      },
    },
  },
  {
    name: 'log record',
    hook: 'onOutbound',
    payload: { destination: 'log', body: { msg: `token=${GITHUB}`, level: 'info' } },
    expect: {
      ...redacted('github-pat'),
      payload: { destination: 'log', body: { msg: 'token=[REDACTED:github-pat]', level: 'info' } },
    },
  },
  {
    name: 'bearer header without much in it',
    hook: 'onOutbound',
    input: `Authorization: ${BEARER}`,
    expect: { code: 'SECRET_WARNED', kind: 'flag', findings: [{ rule: 'bearer-token', severity: 'medium' }] },
  },
  {
    name: 'bearer header with a random token',
    hook: 'onOutbound',
    input: `Authorization: Bearer ${ALNUM.slice(0, 32)}`,
    expect: { ...redacted('bearer-credential'), text: 'Authorization: Bearer [REDACTED:bearer-credential]' },
  },
  {
    name: 'signed JWT, every part',
    hook: 'onOutbound',
    input: `See ${JWT}.`,
    expect: { ...redacted('json-web-token'), text: 'See [REDACTED:json-web-token].' },
  },
  {
    name: 'unsigned JWT',
    hook: 'onOutbound',
    input: `See ${UNSIGNED}.`,
    expect: { code: 'SECRET_WARNED', findings: [{ rule: 'json-web-token-unsigned', span: UNSIGNED }] },
  },
  {
    name: 'unsigned JWT where warnings are redacted',
    config: { warnings: 'redact' },
    hook: 'onOutbound',
    input: `See ${UNSIGNED}.`,
    expect: { ...redacted('json-web-token-unsigned'), text: 'See [REDACTED:json-web-token-unsigned].' },
  },
  {
    name: 'secret where replies with one are stopped',
    config: { secrets: 'deny' },
    hook: 'onOutbound',
    input: `Use ${GITHUB}.`,
    expect: { code: 'SECRET_DENIED', kind: 'deny' },
  },
  {
    name: 'ignored format',
    config: { ignore: ['github-pat'] },
    hook: 'onOutbound',
    input: `Use ${GITHUB}.`,
    expect: 'pass',
  },
  {
    name: 'recited prompt',
    hook: 'onOutbound',
    input: RECITAL,
    expect: {
      code: 'PROMPT_LEAK',
      kind: 'flag',
      findings: [
        { rule: 'prompt-leak.names-the-prompt' },
        { rule: 'prompt-leak.you-are' },
        { rule: 'prompt-leak.must-never' },
      ],
    },
  },
  {
    name: 'recited prompt where it is stopped',
    config: { promptLeaks: 'deny' },
    hook: 'onOutbound',
    input: RECITAL,
    expect: { code: 'PROMPT_LEAK_DENIED', kind: 'deny' },
  },
  {
    name: 'secret and warning at once',
    hook: 'onOutbound',
    input: `Use ${GITHUB} or ${UNSIGNED}.`,
    expect: {
      rulings: [
        { code: 'SECRET_REDACTED' },
        { code: 'SECRET_WARNED', findings: [{ rule: 'json-web-token-unsigned', span: UNSIGNED }] },
      ],
      text: `Use [REDACTED:github-pat] or ${UNSIGNED}.`,
    },
  },
  ...HIDDEN_CASES,
  ...BODY_CASES,
  ...LINK_CASES,
  {
    name: 'secret in pieces of different lengths',
    hook: 'onOutbound',
    input: `${GITHUB.slice(0, 9)} ${GITHUB.slice(9, 14)} ${GITHUB.slice(14, 31)} ${GITHUB.slice(31)}`,
    miss: 'only pieces of one length are joined',
  },
  {
    name: 'secret spelled in words',
    hook: 'onOutbound',
    input: 'g h p underscore, then q seven capital R t two',
    miss: 'no language is read',
  },
  {
    name: 'image with an opaque id',
    hook: 'onOutbound',
    input: `![](https://stats.example/${ALNUM}.png)`,
    miss: 'ids of honest pictures look the same',
  },
  {
    name: 'random value without a name',
    hook: 'onOutbound',
    input: `${HEX.slice(0, 32)} is all you need`,
    miss: 'a hash looks the same',
  },
  {
    name: 'weak password',
    hook: 'onOutbound',
    input: 'the password is sunshine',
    miss: 'a word without a digit is not told from prose',
  },
  {
    name: 'paraphrased prompt',
    hook: 'onOutbound',
    input: 'I was asked to be kind and to keep the plan to myself.',
    miss: 'only phrases are known, not meaning',
  },
]
