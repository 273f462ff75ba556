import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEngine } from '../engine.ts'
import { createPiiFinder } from './finder.ts'

const finder = createPiiFinder(createEngine())
const found = (text: string): readonly string[] =>
  finder.scan(text).map(({ start, end, rule }) => `${rule} ${text.slice(start, end)}`)

const FOUND: readonly (readonly [string, string])[] = [
  ['email-address', 'jane.doe+x@mail.acme.co.uk'],
  ['payment-card', `4111 ${'1111 1111 1111'}`],
  ['payment-card', `5500-${'0055-5555-5559'}`],
  ['payment-card', `3782${'82246310005'}`],
  ['iban', `DE89 ${'3704 0044 0532 0130 00'}`],
  ['iban', `GB29${'NWBK60161331926819'}`],
  ['us-ssn', `536-${'22-8714'}`],
  ['ip-address', '203.0.113.7'],
  ['ip-address', '2001:db8::8a2e:370:7334'],
  ['phone-number', `+49 30 ${'5551 2345'}`],
  ['phone-number', `+1 (415) ${'555-0132'}`],
  ['phone-number', `(415) ${'555-0132'}`],
  ['phone-number', `415.555${'.0132'}`],
  ['phone-number', `01 42 ${'68 53 00'}`],
  ['phone-number', `030/${'5551234'}`],
]

describe('finder', () => {
  it.for(FOUND)('finds %s: %s', ([rule, value]) => {
    expect(found(value)).toEqual([`${rule} ${value}`])
    expect(found(`Say ${value}, please.`)).toEqual([`${rule} ${value}`])
  })

  it('leaves what fails its check, and numbers of other kinds', () => {
    for (const text of [
      `4111 ${'1111 1111 1112'}`,
      '0000 0000 0000 0000',
      `DE88 ${'3704 0044 0532 0130 00'}`,
      '000-12-3456, 666-12-3456, 912-12-3456, 123-00-4567',
      'user@example.com and a@b.example',
      '127.0.0.1, ::1, 0.0.0.0, 1.2.3, v1.2.3.4.5, 300.1.1.1',
      '2026-01-05T10:00:00Z at 10:20:30, build 20260105123',
      '9c7c5cb8-c2ef-4b37-bee4-a337e900740b 3f9a0c7be5d14862',
      'std::vector, C++ :: operator, 12 34 56',
    ])
      expect(found(text), text).toEqual([])
  })

  it('is settled before `pending`, whatever follows', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...FOUND.map(([, value]) => value),
        ' ',
        '-',
        '.',
        ':',
        '+',
        '(',
        '@',
        'DE',
        'a',
        '\n',
        '12',
        '0',
      ),
      fc.string({ maxLength: 5 }),
      fc.stringMatching(/^[0-9 -]{1,12}$/),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), fc.nat(), (pieces, at) => {
        const text = pieces.join('')
        const head = text.slice(0, at % (text.length + 1))
        // The word at the end is always held, by the scanner of secrets beside which this one runs.
        const word = head.length - (/[A-Za-z0-9_\-./:+=@%~$!#&*?^]*$/.exec(head)?.[0].length ?? 0)
        const settled = Math.min(word, finder.pending(head))
        // What an edit covers is held back with it.
        const across = finder.scan(head).filter(({ start, end }) => start < settled && end > settled)
        const edge = Math.min(settled, ...across.map(({ start }) => start))
        const upTo = (seen: string) => finder.scan(seen).filter(({ start }) => start < edge)
        expect(upTo(text)).toEqual(upTo(head))
      }),
      { numRuns: 5000 },
    )
  })
})
