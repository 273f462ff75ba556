import { secretFormat, type SecretFormat } from '../format.ts'
import { all, behind, either, some, text, value, words } from '../parts.ts'
import { isDigestLike, isRandom, isStrong } from '../values.ts'

const ALNUM = 'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8Xw3Zt9Lc6Vb1Qs5M'
const USERINFO = 'https://datatracker.ietf.org/doc/html/rfc3986#section-3.2.1'
const HOST = '[A-Za-z0-9\\[$_*]'

/** Addresses that let in whoever has them, and what is secret within an address. */
export const URLS: readonly SecretFormat[] = [
  webhook(
    'slack-webhook',
    'Slack webhook',
    ['hooks.slack.com/', 'hooks.slack-gov.com/'],
    '(?:https?://)?hooks\\.slack(?:-gov)?\\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_+-]{20,200}',
    'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks',
    `https://hooks.slack.com/services/${'T07Q2LMX9/B08VKC4WZY/pNd5HsJ3gFb6TkU1aQeZ0xMy'}`,
  ),
  webhook(
    'discord-webhook',
    'Discord webhook',
    ['/api/webhooks/'],
    '(?:https?://)?(?:canary\\.|ptb\\.)?discord(?:app)?\\.com/api/(?:v[0-9]{1,2}/)?webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,80}',
    'https://docs.discord.com/developers/resources/webhook',
    `https://discord.com/api/webhooks/112233445566778899/${ALNUM.slice(0, 64)}`,
  ),
  webhook(
    'teams-webhook',
    'Microsoft Teams webhook',
    ['.webhook.office.com/', 'outlook.office.com/webhook/'],
    '(?:https://)?[a-z0-9-]{1,40}\\.(?:webhook\\.office\\.com/webhookb2|office\\.com/webhook)/[A-Za-z0-9@/_-]{60,300}',
    'https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook',
    `https://acme.webhook.office.com/webhookb2/${'3f9a0c7b-e5d1-4862-92b7-e04fd8c3a156@90e27bd4-f86a-4c3e-9b09-d7f2846ac1e0'}/IncomingWebhook/x`,
  ),
  webhook(
    'zapier-webhook',
    'Zapier webhook',
    ['hooks.zapier.com/'],
    '(?:https://)?hooks\\.zapier\\.com/hooks/catch/[0-9]{4,12}/[A-Za-z0-9]{5,40}(?:/silent)?/?',
    'https://help.zapier.com/hc/en-us/articles/8496288690317',
    'https://hooks.zapier.com/hooks/catch/1234098/q7t2mx9/',
  ),
  webhook(
    'tines-webhook',
    'Tines webhook',
    ['.tines.com/webhook/'],
    '(?:https://)?[a-z0-9.-]{1,60}\\.tines\\.com/webhook/[a-z0-9]{32}/[a-z0-9]{32}',
    'https://www.tines.com/docs/actions/types/webhook/',
    `https://acme.tines.com/webhook/${'3f9a0c7be5d1486292b7e04fd8c3a156/90e27bd4f86a1c3e5b09d7f2846ac1e0'}`,
  ),
  webhook(
    'ifttt-webhook',
    'IFTTT webhook with its key',
    ['maker.ifttt.com/'],
    '(?:https://)?maker\\.ifttt\\.com/trigger/[A-Za-z0-9_-]{1,80}/(?:json/)?with/key/[A-Za-z0-9_-]{20,60}',
    'https://ifttt.com/maker_webhooks',
    `https://maker.ifttt.com/trigger/door/with/key/${ALNUM.slice(0, 22)}`,
  ),
  webhook(
    'make-webhook',
    'Make webhook',
    ['.make.com/'],
    '(?:https://)?hook\\.(?:[a-z]{2}[0-9]\\.)?make\\.com/[a-z0-9]{20,60}',
    'https://help.make.com/webhooks',
    'https://hook.eu1.make.com/q7rt2lmx9vkc4wzy8pnd5hsj3gfb',
  ),
  webhook(
    'google-chat-webhook',
    'Google Chat webhook',
    ['chat.googleapis.com/'],
    '(?:https://)?chat\\.googleapis\\.com/v1/spaces/[A-Za-z0-9_-]{5,40}/messages\\?key=[A-Za-z0-9_-]{30,60}&token=[A-Za-z0-9_%=-]{30,80}',
    'https://developers.google.com/workspace/chat/quickstart/webhooks',
    `https://chat.googleapis.com/v1/spaces/AAAAq7Rt2Lm/messages?key=AIza${ALNUM.slice(0, 35)}&token=${ALNUM.slice(0, 43)}`,
  ),
  webhook(
    'dingtalk-webhook',
    'DingTalk, Feishu or WeCom robot',
    ['oapi.dingtalk.com/', 'open.feishu.cn/', 'open.larksuite.com/', 'qyapi.weixin.qq.com/'],
    '(?:https://)?(?:oapi\\.dingtalk\\.com/robot/send\\?access_token=|open\\.(?:feishu\\.cn|larksuite\\.com)/open-apis/bot/v2/hook/|qyapi\\.weixin\\.qq\\.com/cgi-bin/webhook/send\\?key=)[A-Za-z0-9-]{32,70}',
    'https://open.dingtalk.com/document/orgapp/custom-robot-access',
    `https://oapi.dingtalk.com/robot/send?access_token=${'3f9a0c7be5d1486292b7e04fd8c3a15690e27bd4f86a1c3e5b09d7f2846ac1e0'}`,
  ),
  webhook(
    'azure-logic-app',
    'Azure Logic Apps or Power Automate trigger',
    ['.logic.azure.com', '.powerplatform.com'],
    '(?:https://)?[a-z0-9.-]{1,80}\\.(?:logic\\.azure|environment\\.api\\.powerplatform)\\.com(?::443)?/[A-Za-z0-9/_.-]{1,160}\\?[A-Za-z0-9=&%/._-]{1,200}sig=[A-Za-z0-9_%-]{30,60}',
    'https://learn.microsoft.com/en-us/azure/logic-apps/logic-apps-securing-a-logic-app',
    `https://prod-12.westeurope.logic.azure.com/workflows/3f9a/triggers/manual/paths/invoke?api-version=2016-10-01&sig=${ALNUM.slice(0, 43)}`,
  ),
  secretFormat({
    id: 'url-password',
    what: 'the password between the user and the host of an address',
    source: USERINFO,
    keywords: ['://'],
    ...behind(
      '[A-Za-z][A-Za-z0-9+.-]{1,30}://',
      some('[^\\s/:@"\'`<>?#]', 0, 100),
      text(':'),
      value(some('[^\\s/"\'`<>]', 3, 200)),
      text('@'),
      some(HOST),
    ),
    maxLength: 345,
    match: [
      'postgres://app:h7Kq2Zr9@db.internal:5432/app',
      'amqp://u:p%40ss#w0rd@[::1]:5672',
      'redis://:kR7#x2Lq9@cache:6379',
    ],
    miss: ['https://example.com/a:b@c', 'ssh://git@host/x.git', 'http://localhost:8080,me@example.com'],
    check: isUrlPassword,
    rule: 'no port, not the same as the user',
  }),
  secretFormat({
    id: 'database-url-password',
    what: 'a password with slashes in the address of a database',
    source: USERINFO,
    keywords: [
      'postgres',
      'mysql',
      'mongodb',
      'redis',
      'amqp',
      'mariadb',
      'mssql',
      'clickhouse',
      'sqlserver',
      'oracle',
    ],
    ...behind(
      '\\b(?:postgres(?:ql)?|mysql2?|mongodb(?:\\+srv)?|rediss?|amqps?|mariadb|mssql|clickhouse|sqlserver|oracle)(?:\\+[a-z0-9]{1,20})?://',
      some('[^\\s/:@"\'`<>?#]', 0, 100),
      text(':'),
      value(all(some('[^\\s/@"\'`<>]', 1, 80), text('/'), some('[^\\s@"\'`<>]', 1, 120))),
      text('@'),
      some('[A-Za-z0-9\\[]'),
    ),
    maxLength: 345,
    match: ['mysql://app:h7Kq2/Zr9xL@db.internal/app'],
    miss: ['postgres://localhost:5432/app?user=a@b.c'],
    check: isUrlPassword,
    rule: 'no port, not the same as the user',
  }),
  secretFormat({
    id: 'url-token',
    what: 'a token in the place of the user of an address',
    source: USERINFO,
    keywords: ['://'],
    ...behind('\\bhttps?://', value(some('[A-Za-z0-9_.~%+=-]', 20, 300)), text('@'), some(HOST)),
    maxLength: 330,
    match: [`https://${ALNUM.slice(0, 32)}@git.acme.io/team/app.git`],
    miss: ['https://medium.com/@someone', 'https://3f9a0c7be5d1486292b7e04fd8c3a156@o1.ingest.sentry.io/2'],
    check: isStrong,
    rule: 'letters and digits in disorder, no digest',
  }),
  secretFormat({
    id: 'url-parameter',
    what: 'a key, token or signature among the parameters of an address',
    source: 'https://cwe.mitre.org/data/definitions/598.html',
    keywords: [
      'key=',
      'token=',
      'sig=',
      'signature=',
      'secret=',
      'auth=',
      'code=',
      'password=',
      'pass=',
      'pwd=',
      'session=',
      'credential=',
    ],
    ...behind(
      '[?&;](?:amp;)?[A-Za-z0-9_.-]{0,30}(?:key|token|sig|signature|secret|auth|code|password|pass|pwd|session)=',
      value(some('[A-Za-z0-9_.~%+/:=-]', 16, 100)),
    ),
    flags: 'i',
    maxLength: 150,
    tail: 'header',
    match: [
      `https://api.acme.io/v1?key=${ALNUM.slice(0, 32)}`,
      `https://acme.blob.core.windows.net/c?sv=2022-11-02&sig=${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMyVn%3D'}`,
      `&X-Amz-Signature=${'3f9a0c7be5d1486292b7e04fd8c3a15690e27bd4f86a1c3e5b09d7f2846ac1e0'}`,
    ],
    miss: ['https://shop.acme.io/?sortkey=created_at_descending', '?code=internal_server_error_500'],
    check: isParameter,
    rule: 'a signature, or letters and digits in disorder',
  }),
  secretFormat({
    id: 'jdbc-password',
    what: 'the password among the properties of a connection string',
    source: 'https://learn.microsoft.com/en-us/dotnet/framework/data/adonet/connection-string-syntax',
    keywords: ['password', 'pwd'],
    ...behind(
      ';',
      some('\\s', 0, 2),
      words('password', 'pwd'),
      some('\\s', 0, 1),
      text('='),
      some('\\s', 0, 1),
      value(some('[^\\s;"\'<>]', 4, 128)),
    ),
    flags: 'i',
    maxLength: 150,
    match: ['Server=db;User Id=app;Password=$uM7er#Hz;Encrypt=True'],
    miss: ['Server=db;Password=;', 'Server=db;Password=${DB_PASSWORD};'],
    check: (word) => ODD.test(word),
    rule: 'more than letters',
  }),
  secretFormat({
    id: 'azure-shared-key',
    what: 'the key in a connection string of Azure: AccountKey, SharedAccessKey, Secret, AccessKey',
    source: 'https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage',
    keywords: ['accountkey=', 'accesskey=', 'secret='],
    ...behind(
      '\\b(?:AccountKey|SharedAccessKey|AccessKey|Secret)=',
      value(all(some('[A-Za-z0-9+/%]', 42, 120), some('[=]', 0, 2))),
    ),
    flags: 'i',
    maxLength: 140,
    match: [`AccountKey=${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8Xw3Zt9Lc6Vb1Qs5M7u+/2A'}==`],
    miss: ['AccountKey=<key>'],
    leastEntropy: 3.5,
  }),
  secretFormat({
    id: 'otpauth-secret',
    what: 'the shared secret of one-time passwords in an otpauth address',
    source: 'https://github.com/google/google-authenticator/wiki/Key-Uri-Format',
    keywords: ['otpauth'],
    ...behind(
      'otpauth(?:-migration)?://',
      some('[^\\s"\'`<>]', 0, 150),
      either(text('secret='), text('data=')),
      value(some('[A-Za-z0-9%+/=]', 16, 100)),
    ),
    flags: 'i',
    maxLength: 300,
    tail: 'header',
    match: ['otpauth://totp/Acme:ada?secret=JBQX3PZK7MWY2RTL&issuer=Acme'],
    miss: ['otpauth://totp/label'],
  }),
  secretFormat({
    id: 'magic-link',
    what: 'a one-time token in the path of a reset, confirmation, invitation or login address',
    source: 'https://owasp.org/www-community/vulnerabilities/Information_exposure_through_query_strings_in_url',
    keywords: ['/reset', '/verify', '/confirm', '/invite', '/magic', '/unsubscribe', '/activate'],
    ...behind(
      'https?://[A-Za-z0-9.:/_-]{1,160}/(?:reset(?:[_-]?password)?|verify|confirm|invite|magic(?:[_-]?link)?|activate)/',
      value(some('[A-Za-z0-9_.~-]', 20, 300)),
    ),
    maxLength: 500,
    match: [`https://app.acme.io/auth/reset/${ALNUM.slice(0, 40)}`],
    miss: ['https://docs.acme.io/verify/how-to-verify-your-domain-name'],
    check: isStrong,
    rule: 'letters and digits in disorder, no digest',
  }),
]

const ODD = /[^A-Za-z_-]/
const PORT = /^[0-9]{1,5}(?:$|[,/?#])/

function isUrlPassword(password: string, before: string): boolean {
  const user = before.slice(before.indexOf('://') + 3, -1)
  return password !== user && !PORT.test(password) && !password.includes('://')
}

function isParameter(parameter: string, before: string): boolean {
  if (/(?:X-(?:Amz|Goog)-(?:Signature|Security-Token|Credential)|[?&;]sig)=$/i.test(before))
    return isRandom(parameter, 3)
  return (
    isStrong(parameter) ||
    (isDigestLike(parameter) && /(?:api_?key|access_?token|secret|[?&;]token|auth|password)=$/i.test(before))
  )
}

function webhook(
  id: string,
  what: string,
  keywords: readonly string[],
  regex: string,
  source: string,
  match: string,
): SecretFormat {
  const [keyword = ''] = keywords
  return secretFormat({
    id,
    what: `${what}: whoever has the address may post`,
    source,
    keywords,
    regex,
    maxLength: 480,
    match: [match],
    miss: [`see ${keyword} for more`],
  })
}
