import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEngine } from '../engine.ts'
import { createSecretScanner } from '../secrets/scanner.ts'
import { uniteSpans } from '../unite-spans.ts'
import { createHiddenSecretFinder } from './finder.ts'
import { reverse, rot13 } from './mirrored.ts'

const engine = createEngine()
const scanner = createSecretScanner(engine)
const finder = createHiddenSecretFinder(engine, scanner)

const ALNUM = 'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xM'
const GITHUB = `ghp_${ALNUM.slice(0, 36)}`
const GITLAB = `glpat-${ALNUM.slice(3, 23)}`
const AWS = `AKIA${'Q7RT2LMX9VKC4WZY'}`
const LINE = `${ALNUM}${ALNUM.slice(0, 24)}\n`
const KEY = `-----BEGIN RSA PRIVATE KEY-----\n${LINE.repeat(12)}-----END RSA PRIVATE KEY-----`

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const hex = (text: string): string => Buffer.from(text).toString('hex')
const each = (text: string, write: (code: string, unit: number) => string): string =>
  Array.from(text, (character) => write(hex(character), character.charCodeAt(0))).join('')
const inPieces = (text: string, size: number, by: string): string =>
  (text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []).join(by)

/** Writings of one line without spaces. */
const WRITINGS: Readonly<Record<string, (secret: string) => string>> = {
  base64,
  base64url: (secret) => Buffer.from(`>?${secret}`).toString('base64url'),
  'base64 behind one byte': (secret) => base64(` ${secret}`),
  'base64 behind two bytes': (secret) => base64(`: ${secret}\n`),
  'base64 twice': (secret) => base64(base64(secret)),
  'base64 of a file': (secret) => base64(`NAME=worker\nTOKEN=${secret}\nMODE=fast and loose\n`.repeat(100)),
  hex,
  HEX: (secret) => hex(secret).toUpperCase(),
  'hex of base64': (secret) => hex(base64(secret)),
  percent: (secret) => each(secret, (code) => `%${code}`),
  'percent, one character': (secret) => secret.replace(/[^A-Za-z0-9]|A/, (character) => `%${hex(character)}`),
  'percent twice': (secret) => each(secret, (code) => `%25${code}`),
  '\\u': (secret) => each(secret, (code) => `\\u00${code}`),
  '\\u{}': (secret) => each(secret, (code) => `\\u{${code}}`),
  '\\x': (secret) => each(secret, (code) => `\\x${code}`),
  octal: (secret) => each(secret, (_, unit) => `\\${unit.toString(8).padStart(3, '0')}`),
  'decimal entities': (secret) => each(secret, (_, unit) => `&#${unit};`),
  'hexadecimal entities': (secret) => each(secret, (code) => `&#x${code};`),
  'zero-width spaces': (secret) => [...secret].join('\u200b'),
  'soft hyphens': (secret) => inPieces(secret, 5, '\u00ad'),
  tags: (secret) => inPieces(secret, 3, '\u{e0020}'),
  fullwidth: (secret) => secret.replaceAll(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
  'hidden in tags': (secret) =>
    secret.replaceAll(/[ -~]/g, (c) => String.fromCodePoint(c.charCodeAt(0) + 0xe0000)).replaceAll('\n', ''),
  colours: (secret) => inPieces(secret, 7, '\u001b[1;31m'),
}
/** Writings of what holds no line break. */
const TOKEN_WRITINGS: typeof WRITINGS = {
  reversed: reverse,
  rot13: rot13,
  'decimal codes': (secret) => Array.from(secret, (c) => c.charCodeAt(0)).join(', '),
  'decimal codes, close': (secret) => Array.from(secret, (c) => c.charCodeAt(0)).join(','),
  bold: (secret) => inPieces(secret, 6, '**'),
  backticks: (secret) => inPieces(secret, 9, '``'),
  'Markdown escapes': (secret) => secret.replaceAll(/[_-]/g, '\\$&').replace('4W', '4W'),
  'HTML tags': (secret) => inPieces(secret, 8, '</b><b class="x">'),
  'strings put together': (secret) => inPieces(secret, 8, '" + "'),
  spaces: (secret) => [...secret].join(' '),
  'two spaces': (secret) => [...secret].join('  '),
  hyphens: (secret) => [...secret].join('-'),
  'line breaks': (secret) => [...secret].join('\n'),
  'groups of four': (secret) => inPieces(secret, 4, ' '),
  'groups of five with hyphens': (secret) => inPieces(secret, 5, '-'),
  'lines of eight': (secret) => inPieces(secret, 8, '\n'),
  'lines of eight, indented': (secret) => inPieces(secret, 8, '\n    '),
  'lines with carriage returns': (secret) => inPieces(secret, 8, '\r\n'),
  'one break in the middle': (secret) => inPieces(secret, Math.ceil(secret.length * 0.6), '\n'),
  'hex in pairs': (secret) => inPieces(hex(secret), 2, ' '),
  'hex in pairs with colons': (secret) => inPieces(hex(secret), 2, ':'),
  'base64 in groups': (secret) => inPieces(base64(`token ${secret}`), 8, ' '),
  'base64 in lines': (secret) => inPieces(base64(`NAME=worker\nTOKEN=${secret}\nMODE=fast\n`), 64, '\n'),
}
const ROWS = [
  ...Object.entries({ ...WRITINGS, ...TOKEN_WRITINGS }).flatMap(([name, write]) =>
    Object.entries({ 'github-pat': GITHUB, 'gitlab-pat': GITLAB, 'aws-access-key': AWS }).map(
      ([rule, secret]) => [name, rule, write(secret)] as const,
    ),
  ),
  ...Object.entries({ ...WRITINGS, reversed: reverse, rot13 }).flatMap(([name, write]) =>
    name === 'base64 of a file' || name === 'percent, one character'
      ? []
      : [[name, 'private-key', write(KEY)] as const],
  ),
]

function redact(text: string): string {
  const { critical } = scanner.scan(text)
  const found = finder.scan(text, critical)
  const open = critical.filter((span) => !found.some(({ start, end }) => start < span.end && end > span.start))
  return [...found, ...open]
    .toSorted((a, b) => a.start - b.start)

    .toReversed()
    .reduce((out, { start, end, rule }) => `${out.slice(0, start)}<${rule}>${out.slice(end)}`, text)
}

describe('finder', () => {
  it.for(ROWS)('finds in %s: %s', ([name, rule, written]) => {
    const out = redact(`(${written}) and more.`).replace('<encoded-', '<')
    if (name === 'base64 of a file') {
      const left = Buffer.from(out.replaceAll(/<[a-z-]+>/g, ''), 'base64').toString()
      expect(out.split(`<${rule}>`)).toHaveLength(101)
      expect(left).toContain('NAME=worker')
    } else if (name === 'base64url') expect(out).toBe(`(<${rule}>) and more.`)
    else expect(out.replace(/^\(-?</, '(<')).toBe(`(<${rule}>) and more.`)
  })

  it('leaves encoded text without secrets, hashes, ids, pictures, certificates, tables', () => {
    const png = base64(String.fromCharCode(...Array.from({ length: 900 }, (_, i) => (i * i * 7 + i * 31) % 256)))
    for (const text of [
      base64('The quick brown fox jumps over the lazy dog. '.repeat(30)),
      base64(JSON.stringify({ id: 17, name: 'worker', tags: ['a', 'b'], url: 'https://example.com/x?y=1' })),
      hex('The quick brown fox jumps over the lazy dog 12 times.'),
      `data:image/png;base64,${png}`,
      'sha256:3f9a0c7be5d1486292b7e04fd8c3a15690e27bd4f86a1c3e5b09d7f2846ac1e0 9c7c5cb8-c2ef-4b37-bee4-a337e900740b',
      KEY.replaceAll('RSA PRIVATE KEY', 'CERTIFICATE'),
      '10 20 30 40 50 60 70 80 90\n11 21 31 41 51 61 71 81 91\n',
      '1 2 3 4 5 6 7 8 9 a b c d e f g h i j k l m n o p q r s t u v w x y z',
      'ghp_ glpat- and AKIA are prefixes of 40 4 2 tokens',
      'caf%C3%A9 &amp; bar &#8212; \\u00e9 \\x41',
      '👩‍👩‍👧 family ❤️ 12 times',
    ])
      expect(redact(text), text).toBe(text)
  })

  it('does not merge plain secrets in equal lines', () => {
    const text = [AWS, AWS.replace('Q7', '7Q'), AWS.replace('VK', 'KV')].join('\n')
    expect(redact(text)).toBe(['', '', ''].map(() => '<aws-access-key>').join('\n'))
  })

  it('is settled before `pending`, whatever follows', () => {
    const written = Object.values({ ...WRITINGS, ...TOKEN_WRITINGS }).map((write) => write(GITLAB))
    const piece = fc.oneof(
      fc.constantFrom(...written, ...ROWS.map(([, , text]) => text).filter((text) => text.length < 400)),
      fc.constantFrom(rot13(KEY), reverse(KEY), ' ', '\n', ': ', '\n    ', '"', 'key', 'a', 'is ', 'G', '2024 '),
      fc.constantFrom(GITLAB, AWS, 'ghp_', 'g h', '67 68 ', '-----ORTVA CEVINGR XRL-----', '\u200b', '%67', '&#103;'),
      fc.string({ maxLength: 8 }),
    )
    const all = (text: string) => {
      const { critical } = scanner.scan(text)
      return uniteSpans([...critical, ...finder.scan(text, critical)])
    }
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.nat(), (pieces, at) => {
        const text = pieces.join('')
        const head = text.slice(0, at % (text.length + 1))
        const settled = Math.min(scanner.pending(head), finder.pending(head))
        const [whole, seen] = [all(text), all(head)]
        // What an edit covers is held back with it, so only what begins in settled text and in no edit counts.
        const edge = Math.min(
          settled,
          ...seen.filter(({ start, end }) => start < settled && end > settled).map(({ start }) => start),
        )
        const upTo = (list: ReturnType<typeof all>) =>
          list
            .filter(({ start }) => start < edge)
            .map(({ start, end }) => `${start}-${end}`)
            .toSorted()
        expect(upTo(whole)).toEqual(upTo(seen))
      }),
      { numRuns: 5000 },
    )
  })

  it('holds little of prose, and less than a page of anything', () => {
    const prose = 'In 2024 the garden was early; a cat (see page 12) sat on the mat, and GPT4 wrote 17 poems about it. '
    let sum = 0
    for (let n = 1; n <= prose.length; n++) sum += n - finder.pending(prose.slice(0, n))
    expect(sum / prose.length).toBeLessThan(4)
    for (const text of [base64('x'.repeat(30_000)), 'a '.repeat(20_000), '67 68 '.repeat(9000), '\u200b'.repeat(9000)])
      expect(text.length - finder.pending(text)).toBeLessThanOrEqual(4200)
  })
})
