import type { Case } from '@ringwall/testkit'

// Examples are put together from pieces, so that no scanner takes this file for a leak.
const ALNUM = 'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xM'
const WORD = 'q7Rt2L-X9vKc4WzY8pNd5Hs_3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8'
const HEX = '3f9a0c7be5d1486292b7e04fd8c3a15690e27bd4f86a1c3e5b09d7f2846ac1e0'
const JWT = `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}.${ALNUM}`
/** A private key as long as a real one. */
export const PEM = `-----BEGIN RSA PRIVATE KEY-----\n${`${ALNUM}${ALNUM.slice(0, 24)}\n`.repeat(12)}-----END RSA PRIVATE KEY-----`

/** Each kind of credential that a log must not hold: the rule that names it, a line with it, and what becomes of the line. */
export const KINDS: readonly (readonly [rule: string, line: string, secret: string])[] = [
  ['anthropic-key', `client made with sk-ant-api03-${WORD}`, `sk-ant-api03-${WORD}`],
  ['openai-project', `client made with sk-proj-${ALNUM}`, `sk-proj-${ALNUM}`],
  ['openai-key', `client made with sk-${ALNUM}`, `sk-${ALNUM}`],
  ['bearer-credential', `upstream said 401 to Bearer ${ALNUM}`, ALNUM],
  [
    'telegram-bot',
    `polling bot110201543:AA${'HdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1'} now`.replace('bot', ''),
    `110201543:AA${'HdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1'}`,
  ],
  ['aws-access-key', `assumed AKIA${'Q7RT2LMX9VKC4WZY'} there`, `AKIA${'Q7RT2LMX9VKC4WZY'}`],
  [
    'named-secret',
    `aws_secret_access_key = ${'wJ4lrXk9nFEMi7K2MDENGbPx'}RfiCYzQ8pLm3TvUd`,
    `${'wJ4lrXk9nFEMi7K2MDENGbPx'}RfiCYzQ8pLm3TvUd`,
  ],
  ['stripe-live', `charge with sk_live_${ALNUM.slice(0, 24)} failed`, `sk_live_${ALNUM.slice(0, 24)}`],
  ['google-api-key', `geocode key AIza${WORD.slice(0, 35)} refused`, `AIza${WORD.slice(0, 35)}`],
  ['slack-bot', `posting as xoxb-${WORD.slice(0, 40)} ok`, `xoxb-${WORD.slice(0, 40)}`],
  [
    'sendgrid-key',
    `mail via SG.${'q7Rt2LmX9vKc4WzY8pNd5H'}.${'sJ3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8X'} sent`,
    'sJ3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8X',
  ],
  ['json-web-token', `session ${JWT} opened`, JWT],
  ['url-password', 'connecting to postgres://app:h7Kq2Zr9@db.internal:5432/app', 'h7Kq2Zr9'],
  ['url-password', 'fetching https://deploy:s3cr3t-Pa55@git.acme.io/x.git', 's3cr3t-Pa55'],
  [
    'discord-bot',
    `login ${'MTEyMjMzNDQ1NTY2Nzc4ODk5'}.GaBc7x.${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0'} ok`,
    'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0',
  ],
  ['named-secret', `webhook secret=${HEX} loaded`, HEX],
  ['github-pat', `pushing with ghp_${ALNUM.slice(0, 36)} done`, `ghp_${ALNUM.slice(0, 36)}`],
  ['private-key', `read ${PEM} from disk`, PEM],
]

/** A token that a format knows. */
export const GITHUB = `ghp_${ALNUM.slice(0, 36)}`
const redacted = (...rules: readonly string[]) => ({
  code: 'LOG_REDACTED',
  findings: rules.map((rule) => ({ rule, severity: 'critical' as const })),
})
const line = (body: string) => ({ hook: 'onOutbound', payload: { destination: 'log', body } }) as const

/** What the layer passes, what it changes, and, at the end, what it does not see. */
export const CASES: readonly Case[] = [
  ...KINDS.map(([rule, body, secret], i): Case => {
    const made = rule === 'named-secret' ? /\[REDACTED:[a-z-]+\]/ : body.replace(secret, `[REDACTED:${rule}]`)
    return {
      name: `${i + 1}: ${rule}`,
      ...line(body),
      expect: {
        code: 'LOG_REDACTED',
        text: rule === 'sendgrid-key' || rule === 'discord-bot' ? /\[REDACTED:[a-z-]+\]/ : made,
      },
    }
  }),
  { name: 'an ordinary line', ...line('GET /v1/models 200 in 12 ms, 4096 tokens left'), expect: 'pass' },
  {
    name: 'an ordinary record',
    hook: 'onOutbound',
    payload: {
      destination: 'log',
      body: {
        level: 'info',
        message: 'started',
        tokens: 4096,
        maxTokens: 100,
        author: 'bob',
        publicKey: 'ab',
        session: { id: 's' },
      },
    },
    expect: 'pass',
  },
  {
    name: 'hashes and ids',
    ...line(`commit ${HEX.slice(0, 40)}, sha256:${HEX}, id 9c7c5cb8-c2ef-4b37-bee4-a337e900740b`),
    expect: 'pass',
  },
  { name: 'what is redacted already', ...line('password=[REDACTED:named-secret]'), expect: 'pass' },
  { name: 'a reply to the user', hook: 'onOutbound', input: `the key is ${GITHUB}`, expect: 'pass' },
  {
    name: 'a config view',
    hook: 'onOutbound',
    payload: { destination: 'operator', body: { password: 'hunter' } },
    expect: 'pass',
  },
  {
    name: 'fields by their names, at any depth, in any spelling',
    hook: 'onOutbound',
    payload: {
      destination: 'log',
      body: {
        apiKey: 'a b',
        a: [
          {
            'X-Auth-Token': 'c',
            headers: [
              ['authorization', 'd'],
              ['host', 'h'],
            ],
          },
        ],
        DB_PASSWORD: 1,
        env: [{ name: 'PGPASSWORD', value: 'e' }],
      },
    },
    expect: {
      ...redacted('named-secret', 'named-secret', 'named-secret', 'named-secret', 'named-secret'),
      payload: {
        destination: 'log',
        body: {
          apiKey: '[REDACTED:named-secret]',
          a: [
            {
              'X-Auth-Token': '[REDACTED:named-secret]',
              headers: [
                ['authorization', '[REDACTED:named-secret]'],
                ['host', 'h'],
              ],
            },
          ],
          DB_PASSWORD: '[REDACTED:named-secret]',
          env: [{ name: 'PGPASSWORD', value: '[REDACTED:named-secret]' }],
        },
      },
    },
  },
  {
    name: 'a secret under an innocent name, and in a key',
    hook: 'onOutbound',
    payload: { destination: 'log', body: { note: `see ${GITHUB}`, [GITHUB]: 1 } },
    expect: {
      ...redacted('github-pat', 'github-pat'),
      payload: { destination: 'log', body: { note: 'see [REDACTED:github-pat]', '[REDACTED:github-pat]': 1 } },
    },
  },
  {
    name: 'JSON in a line stays JSON',
    ...line('got {"user":"u","password":"hunter","pin":1234}'),
    expect: {
      ...redacted('named-secret', 'named-secret'),
      text: 'got {"user":"u","password":"[REDACTED:named-secret]","pin":"[REDACTED:named-secret]"}',
    },
  },
  {
    name: 'a form and headers',
    ...line('POST user=u&password=hunter\nAuthorization: Basic dTpw\nHost: a'),
    expect: {
      ...redacted('named-secret', 'named-secret'),
      text: 'POST user=u&password=[REDACTED:named-secret]\nAuthorization: [REDACTED:named-secret]\nHost: a',
    },
  },
  {
    name: 'half a private key',
    ...line(`read ${PEM.slice(0, 300)}`),
    expect: { ...redacted('private-key'), text: 'read [REDACTED:private-key]' },
  },
  {
    name: 'a line that is too long',
    config: { maxLength: 100 },
    ...line(`${'word '.repeat(30)}${GITHUB}`),
    expect: { code: 'LOG_SHORTENED', findings: [], text: `${'word '.repeat(19)}[DROPPED: 95 characters]` },
  },
  {
    name: 'a long line with a secret in its first part',
    config: { maxLength: 100 },
    ...line(`${GITHUB} ${'word '.repeat(30)}`),
    expect: {
      rulings: [redacted('github-pat'), { code: 'LOG_SHORTENED', kind: 'flag' }],
      text: /^\[REDACTED:github-pat\] (?:word )+(?:wor|wo|w)?\[DROPPED: [0-9]+ characters\]$/,
    },
  },
  {
    name: 'a long record',
    config: { maxLength: 100 },
    hook: 'onOutbound',
    payload: { destination: 'log', body: { a: 'word '.repeat(20), b: GITHUB } },
    expect: {
      code: 'LOG_SHORTENED',
      findings: [],
      payload: { destination: 'log', body: { a: 'word '.repeat(20), b: '[DROPPED: 40 characters]' } },
    },
  },
  {
    name: 'more names',
    config: { names: ['sessionId'] },
    hook: 'onOutbound',
    payload: { destination: 'log', body: { session_id: 'abc' } },
    expect: {
      ...redacted('named-secret'),
      payload: { destination: 'log', body: { session_id: '[REDACTED:named-secret]' } },
    },
  },
  {
    name: 'fewer names',
    config: { publicNames: ['pin'] },
    hook: 'onOutbound',
    payload: { destination: 'log', body: { pin: 13 } },
    expect: 'pass',
  },
  { name: 'fewer formats', config: { ignore: ['github-pat'] }, ...line(`pushed with ${GITHUB}`), expect: 'pass' },
  {
    name: 'a plain password in prose',
    ...line('the password is swordfish'),
    miss: 'a plain word, and no sign of a value',
  },
  { name: 'a password after a colon', ...line('login with password: swordfish, ok'), miss: 'prose looks the same' },
  {
    name: 'a secret over two fields',
    hook: 'onOutbound',
    payload: { destination: 'log', body: { head: GITHUB.slice(0, 20), tail: GITHUB.slice(20) } },
    miss: 'each text is read by itself',
  },
]
