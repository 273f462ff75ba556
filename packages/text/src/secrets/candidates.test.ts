// How much of a text is read, counted: whatever stands in it, twice the text is at most about twice the reading.
import { describe, expect, it } from 'vitest'
import { createByteReader, type ByteText } from './byte-text.ts'
import { createCandidateSearch } from './candidates.ts'
import { SECRET_FORMATS } from './formats.ts'

/** Reads texts like the real reader, and counts what is read of them then. */
function createCounter(): { readonly read: (text: string) => ByteText; count(): number } {
  const read = createByteReader()
  let count = 0
  const counting = <T extends Uint8Array | Int32Array>(array: T): T =>
    new Proxy(array, {
      get(target, key) {
        count++
        return Reflect.get(target, key)
      },
    })
  return {
    read(text) {
      const { bytes, words, length } = read(text)
      count = 0
      return { bytes: counting(bytes), words: counting(words), length }
    },
    count: () => count,
  }
}

const keywords = SECRET_FORMATS.flatMap(({ keywords }) => (keywords === 'none' ? [] : keywords))
const examples = SECRET_FORMATS.flatMap(({ match }) => match)
const hostile = {
  'all keywords': `${keywords.join(' ')} `,
  'keywords without a gap': keywords.join(''),
  'all examples': `${examples.join(' ')}\n`,
  'examples without a gap': examples.join(''),
  'examples without their ends': examples.map((example) => `${example.slice(0, -2)} `).join(''),
  beginnings: examples.map((example) => example.slice(0, 5)).join(''),
  'the beginning of a JWT': 'eyJ',
  'the beginning of a JWT, in words': `${'eyJ-'.repeat(49)} `,
  '://': '://',
  'a://b:': 'a://b:',
  'key=': 'key=key=',
  'api_key: ': 'api_key:  ',
  'secret is': 'secret is ',
  names: 'secret_test_key_prod',
  'names that nearly have a value': 'password=ab1 token: x ',
  login: 'login a ',
  '--pass': '--pass ',
  'opening lines': '-----BEGIN -----BEGIN PRIVATE KEY-----',
  dashes: '-',
  'one letter': 'a',
  dots: '.',
  'pairs at words': 'MT-Mj-ND-',
  'sk-': 'sk-',
  'long s and Kelvin': '\u017fecret: to\u212aen= ',
  surrogates: 'token=\u{1f600}',
}

describe.each(['fails', 'matches'] as const)('the search for candidates, where an end %s', (atEnd) => {
  const regexes =
    atEnd === 'fails'
      ? SECRET_FORMATS
      : SECRET_FORMATS.flatMap(({ open, flags }) =>
          open === undefined ? [] : [{ regex: open, ...(flags && { flags }) }],
        )
  const counter = createCounter()
  const search = createCandidateSearch(regexes, atEnd, counter.read)
  const readingOf = (unit: string, units: number): number => {
    search.search(unit.repeat(Math.ceil(units / unit.length)).slice(0, units))
    return counter.count()
  }

  it.for(Object.entries(hostile))('reads little of %s', ([, unit]) => {
    // At least one whole unit: the beginning of a long one may be cheaper than its end.
    const units = Math.max(4096, unit.length)
    const [single, double] = [readingOf(unit, units), readingOf(unit, 2 * units)]
    expect(double).toBeLessThan(2.3 * single + 1000)
    expect(double / (2 * units)).toBeLessThan(20)
  })

  it('reads a byte in two or so of prose', () => {
    const prose = 'The garden is early this year, and most of the team reviews small changes on the same day. '
    expect(readingOf(prose, 8192) / 8192).toBeLessThan(0.8)
  })
})
