// Classes of places where secrets stand, each with what stands there and is none.
import { describe, expect, it } from 'vitest'
import { createEngine } from '../engine.ts'
import { createSecretScanner } from './scanner.ts'
import { TABLE_CAP } from './secret-tables.ts'

const scanner = createSecretScanner(createEngine())
const P = ['kR7x', '2Lq9', '#mZ4t'].join('')
const T = ['q7Rt2LmX9vKc', '4WzY8pNd5HsJ', '3gFb6TkU'].join('')

function redact(text: string): string {
  return scanner
    .scan(text)
    .critical.toReversed()
    .reduce((out, { start, end }) => `${out.slice(0, start)}#${out.slice(end)}`, text)
}

describe('values that are secret', () => {
  it.for([
    'string DbPassword { get; private set; } = "V";',
    'var pass string = "V"',
    'let token: Option<String> = Some("V".into());',
    'password: str | None = "V"',
    "auth=('ana', 'V')",
    'builder.withPassword("V")',
    '{"password": {"type": "string", "value": "V"}}',
    'password:\n  value: V\n',
    'db_password: >-\n  V\n',
    "const password = env.PASSWORD ?? 'V'",
    'passwords = ["V", "b"]',
    'log in as ana with the password V today',
    'use V as the admin password',
    'creds are admin / V',
    'login: ana, pw: V',
    'For `GITEA_TOKEN` use `V`',
    'the password for ana has been reset to V',
    'Mot de passe : V',
    'das neue Passwort lautet V',
    'la contraseña de ana es V',
    'пароль — V',
    '密码：V',
    'パスワードはVです',
    '비밀번호: V',
    'hasło: V',
    'openssl rsa -in k.pem -passin pass:V',
    'smbclient //srv/share -U ana%V',
    'redis-cli -h cache -a V ping',
    'net use Z: \\\\srv\\share /user:ana V',
    'net user ana V /add',
    'ConvertTo-SecureString "V" -AsPlainText -Force',
    'htpasswd -nb ana V',
    'wpa_passphrase HomeNet V',
    'WIFI:S:home;T:WPA;P:V;;',
    'echo "ana:V" | sudo chpasswd',
  ])('%s', (text) => {
    expect(redact(text.replace('V', P))).toBe(text.replace('V', '#'))
  })

  it.for([`a'${P}`, `${P}\`b`, `${P}\\x`, `${P}<b>c`, `${P}example${P}`, `${P}),(${P}`, `${P};${P},x`])(
    'a quoted %s up to the closing quote',
    (value) => {
      expect(redact(`db_password = "${value}"`)).toBe('db_password = "#"')
    },
  )

  it.for([
    [
      '| user | password |\n|---|---|\n| ana | V |\n| bob | `W` |\n',
      '| user | password |\n|---|---|\n| ana | # |\n| bob | `#` |\n',
    ],
    ['user,password,role\nana,V,admin\n', 'user,password,role\nana,#,admin\n'],
    ['"email","password"\n"a@b.io","V"\n', '"email","password"\n"a@b.io","#"\n'],
    ['name\ttoken\nci\tW\n', 'name\ttoken\nci\t#\n'],
    ['Name      Password      Role\nana       V     admin\n', 'Name      Password      Role\nana       #     admin\n'],
    [' id | secret\n----+-----\n  1 | V\n', ' id | secret\n----+-----\n  1 | #\n'],
  ])('in the column of a table %#', ([text = '', expected = '']) => {
    expect(redact(text.replace('V', P).replace('W', T))).toBe(expected)
  })

  it('in a table up to its cap, and each row is held back until it ends', () => {
    const head = 'user,password\n'
    const row = `ana,${P}\n`
    const text = head + row.repeat(1000)
    expect(scanner.scan(text).critical).toHaveLength(Math.floor((TABLE_CAP - head.length) / row.length))
    expect(scanner.pending(`${head}${row}ana`)).toBe(head.length + row.length)
    expect(scanner.pending(`${head}${row}\nWell. `)).toBe(`${head}${row}\nWell. `.length)
  })

  it('in tables upon tables in linear time', () => {
    const text = 'password,password,password\n'.repeat(40_000)
    expect(scanner.scan(text).critical).toEqual([])
  })

  it('recovery codes below their heading', () => {
    expect(redact('Recovery codes:\n1. a1b2c-3d4e5\n2. f6a7b-8c9d0\n\nKeep them.')).toMatch(
      /^Recovery codes:\n#\n*Keep them\.$/,
    )
  })
})

describe('values that are none', () => {
  it.for([
    `STRIPE_PUBLISHABLE_KEY=pk_${'test'}_${T}`,
    `NEXT_PUBLIC_ANALYTICS_TOKEN=${T}`,
    `"public_token": "${T}"`,
    `SUPABASE_PUBLISHABLE_KEY=sb_${'publishable'}_${T}`,
    `spotify:track:${T}`,
    `VERCEL_PROJECT_ID=prj_${T}`,
    `CLOUDFLARE_ACCOUNT_ID=${T}`,
    `x-vercel-id: fra1::${T}`,
    `SENTRY_RELEASE=web-${T}`,
    `password: "AgBy${T.repeat(4)}"`,
    `Authorization: AWS4-HMAC-SHA256 Credential=AKIA${'IOSFODNN7EXAMPLE'}/20240101/us-east-1/s3/aws4_request`,
    'setPassword("newPassword1")',
    'useSecret("prod/db/password1")',
    'secrets: ["db-creds-v1", "api-v2"]',
    'password: Joi.string().min(8).max(72)',
    'passwordRegex = "^(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d]{8,}$"',
    'enter Ctrl+Shift+P as the shortcut key',
    'the login page / signup2 flow',
    '| Option | Token |\n|---|---|\n| auth | AUTH_TOKEN2 |\n',
    'the name, password, and age\nof a user, who, is 42\n',
    'Recovery codes:\nkeep them in\na safe place',
    'das Passwort ist geheim',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text)
  })
})
