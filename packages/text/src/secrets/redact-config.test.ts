import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { createEngine } from '../engine.ts'
import { createFingerprint } from './fingerprint.ts'
import { createConfigRedactor, type ConfigValue } from './redact-config.ts'

const redactor = createConfigRedactor(createEngine())
const MARK = '[REDACTED]'

function redacted(value: unknown): ConfigValue {
  return redactor.redact(value).value
}

function edited(text: string): string {
  let out = ''
  let at = 0
  for (const { start, end, text: shown } of redactor.edits(text)) {
    expect(start).toBeGreaterThanOrEqual(at)
    expect(end).toBeGreaterThan(start)
    out += text.slice(at, start) + shown
    at = end
  }
  return out + text.slice(at)
}

/** A part of a config, what is to become of it, and the secrets in it. */
interface Planted {
  readonly value: ConfigValue
  readonly expected: ConfigValue
  readonly secrets: readonly string[]
}

const SECRET_NAMES: readonly string[] = [
  'password',
  'DB_PASSWORD',
  'apiKey',
  'x-api-key',
  'clientSecret',
  'auth.token',
  'botToken',
  'PrivateKey',
  'webhook_secret',
  'spring.datasource.password',
  '//registry.acme.io/:_authToken',
  'Authorization',
  'cookie',
  'passphrase',
  'GITHUB_TOKEN',
  'pin',
]
const NAMES: readonly string[] = [
  'host',
  'port',
  'name',
  'version',
  'image',
  'tokenLimit',
  'passwordMinLength',
  'secretName',
  'tokenUrl',
  'keyId',
  'publicKey',
  'url',
  'description',
  'maxTokens',
  'cacheKey',
  'primaryKey',
  'keyboard',
  'author',
  'path',
  'retries',
  'logLevel',
  'passwordFile',
  'a/b~c',
  '',
]
const alnum = (least: number, most: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.constantFrom(...'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'),
    minLength: least,
    maxLength: most,
  })

/** Any text that somebody may have for a password, odd ones included; it is so long that it stands nowhere else by chance. */
const anySecret = fc.tuple(alnum(9, 20), fc.string({ maxLength: 12 })).map(([head, tail]) => `${head}${tail}`.trim())
const formatted = fc
  .oneof(
    alnum(36, 36).map((value) => `ghp_${value}`),
    alnum(40, 60).map((value) => `sk-ant-${value}`),
    alnum(24, 24).map((value) => `sk_live_${value}`),
    alnum(20, 20).map((value) => `glpat-${value}`),
  )
  .filter((value) => !/(.)\1{5}/i.test(value) && !/example|redacted|your|dummy|foobar/i.test(value))
const word = fc.constantFrom(
  'db.internal',
  'eu-west-1',
  '1.2.3',
  '^4.0.0',
  'postgres:16',
  '/var/lib/app',
  'info',
  'a b c',
  'https://acme.io/x?y=z',
)
const innocent: fc.Arbitrary<ConfigValue> = fc.oneof(
  word,
  fc.uuid(),
  fc.stringMatching(/^[0-9a-f]{40}$/),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(''),
  fc.constantFrom(
    'env:DB_PASSWORD',
    '${TOKEN}',
    'file:/run/x#/y',
    'exec:helper/id',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@host',
  ),
)
const plain: fc.Arbitrary<Planted> = innocent.map((value) => ({ value, expected: value, secrets: [] }))
const hidden = (secret: string, before = '', after = ''): Planted => ({
  value: before + secret + after,
  expected: before + MARK + after,
  secrets: [secret],
})
/** A secret under an innocent name. */
const byValue: fc.Arbitrary<Planted> = fc.oneof(
  formatted.map((secret) => hidden(secret)),
  alnum(8, 20).map((secret) => hidden(secret, 'postgres://app:', '@db.internal:5432/app')),
  alnum(8, 20).map((secret) => hidden(secret, 'https://api.acme.io/v1?page=1&api_key=', '&z=1')),
  alnum(8, 20).map((secret) => hidden(secret, 'API_KEY=')),
  alnum(8, 20).map((secret) => hidden(secret, 'Authorization: Bearer ')),
  alnum(8, 20).map((secret) => hidden(secret, '--token=')),
)
const secretScalar: fc.Arbitrary<Planted> = anySecret.map((secret) => hidden(secret))
/** A pair of a secret's name and its value, in the ways in which lists have them. */
const listed: fc.Arbitrary<Planted> = fc
  .tuple(fc.constantFrom('API_KEY', 'Authorization', 'X-Api-Key', 'db_password'), anySecret, fc.nat(4))
  .map(([name, secret, kind]) => {
    const shapes: readonly ((value: string) => ConfigValue)[] = [
      (value) => ({ name, value }),
      (value) => ({ key: name, value, type: 'string' }),
      (value) => ({
        headers: [
          [name, value],
          ['Host', 'acme.io'],
        ],
      }),
      (value) => ['run', `--${name.toLowerCase()}`, value, '--port', '80'],
      (value) => ({ kind: 'Secret', metadata: { name: 'creds' }, data: { innocent: value } }),
    ]
    const shape = shapes[kind] ?? (() => null)
    return { value: shape(secret), expected: shape(MARK), secrets: [secret] }
  })

const { tree } = fc.letrec<{ tree: Planted; below: Planted }>((tie) => ({
  below: fc.oneof({ depthSize: 'small', withCrossShrink: true }, plain, byValue, listed, tie('tree')),
  tree: fc.oneof(
    fc
      .uniqueArray(
        fc.oneof(
          fc.tuple(fc.constantFrom(...NAMES), tie('below')),
          fc.tuple(fc.constantFrom(...SECRET_NAMES), fc.oneof(secretScalar, underSecret())),
        ),
        { selector: ([name]) => name, maxLength: 6 },
      )
      .map((entries) => ({
        value: Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
        expected: Object.fromEntries(entries.map(([name, { expected }]) => [name, expected])),
        secrets: entries.flatMap(([, { secrets }]) => secrets),
      })),
    fc.array(tie('below'), { maxLength: 4 }).map((items) => ({
      value: items.map(({ value }) => value),
      expected: items.map(({ expected }) => expected),
      secrets: items.flatMap(({ secrets }) => secrets),
    })),
  ),
}))

/** Everything below a secret's name is secret, but for what says that there is none. */
function underSecret(): fc.Arbitrary<Planted> {
  return fc.tuple(anySecret, anySecret, fc.integer({ min: 100_000, max: 999_999_999 })).map(([one, two, pin]) => ({
    value: { deep: [one, { innocent: two, flag: true, pin, none: null, empty: '', ref: 'env:NAME' }] },
    expected: { deep: [MARK, { innocent: MARK, flag: MARK, pin: MARK, none: null, empty: '', ref: 'env:NAME' }] },
    secrets: [one, two, String(pin)],
  }))
}

describe('a tree with secrets in it', () => {
  it('shows none of them, and everything else as it is', () => {
    fc.assert(
      fc.property(tree, ({ value, expected, secrets }) => {
        const before = JSON.stringify(value)
        const out = redacted(value)
        expect(JSON.stringify(out)).toBe(JSON.stringify(expected))
        for (const secret of secrets) expect(JSON.stringify(out)).not.toContain(JSON.stringify(secret).slice(1, -1))
        expect(JSON.stringify(value)).toBe(before)
        expect(redacted(out)).toEqual(out)
      }),
      { numRuns: 3000 },
    )
  })

  it.for([
    ['JSON', (value: unknown) => JSON.stringify(value, null, 2)],
    ['JSON on one line', (value: unknown) => JSON.stringify(value)],
    ['YAML', (value: unknown) => stringify(value)],
    ['YAML in flow style', (value: unknown) => stringify(value, { collectionStyle: 'flow' })],
  ] as const)('shows none of them as %s', ([, write]) => {
    fc.assert(
      fc.property(tree, ({ value, expected, secrets }) => {
        const text = write(value)
        const out = edited(text)
        for (const secret of secrets) expect(out).not.toContain(secret)
        expect(parse(out)).toEqual(expected)
        expect(edited(out)).toBe(out)
      }),
      { numRuns: 1000 },
    )
  })

  it('shows none of them in a .env file', () => {
    const line = fc.oneof(
      fc
        .tuple(fc.constantFrom('DB_PASSWORD', 'export API_KEY', 'X_TOKEN'), alnum(6, 30), fc.constantFrom('', '"', "'"))
        .map(([name, secret, quote]) => ({
          text: `${name}=${quote}${secret}${quote}`,
          expected: `${name}=${quote}${MARK}${quote}`,
        })),
      fc
        .constantFrom(
          'PORT=8080',
          '# a comment',
          '',
          'TOKEN_LIMIT=4096',
          'EMPTY_TOKEN=',
          'REF=${X}',
          'URL=https://a.b/c',
        )
        .map((text) => ({ text, expected: text })),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.map((each) => each.text).join('\n')
        expect(edited(text)).toBe(lines.map((each) => each.expected).join('\n'))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('what a host may have beside JSON', () => {
  it('is read as far as it goes, and passes nowhere unseen', () => {
    const token = `ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}`
    class Client {
      readonly apiKey = 'abcdefgh'
      readonly url = new URL('https://u:abcdefgh@acme.io/')
    }
    const value: Record<string, unknown> = {
      map: new Map<unknown, unknown>([
        ['password', 'abcdefgh'],
        ['port', 1],
      ]),
      odd: new Map([[{ password: 'abcdefgh' }, 'x']]),
      set: new Set([token, 'API_KEY=abcdefgh']),
      date: new Date(0),
      error: new Error(`refused ${token}`, { cause: { password: 'abcdefgh' } }),
      bytes: Buffer.from('abcdefgh'),
      big: 10n,
      boxed: Object('API_KEY=abcdefgh'),
      client: new Client(),
      none: undefined,
      run: () => token,
      nan: Number.NaN,
      [token]: 1,
      get broken() {
        throw new Error('abcdefgh')
      },
      proxy: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('abcdefgh')
          },
        },
      ),
    }
    value.self = value
    value.list = [value, undefined, Symbol('x')]
    const out = redacted(value)
    const text = JSON.stringify(out)
    expect(text).not.toContain('abcdefgh')
    expect(text).not.toContain(token)
    expect(out).toMatchObject({
      map: { password: MARK, port: 1 },
      set: [MARK, `API_KEY=${MARK}`],
      date: '1970-01-01T00:00:00.000Z',
      bytes: '[8 BYTES]',
      big: '10',
      boxed: `API_KEY=${MARK}`,
      client: { apiKey: MARK, url: `https://u:${MARK}@acme.io/` },
      nan: null,
      [MARK]: 1,
      broken: '[UNREADABLE]',
      proxy: '[UNREADABLE]',
      self: '[CIRCULAR]',
      list: ['[CIRCULAR]', null, null],
    })
    expect(Object.keys(out as object)).not.toContain('run')
  })

  it('ends where it is too deep or too much', () => {
    let deep: unknown = { password: 'abcdefgh' }
    for (let i = 0; i < 5000; i++) deep = [deep]
    expect(JSON.stringify(redacted(deep))).toContain('[UNREADABLE]')
    let wide: unknown = 'abcdefgh'
    for (let i = 0; i < 64; i++) wide = { a: wide, b: wide }
    expect(JSON.stringify(redacted({ password: wide }))).not.toContain('abcdefgh')
  })

  it('keeps keys that look like more than they are', () => {
    const value: unknown = JSON.parse('{"__proto__":{"password":"abcdefgh"},"constructor":1,"toString":2}')
    expect(JSON.stringify(redacted(value))).toBe(`{"__proto__":{"password":"${MARK}"},"constructor":1,"toString":2}`)
  })

  it('keeps two keys apart of which the secrets are gone', () => {
    const tokens = [`ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}`, `ghp_${'Q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}`]
    expect(redacted(Object.fromEntries(tokens.map((token, at) => [token, at])))).toEqual({ [MARK]: 0, [`${MARK}+`]: 1 })
  })
})

describe('places that the caller names', () => {
  it('are secret with all that is below them, but references stay', () => {
    const value = {
      layers: [{ config: { phrase: 'open sesame', list: ['a', 'env:NAME', 7, null] } }],
      'a/b': { '~': 'x' },
    }
    expect(redactor.redact(value, { secret: ['/layers/0/config', '/a~1b/~0', '/not/there'] }).value).toEqual({
      layers: [{ config: { phrase: MARK, list: [MARK, 'env:NAME', MARK, null] } }],
      'a/b': { '~': MARK },
    })
    expect(redactor.redact({ a: { b: 'x' } }, { secret: [''] }).value).toEqual({ a: { b: MARK } })
    expect(redactor.redact({ ab: 'x' }, { secret: ['/a'] }).value).toEqual({ ab: 'x' })
  })

  it('are found again where a key has lost its name', () => {
    const token = `ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}`
    const value = { [token]: { 'a/b': 'x' } }
    const { followed } = redactor.redact(value, { follow: [`/${token}/a~1b`, '/gone'] })
    expect(followed).toEqual([`/${MARK}/a~1b`])
  })
})

describe('fingerprints', () => {
  const key = new Uint8Array(32).fill(7)
  const marked = createConfigRedactor(createEngine(), { fingerprint: createFingerprint(key) })

  it('are the same for the same secret under the same key, and for no other', () => {
    const out = marked.redact({
      a: { password: 'hunter2' },
      token: 'hunter2',
      secret: 'hunter3',
      url: 'https://u:hunter2@x',
    })
    const text = JSON.stringify(out.value)
    const [, sign = ''] = /REDACTED:([0-9a-f]{6})/.exec(text) ?? []
    expect(text.split(sign)).toHaveLength(4)
    expect(createFingerprint(key)('hunter2')).toBe(sign)
    expect(createFingerprint(key)('hunter3')).not.toBe(sign)
    expect(createFingerprint(new Uint8Array(32))('hunter2')).not.toBe(sign)
  })

  it('are the same in text as in a value', () => {
    const [edit] = marked.edits('password: hunter2\nport: 1\n')
    expect(edit?.text).toBe(`"${String(marked.redact('PASSWORD=hunter2').value).slice('PASSWORD='.length)}"`)
  })
})
