import type { JsonValue } from '@ringwall/core'
import type { Case } from '@ringwall/testkit'
import { CONFIGS, HONEST, readMarked } from './configs.ts'

// Examples are put together from pieces, so that no scanner takes this file for a leak.
const ALNUM = 'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xM'
const GITHUB = `ghp_${ALNUM.slice(0, 36)}`
const JWT = `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}.${ALNUM}`
const MARK = '[REDACTED]'

/** A text, as an API would answer it. */
function text([name, marked]: readonly [string, string]): Case {
  const { text: body, expected } = readMarked(marked)
  const row = { name, hook: 'onOutbound', payload: { destination: 'api', body } } as const
  return body === expected
    ? { ...row, expect: 'pass' }
    : { ...row, expect: { code: 'CONFIG_REDACTED', kind: 'rewrite', text: expected } }
}

/** A value, as an API would answer it; `after` is undefined where nothing is to change. */
function value(name: string, body: JsonValue, after?: JsonValue): Case {
  const row = { name, hook: 'onOutbound', payload: { destination: 'api', body } } as const
  if (after === undefined) return { ...row, expect: 'pass' }
  const findings = [{ rule: 'field', severity: 'high' }] as const
  return { ...row, expect: { code: 'CONFIG_REDACTED', findings, payload: { destination: 'api', body: after } } }
}

const KNOBS = { 'a/b': { odd: 'open sesame', list: ['x', 7] }, known: 'db' }

/** What the layer passes, what it changes, and, at the end, what it does not see. */
export const CASES: readonly Case[] = [
  ...Object.entries(CONFIGS).map((entry) => text(entry)),
  ...Object.entries(HONEST).map((entry) => text(entry)),
  {
    name: 'a config for a user is no business of this layer',
    hook: 'onOutbound',
    payload: { destination: 'user', body: 'password: hunter2' },
    expect: 'pass',
  },
  {
    name: 'nor is one for the log',
    hook: 'onOutbound',
    payload: { destination: 'log', body: { password: 'hunter2' } },
    expect: 'pass',
  },
  {
    name: 'an operator sees a fingerprint',
    hook: 'onOutbound',
    payload: { destination: 'operator', body: 'password=hunter2' },
    expect: { code: 'CONFIG_REDACTED', text: /^password=\[REDACTED:[0-9a-f]{6}\]$/ },
  },
  {
    name: 'unless there are to be none',
    config: { fingerprints: false },
    hook: 'onOutbound',
    payload: { destination: 'operator', body: 'password=hunter2' },
    expect: { code: 'CONFIG_REDACTED', text: `password=${MARK}` },
  },
  {
    name: 'fingerprints of others lose their digits then',
    config: { fingerprints: false },
    hook: 'onOutbound',
    payload: { destination: 'operator', body: { a: '[REDACTED:3f9a0c] and [REDACTED:github-pat]' } },
    expect: {
      code: 'CONFIG_REDACTED',
      payload: { destination: 'operator', body: { a: `${MARK} and [REDACTED:github-pat]` } },
    },
  },
  text(['and towards an API always', 'seen: «[REDACTED:3f9a0c]»']),
  value(
    'a secret by its name, in any convention',
    {
      apiKey: 'a',
      DB_PASSWORD: 'b',
      'x-api-key': 'c',
      'auth.token': 'd',
      'Client Secret': 'e',
      host: 'acme.io',
    },
    {
      apiKey: MARK,
      DB_PASSWORD: MARK,
      'x-api-key': MARK,
      'auth.token': MARK,
      'Client Secret': MARK,
      host: 'acme.io',
    },
  ),
  value('a secret by its value', { note: `see ${GITHUB}`, list: [JWT] }, { note: `see ${MARK}`, list: [MARK] }),
  value('a secret for a key', { [GITHUB]: { agent: 'a' } }, { [MARK]: { agent: 'a' } }),
  value(
    'the password of a URL and nothing else of it',
    {
      a: 'postgres://app:pw@db:5432/app',
      b: 'amqp://u:p@ss/w#rd@mq',
      c: 'https://acme.io:8080/a:b@c',
      d: 'ssh://git@host/x.git',
    },
    {
      a: `postgres://app:${MARK}@db:5432/app`,
      b: `amqp://u:${MARK}@mq`,
      c: 'https://acme.io:8080/a:b@c',
      d: 'ssh://git@host/x.git',
    },
  ),
  value(
    'a connection string, of which the server stays',
    { connectionString: 'Server=db;User Id=app;Password=pw;', dsn: 'https://abc@o1.ingest.sentry.io/1' },
    { connectionString: `Server=db;User Id=app;Password=${MARK};`, dsn: `https://${MARK}@o1.ingest.sentry.io/1` },
  ),
  value(
    'numbers under a secret name, but neither a switch nor null nor an empty text',
    { pin: 1234, secret: false, token: null, password: '' },
    { pin: MARK, secret: false, token: null, password: '' },
  ),
  value(
    'everything in an object under a secret name',
    { credentials: { user: 'a', list: [{ x: 'b' }], port: 1 } },
    { credentials: { user: MARK, list: [{ x: MARK }], port: MARK } },
  ),
  value('references, which are no values', {
    a: {
      token: '${NAME}',
      password: 'env:NAME',
      secret: 'file:/x#/y',
      apiKey: 'exec:helper/id',
      key: '{{secret:NAME}}',
      authorization: 'Bearer ${NAME}',
      pwd: '********',
      client_secret: '<client-secret>',
    },
  }),
  value(
    'a reference with a value in it',
    { password: '${DB_PASSWORD:-letmein}', token: '${TOKEN}letmein', pwd: '<hunter2>', secret: '$UMMER2024' },
    { password: MARK, token: MARK, pwd: MARK, secret: MARK },
  ),
  value(
    'lists of headers and variables, in every shape',
    {
      headers: [{ name: 'Authorization', value: 'a' }, ['X-Api-Key', 'b'], 'Cookie: sid=1; x=2', ['Host', 'acme.io']],
      env: ['API_KEY=x', 'PORT=80', { name: 'DB_PASSWORD', value: 'x' }, { name: 'PORT', value: '80' }],
      args: ['--token', 'abc', '--port', '80', '--api-key=abc'],
      rawHeaders: ['Host', 'acme.io', 'Authorization', 'abc'],
    },
    {
      headers: [{ name: 'Authorization', value: MARK }, ['X-Api-Key', MARK], `Cookie: ${MARK}`, ['Host', 'acme.io']],
      env: [`API_KEY=${MARK}`, 'PORT=80', { name: 'DB_PASSWORD', value: MARK }, { name: 'PORT', value: '80' }],
      args: ['--token', MARK, '--port', '80', `--api-key=${MARK}`],
      rawHeaders: ['Host', 'acme.io', 'Authorization', MARK],
    },
  ),
  value('names that are no secrets', {
    required: ['password', 'token'],
    headers: ['Authorization', 'Content-Type'],
    auth: 'oauth2',
    session: { ttl: 3600 },
    jwt: { algorithm: 'RS256', expiresIn: 3600 },
    secret: { secretName: 'db-creds' },
  }),
  value(
    'a config within a text within a config',
    {
      data: {
        'app.yaml': 'db:\n  password: pw\n  host: db\n',
        json: JSON.stringify({ a: JSON.stringify({ token: 'pw' }) }),
      },
    },
    {
      data: {
        'app.yaml': `db:\n  password: "${MARK}"\n  host: db\n`,
        json: JSON.stringify({ a: JSON.stringify({ token: MARK }) }),
      },
    },
  ),
  value(
    'a secret in base64 under an innocent name',
    { blob: Buffer.from(`key ${GITHUB}`).toString('base64') },
    { blob: MARK },
  ),
  value('keys of JavaScript objects that are none here', JSON.parse('{"__proto__":{"a":1},"constructor":"x"}')),
  {
    name: 'what the host says is secret',
    hook: 'onOutbound',
    payload: { destination: 'api', body: KNOBS, meta: { secretPaths: ['/a~1b'] } },
    expect: {
      code: 'CONFIG_REDACTED',
      payload: {
        destination: 'api',
        body: { 'a/b': { odd: MARK, list: [MARK, MARK] }, known: 'db' },
        meta: { secretPaths: ['/a~1b'] },
      },
    },
  },
  {
    name: 'what no schema knows stays',
    hook: 'onOutbound',
    payload: { destination: 'api', body: KNOBS, meta: { unknownPaths: ['/a~1b/odd'] } },
    expect: 'pass',
  },
  {
    name: 'unless the operator says otherwise',
    config: { redactUnknown: true },
    hook: 'onOutbound',
    payload: { destination: 'api', body: KNOBS, meta: { unknownPaths: ['/a~1b/odd'] } },
    expect: {
      code: 'CONFIG_REDACTED',
      payload: {
        destination: 'api',
        body: { 'a/b': { odd: MARK, list: ['x', 7] }, known: 'db' },
        meta: { unknownPaths: ['/a~1b/odd'] },
      },
    },
  },
  {
    name: 'a password under an innocent name',
    hook: 'onOutbound',
    payload: { destination: 'api', body: { greeting: 'hunter2' } },
    miss: 'nothing tells it from any other word; mark the field as secret in its schema',
  },
  {
    name: 'a password of several words in prose',
    hook: 'onOutbound',
    payload: { destination: 'api', body: 'Please note the following. The new password: correct horse battery staple.' },
    miss: 'in prose, words behind a colon are far more often a sentence',
  },
  {
    name: 'the password of curl',
    hook: 'onOutbound',
    payload: { destination: 'api', body: { args: ['-u', 'admin:hunter2', 'https://acme.io'] } },
    miss: '`-u` has other meanings for other programs, such as 1000:1000',
  },
]
