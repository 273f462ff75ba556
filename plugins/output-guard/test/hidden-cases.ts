import type { Case } from '@ringwall/testkit'
import { GITHUB, PEM, redacted } from './examples.ts'

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
function rot13(text: string): string {
  return text.replaceAll(/[A-Za-z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + (/[A-Ma-m]/.test(c) ? 13 : -13)))
}

/** Secrets in other writings. */
export const HIDDEN_CASES: readonly Case[] = [
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
]
