import { sequence, type Piece, type SecretPattern } from './format.ts'
import { TOKEN_PATTERNS } from './tokens.ts'

const SECRETLINT = 'https://github.com/secretlint/secretlint/tree/master/packages/%40secretlint'
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

const CONTEXT_PATTERNS: readonly SecretPattern[] = [
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

const RUN_PATTERNS: readonly SecretPattern[] = [
  run('aws-access-key', ['akia', 'asia', 'abia', 'acca'], '\\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\\b', 20, AWS, {
    match: `AKIA${'Q7RT2LMX9VKC4WZY'}`,
    miss: 'AKIA starts an access key id',
  }),
  run(
    'gitlab-pat',
    ['glpat-'],
    '\\bglpat-[A-Za-z0-9_-]{20,300}(?:\\.[0-9a-z]{2}\\.[0-9a-z]{7,12})?',
    340,
    'https://docs.gitlab.com/security/tokens/#token-prefixes',
    {
      match: `glpat-${'q7Rt2LmX9vKc4WzY8pNd'}`,
      miss: 'glpat-short',
    },
  ),
  run(
    'slack-webhook',
    ['hooks.slack.com/'],
    '(?:https?://)?hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_+-]{20,200}',
    260,
    'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks',
    {
      match: `https://hooks.slack.com/services/${'T07Q2LMX9/B08VKC4WZY/pNd5HsJ3gFb6TkU1aQeZ0xMy'}`,
      miss: 'https://hooks.slack.com/services/',
    },
  ),
  run(
    'discord-webhook',
    ['/api/webhooks/'],
    '(?:https?://)?discord(?:app)?\\.com/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,80}',
    150,
    'https://docs.discord.com/developers/resources/webhook',
    {
      match: `https://discord.com/api/webhooks/112233445566778899/${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8'}`,
      miss: 'https://discord.com/api/webhooks/1/2',
    },
  ),
  // The first segment is base64 of a decimal number, so it begins with one of nine pairs of letters.
  run(
    'discord-bot',
    ['.'],
    '\\b(?:M[TjzD]|N[DTjz]|O[DT])[A-Za-z0-9_-]{20,26}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,40}',
    80,
    'https://docs.discord.com/developers/reference#authentication',
    {
      match: `${'MTEyMjMzNDQ1NTY2Nzc4ODk5'}.GaBc7x.${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0'}`,
      miss: 'MTEyMjMzNDQ1NTY2Nzc4ODk5.txt',
    },
  ),
  run(
    'telegram-bot',
    [':aa'],
    '\\b[0-9]{7,10}:AA[A-Za-z0-9_-]{32,33}',
    46,
    'https://core.telegram.org/bots/features#botfather',
    {
      match: `110201543:AA${'HdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1'}`,
      miss: '20263232:backup_completed_successfully_today',
    },
  ),
  run(
    'sendgrid-key',
    ['sg.'],
    '\\bSG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{32,64}',
    100,
    'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys',
    {
      match: `SG.${'q7Rt2LmX9vKc4WzY8pNd5H'}.${'sJ3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8X'}`,
      miss: 'SG.Example.Namespace',
    },
  ),
  run('twilio-key', ['sk'], '\\bSK[0-9a-f]{32}\\b', 34, 'https://www.twilio.com/docs/iam/api-keys', {
    match: `SK${'3f9a0c7be5d1486292b7e04fd8c3a156'}`,
    miss: 'SKU 12345',
  }),
  run(
    'openai-legacy',
    ['t3blbkfj'],
    '\\bsk-[A-Za-z0-9_-]{10,100}T3BlbkFJ[A-Za-z0-9_-]{10,100}',
    220,
    'https://platform.openai.com/docs/api-reference/authentication',
    {
      match: `sk-${'q7Rt2LmX9vKc4WzY8pNd'}T3BlbkFJ${'5HsJ3gFb6TkU1aQeZ0xM'}`,
      miss: 'T3BlbkFJ is OpenAI in base64',
    },
  ),
  run(
    'azure-storage-key',
    ['accountkey='],
    'AccountKey=([A-Za-z0-9+/]{86}==)',
    110,
    'https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage',
    {
      match: `AccountKey=${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8Xw3Zt9Lc6Vb1Qs5M7u+/2A'}==`,
      miss: 'AccountKey=<key>',
    },
  ),
  run('azure-client-secret', ['q~'], '\\b[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}', 50, SECRETLINT, {
    match: `a1B8Q~${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1a'}`,
    miss: 'faq~ page',
  }),
  run(
    'mailchimp-key',
    ['-us'],
    '\\b[0-9a-f]{32}-us[0-9]{1,2}\\b',
    37,
    'https://mailchimp.com/developer/marketing/docs/fundamentals/',
    {
      match: `${'3f9a0c7be5d1486292b7e04fd8c3a156'}-us18`,
      miss: 'en-us10',
    },
  ),
  run(
    'terraform-token',
    ['.atlasv1.'],
    '\\b[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_-]{60,70}',
    100,
    'https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens',
    {
      match: `q7Rt2LmX9vKc4W.atlasv1.${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8'}`,
      miss: 'x.atlasv1.y',
    },
  ),
  run(
    'age-secret-key',
    ['age-secret-key-1'],
    'AGE-SECRET-KEY-1[0-9A-Z]{58}',
    80,
    'https://github.com/FiloSottile/age/blob/main/age.go',
    {
      match: `AGE-SECRET-KEY-1${'Q7RT2LMX9VKC4WZY8PND5HSJ3GFB6TKU1AQEZ0XMYVNBWCRDHGJSFEOPIA'}`,
      miss: 'AGE-SECRET-KEY-1...',
    },
  ),
  // `-----BEGIN <kind> PRIVATE KEY` in base64, as in a kubeconfig; a certificate begins otherwise.
  run(
    'encoded-private-key',
    ['ls0tls1crudjti'],
    'LS0tLS1CRUdJTi(?:BSU0Eg|BQUklW|BFQyBQ|BPUEVO|BFTkNS)[A-Za-z0-9+/]{100,900}',
    950,
    'https://datatracker.ietf.org/doc/html/rfc7468',
    {
      match: `LS0tLS1CRUdJTiBSU0Eg${'UFJJVkFURSBLRVktLS0tLQpNSUlFcEFJQkFBS0NBUUVBcTdSdDJMbVg5dktjNFd6WThwTmQ1SHNKM2dGYjZUa1UxYVFlWjB4TXlWbkJ3Q3JEaEdqU2ZFb1A'}`,
      miss: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t',
    },
  ),
  {
    ...run(
      'json-web-token',
      ['eyj'],
      '\\beyJ[A-Za-z0-9_-]{10,900}\\.eyJ[A-Za-z0-9_-]{10,1000}[A-Za-z0-9_-]{0,1000}\\.[A-Za-z0-9_-]{10,700}',
      3800,
      'https://datatracker.ietf.org/doc/html/rfc7519',
      {
        match: `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}.${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU'}`,
        miss: 'eyJhbGciOiJIUzI1NiJ9 is a JWT header',
      },
    ),
    tier: 'warning',
  },
]

/** The opening line of a private key; detect.ts reads from there to its end. */
export const PRIVATE_KEY: SecretPattern = {
  ...run(
    'private-key',
    ['-----begin'],
    '-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----',
    130,
    'https://datatracker.ietf.org/doc/html/rfc7468',
    {
      match: '-----BEGIN RSA PRIVATE KEY-----',
      miss: '-----BEGIN CERTIFICATE-----',
    },
  ),
  open: '-----BEGIN[A-Z0-9 -]{0,120}$',
}

/** Every format, the most specific first: where several cover a place, the first gives it its name. */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  PRIVATE_KEY,
  ...RUN_PATTERNS,
  ...TOKEN_PATTERNS,
  ...CONTEXT_PATTERNS,
]

function run(
  id: string,
  keywords: readonly string[],
  regex: string,
  maxLength: number,
  source: string,
  { match, miss }: { readonly match: string; readonly miss: string },
): SecretPattern {
  return {
    id,
    category: 'secret',
    weight: 1,
    source,
    keywords,
    regex,
    maxLength,
    match: [match],
    miss: [miss],
    tier: 'critical',
  }
}
