import { isRingwallError } from '@ringwall/core'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEngine } from '../src/index.ts'
import type { MatchFlags, Matcher } from '../src/index.ts'

const native = createEngine({ prefer: 'native' })
const js = createEngine({ prefer: 'js' })

const FLAGS: readonly MatchFlags[] = ['', 'i', 'm', 's', 'im', 'is', 'ms', 'ims']
const atom = fc.constantFrom(
  'a',
  'b',
  'k',
  's',
  '.',
  '\\b',
  '\\B',
  '^',
  '$',
  '\\d',
  '\\w',
  '\\s',
  '[a-c]',
  '[^a]',
  'é',
  '😀',
  '\\x{1F600}',
  '\\pL',
  '\\n',
  '(?:)',
)
const regexes = fc.letrec<{ regex: string }>((tie) => ({
  regex: fc.oneof(
    { maxDepth: 4 },
    atom,
    fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => a + b),
    fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => `(${a}|${b})`),
    fc
      .tuple(tie('regex'), fc.constantFrom('*', '+', '?', '*?', '{1,3}', '{0,2}?'))
      .map(([a, times]) => `(?:${a})${times}`),
    tie('regex').map((a) => `(${a})`),
  ),
})).regex
const texts = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      'c',
      'K',
      '\u212a',
      'ſ',
      's',
      ' ',
      '\n',
      '\r',
      '1',
      'é',
      'É',
      '😀',
      '\ud800',
      '\udfff',
      '\0',
      '_',
    ),
    { maxLength: 40 },
  )
  .map((units) => units.join(''))

test('the native module is what runs here: without it the comparison below would compare js with itself', () => {
  expect(native.name).toBe('native')
  expect(js.name).toBe('js')
})

describe('both engines', () => {
  test('find the same spans and groups', () => {
    fc.assert(
      fc.property(regexes, fc.constantFrom(...FLAGS), texts, (source, flags, text) => {
        expect(js.compile(source, flags).all(text)).toEqual(native.compile(source, flags).all(text))
      }),
      { numRuns: 3000 },
    )
  })

  test('agree on any string', () => {
    const sources = ['\\w+', '(\\S+)@(\\S+)', '[^\\x00-\\x7F]+', '\\bign\\w*', '.', '$']
    const pairs = sources.map((source): [Matcher, Matcher] => [native.compile(source, 'i'), js.compile(source, 'i')])
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const [one, other] of pairs) {
          expect(other.all(text)).toEqual(one.all(text))
          expect(other.test(text)).toBe(one.test(text))
        }
      }),
    )
  })

  test.each([
    '(?=a)',
    '(?<=a)b',
    '(?<!a)b',
    '(a)\\1',
    '[',
    'a**',
    'a{1001}',
    '\\u0041',
    '\\cA',
    '\\C',
    '\\Qa\\E',
    '(?<é>a)',
    '(?P<a>x)(?P<a>y)',
    '\\p{Letter}',
    '\\p{Script=Latin}',
    '\\p{',
    '\\h',
    '(',
    'a\\',
    '\ud800',
    'a'.repeat(10_001),
  ])('refuse %s with a code', (source) => {
    for (const engine of [native, js]) {
      let thrown: unknown
      try {
        engine.compile(source, '', 'the-id')
      } catch (error) {
        thrown = error
      }
      expect(isRingwallError(thrown) && thrown.code).toBe('PATTERN_INVALID')
      expect(String(thrown)).toContain('the-id')
    }
  })
})

describe.each([native, js])('the $name engine', (engine) => {
  test('counts in UTF-16 code units', () => {
    expect(engine.compile('(😀)(x)?b').all('é😀b')).toEqual([
      { start: 1, end: 4, groups: [{ start: 1, end: 3 }, undefined] },
    ])
  })

  test('stops at the limit', () => {
    expect(engine.compile('a').all('aaaa', 2)).toHaveLength(2)
  })

  test('starts anew on every call', () => {
    const matcher = engine.compile('a')
    expect(matcher.all('aa', 1)).toEqual(matcher.all('aa', 1))
    expect([matcher.test('ba'), matcher.test('ba')]).toEqual([true, true])
  })

  test('refuses unknown flags', () => {
    // @ts-expect-error the type allows no such flag; configuration read at run time may hold it
    expect(() => engine.compile('a', 'g')).toThrow(/flags/)
  })
})
