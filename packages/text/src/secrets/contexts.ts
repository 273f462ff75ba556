import { sequence, type Piece, type SecretFormat } from './format.ts'

const GITLEAKS = 'https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml'
const AWS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html'

/** What stands between a name and its value: `=`, `:`, `=>`, `:=`, quotes (also escaped ones). */
const SEPARATOR: Piece = [
  '\\\\?["\'`]?\\s{0,3}(?:=>|:=|\\?=|={1,3}|:)\\s{0,3}\\\\?["\'`]?',
  '\\\\?["\'`]?\\s{0,3}[=:?>]{0,3}\\s{0,3}\\\\?["\'`]?',
]
const VALUE_CLASS = '[^\\s"\'`<>(){}\\[\\],;|\\\\]'
const SECRET_NAMES =
  'api[_-]?key|apikey|secret|token|passw(?:or)?d|passphrase|passcode|pwd|_pass|credentials?|' +
  '(?:auth|access|account|secret|private|license|master|signing|encryption|client|service)[_-]?key'
const SECRET_NOUNS = 'secret|token|password|passphrase|passcode|credential'

/** Formats that only their surroundings tell from other text: a name before it, an address around it. */
export const CONTEXT_FORMATS: readonly SecretFormat[] = [
  {
    id: 'aws-secret-key',
    category: 'secret',
    weight: 1,
    source: AWS,
    keywords: ['secret'],
    ...sequence(
      'secret',
      ['[_\\s-]{0,2}(?:access)?[_\\s-]{0,2}key', '[_\\s-]{0,2}[aces]{0,6}[_\\s-]{0,2}[key]{0,3}'],
      [
        '\\\\?["\'`]?\\s{0,3}(?:=>|:=|=|:|is)\\s{0,3}\\\\?["\'`]?',
        '\\\\?["\'`]?\\s{0,3}[=:>is]{0,2}\\s{0,3}\\\\?["\'`]?',
      ],
      ['([A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+=]|$)', '[A-Za-z0-9/+]{0,40}'],
    ),
    flags: 'i',
    maxLength: 90,
    match: [`aws_secret_access_key = ${'wJ4lrXk9nFEMi7K2MDENGbPx'}RfiCYzQ8pLm3TvUd`],
    miss: ['aws_secret_access_key = tooShort', 'secret access key: see the vault'],
    tier: 'critical',
    leastEntropy: 3.5,
  },
  {
    id: 'bearer-token',
    category: 'secret',
    weight: 0.5,
    source: 'https://datatracker.ietf.org/doc/html/rfc6750#section-2.1',
    keywords: ['bearer'],
    ...sequence(
      '\\bbearer',
      ['\\s{1,2}', '\\s{0,2}'],
      ['([A-Za-z0-9._~+/-]{16,500}={0,2})', '[A-Za-z0-9._~+/-]{0,500}={0,2}'],
    ),
    flags: 'i',
    maxLength: 512,
    match: ['Authorization: Bearer 8c1fQ27ab90d4Ze63b'],
    miss: ['Authorization: Bearer ...', 'the bearer of bad news'],
    tier: 'warning',
    leastEntropy: 2.5,
  },
  {
    id: 'url-password',
    category: 'secret',
    weight: 1,
    source: 'https://datatracker.ietf.org/doc/html/rfc3986#section-3.2.1',
    keywords: ['://'],
    ...sequence(
      '[A-Za-z][A-Za-z0-9+.-]{1,30}://',
      ['[^\\s/:@"\'`<>]{0,100}:', '[^\\s/:@"\'`<>]{0,100}'],
      ['([^\\s/@"\'`<>]{3,200})@[A-Za-z0-9\\[$]', '[^\\s/@"\'`<>]{0,200}@?'],
    ),
    maxLength: 340,
    match: ['postgres://app:h7Kq2Zr9@db.internal:5432/app'],
    miss: ['https://example.com/a:b@c', 'ssh://git@host/x.git'],
    tier: 'critical',
  },
  {
    id: 'cli-password',
    category: 'secret',
    weight: 1,
    source: GITLEAKS,
    keywords: ['--pass', '--token', '--secret', '--api-key'],
    ...sequence(
      '--(?:password|passwd|passphrase|pass|token|secret|api-key)',
      ['[\\s=]{1,2}["\']?', '[\\s=]{0,2}["\']?'],
      [`(${VALUE_CLASS}{8,200})`, `${VALUE_CLASS}{0,200}`],
    ),
    maxLength: 220,
    match: ['cli --password k3Jx9-wLq72'],
    miss: ['cli --password $PASSWORD', '--token-count 4'],
    tier: 'critical',
    leastEntropy: 2.5,
  },
  {
    id: 'netrc-password',
    category: 'secret',
    weight: 1,
    source: 'https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html',
    keywords: ['login'],
    ...sequence(
      '\\blogin',
      ['\\s{1,2}[^\\s]{1,80}', '\\s{0,2}[^\\s]{0,80}'],
      ['\\s{1,2}password', '\\s{0,2}[a-z]{0,8}'],
      ['\\s{1,2}([^\\s]{6,200})', '\\s{0,2}[^\\s]{0,200}'],
    ),
    maxLength: 320,
    match: ['machine api.acme.io login deploy password hT7q-Zk29'],
    miss: ['login with your password, please', 'login page password'],
    tier: 'critical',
    leastEntropy: 2.5,
  },
  {
    id: 'secret-in-prose',
    category: 'secret',
    weight: 1,
    source: 'ringwall',
    keywords: ['secret', 'token', 'password', 'passphrase', 'passcode', 'credential', 'key'],
    ...sequence(
      `\\b(?:${SECRET_NOUNS}|(?:api|access|auth|secret|private|license)[_-]?key|key)`,
      ['(?:\\s(?:key|secret|token|value))?\\s', '\\s?[a-z]{0,6}\\s?'],
      ['(?:is|was|=|to)(?::)?\\s{1,2}["\'`]?', '[iswato=]{0,3}:?\\s{0,2}["\'`]?'],
      [`(${VALUE_CLASS}{12,200})`, `${VALUE_CLASS}{0,200}`],
    ),
    flags: 'i',
    maxLength: 250,
    match: ['the API key is 4Kd82hQx01Zp7w', 'Your password is Tr0ub4dor-9xKq'],
    miss: ['the password is hidden', 'the token is stored in the vault'],
    tier: 'critical',
    leastEntropy: 3.2,
  },
  {
    id: 'assigned-secret',
    category: 'secret',
    weight: 1,
    source: GITLEAKS,
    keywords: ['key', 'secret', 'token', 'passw', 'passphrase', 'passcode', 'pwd', '_pass', 'credential'],
    ...sequence(
      `(?:${SECRET_NAMES})(?:[_-]?(?:secure|value|live|prod|production|test|dev|key|secret|token|super|[0-9]{1,2})){0,3}`,
      SEPARATOR,
      [`(${VALUE_CLASS}{8,256})`, `${VALUE_CLASS}{0,256}`],
    ),
    flags: 'i',
    maxLength: 340,
    match: ['api_key = "9fK27xqLm41Zt"', 'SMTP_PASS=Winter_25184zzN7r', '"clientSecret": "a81Kd90-xQ72pLs"'],
    miss: ['token = await getToken(a)', 'private_key_path = "/etc/ssl/private/a1b2c3d4.pem"'],
    tier: 'critical',
    leastEntropy: 2.7,
  },
]
