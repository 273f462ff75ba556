import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPatterns } from '../check-patterns.ts'
import { createEngine } from '../engine.ts'
import { SECRET_FORMATS } from './formats.ts'
import { createSecretScanner, SECRET_KEY_CAP, SECRET_WINDOW } from './scanner.ts'

const engines = [createEngine(), createEngine({ prefer: 'js' })]

describe.each(engines)('formats on the $name engine', (engine) => {
  const scanner = createSecretScanner(engine)

  it('find their examples and leave the near misses', () => {
    expect(
      checkPatterns(
        SECRET_FORMATS.filter(({ leastEntropy, check }) => leastEntropy === undefined && check === undefined),
        engine,
      ),
    ).toEqual([])
  })

  it.for(SECRET_FORMATS.filter(({ id }) => id !== 'private-key'))('redact every example of $id', ({ match, miss }) => {
    for (const text of match) {
      const { critical, warnings } = scanner.scan(text)
      expect(critical.length + warnings.length, text).toBe(1)
    }
    for (const text of miss) expect(scanner.scan(text), text).toEqual({ critical: [], warnings: [] })
  })
})

describe('scanner', () => {
  const scanner = createSecretScanner(createEngine())
  const redact = (text: string): string =>
    scanner
      .scan(text)
      .critical.toReversed()
      .reduce((out, { start, end, rule }) => `${out.slice(0, start)}<${rule}>${out.slice(end)}`, text)

  it('declares a window that holds every format', () => {
    for (const { maxLength } of SECRET_FORMATS) expect(maxLength).toBeLessThan(SECRET_WINDOW)
  })

  const line = 'MIIEpAIBAAKCAQEAq7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMyVnBwCrD\n'
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${line.repeat(20)}-----END RSA PRIVATE KEY-----`

  it('takes a private key whole', () => {
    expect(redact(`a ${key} b`)).toBe('a <private-key> b')
    expect(redact(`a ${JSON.stringify(key)} b`)).toBe('a "<private-key>" b')
  })

  const body = line.repeat(6)
  it.for([
    ['quoted in a mail', key.replaceAll(/^/gm, '> ')],
    ['indented', key.replaceAll(/^/gm, '    ').trimStart()],
    ['on one line', key.replaceAll('\n', ' ')],
    ['encrypted', `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${body}-----END ENCRYPTED PRIVATE KEY-----`],
    ['with headers', key.replace('\n', '\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,3F9A\n\n')],
    ['of OpenSSH', `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}-----END OPENSSH PRIVATE KEY-----`],
    [
      'of PGP',
      `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n${body}=q7Rt\n-----END PGP PRIVATE KEY BLOCK-----`,
    ],
    [
      'of SSH2',
      `---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: "k"\n${body}---- END SSH2 ENCRYPTED PRIVATE KEY ----`,
    ],
    [
      'of PuTTY',
      `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPublic-Lines: 2\n${body}Private-Lines: 1\n${line}Private-MAC: ${'3f9a0c7be5d1486292b7'.repeat(2)}`,
    ],
  ] as const)('takes a key %s whole', ([, text]) => {
    const quoted = text.startsWith('> ') ? '> ' : ''
    expect(redact(`a ${text} b`)).toBe(`a ${quoted}<private-key> b`)
  })

  const alnum = 'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xM'
  it.for([
    ['a JWT, every part', `id eyJ${'hbGciOiJIUzI1NiJ9'}.eyJ${'zdWIiOiI3In0'}.${alnum} ok`, 'id <json-web-token> ok'],
    [
      'the password of an address and only that',
      'postgres://ada:kR7%40x#2@[::1]:5432/app?x=1',
      'postgres://ada:<url-password>@[::1]:5432/app?x=1',
    ],
    ['a password with an at sign', 'redis://:kR7@x2Lq@cache:6379/0', 'redis://:<url-password>@cache:6379/0'],
    [
      'one parameter of an address',
      `https://acme.io/?a=1&api_key=${alnum}&b=2`,
      'https://acme.io/?a=1&api_key=<url-parameter>&b=2',
    ],
    [
      'a field of a connection string',
      'Server=db;User Id=ada;Password=$uM7er#Hz;Encrypt=True',
      'Server=db;User Id=ada;Password=<jdbc-password>;Encrypt=True',
    ],
    [
      'a cookie among others',
      `Cookie: theme=dark; sessionid=${alnum}; lang=en`,
      'Cookie: theme=dark; sessionid=<cookie-header>; lang=en',
    ],
    [
      'Basic authentication',
      `Authorization: Basic ${Buffer.from('ada:kR7x2Lq9').toString('base64')}`,
      'Authorization: Basic <basic-auth>',
    ],
    ['a token at the end of a sentence', `Use glsa_${alnum}. Then go.`, 'Use <grafana-service>. Then go.'],
  ] as const)('takes %s', ([, text, expected]) => {
    expect(redact(text)).toBe(expected)
  })

  it.for([
    'AKIAIOSFODNN7EXAMPLE',
    `sk_test_${'4eC39HqLyjWDarjtT1zdp7dc'}`,
    `ghp_${'16C7e42F292c6912E7710c838347Ae178B4a'}`,
    'xoxb-123456789012-1234567890123-abcdefghijklmnopqrstuvwx',
    `xoxp-1-RANDOMSTRINGHERE`,
    'sk-1234abcd5678efgh1234abcd5678efgh',
    'token: ${{ secrets.GITHUB_TOKEN }}',
    'api_key = "<your key 2 here>"',
    'password: ************',
    'secret = "arn:aws:secretsmanager:eu-west-1:123:secret:a9"',
    'postgres://postgres:postgres@localhost/app',
    'redis://:${REDIS_PASSWORD2}@cache',
    'DB_PASS=process.env.DB_PASS2',
    'token: "getSecret(\'api-key2\')"',
    `Authorization: Basic ${Buffer.from('Aladdin:open sesame').toString('base64')}`,
    'ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    'sk-...a1B2',
  ])('leaves %s', (text) => {
    expect(scanner.scan(text)).toEqual({ critical: [], warnings: [] })
  })

  it('takes a token with a right checksum even where it looks typed', () => {
    expect(redact(`npm_${'000000000000000000000000000000'}${'2C8GjS'}`)).toBe('<npm-token>')
    expect(redact(`npm_${'000000000000000000000000000000'}${'2C8GjT'}`)).toBe(
      `npm_${'000000000000000000000000000000'}2C8GjT`,
    )
  })

  it('takes a key without an end up to the cap', () => {
    expect(redact(`a ${key.slice(0, 700)}`)).toBe('a <private-key>')
    const endless = `-----BEGIN PRIVATE KEY-----\n${'MIIEpAIBAAKCAQEAq7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMyVnBwCrD '.repeat(400)}`
    expect(redact(endless)).toBe(`<private-key>${endless.slice(SECRET_KEY_CAP)}`)
  })

  it('leaves a quoted opening line and a certificate', () => {
    const text = 'A key starts with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----.'
    expect(redact(text)).toBe(text)
    expect(redact(key.replaceAll('RSA PRIVATE KEY', 'CERTIFICATE'))).toBe(
      key.replaceAll('RSA PRIVATE KEY', 'CERTIFICATE'),
    )
  })

  it('takes overlapping formats as one', () => {
    expect(redact(`OPENAI_API_KEY=sk-proj-${'q7Rt2LmX9vKc4WzY8pNd5HsJ'}`)).toBe('OPENAI_API_KEY=<openai-project>')
  })

  it('lets no warning widen what is redacted', () => {
    const header = 'Bearer session4521-open1'
    expect(redact(`${header}${key}`)).toBe(`${header}<private-key>`)
    const strict = createSecretScanner(createEngine(), { redactsWarnings: true })
    expect(strict.scan(`${header}${key}`).critical).toEqual([
      { start: 'Bearer '.length, end: header.length + key.length, rule: 'private-key' },
    ])
  })

  it('takes a token longer than its format whole', () => {
    expect(redact(`ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0'.repeat(20)} x`)).toBe('<github-pat> x')
  })

  it('takes many tokens in one run in linear time', () => {
    const run = `ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}-`.repeat(40_000)
    expect(scanner.scan(`${run} x`).critical).toEqual([{ start: 0, end: run.length, rule: 'github-pat' }])
  })

  it.each([`glc_eyJ${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMy'}/`, 'eyJaaaaaaaaaaaa.', `ghp_${'x'.repeat(36)}-`])(
    'reads a megabyte of %s in one run',
    (token) => {
      const run = token.repeat(1_000_000 / token.length)
      const { critical } = scanner.scan(`${run} x`)
      expect(critical.map(({ start, end }) => [start, end])).toEqual(token.startsWith('glc_') ? [[0, run.length]] : [])
    },
  )

  it('ignores formats for one scanner, not for others of the engine', () => {
    const engine = createEngine()
    const token = `ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}`
    const lax = createSecretScanner(engine, { ignore: ['github-pat'] })
    expect(lax.scan(token).critical).toEqual([])
    expect(createSecretScanner(engine).scan(token).critical).toHaveLength(1)
    expect(lax.scan(token).critical).toEqual([])
  })

  it('reads ten megabytes in one line', () => {
    const token = `ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}`
    for (const filler of ['word ', 'wörd — ']) {
      const text = filler.repeat(10_000_000 / filler.length) + token
      expect(scanner.scan(text).critical).toEqual([
        { start: text.length - token.length, end: text.length, rule: 'github-pat' },
      ])
      expect(text.length - scanner.pending(text)).toBe(token.length)
    }
  })

  it('ignores what it is told to ignore', () => {
    const lax = createSecretScanner(createEngine(), { ignore: ['private-key'] })
    expect(lax.scan(key).critical).toEqual([])
    expect(lax.pending(key.slice(0, 60))).toBeGreaterThan(0)
  })

  it('is settled before `pending`, whatever follows', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        key,
        key.slice(0, 300),
        '-----BEGIN PRIVATE KEY-----',
        ' ',
        '\n',
        '. ',
        ': ',
        '=',
        ' is ',
        '"',
        "'",
        '://',
        '@host',
        'https://u',
        ':',
        'password',
        'api',
        ' key',
        'api_key',
        'token',
        'secret',
        'aws_secret_access_key',
        'Bearer',
        '--password',
      ),
      fc.constantFrom(...SECRET_FORMATS.flatMap(({ match }) => match)),
      fc.string({ maxLength: 8 }),
      fc.stringMatching(/^[a-zA-Z0-9]{8,40}$/),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.nat(), (pieces, at) => {
        const text = pieces.join('')
        const head = text.slice(0, at % (text.length + 1))
        const settled = scanner.pending(head)
        const upTo = ({ critical, warnings }: ReturnType<typeof scanner.scan>) =>
          [critical, warnings].map((list) => list.filter(({ end, start }) => end <= settled && start < settled))
        const straddles = scanner.scan(head).critical.some(({ start, end }) => start < settled && end > settled)
        if (!straddles) expect(upTo(scanner.scan(text))).toEqual(upTo(scanner.scan(head)))
        expect(
          scanner.scan(text).critical.filter(({ start, end }) => start < settled && end > settled).length > 0,
        ).toBe(straddles)
      }),
      { numRuns: 2000 },
    )
  })

  it('lets prose go word by word', () => {
    const prose =
      'The garden is early this year, and the password field (see the manual) comes with a token of thanks; my system works. '
    for (let n = 1; n < prose.length; n++) {
      const held = n - scanner.pending(prose.slice(0, n))
      expect(held, prose.slice(0, n)).toBeLessThanOrEqual(18)
    }
  })
})
