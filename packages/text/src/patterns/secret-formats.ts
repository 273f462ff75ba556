import type { Pattern } from '../pattern.ts'
import { family } from './family.ts'

const format = family('secret-formats', { weight: 0.9, source: 'ringwall', flags: '', maxLength: 300 })

/** Credentials whose own form gives them away, in text that asks an agent to use or to pass them on. */
export const SECRET_FORMATS: readonly Pattern[] = [
  format('model-provider-key', {
    source: 'Key formats of Anthropic and OpenAI as their consoles issue them',
    keywords: ['sk-'],
    regex: String.raw`\bsk-(?:ant-(?:api|admin|oat)[0-9]{2}-[A-Za-z0-9_-]{20,120}|(?:proj|svcacct|admin)-[A-Za-z0-9_-]{20,200}|[A-Za-z0-9]{40,64}\b)`,
    match: ['sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWx', 'sk-proj-a1B2c3D4e5F6g7H8i9J0k1L2', `sk-${'aB3'.repeat(16)}`],
    miss: ['sk-learn', 'task-anti-pattern', 'sk-proj-short'],
  }),
  format('code-host-token', {
    source: 'GitHub, "About authentication to GitHub"; GitLab, "Token overview"',
    keywords: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_', 'glpat-'],
    regex: String.raw`\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}|glpat-[A-Za-z0-9_-]{20,64})`,
    match: [`ghp_${'a1B2'.repeat(9)}`, `github_pat_${'A'.repeat(22)}_${'b'.repeat(59)}`, `glpat-${'x1Y_'.repeat(5)}`],
    miss: ['ghp_short', 'github_pat_test', 'glpat-'],
  }),
  format('cloud-key', {
    source: 'AWS IAM, "Unique identifiers"; Google Cloud, "API keys"',
    keywords: ['akia', 'asia', 'aiza', 'gocspx-'],
    regex: String.raw`\b(?:(?:AKIA|ASIA)[A-Z2-7]{16}\b|AIza[A-Za-z0-9_-]{35}|GOCSPX-[A-Za-z0-9_-]{28})`,
    match: [`AKIA${'Q2'.repeat(8)}`, `AIza${'aB-3_'.repeat(7)}`, `GOCSPX-${'abC1'.repeat(7)}`],
    miss: ['ASIA and Europe', 'AKIA1', 'AIzawa', 'akiaqqqqqqqqqqqqqqqq'],
  }),
  format('chat-and-payment-token', {
    source: 'Slack, "Token types"; Stripe, "API keys"; Telegram, "Bot API"',
    keywords: ['xox', 'xapp-', 'sk_live_', 'rk_live_', 'sk_test_', 'rk_test_', ':aa'],
    regex: String.raw`\b(?:xox[abeoprs]-[A-Za-z0-9-]{10,200}|xapp-[0-9]-[A-Za-z0-9-]{20,200}|[sr]k_(?:live|test)_[A-Za-z0-9]{16,250}|[0-9]{8,10}:AA[A-Za-z0-9_-]{33})`,
    match: ['xoxb-1234567890-abcdefghij', `sk_live_${'a1B2'.repeat(6)}`, `123456789:AA${'abc'.repeat(11)}`],
    miss: ['xoxo', 'sk_live_', '12:AA', 'foxoxb-'],
  }),
  format('private-key', {
    source: 'RFC 7468, Textual Encodings of PKIX, PKCS, and CMS Structures',
    weight: 1,
    keywords: ['private key'],
    regex: String.raw`-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----`,
    maxLength: 60,
    match: [
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN OPENSSH PRIVATE KEY-----',
      '-----BEGIN PGP PRIVATE KEY BLOCK-----',
    ],
    miss: ['-----BEGIN PUBLIC KEY-----', 'keep the private key safe', '-----BEGIN CERTIFICATE-----'],
  }),
]
