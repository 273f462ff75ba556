import { describe, expect, it } from 'vitest'
import { createSecretNames, isSecretName } from './secret-names.ts'

const SECRET =
  `apiKey APIKey api_key API_KEY api-key Api-Key x-api-key X-API-Key api.key apikey APIKEY openaiApiKey OPENAI_API_KEY aPiKeY
  token tokens accessToken access_token refresh-token idToken botToken TELEGRAM_BOT_TOKEN githubtoken GITHUBTOKEN csrfToken tokenValue
  password passwd pwd user_pwd dbPassword DB_PASSWORD dbpassword PGPASSWORD MYSQL_PWD password2 newPassword passwordConfirmation db.password
  user[password] passphrase passPhrase pass_word passcode SMTP_PASS pass secret secrets clientSecret client_secret webhookSecret
  secretKey secret_key_base secretAccessKey aws_secret_access_key AWSSecretAccessKey secretString privateKey private_key_pem privatekey sshKey
  accessKey signingKey masterKey ENCRYPTION_KEY authorization Authorization proxy-authorization Proxy-Authorization authorizationHeader
  cookie cookies set-cookie Set-Cookie setCookie credentials credential aws_credentials connectionString connection_string CONNECTIONSTRING
  signature hmac sas X-Amz-Signature sharedAccessSignature psk preSharedKey keyMaterial anon_key database_url REDIS_URL mongoUri webhook_url
  otp_code mfaCode oneTimePassword csrf pepper sshpass adminpw magic_link activationCode
  dsn SENTRY_DSN sid connect.sid session PHPSESSID pin otp totp mnemonic seed seedPhrase recovery_codes cvv jwt passwordHash
  Passwort kennwort contraseña mot_de_passe senha пароль ПАРОЛЬ 密码 ｐａｓｓｗｏｒｄ pass\u200Bword`.split(/\s+/)

const PUBLIC =
  `tokenCount token_count maxTokens max_tokens MAX_TOKENS totalTokens prompt_tokens completionTokens inputTokens tokenizer tokenize tokenType
  secretary secretName publicKey public_key sshPublicKey passwordPolicy password_policy keyboard key keys primaryKey cacheKey keyId accessKeyId
  author authors authority authorName cookiePolicy cookieConsent cookieName sessionId session_id privateKeyPath passwordField name id
  user userId message level timestamp path url host passed passenger compass pinned pinterest spin opinion seeds seedling
  image_url homepageUrl macAddress ticket code hash salt signatureAlgorithm hmacAlgo pageToken cancelToken tokenUrl authorizationUrl monkey turkey hockey bypass 0 _ 42 credentialing`.split(
    /\s+/,
  )

describe('names', () => {
  it.for(SECRET)('%s is secret', (name) => expect(isSecretName(name)).toBe(true))
  it.for(['', ...PUBLIC])('%s is not', (name) => expect(isSecretName(name)).toBe(false))

  it('decides by the value too', () => {
    const { isSecretEntry } = createSecretNames()
    for (const nothing of ['', null, undefined, true, false]) expect(isSecretEntry('password', nothing)).toBe(false)
    for (const value of ['x', 1234, 12n, Symbol('x'), { hash: 1 }])
      expect(isSecretEntry('credentials', value)).toBe(true)
    expect(isSecretEntry('tokens', 4096)).toBe(false)
    expect(isSecretEntry('tokens', 'abc')).toBe(true)
    expect(isSecretEntry('seed', 42)).toBe(false)
    expect(isSecretEntry('session', { tenantId: 't' })).toBe(false)
    expect(isSecretEntry('passwords', ['a'])).toBe(false) // item by item
  })

  it.for<[string, readonly string[], readonly string[]]>([
    [
      'signature',
      ['3f9a0c7be5d14862', `sha256=${'3f9a0c7be5d14862'}`, 'q7Rt2LmX9vKc', 'v1=abc123def456'],
      ['function foo(a)', 'sha256', 'HMAC-SHA256', 'RS256', 'valid', 'ECDSA-with-SHA384', 'missing-header', 'v1', ''],
    ],
    [
      'session',
      ['q7Rt2LmX9vKc4WzY8pNd5H', `s%3A${'q7Rt2LmX9vKc4WzY8pNd5H'}`],
      ['abc123', '42', 'closed', '9c7c5cb8-c2ef-4b37-bee4-a337e900740b', 'opened by user'],
    ],
    [
      'databaseUrl',
      ['mysql://u:p@host/db', 'https://host/x?key=abc', 'q7Rt2LmX9vKc', 'jdbc:x://host/db;password=abc'],
      [
        'postgres://db.internal:5432/app',
        'redis://localhost:6379/0',
        'sqlite:///var/lib/app.db',
        '/var/run/db.sock',
        'localhost:5432',
      ],
    ],
  ])('%s: some texts and not others', ([name, secret, open]) => {
    const { isSecretEntry } = createSecretNames()
    for (const value of secret) expect(isSecretEntry(name, value), value).toBe(true)
    for (const value of open) expect(isSecretEntry(name, value), value).toBe(false)
    for (const value of [42, 12n, {}, ['a']]) expect(isSecretEntry(name, value)).toBe(false)
  })

  it('takes more names and fewer', () => {
    const { isSecretName: is, isSecretEntry } = createSecretNames({ names: ['sessionId'], publicNames: ['pin'] })
    expect(is('session_id')).toBe(true)
    expect(isSecretEntry('SESSION-ID', 7)).toBe(true)
    expect(is('PIN')).toBe(false)
    expect(is('password')).toBe(true)
  })

  it('forgets names rather than filling the memory, and answers the same', () => {
    const { isSecretName: is } = createSecretNames()
    for (let n = 0; n < 10_000; n++) {
      expect(is(`name${n}x`)).toBe(false)
      expect(is(`password${n}`)).toBe(true)
    }
    expect(is('password')).toBe(true)
    expect(is(`${'x'.repeat(100_000)}_password`)).toBe(true)
  })
})
