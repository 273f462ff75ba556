import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLiteralFinder, LITERAL_WINDOW } from './finder.ts'

const TOKEN = `CTKN_${'9c41f07ab35de286'}`
const PASSWORD = 'Tr0ub4dor&3-correct-horse'
const finder = createLiteralFinder([
  { id: 'token', value: TOKEN, prefix: 'CTKN_' },
  { id: 'password', value: PASSWORD },
])
const spaced = [...TOKEN].join(' ')
const hex = Buffer.from(TOKEN).toString('hex')

describe('literals', () => {
  it.each([
    [TOKEN, 'token', 'plain'],
    [spaced, 'token', 'spaced'],
    [PASSWORD, 'password', 'plain'],
    [PASSWORD.toUpperCase(), 'password', 'spaced'],
    [[...PASSWORD].toReversed().join(''), 'password', 'reversed'],
    [Buffer.from(PASSWORD).toString('base64'), 'password', 'base64'],
    [encodeURIComponent(PASSWORD), 'password', 'escaped'],
  ])('%s is found', (text, id, form) => {
    const [found, ...rest] = finder.scan(`It is ${text} and that is it.`)
    expect(found).toMatchObject({ id, start: 6, share: 1, form: expect.stringContaining(form.slice(0, 6)) })
    expect(found?.end).toBeGreaterThanOrEqual(6 + text.length - 2)
    expect(rest).toEqual([])
  })

  it('values that are short or hold few letters and digits are found as they are', () => {
    const short = createLiteralFinder([
      { id: 'a', value: 'x7!' },
      { id: 'b', value: '!!!???!!!???' },
    ])
    expect(short.scan('x7! and !!!???!!!??? and x-7-!').map(({ id }) => id)).toEqual(['a', 'b'])
    expect(short.pending('It is x7')).toBe(6)
  })

  it('no literals are never found', () => {
    const none = createLiteralFinder([{ id: 'empty', value: '' }])
    expect(none.scan(`${TOKEN} ${spaced} ${hex}`)).toEqual([])
    expect(none.pending('some words ')).toBe(11)
  })

  it('a token that packs more than is looked at counts as a sighting, each time', () => {
    const pack = (text: string): string => deflateSync(text).toString('base64')
    const bomb = pack(`${pack('hello there world '.repeat(100))} `.repeat(16))
    const [one, ...rest] = finder.scan(`It is ${bomb} and that is it.`)
    expect(one).toMatchObject({ start: 6, form: 'packed beyond the limit' })
    expect(rest).toEqual([])
    expect(finder.scan(`It is ${bomb} and that is it.`)).toEqual([one])
    expect(finder.scan(`It is ${pack(pack('hello there world '.repeat(100)))} and that is it.`)).toEqual([])
  })

  it.each([
    ['gzip', gzipSync],
    ['zlib', deflateSync],
    ['brotli', brotliCompressSync],
  ])('a literal packed by %s with much else is not passed because it unpacks to much', (_, pack) => {
    for (const times of [0, 50, 500, 5000, 100_000]) {
      const packed = pack(Buffer.from(`${TOKEN} ${'and more of it; '.repeat(times)}`)).toString('base64')
      if (packed.length <= 1024) expect(finder.scan(`It is ${packed} .`), String(times)).not.toEqual([])
    }
  })

  it('a value without repeated characters is not every token of different ones', () => {
    const varied = createLiteralFinder([{ id: 'a', value: 'CTKN_0123456789abdefg' }])
    expect(varied.scan('It is QAZWSXEDCRFVTGBYHNUJM and qwertyuiopasdfghjklzx.')).toEqual([])
    const usual = createLiteralFinder([{ id: 'b', value: `CTKN_${'9c41f07a9c35d1e4'}`, prefix: 'CTKN_' }])
    expect(usual.scan('It is QAZWS8xR3V2y78xHm53L9 and qwertyuiopasdfghjklzx.')).toEqual([])
    expect(usual.scan('It is QAZWS8xR3V2y78xHm53LR and qwertyuiopasdfghjklzx.')).toMatchObject([
      { form: 'substitution' },
    ])
  })

  it('nothing is found that spans more than the window', () => {
    const wide = [...TOKEN].join('.'.repeat(LITERAL_WINDOW / 8))
    expect(finder.scan(wide)).toEqual([])
  })
})

/** Pieces of disguises and of what stands around them. */
const piece = fc.oneof(
  fc.constantFrom(
    TOKEN,
    spaced,
    hex,
    PASSWORD,
    TOKEN.slice(5, 14),
    [...TOKEN].join('\u200b'),
    [...TOKEN].join('\n'),
    Buffer.from(TOKEN).toString('base64'),
    Array.from(TOKEN, (c) => c.charCodeAt(0)).join(', '),
    Array.from(TOKEN, (c) => `'${c}'`).join(' + '),
    Array.from(TOKEN, (c, i) => `${i + 10}. item 7 of the list is ${c}\n`).join(''),
    Array.from(TOKEN, (c) => `x[1] = 20; y[2] = 30; z = '${c}'\n`).join(''),
    Array.from(TOKEN, (c) => String(c.charCodeAt(0) ^ 0x9d)).join(' , '),
    Array.from(TOKEN, (c) => String.fromCharCode(c.charCodeAt(0) ^ 0x15)).join(' '),
    Array.from(TOKEN, (c) => c.charCodeAt(0).toString(2).padStart(8, '0').split('').join(', ')).join(',  '),
    'nine charlie four one foxtrot zero seven alpha bravo three five delta echo two eight six',
    ' ',
    '\n',
    ', ',
    '. ',
    'the ',
    'words that say nothing ',
    'a ',
    'I ',
    '7 ',
    '2024 ',
    'x = 1;\n',
    '- ',
    '🎉',
    'é',
    '\ud83c',
  ),
  fc.string({ maxLength: 6 }),
  fc.nat(4000).map((from) => `${spaced}${hex}`.slice(from % 60, (from % 60) + (from % 23))),
)

it('what lies before `pending` is settled, whatever follows', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 9 }), fc.nat(), (pieces, at) => {
      const text = pieces.join('')
      const head = text.slice(0, at % (text.length + 1))
      const held = finder.pending(head)
      // What straddles that place is released as one, or not at all.
      const settled = finder.scan(head).find(({ start, end }) => start < held && end > held)?.start ?? held
      const before = (seen: string) => finder.scan(seen).filter(({ start }) => start < settled)
      expect(before(text)).toEqual(before(head))
    }),
    { numRuns: 3000 },
  )
})

it('what is numbered or logged is held no longer than prose', () => {
  const line = (i: number): string =>
    `10:0${i % 10} [web-${i % 7}] GET /items/${(i * 7919) % 1000} 200 ${(i * 37) % 90} ms\n`
  const log = Array.from({ length: 30 }, (_, i) => line(i)).join('')
  const held = Array.from({ length: log.length }, (_, n) => n + 1 - finder.pending(log.slice(0, n + 1)))
  expect(held.reduce((sum, count) => sum + count, 0) / held.length).toBeLessThan(20)
})

it('the first two signs are left out where they stand far before the third', () => {
  const lines = Array.from(TOKEN.replace('_', ''), (c, i) => `- some words ${i}${i} more words ${i} ${c}\n`)
  const [found, ...rest] = finder.scan(lines.join(''))
  expect(rest).toEqual([])
  expect(found?.start).toBe(lines.slice(0, 3).join('').length - 2)
})

it('prose goes on word by word', () => {
  const prose =
    'The garden is early this year, and I took a walk in it. There are 12 kinds of roses, 3 of them red; in 2024 there were more. I like it. '
  const held = Array.from({ length: prose.length }, (_, n) => n + 1 - finder.pending(prose.slice(0, n + 1)))
  expect(Math.max(...held)).toBeLessThanOrEqual(30)
  expect(held.reduce((sum, count) => sum + count, 0) / held.length).toBeLessThan(8)
})
