import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKnownValueFinder } from './known-value-finder.ts'

const VALUE = 'correct/horse+battery-é9'
const finder = createKnownValueFinder([
  { name: 'long', value: VALUE },
  { name: 'short', value: 'q7xk2' },
])

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const pairs = (text: string): readonly string[] => Buffer.from(text).toString('hex').match(/../g) ?? []
const each = (text: string, write: (code: number) => string): string =>
  Array.from({ length: text.length }, (_, i) => write(text.charCodeAt(i))).join('')
const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0')

function base32(text: string): string {
  const bits = Array.from(Buffer.from(text), (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(group.padEnd(5, '0'), 2)] ?? '')
    .join('')
}

const WRITINGS: readonly (readonly [string, (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['escapes of JavaScript', (text) => each(text, (code) => `\\u${hex(code, 4)}`)],
  ['escapes in upper case', (text) => each(text, (code) => `\\u${hex(code, 4).toUpperCase()}`)],
  ['escapes in JSON in JSON', (text) => each(text, (code) => `\\\\u${hex(code, 4)}`)],
  ['escapes with braces', (text) => each(text, (code) => `\\u{${hex(code, 1)}}`)],
  [
    'bytes of Python',
    (text) =>
      pairs(text)
        .map((pair) => `\\x${pair}`)
        .join(''),
  ],
  ['one escape in the middle', (text) => text.replace('r', '\\u0072')],
  ['decimal references', (text) => each(text, (code) => `&#${code};`)],
  ['hexadecimal references', (text) => each(text, (code) => `&#x${hex(code, 2)};`)],
  ['named references', (text) => text.replaceAll('/', '&sol;').replaceAll('+', '&plus;')],
  [
    'quoted-printable',
    (text) =>
      pairs(text)
        .map((pair) => `=${pair.toUpperCase()}`)
        .join(''),
  ],
  ['quoted-printable with a soft break', (text) => `${text.slice(0, 5)}=\r\n${text.slice(5).replace('é', '=C3=A9')}`],
  [
    'percent-encoding of everything',
    (text) =>
      pairs(text)
        .map((pair) => `%${pair}`)
        .join(''),
  ],
  ['percent-encoding twice', (text) => encodeURIComponent(encodeURIComponent(text))],
  [
    'escaped for a regular expression',
    (text) => text.replaceAll(/[^\w\s]/g, (sign) => (sign === 'é' ? sign : `\\${sign}`)),
  ],
  ['hex', (text) => pairs(text).join('')],
  ['hex in upper case', (text) => pairs(text).join('').toUpperCase()],
  ['spaced hex', (text) => pairs(text).join(' ')],
  ['hex with colons', (text) => pairs(text).join(':').toUpperCase()],
  [
    'hex with prefixes',
    (text) =>
      pairs(text)
        .map((pair) => `0x${pair}`)
        .join(', '),
  ],
  ['base64', base64],
  ['base64 behind other text', (text) => base64(`user:${text}`)],
  ['base64 twice', (text) => base64(base64(text))],
  ['base64 twice behind other text', (text) => base64(`{"a":"${base64(`ab${text}`)}"}`)],
  ['base32', base32],
  ['base32 behind other text', (text) => base32(`user ${text} `)],
  ['base32 in lower case', (text) => base32(text).toLowerCase()],
  ['a soft hyphen', (text) => `${text.slice(0, 4)}\u00ad${text.slice(4)}`],
  ['zero width everywhere', (text) => [...text].join('\u200b')],
  ['reversed', (text) => [...text].toReversed().join('')],
]

describe('known values', () => {
  it.for(WRITINGS)('%s', ([, write]) => {
    const written = write(VALUE)
    const text = `sent ${written} on`
    const [found, ...more] = finder.scan(text)
    expect(more).toEqual([])
    expect(found?.rule).toBe('known:long')
    // Of a value behind other text only its own part, and of an encoding all but its edges.
    expect(found?.start).toBeGreaterThanOrEqual(5)
    expect(found?.end).toBeLessThanOrEqual(text.length - 3)
    expect((found?.end ?? 0) - (found?.start ?? 0)).toBeGreaterThan(Math.min(written.length - 6, VALUE.length))
  })

  it('short ones as words of their own, also encoded', () => {
    for (const text of [
      'q7xk2',
      'x=q7xk2;',
      base64('q7xk2').replace('=', ''),
      '71 37'.replace(' ', '') + '786b32',
      'q7\\u0078k2',
    ])
      expect(finder.scan(`a ${text} b`), text).toHaveLength(1)
    for (const text of ['aq7xk2', 'q7xk2b', 'a71377', 'the horse']) expect(finder.scan(text), text).toEqual([])
    expect(createKnownValueFinder([{ name: 'a', value: 'abc' }]).scan('abc')).toEqual([])
  })

  it('nothing in ordinary text with escapes', () => {
    for (const text of [
      'C:\\users\\new\\u00e9',
      'a=3D &amp; b%20c',
      '100% = a\\',
      '\\u{110000} &#9999999; &nosuch;',
      '=',
      '&#',
    ])
      expect(finder.scan(text), text).toEqual([])
  })

  it('is settled before `pending`, in any writing', () => {
    const piece = fc.oneof(
      fc.constantFrom(...WRITINGS.map(([, write]) => write(VALUE))),
      fc.constantFrom('a ', '\\', '%', '=', '&#', '\u200b', 'q7xk2', 'cor', 'co\\u00'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 3 }), fc.nat(), (pieces, at) => {
        const text = pieces.join('')
        const head = text.slice(0, at % (text.length + 1))
        const settled = finder.pending(head)
        const before = finder.scan(text).filter(({ start }) => start < settled)
        for (const { start, end } of before) {
          expect(finder.scan(head).some((one) => one.start <= start && one.end >= Math.min(end, settled))).toBe(true)
        }
      }),
      { numRuns: 1500 },
    )
  })

  it.for(['\\', '%', '=3', '&#', '\\u0063', '%25', '\u200b', '=C3', '\\\\u', '&amp;'])(
    'reads a hostile text in one go: %s',
    (sign) => {
      const text = sign.repeat(300_000 / sign.length)
      expect(finder.scan(text)).toEqual([])
      expect(finder.pending(text)).toBeGreaterThanOrEqual(0)
    },
  )
})
