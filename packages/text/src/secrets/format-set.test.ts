// The fast search against the slow one: every regex over the whole text. Whatever the first leaves out, the second would find.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEngine, type Engine } from '../engine.ts'
import type { Hit } from '../pattern-set.ts'
import { createFormatSet } from './format-set.ts'
import type { SecretFormat } from './format.ts'
import { SECRET_FORMATS } from './formats.ts'

const engines = [createEngine(), createEngine({ prefer: 'js' })]

type Scan = (text: string) => readonly Hit<SecretFormat>[]

/** Every format's regex over all of the text. */
function createReference(formats: readonly SecretFormat[], engine: Engine): Scan {
  const rules = formats.map((pattern) => ({ pattern, matcher: engine.compile(pattern.regex, pattern.flags ?? '') }))
  return (text) =>
    rules
      .flatMap(({ pattern, matcher }) => matcher.all(text).map((match) => ({ pattern, ...match })))
      .sort((a, b) => a.start - b.start || a.end - b.end)
}

function told(hits: readonly Hit<SecretFormat>[]): readonly string[] {
  return hits
    .map(({ pattern, start, end, groups }) => `${start}-${end} ${pattern.id} ${JSON.stringify(groups)}`)
    .toSorted()
}

/** A format of the test's own. */
function format(regex: string, flags: SecretFormat['flags'] = ''): SecretFormat {
  return {
    id: `f${regex.length}`,
    category: 'secret',
    weight: 1,
    source: 'ringwall',
    keywords: ['a'],
    regex,
    flags,
    maxLength: 5000,
    match: ['a'],
    miss: ['b'],
    tier: 'critical',
  }
}

const examples = SECRET_FORMATS.flatMap(({ match, miss }) => [...match, ...miss])
/** What formats begin with, and what stands between their names and values. */
const beginnings = [
  ...SECRET_FORMATS.flatMap(({ keywords }) => (keywords === 'none' ? [] : keywords)),
  ...SECRET_FORMATS.map(({ match: [example = ''] }) => example.slice(0, 6)),
]
const odd = [
  '—',
  'é',
  '\u{1f600}',
  '\ud83d',
  '\u017f',
  '\u212a',
  'paſſword',
  'to\u212aen',
  '\u0000',
  '\u0081',
  'ſecret',
]
const glue = [
  ' ',
  '',
  '',
  '\n',
  '\t',
  '=',
  ': ',
  ':',
  ' is ',
  ' = "',
  '"',
  "'",
  '`',
  '.',
  ',',
  '://',
  '@h',
  '-',
  '_',
  '/',
  '+',
  '\\"',
  '  ',
  '=> ',
]

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...examples) },
  { weight: 3, arbitrary: fc.constantFrom(...beginnings) },
  { weight: 4, arbitrary: fc.constantFrom(...glue) },
  { weight: 1, arbitrary: fc.constantFrom(...odd) },
  { weight: 2, arbitrary: fc.stringMatching(/^[A-Za-z0-9_+/=.-]{1,60}$/) },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-f0-9]{20,70}$/) },
  { weight: 1, arbitrary: fc.string({ maxLength: 10, unit: 'binary' }) },
)

/** An example with some of it replaced, cut out, doubled or in other letters. */
const mutation = fc
  .tuple(
    fc.constantFrom(...examples),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat({ max: 12 }),
        fc.oneof(fc.constant(''), fc.constantFrom(...glue, ...odd), fc.string({ maxLength: 3 })),
      ),
      { maxLength: 3 },
    ),
    fc.constantFrom('', ' ', 'x', 'é', '_'),
    fc.boolean(),
  )
  .map(([example, cuts, before, isUpper]) => {
    let text = example
    for (const [at, length, instead] of cuts) {
      const from = at % (text.length + 1)
      text = text.slice(0, from) + instead + text.slice(from + length)
    }
    return before + (isUpper ? text.toUpperCase() : text)
  })

const text = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.array(fc.oneof(mutation, fc.constantFrom(...glue)), { maxLength: 6 }).map((pieces) => pieces.join('')),
)

describe.each(engines)('the search for formats on the $name engine', (engine) => {
  const set = createFormatSet(SECRET_FORMATS, engine)
  const reference = createReference(SECRET_FORMATS, engine)
  const runs = engine.name === 'native' ? 3000 : 150

  it('finds what every regex over the whole text finds', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(told(set.scan(value))).toEqual(told(reference(value)))
      }),
      { numRuns: runs },
    )
  })

  it('finds an example wherever it stands', () => {
    for (const example of SECRET_FORMATS.flatMap(({ match }) => match)) {
      for (const lead of ['', ' ', 'ab ', 'abc ', 'é= ', '\u{1f600} ', `${'word '.repeat(16)}x `]) {
        const value = `${lead}${example} and more`
        expect(told(set.scan(value)), value).toEqual(told(reference(value)))
      }
    }
  })
})

describe('the search for formats', () => {
  const [engine = createEngine()] = engines
  const shapes = [
    format('(?:ab|cd)[0-9]{3}'),
    format('\\b(?:foo[a-z]{4}|[0-9]{3}bar|x{3}y)'),
    format('[^a-z]{3}=tok'),
    format('(?i:secret)[=:]\\S{4,8}'),
    format('key[^k]{0,5}val', 'i'),
    format('^start.{3}end$', 's'),
    format('[^b]{2}a'),
    format('a+b'),
    format('sk\\b.{0,4}\\Bxyz'),
    format('pw[ds]?:[[:alpha:]]{3}'),
    format('\\bQ[0-9]{20}'),
    format('é{2}tok[é-ü]{2}', 'i'),
    format('ßtok', 'i'),
  ]
  const crumbs = [
    'ab',
    'cd',
    '1',
    '23',
    '456',
    'foo',
    'bar',
    'xxx',
    'y',
    '=',
    'tok',
    'TOK',
    ' ',
    'secret',
    'SECRET',
    ':',
    'key',
    'val',
    'k',
    'start',
    'end',
    '\n',
    'sk',
    'xyz',
    'pwd',
    'Q',
    '0123456789',
    'é',
    'ü',
    'ſ',
    'K',
    '\u{1f600}',
    'a',
    'b',
    'ß',
    'ẞ',
  ]

  it.each(shapes)('holds for any regex: $regex', (shape) => {
    const set = createFormatSet([shape], engine)
    const reference = createReference([shape], engine)
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...crumbs), { maxLength: 16 }), (pieces) => {
        const value = pieces.join('')
        expect(told(set.scan(value))).toEqual(told(reference(value)))
      }),
      { numRuns: 500 },
    )
  })

  it('reads a text after a longer one anew', () => {
    const set = createFormatSet(SECRET_FORMATS, engine)
    const token = `ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}`
    const long = `${'word '.repeat(40_000)}${token}`
    expect(told(set.scan(long))).toHaveLength(1)
    expect(set.scan(token.slice(0, -1))).toEqual([])
    expect(told(set.scan(`${'word '.repeat(12)}${token}`))).toHaveLength(1)
    expect(set.scan('word '.repeat(12))).toEqual([])
  })
})
