import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKernel, type Use } from '../src/index.ts'
import { cutAt, denier, make, pump, replacer, session } from './make.ts'

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '😀', '\u200b'), maxLength: 60 })
const literal = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '😀'), minLength: 1, maxLength: 5 })
const cuts = fc.array(fc.nat(200), { maxLength: 40 })

async function both(plugins: readonly Use[], text: string, chunks: readonly string[]) {
  const kernel = await createKernel({ plugins })
  const whole = await kernel.onOutbound({ destination: 'user', body: text }, session)
  const stream = kernel.outboundStream(session)
  const out = await pump(stream, chunks)
  const decision = await stream.decision
  await kernel.close()
  return { whole, out, decision }
}

describe('outboundStream', () => {
  it('equals the whole, for any text, chunking and set of rewriting layers', async () => {
    const layers = fc.array(
      fc.tuple(
        literal,
        fc.oneof(literal, fc.constantFrom('', 'aaaaaaa', 'cab')),
        fc.constantFrom('normalize' as const, 'finish' as const),
      ),
      { maxLength: 4 },
    )
    await fc.assert(
      fc.asyncProperty(letters, layers, cuts, async (text, rules, points) => {
        const plugins = rules.map(([find, by, stage], i) => replacer(`r${i}`, find, by, stage))
        const { whole, out, decision } = await both(plugins, text, cutAt(text, points))
        expect(out.join('')).toBe(whole.payload?.body)
        expect(decision.payload?.body).toBe(whole.payload?.body)
        if (rules.length < 2) expect(decision.rulings).toEqual(whole.rulings)
      }),
      { numRuns: 1500 },
    )
  }, 120_000)

  it('equals the whole over long texts, where released text is forgotten', async () => {
    const word = fc.constantFrom('abc', 'secret', 'aaa', 'ab', ' ', '\n', 'x😀y', 'cabcab')
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 800, maxLength: 1500 }),
        fc.array(literal, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 97 }),
        async (words, finds, step) => {
          const text = words.join('')
          const chunks = Array.from({ length: Math.ceil(text.length / step) }, (_, i) =>
            text.slice(i * step, (i + 1) * step),
          )
          const { whole, out, decision } = await both(
            finds.map((find, i) => replacer(`r${i}`, find, '[*]')),
            text,
            chunks,
          )
          expect(out.join('')).toBe(whole.payload?.body)
          if (finds.length < 2) expect(decision.rulings).toEqual(whole.rulings)
        },
      ),
      { numRuns: 25 },
    )
  }, 120_000)

  it('denies where the whole is denied, and releases nothing of what was denied', async () => {
    await fc.assert(
      fc.asyncProperty(letters, literal, literal, cuts, async (text, find, bad, points) => {
        const { whole, out, decision } = await both(
          [replacer('r', find, '-'), denier('d', bad)],
          text,
          cutAt(text, points),
        )
        expect(decision.outcome).toBe(whole.outcome)
        if (whole.outcome !== 'deny') expect(out.join('')).toBe(whole.payload.body)
        else
          expect(
            text
              .slice(0, text.indexOf(bad) + bad.length - 1)
              .replaceAll(find, '-')
              .startsWith(out.join('').slice(0, -1)),
          ).toBe(true)
        expect(out.join('').includes(bad) && whole.outcome === 'deny' && !'-'.includes(bad) && find !== bad).toBe(false)
      }),
      { numRuns: 800 },
    )
  }, 120_000)

  it.each([
    ['grows the text', 'c', 'aaaaaaa', 'aabbb', 'cbbbcbbb'],
    ['shrinks the text', '\u200b', '', 'aab', 'a\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200bab'],
  ])(
    'holds back for the second layer what the first one makes, where the first %s',
    async (_, find, by, then, text) => {
      const { whole, out } = await both([replacer('one', find, by, 'normalize'), replacer('two', then, 'X')], text, [
        ...text,
      ])
      expect(out.join('')).toBe(whole.payload?.body)
      expect(out.join('')).toContain('X')
    },
  )

  it('takes back a denial that more text undoes', async () => {
    const cat = make(
      'cat',
      { onOutbound: { judge: ['deny'] } },
      {
        onOutbound: {
          judge: (event) => (/\bcat\b/.test(String(event.payload.body)) ? { kind: 'deny', code: 'X' } : undefined),
        },
      },
      { streaming: { window: 4 } },
    )
    const fine = await both([cat], 'a category', ['a cat', 'egory'])
    expect([fine.out.join(''), fine.decision.outcome]).toEqual(['a category', 'allow'])
    const bad = await both([cat], 'a cat sat on a mat', ['a cat', ' sat on', ' a mat'])
    expect(bad.decision.outcome).toBe('deny')
    expect(bad.out.join('')).not.toContain('cat')
  })

  it('buffers the whole reply for a layer that needs it', async () => {
    const whole = make(
      'w',
      { onOutbound: { finish: ['rewrite'] } },
      {
        onOutbound: {
          finish: (event) => ({
            kind: 'rewrite',
            code: 'X',
            edits: [{ start: 0, end: String(event.payload.body).length, text: 'all' }],
          }),
        },
      },
    )
    expect((await both([whole], 'one two', ['one ', 'two'])).out).toEqual(['all'])
  })

  it('buffers the whole reply to the destinations to which a layer needs it, and no other', async () => {
    const layer = (): Use =>
      make(
        'w',
        { onOutbound: { judge: ['flag'] } },
        { onOutbound: { judge: () => undefined } },
        {
          streaming: { window: 0, whole: ['operator'] },
        },
      )
    expect((await both([layer()], 'one two', ['one ', 'two'])).out).toEqual(['one ', 'two'])
    const kernel = await createKernel({ plugins: [layer()] })
    const stream = kernel.outboundStream(session, { destination: 'operator' })
    const sent = ReadableStream.from(['one ', 'two']).pipeTo(stream.writable)
    const out: string[] = []
    for await (const chunk of stream.readable) out.push(chunk)
    await sent
    await kernel.close()
    expect(out).toEqual(['one two'])
  })

  it('releases what a layer says is settled, and holds no more than its window', async () => {
    const pending = make(
      'p',
      { onOutbound: { judge: ['flag'] } },
      { onOutbound: { judge: () => undefined } },
      { streaming: { window: 6 }, layer: { pending: (text) => text.lastIndexOf(' ') + 1 } },
    )
    const { out } = await both([pending], 'one two abcdefghij', ['one tw', 'o', ' abcdefghij'])
    expect(out).toEqual(['one ', 'two abcd', 'efghij'])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
    ],
    ['answers garbage', () => Number.NaN],
  ])('denies when pending %s', async (_, pending) => {
    const layer = make(
      'p',
      { onOutbound: { judge: ['flag'] } },
      { onOutbound: { judge: () => undefined } },
      { streaming: { window: 6 }, layer: { pending } },
    )
    const { decision, out } = await both([layer], 'some text here', ['some text', ' here'])
    expect(out).toEqual([])
    expect(decision.outcome).toBe('deny')
    expect(decision.rulings).toMatchObject([{ layer: 'p', code: 'LAYER_FAILED' }])
  })

  it('denies a reply that would need more held back than the limit', async () => {
    const kernel = await createKernel({
      plugins: [make('w', { onOutbound: { judge: ['deny'] } }, { onOutbound: { judge: () => undefined } })],
    })
    const stream = kernel.outboundStream(session, { maxBuffer: 10 })
    expect(await pump(stream, ['12345', '67890', '1'])).toEqual([])
    expect((await stream.decision).rulings).toMatchObject([{ layer: 'kernel', code: 'STREAM_LIMIT' }])
  })

  it('denies a layer that changes text which its window had settled', async () => {
    const liar = make(
      'liar',
      { onOutbound: { finish: ['rewrite'] } },
      {
        onOutbound: {
          finish: (event) => {
            const text = String(event.payload.body)
            return text.length > 8
              ? { kind: 'rewrite', code: 'X', edits: [{ start: 0, end: text.length, text: '' }] }
              : undefined
          },
        },
      },
      { streaming: { window: 1 } },
    )
    const { decision } = await both([liar], '', ['12345', '67890'])
    expect(decision.rulings).toMatchObject([{ layer: 'kernel', code: 'STREAM_DRIFT' }])
  })

  it('resolves its decision when the reader gives up, and when the kernel closes', async () => {
    const kernel = await createKernel({ plugins: [] })
    const gone = kernel.outboundStream(session)
    await gone.readable.cancel()
    expect((await gone.decision).rulings).toMatchObject([{ code: 'STREAM_CANCELLED' }])
    const open = kernel.outboundStream(session)
    await kernel.close()
    await pump(open, ['text'])
    expect((await open.decision).rulings).toMatchObject([{ code: 'KERNEL_CLOSED' }])
  })

  it('does not scan a long run again at every chunk', async () => {
    let scanned = 0
    const counts = make(
      'counts',
      { onOutbound: { judge: ['flag'] } },
      {
        onOutbound: {
          judge: (event) => {
            scanned += String(event.payload.body).length
            return undefined
          },
        },
      },
      { streaming: { window: 4096 } },
    )
    const text = 'a'.repeat(20_000)
    const kernel = await createKernel({ plugins: [counts] })
    const stream = kernel.outboundStream(session)
    expect((await pump(stream, [...text])).join('')).toBe(text)
    expect(scanned / text.length).toBeLessThan(300) // thousands, if it did
  })

  it.each([
    ['prose', 'one two three, four. '],
    ['compact JSON', '{"id":17,"tags":["new","paid"],"note":null},'],
    ['a list', 'red;green;blue;'],
  ])('forgets what is out also of %s, whatever the window', async (_, unit) => {
    let longest = 0
    const measures = make(
      'measures',
      { onOutbound: { judge: ['flag'] } },
      { onOutbound: { judge: (event) => void (longest = Math.max(longest, String(event.payload.body).length)) } },
      { streaming: { window: 20_000 }, layer: { pending: (text) => text.length } },
    )
    const text = unit.repeat(400)
    const chunks = Array.from({ length: Math.ceil(text.length / 4) }, (_, i) => text.slice(4 * i, 4 * i + 4))
    const { out } = await both([measures], '', chunks)
    expect(out.join('')).toBe(text)
    expect(longest).toBeLessThan(400)
  })

  it('keeps a pair of surrogates whole that two chunks share, and a lone one as it is', async () => {
    const rule = [replacer('r', 'ab', '-')]
    for (const text of ['x😀y', '😀', 'a\ud83d', '\ude00b', '\ud83dab\ude00', 'é😀\ud83d\ud83d\ude00ab']) {
      const { whole, out } = await both(rule, text, text.split(''))
      expect(out.join('')).toBe(whole.payload?.body)
      expect(
        out.every((chunk, i) => !(/[\ud800-\udbff]$/.test(chunk) && /^[\udc00-\udfff]/.test(out[i + 1] ?? ''))),
      ).toBe(true)
    }
  })

  it('keeps a finding about the very start of the text', async () => {
    const start = make(
      'start',
      { onOutbound: { judge: ['flag'] } },
      {
        onOutbound: {
          judge: () => ({
            kind: 'flag',
            code: 'X',
            findings: [{ rule: 'start', severity: 'info', span: { start: 0, end: 0 } }],
          }),
        },
      },
      { streaming: { window: 1 } },
    )
    const { whole, decision } = await both([start], 'abc', ['abc'])
    expect(decision.rulings).toEqual(whole.rulings)
  })

  it('tells listeners of one decision per stream', async () => {
    const kernel = await createKernel({ plugins: [replacer('r', 'ab', 'x')] })
    const seen: unknown[] = []
    kernel.events.on('decision', (event) => seen.push(event.decision.outcome))
    await pump(kernel.outboundStream(session), ['a', 'b', 'a', 'b'])
    expect(seen).toEqual(['allow'])
  })
})
