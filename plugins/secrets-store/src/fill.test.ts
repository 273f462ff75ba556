import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { destinationsOf, urlSpans } from './destinations.ts'
import { fill } from './fill.ts'
import { findBlanks } from './placeholders.ts'
import type { JsonObject } from '@ringwall/core'

const DATA = new Set(['body'])
const PLAIN = new Set(['command', 'path'])

function filled(args: JsonObject, value: string): unknown {
  const blanks = findBlanks(args)
  if (blanks === 'malformed') return blanks
  const result = fill(blanks, new Map([['A', value]]), PLAIN)
  return 'set' in result ? result.set[0]?.value : 'refused'
}

describe('a value in a URL', () => {
  const value = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter((text) => text.isWellFormed())
  const hostile = fc.constantFrom(
    '@evil.example/',
    '..',
    '../../x',
    '#',
    '?a=b&c=d',
    ':80@x',
    '//evil',
    '\\',
    '.',
    '%2e%2e',
    ' ',
  )
  const template = fc.constantFrom(
    'https://api.example.com/{{secret:A}}',
    'https://api.example.com/a/{{secret:A}}/b',
    'https://api.example.com/bot{{secret:A}}/send',
    'https://api.example.com/?k={{secret:A}}&l=1',
    'https://user:{{secret:A}}@api.example.com/x',
    'https://{{secret:A}}@api.example.com/x',
    'https://api.example.com/x#{{secret:A}}',
    'see https://api.example.com/?k={{secret:A}}',
  )

  it('is one part of it: the host, the other parts and their number stay', () => {
    fc.assert(
      fc.property(template, fc.oneof(value, hostile), (url, secret) => {
        const made = filled({ url }, secret)
        if (made === 'refused') {
          expect(secret).toMatch(/^\.{1,2}$/)
          return
        }
        const [at] = urlSpans(String(made))
        const is = URL.parse(String(made).slice(at?.start, at?.end))
        const was = URL.parse(url.slice(url.indexOf('https')).replace('{{secret:A}}', 'x'))
        expect(is?.origin).toBe('https://api.example.com')
        expect(is?.pathname.split('/').length).toBe(was?.pathname.split('/').length)
        expect([...(is?.searchParams.keys() ?? [])]).toEqual([...(was?.searchParams.keys() ?? [])])
        expect(is?.username === '').toBe(was?.username === '')
      }),
    )
  })

  it('with a colon in it is the whole of a name or a password, and stands in a path as it is', () => {
    const made = (url: string): unknown => filled({ url }, '12:ab@x')
    expect(made('https://{{secret:A}}@api.example.com/x')).toBe('https://12%3Aab%40x@api.example.com/x')
    expect(made('https://u:{{secret:A}}@api.example.com/x')).toBe('https://u:12%3Aab%40x@api.example.com/x')
    expect(made('https://api.example.com/bot{{secret:A}}/send')).toBe('https://api.example.com/bot12:ab%40x/send')
  })

  it('arrives as it is', () => {
    fc.assert(
      fc.property(value, (secret) => {
        const made = URL.parse(String(filled({ url: 'https://api.example.com/?k={{secret:A}}' }, secret)))
        expect(made?.searchParams.get('k')).toBe(secret)
      }),
    )
  })
})

describe('a value elsewhere', () => {
  it('is put in as it is, also one that looks like a pattern of replacement', () => {
    for (const secret of ['$&', '$1', '{{secret:A}}', 'a\nb', 'https://x.example/'])
      expect(filled({ p: 'x {{secret:A}} y' }, secret)).toBe(`x ${secret} y`)
  })

  it.for([
    '$(id)',
    '`id`',
    'a b',
    'a;b',
    "a'b",
    'a"b',
    'a|b',
    '../x',
    '/etc/passwd',
    '-rf',
    'a\nb',
    '~',
    '*',
    'a\\b',
    'ä',
  ])('is refused where a shell or a path is read: %j', (secret) => {
    for (const field of ['command', 'shellCommand', 'file_path'])
      expect(filled({ [field]: 'x {{secret:A}}' }, secret)).toBe('refused')
    expect(filled({ command: ['x', ['{{secret:A}}']] }, secret)).toBe('refused')
  })

  it('is refused in a header with what would begin another', () => {
    for (const secret of ['a\r\nb: c', 'a\nb', 'a\0b', 'a\u0085b'])
      for (const args of [
        { headers: { x: '{{secret:A}}' } },
        { Cookie: '{{secret:A}}' },
        { requestHeaders: [['x', '{{secret:A}}']] },
      ])
        expect(filled(args, secret)).toBe('refused')
  })
})

it('two values side by side are refused where they mean what neither does', () => {
  const blanks = findBlanks({ path: 'a/{{secret:A}}{{secret:B}}/x' })
  const values = new Map([
    ['A', '.'],
    ['B', '.'],
  ])
  expect(blanks === 'malformed' ? blanks : fill(blanks, values, PLAIN)).toHaveProperty('problem')
})

it('a word is asked for by the argument itself, not by one around it', () => {
  expect(filled({ path: { password: '{{secret:A}}' } }, 'a b')).toBe('a b')
})

describe('destinationsOf', () => {
  const hosts = (args: JsonObject) => destinationsOf(args, DATA)?.map(({ host }) => host)

  it.for([
    [{ url: 'https://a.example/x' }, ['a.example']],
    [{ a: [{ b: 'go to https://a.example/x, then http://b.example:81.' }] }, ['a.example', 'b.example:81']],
    [{ 'https://a.example/': 1 }, ['a.example']],
    [{ body: 'see https://a.example/' }, []],
    [{ body: 'https://a.example/' }, ['a.example']],
    [{ body: { deep: 'see https://a.example/' } }, []],
    [{ webhookUrl: 'a.example/x' }, ['a.example']],
    [{ base_url: 'a.example:8443' }, ['a.example:8443']],
    [{ host: '127.0.0.1' }, ['127.0.0.1']],
    [{ url: '//a.example/x' }, ['a.example']],
    [{ urls: ['https://a.example/', 'b.example'] }, ['a.example', 'b.example']],
    [{ text: 'a: b, c:\\d e' }, []],
    [{ url: '' }, []],
  ] as const)('%j', ([args, expected]) => {
    expect(hosts(args as JsonObject)).toEqual(expected)
  })

  it.for([
    'https://a.example\\@b.example/',
    'https:\\\\a.example/',
    'https:/a.example/',
    'https:///a.example/',
    'https://a.example:x/',
    'https://a@b@c.example/',
    'https://a.exa\u00admple/',
    'https://a。example/',
    'https://{{secret:A}}/',
    'https://a.{{secret:A}}.example/',
    'https://a.example:{{secret:A}}/',
    'https://%61.example/',
    'not a host',
  ])('is undefined where it is not plain: %s', (url) => {
    expect(hosts({ url })).toBeUndefined()
  })

  it('is done with a hostile text in no time', () => {
    for (const text of [
      'a:/'.repeat(100_000),
      'https:'.repeat(50_000),
      '{{secret:'.repeat(30_000),
      'a'.repeat(300_000),
    ]) {
      destinationsOf({ a: text }, DATA)
      findBlanks({ a: text })
    }
  })
})
