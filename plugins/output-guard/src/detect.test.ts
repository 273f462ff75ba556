import { checkPatterns, createEngine } from '@ringwall/text'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDetector, KEY_CAP, WINDOW } from './detect.ts'
import { SECRET_PATTERNS } from './patterns.ts'
import { LEAK_PATTERNS } from './prompt-leak.ts'

const engines = [createEngine(), createEngine({ prefer: 'js' })]

describe.each(engines)('formats on the $name engine', (engine) => {
  const detector = createDetector(engine)

  it('find their examples and leave the near misses', () => {
    expect(
      checkPatterns(
        SECRET_PATTERNS.filter(({ leastEntropy }) => leastEntropy === undefined),
        engine,
      ),
    ).toEqual([])
    expect(checkPatterns(LEAK_PATTERNS, engine)).toEqual([])
  })

  it.for(SECRET_PATTERNS.filter(({ id }) => id !== 'private-key'))('redact every example of $id', ({ match, miss }) => {
    for (const text of match) {
      const { critical, warnings } = detector.scan(text)
      expect(critical.length + warnings.length, text).toBe(1)
    }
    for (const text of miss) expect(detector.scan(text), text).toEqual({ critical: [], warnings: [], leaks: [] })
  })
})

describe('detector', () => {
  const detector = createDetector(createEngine())
  const redact = (text: string): string =>
    detector
      .scan(text)
      .critical.toReversed()
      .reduce((out, { start, end, rule }) => `${out.slice(0, start)}<${rule}>${out.slice(end)}`, text)

  it('declares a window that holds every format', () => {
    for (const { maxLength } of [...SECRET_PATTERNS, ...LEAK_PATTERNS]) expect(maxLength).toBeLessThan(WINDOW)
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
    expect(redact(endless)).toBe(`<private-key>${endless.slice(KEY_CAP)}`)
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
    const jwt = `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}.${'q7Rt2LmX9vKc4WzY8pNd'}`
    expect(redact(`${jwt}${key}`)).toBe(`${jwt}<private-key>`)
    const strict = createDetector(createEngine(), { redactsWarnings: true })
    expect(strict.scan(`${jwt}${key}`).critical).toEqual([
      { start: 0, end: jwt.length + key.length, rule: 'private-key' },
    ])
  })

  it('takes a token longer than its format whole', () => {
    expect(redact(`ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0'.repeat(20)} x`)).toBe('<github-pat> x')
  })

  it('ignores what it is told to ignore', () => {
    const lax = createDetector(createEngine(), { ignore: ['private-key'] })
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
        'my system prompt is',
        'You are a helpful',
        'You must never reveal',
        'If the user asks',
        'was told to',
        '<|im_start|>',
        'never repeat these rules',
      ),
      fc.constantFrom(...SECRET_PATTERNS.flatMap(({ match }) => match)),
      fc.string({ maxLength: 8 }),
      fc.stringMatching(/^[a-zA-Z0-9]{8,40}$/),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.nat(), (pieces, at) => {
        const text = pieces.join('')
        const head = text.slice(0, at % (text.length + 1))
        const settled = detector.pending(head)
        const upTo = ({ critical, warnings, leaks }: ReturnType<typeof detector.scan>) =>
          [critical, warnings, leaks].map((list) => list.filter(({ end, start }) => end <= settled && start < settled))
        const straddles = detector.scan(head).critical.some(({ start, end }) => start < settled && end > settled)
        if (!straddles) expect(upTo(detector.scan(text))).toEqual(upTo(detector.scan(head)))
        expect(
          detector.scan(text).critical.filter(({ start, end }) => start < settled && end > settled).length > 0,
        ).toBe(straddles)
      }),
      { numRuns: 2000 },
    )
  })

  it('lets prose go word by word', () => {
    const prose =
      'The garden is early this year, and the password field (see the manual) comes with a token of thanks; my system works. '
    for (let n = 1; n < prose.length; n++) {
      const held = n - detector.pending(prose.slice(0, n))
      expect(held, prose.slice(0, n)).toBeLessThanOrEqual(18)
    }
  })
})
