import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject, Source } from '@ringwall/core'
import { configSchema, type ConfigInput } from './config.ts'
import { createDetector, findNuls } from './detect.ts'
import { scanJson } from './scan-json.ts'

function rulesOf(
  text: string,
  { source = 'user', meta = {}, config = {} }: { source?: Source; meta?: JsonObject; config?: ConfigInput } = {},
): readonly string[] {
  const faults = createDetector(configSchema.parse(config))({ source, text, meta })
  return [...new Set(faults.map(({ rule }) => rule))]
}
const json = (text: string, config: ConfigInput = {}): readonly string[] =>
  rulesOf(text, { source: 'api', meta: { contentType: 'application/json; charset=utf-8' }, config })

describe('text', () => {
  test.for<[string, string, readonly string[]]>([
    ['the length is counted in UTF-16 units', '🙂 ok '.repeat(20_001), ['length']],
    ['a text of exactly the limit', 'lorem ipsum dolor sit am\n'.repeat(4_000), []],
    ['a letter 119 times', 'z'.repeat(119), []],
    ['a letter 120 times', 'z'.repeat(120), ['repetition']],
    ['a letter 120 times inside prose', `see ${'é'.repeat(120)} there`, ['repetition']],
    ['a sign 199 times', '-'.repeat(199), []],
    ['a sign 200 times', '-'.repeat(200), ['repetition']],
    ['an emoji of several code points, 200 times', '👨‍👩‍👧‍👦'.repeat(200), ['repetition']],
    ['an emoji of several code points, 199 times', '👨‍👩‍👧‍👦'.repeat(199), []],
    ['three characters in turns', 'abc'.repeat(700), ['repetition']],
    ['a word that is repeated', 'again '.repeat(700), []],
    ['padding of a wide table', `| a${' '.repeat(400)}|\n| ${'b'.repeat(30)} ${'-'.repeat(150)} `.repeat(2), []],
    ['white space that is short', ' '.repeat(150), []],
    ['blank lines without end', `q${'\n \n\t'.repeat(100)}r`, ['whitespace-share']],
    ['Braille blanks', 'q⠀r⠀⠀⠀⠀ ⠀ ⠀⠀'.repeat(40), ['whitespace-share']],
    ['a lone high surrogate', 'a\ud83d b', ['invalid-utf16']],
    ['a lone low surrogate at the end', 'a\udc00', ['invalid-utf16']],
    ['an escape sequence', '\u001b[31mred', ['control-character']],
    ['a C1 control', 'a\u009bb', ['control-character']],
    ['delete', 'a\u007f', ['control-character']],
    ['line breaks of all kinds', 'a\r\nb\tc\n', []],
    ['four marks on a letter of ASCII', 'a\u0301\u0302\u0303\u0304', []],
    ['five marks on a letter of ASCII', 'a\u0301\u0302\u0303\u0304\u0305', ['combining-marks']],
    ['eight marks elsewhere', 'अ\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308', []],
    ['nine marks elsewhere', 'अ\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309', ['combining-marks']],
    ['an override', 'abc\u202edef', ['bidi-control']],
    ['marks of direction', 'שלום\u200f (a)\u200e \u061c', []],
    ['a hidden message in tag characters', 'ok \u{e0073}\u{e0065}\u{e006e}\u{e0064}', ['tag-characters']],
    ['the flag of Wales', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', []],
    [
      'a longer message behind a flag',
      '🏴\u{e0073}\u{e0065}\u{e006e}\u{e0064}\u{e0069}\u{e0074}\u{e007f}',
      ['tag-characters'],
    ],
    ['a flag that is not closed', '🏴\u{e0067}\u{e0062}\u{e0073}', ['tag-characters']],
    ['a selector on a letter of ASCII', 'a\ufe01', ['variation-selectors']],
    ['hearts as emoji', '❤️ ❤️ 1️⃣ 葛󠄀', []],
    ['joiners in emoji, Persian and Hindi', '👩‍🚀 می‌خواهم क्‍ष', []],
    ['three zero-width characters', 'a\u200b\u200c\u200db', []],
    ['four zero-width characters', 'a\u200b\u200c\u200d\u2060b', ['zero-width-run']],
    ['zero-width characters and selectors in turns', '❤\ufe0f\u200b\ufe0f\u200b', ['zero-width-run']],
  ])('%s', ([, text, rules]) => {
    expect(rulesOf(text)).toEqual(rules)
  })

  test('what programs print is tolerated from a tool, hidden text is not', () => {
    const detect = createDetector(configSchema.parse({}))
    const text = `\u001b[32m${'#'.repeat(300)} \u202e`
    const faults = detect({ source: 'tool', text, meta: {} })
    expect(faults.map(({ rule, isTolerated }) => [rule, isTolerated])).toEqual([
      ['repetition', true],
      ['control-character', true],
      ['bidi-control', false],
    ])
  })

  test('spans cover the fault', () => {
    const [fault] = createDetector(configSchema.parse({}))({ source: 'user', text: `ab${'z'.repeat(130)}cd`, meta: {} })
    expect(fault?.span).toEqual({ start: 2, end: 132 })
  })

  test('a flood of faults makes a handful of findings', () => {
    const detect = createDetector(configSchema.parse({}))
    expect(detect({ source: 'user', text: 'a\u0001'.repeat(40_000), meta: {} }).length).toBeLessThan(20)
  })

  test('a run of one letter is found wherever it stands and however low the limit', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 300 }),
        fc.string({ maxLength: 300 }),
        fc.integer({ min: 2, max: 300 }),
        (before, after, limit) => {
          const text = `${before}${'q'.repeat(limit)}${after}`
          expect(rulesOf(text, { config: { letterRepeatLimit: limit } })).toContain('repetition')
        },
      ),
    )
  })

  test('no text makes it throw, and every span lies inside the text', () => {
    const detect = createDetector(configSchema.parse({ letterRepeatLimit: 3, maxMarks: 1, maxInvisibleRun: 1 }))
    const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes))
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), units), (text) => {
        for (const { span } of detect({ source: 'api', text, meta: { contentType: 'json' } })) {
          if (span) expect(0 <= span.start && span.start <= span.end && span.end <= text.length).toBe(true)
        }
      }),
    )
  })
})

describe('JSON', () => {
  test.for<[string, string, readonly string[]]>([
    ['a document', ' {"a":[1,-2.5e3,{"b":null}],"c":"\\u00e9\\n","d":{},"e":[]} ', []],
    ['a string', '"hello"', []],
    ['a number', '3.5', ['json-scalar']],
    ['nothing', '', ['json-syntax']],
    ['two documents', '{} {}', ['json-syntax']],
    ['a trailing comma', '[1,]', ['json-syntax']],
    ['a missing comma', '[1 2]', ['json-syntax']],
    ['wrong brackets', '{"a":[1}]', ['json-syntax']],
    ['a number beyond every number', '[1e999]', ['json-syntax']],
    ['a leading zero', '[01]', ['json-syntax']],
    ['an open string', '{"a', ['json-syntax']],
    ['an escape cut short', '"\\u12"', ['json-syntax']],
    ['a name twice, spelled differently', '{"a":1,"\\u0061":2}', ['json-duplicate-key']],
    ['the same name in two objects', '[{"a":1},{"a":2}]', []],
    ['__proto__ in escapes', '{"\\u005f_proto__":{}}', ['json-unsafe-key']],
    ['constructor.prototype', '{"constructor":{"prototype":{}}}', ['json-unsafe-key']],
    ['the constructor of a racing car', '{"constructor":"Lotus","prototype":true}', []],
    ['32 levels', `${'['.repeat(32)}${']'.repeat(32)}`, []],
    ['33 levels', `${'['.repeat(33)}${']'.repeat(33)}`, ['json-depth']],
    ['50,000 levels', '{"a":'.repeat(15_000), ['json-depth']],
    ['control characters in escapes', '{"a":"\\u0000"}', ['control-character']],
    ['a lone surrogate in an escape', '["\\udc12"]', ['invalid-utf16']],
    ['a pair of surrogates in escapes', '["\\ud83d\\ude42"]', []],
    ['an override in an escaped name', '{"\\u202e":1}', ['bidi-control']],
    ['line breaks in escapes', JSON.stringify({ a: '\n'.repeat(3_000) }), ['whitespace-share', 'repetition']],
    [
      'layout of a deep document',
      JSON.stringify({ a: { b: { c: Array.from({ length: 60 }, () => 1) } } }, null, 10),
      [],
    ],
  ])('%s', ([, text, rules]) => {
    expect(json(text)).toEqual(rules)
  })

  test.for<[string, ConfigInput, string]>([
    ['members', { maxJsonKeys: 2 }, 'json-keys'],
    ['items', { maxJsonItems: 2 }, 'json-items'],
    ['names', { maxJsonKeyLength: 3 }, 'json-key-length'],
    ['bytes', { maxJsonBytes: 40 }, 'json-bytes'],
  ])('a limit on %s', ([, config, rule]) => {
    const text = '{"a":1,"b":2,"four":["é","é","é"]}      '
    expect(json(text)).toEqual([])
    expect(json(text, config)).toEqual([rule])
  })

  test('only the sources named, and only where the type says so', () => {
    const broken = '{"a":'
    const meta = { contentType: 'application/vnd.acme+json' }
    expect(rulesOf(broken, { source: 'webhook', meta })).toEqual(['json-syntax'])
    for (const contentType of ['JSON', 'text/json', 'text/plain, application/json', ' application/json ;q=1'])
      expect(rulesOf(broken, { source: 'webhook', meta: { contentType } })).toEqual(['json-syntax'])
    for (const contentType of ['text/plain', 'text/plain; a=application/json', 'application/x-ndjson', ''])
      expect(rulesOf(broken, { source: 'webhook', meta: { contentType } })).toEqual([])
    expect(rulesOf(broken, { source: 'user', meta })).toEqual([])
    expect(rulesOf(broken, { source: 'user', meta, config: { jsonSources: ['user'] } })).toEqual(['json-syntax'])
  })

  test('it reads exactly what JSON.parse reads, save for what it refuses on purpose', () => {
    const limits = configSchema.parse({ maxJsonDepth: 1_000 })
    const mutated = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', ']', '}', '0', '\\', ' '))
      .map(([text, at, by]) => text.slice(0, at % (text.length + 1)) + by + text.slice((at % (text.length + 1)) + 1))
    fc.assert(
      fc.property(fc.oneof(fc.json(), mutated), (text) => {
        const { problem } = scanJson(text, limits)
        if (problem && problem.rule !== 'json-syntax') return
        expect(problem === undefined).toBe(parses(text))
      }),
      { numRuns: 500 },
    )
  })
})

/** True if JSON.parse reads the text, and every number in it: 1e999 becomes Infinity, which is no JSON. */
function parses(text: string): boolean {
  try {
    let finite = true
    JSON.parse(text, (_, value: unknown) => {
      finite &&= typeof value !== 'number' || Number.isFinite(value)
    })
    return finite
  } catch {
    return false
  }
}

describe('attachments', () => {
  const attached = (attachments: JsonObject['x'], config: ConfigInput = {}): readonly string[] =>
    rulesOf('see attached', { source: 'email', meta: { attachments: attachments ?? null }, config })
  test.for<[string, JsonObject['x'], readonly string[]]>([
    ['none', [], []],
    ['as many as may be', Array.from({ length: 20 }, () => ({ size: 1 })), []],
    ['one too many', Array.from({ length: 21 }, () => ({ size: 1 })), ['attachment-count']],
    ['one too large', [{ name: 'a', size: 26 * 1024 * 1024 }], ['attachment-size']],
    ['too large together', Array.from({ length: 3 }, () => ({ size: 20 * 1024 * 1024 })), ['attachment-size']],
    ['of unknown size', [{ name: 'a' }], ['attachment-size']],
    ['of negative size', [{ size: -1 }], ['attachment-size']],
    ['of a size in words', [{ size: '12' }], ['attachment-size']],
    ['no list', { size: 1 }, ['attachment-list']],
    ['a null', null, ['attachment-list']],
  ])('%s', ([, attachments, rules]) => {
    expect(attached(attachments)).toEqual(rules)
  })
})

test('the share of white space is that of all units, whatever the text and the limit', () => {
  const texts = fc.array(fc.constantFrom('x', ' ', '\n', '\u2003', '\u2800'), { maxLength: 40 })
  fc.assert(
    fc.property(texts, fc.double({ min: 0, max: 1, noNaN: true }), (units, maxWhitespaceShare) => {
      const blank = units.filter((unit) => unit !== 'x').length
      const exceeds = units.length > 0 && blank / units.length > maxWhitespaceShare
      const rules = rulesOf(units.join(''), { config: { maxWhitespaceShare, whitespaceFrom: 1 } })
      expect(rules.includes('whitespace-share')).toBe(exceeds)
    }),
  )
})

test('every NUL is found', () => {
  expect(findNuls('\0a\0\0')).toEqual([
    { start: 0, end: 1 },
    { start: 2, end: 3 },
    { start: 3, end: 4 },
  ])
})

describe('config', () => {
  test.for<[string, unknown]>([
    ['NaN', { maxLength: NaN }],
    ['a negative', { maxLength: -1 }],
    ['a fraction', { maxMarks: 1.5 }],
    ['infinity', { maxJsonDepth: Infinity }],
    ['a share over one', { maxWhitespaceShare: 1.1 }],
    ['a share of NaN', { maxWhitespaceShare: NaN }],
    ['an unknown key', { maxLenght: 5 }],
    ['an unknown source', { jsonSources: ['apis'] }],
    ['a run too long for a regular expression', { maxMarks: 1_000_000 }],
  ])('refuses %s', ([, config]) => {
    expect(configSchema.safeParse(config).success).toBe(false)
  })
})
