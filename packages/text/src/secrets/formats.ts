import { CONTEXT_FORMATS } from './contexts.ts'
import type { SecretFormat } from './format.ts'
import { TOKEN_FORMATS } from './tokens.ts'

const SECRETLINT = 'https://github.com/secretlint/secretlint/tree/master/packages/%40secretlint'
const AWS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html'

const RUN_FORMATS: readonly SecretFormat[] = [
  run('aws-access-key', ['akia', 'asia', 'abia', 'acca'], '\\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\\b', 20, AWS, {
    match: `AKIA${'Q7RT2LMX9VKC4WZY'}`,
    miss: 'AKIA starts an access key id',
  }),
  run(
    'gitlab-pat',
    ['glpat-'],
    '\\bglpat-[A-Za-z0-9_-]{20,100}(?:\\.[0-9a-z]{2}\\.[0-9a-z]{7,12})?',
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
  run(
    'twilio-key',
    [...'0123456789abcdef'].map((digit) => `sk${digit}`),
    '\\bSK[0-9a-f]{32}\\b',
    34,
    'https://www.twilio.com/docs/iam/api-keys',
    {
      match: `SK${'3f9a0c7be5d1486292b7e04fd8c3a156'}`,
      miss: 'SKU 12345',
    },
  ),
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
  {
    ...run(
      'encoded-private-key',
      ['ls0tls1crudjti'],
      'LS0tLS1CRUdJTi(?:BSU0Eg|BQUklW|BFQyBQ|BPUEVO|BFTkNS)[A-Za-z0-9+/]{100}',
      950,
      'https://datatracker.ietf.org/doc/html/rfc7468',
      {
        match: `LS0tLS1CRUdJTiBSU0Eg${'UFJJVkFURSBLRVktLS0tLQpNSUlFcEFJQkFBS0NBUUVBcTdSdDJMbVg5dktjNFd6WThwTmQ1SHNKM2dGYjZUa1UxYVFlWjB4TXlWbkJ3Q3JEaEdqU2ZFb1A'}`,
        miss: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t',
      },
    ),
    tail: 'base64',
  },
  run(
    'mapbox-secret',
    ['sk.eyj'],
    '\\bsk\\.eyJ[A-Za-z0-9_-]{40,160}\\.[A-Za-z0-9_-]{20}',
    200,
    'https://docs.mapbox.com/help/dive-deeper/access-tokens/',
    {
      match: `sk.eyJ${'1IjoiYWNtZSIsImEiOiJjbHgzdjl0eTgwMWFrMm'}xyz.${'q7Rt2LmX9vKc4WzY8pNd5H'}`,
      miss: 'sk.eyJ is where one starts',
    },
  ),
  run(
    'braintree-token',
    ['access_token$'],
    'access_token\\$(?:production|sandbox)\\$[0-9a-z]{16}\\$[0-9a-f]{32}',
    80,
    SECRETLINT,
    {
      match: `access_token$production$q7t2mx9vkc4wzy8p$${'3f9a0c7be5d1486292b7e04fd8c3a156'}`,
      miss: 'access_token$production',
    },
  ),
  run(
    'newrelic-license',
    ['nral'],
    '\\b[0-9a-f]{36}NRAL\\b',
    40,
    'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
    { match: `${'3f9a0c7be5d1486292b7e04fd8c3a1560e27'}NRAL`, miss: 'NRAL keys' },
  ),
  run(
    'resend-key',
    ['re_'],
    '\\bre_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}',
    40,
    'https://resend.com/docs/dashboard/api-keys/introduction',
    { match: `re_${'q7Rt2LmX_9vKc4WzY8pNd5HsJ3gFb6TkU'}`, miss: 're_render_the_component' },
  ),
  run(
    'teams-webhook',
    ['.webhook.office.com/'],
    '(?:https://)?[a-z0-9-]{1,40}\\.webhook\\.office\\.com/webhookb2/[A-Za-z0-9@/_-]{60,300}',
    400,
    'https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook',
    {
      match: `https://acme.webhook.office.com/webhookb2/${'3f9a0c7b-e5d1-4862-92b7-e04fd8c3a156@90e27bd4-f86a-4c3e-9b09-d7f2846ac1e0'}/IncomingWebhook/x`,
      miss: 'https://acme.webhook.office.com/webhookb2/',
    },
  ),
  run(
    'zapier-webhook',
    ['hooks.zapier.com/'],
    '(?:https://)?hooks\\.zapier\\.com/hooks/catch/[0-9]{5,12}/[a-z0-9]{6,12}/?',
    80,
    'https://help.zapier.com/hc/en-us/articles/8496288690317',
    { match: 'https://hooks.zapier.com/hooks/catch/1234098/q7t2mx9/', miss: 'https://hooks.zapier.com/hooks/catch/' },
  ),
  {
    ...run(
      'json-web-token',
      ['eyj'],
      '\\beyJ[A-Za-z0-9_-]{10,900}\\.eyJ[A-Za-z0-9_-]{10,1000}[A-Za-z0-9_-]{0,1000}\\.[A-Za-z0-9_-]{10}',
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
export const PRIVATE_KEY: SecretFormat = {
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
export const SECRET_FORMATS: readonly SecretFormat[] = [
  PRIVATE_KEY,
  ...RUN_FORMATS,
  ...TOKEN_FORMATS,
  ...CONTEXT_FORMATS,
]

function run(
  id: string,
  keywords: readonly string[],
  regex: string,
  maxLength: number,
  source: string,
  { match, miss }: { readonly match: string; readonly miss: string },
): SecretFormat {
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
