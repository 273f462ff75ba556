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
    const jwt = `eyJ${'hbGciOiJub25lIn0'}.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}.`
    expect(redact(`${jwt}${key}`)).toBe(`${jwt}<private-key>`)
    const strict = createSecretScanner(createEngine(), { redactsWarnings: true })
    expect(strict.scan(`${jwt}${key}`).critical).toEqual([
      { start: 0, end: jwt.length, rule: 'json-web-token-unsigned' },
      { start: jwt.length, end: jwt.length + key.length, rule: 'private-key' },
    ])
  })

  it('takes a token longer than its format whole', () => {
    expect(redact(`ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0'.repeat(20)} x`)).toBe('<github-pat> x')
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
