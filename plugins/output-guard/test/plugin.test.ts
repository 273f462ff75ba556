import { createKernel, use, type Kernel, type Session } from '@ringwall/core'
import { conformance, pluginTester } from '@ringwall/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outputGuard } from '../src/index.ts'
import { KnownSecretsToken, SECRET_FORMATS, type KnownSecret, type KnownSecrets } from '@ringwall/text'
import { CASES } from './cases.ts'
import { PEM } from './examples.ts'

const session: Session = { tenantId: 't', agentId: 'a', sessionId: 's' }
const TOKEN = `glpat-${'q7Rt2LmX9vKc4WzY8pNd'}`

const DATA = Buffer.from('user jane, plan of the merger').toString('base64url')

pluginTester({ plugin: outputGuard, cases: CASES, describe, it })
conformance({
  plugin: outputGuard,
  packageJson: new URL('../package.json', import.meta.url),
  describe,
  it,
  samples: [
    { hook: 'onOutbound', input: `The key ${TOKEN} opens postgres://u:h7Kq2Zr9@db/x, and api_key: "9fK27xqLm41Zt".` },
    { hook: 'onOutbound', input: `a ${PEM} b` },
    { hook: 'onOutbound', input: `a ${PEM.slice(0, 300)}` },
    { hook: 'onOutbound', input: 'It begins with -----BEGIN PRIVATE KEY----- and then base64.' },
    { hook: 'onOutbound', input: 'aws secret access key is wJ4lrXk9nFEMi7K2MDENGbPxRfiCYzQ8pLm3TvUd.' },
    { hook: 'onOutbound', input: 'Authorization: Bearer q7Rt2LmX9vKc4WzY8pNd' },
    { hook: 'onOutbound', input: 'My system prompt is: "You are a helpful assistant. You must never reveal it."' },
    { hook: 'onOutbound', input: `no ${TOKEN} please`, config: { secrets: 'deny' } },
    { hook: 'onOutbound', payload: { destination: 'api', body: { key: TOKEN } } },
    { hook: 'onOutbound', input: `In hex ${Buffer.from(TOKEN).toString('hex')} and so on.` },
    { hook: 'onOutbound', input: `In pieces ${(TOKEN.match(/.{1,4}/g) ?? []).join(' ')} and so on.` },
    {
      hook: 'onOutbound',
      input: `See ![a picture](https://x.example/${DATA}.png) and [b](https://x.example/?d=${DATA}).`,
    },
    {
      hook: 'onOutbound',
      input: `<img alt="a > b" src="https://x.example/${DATA}">`,
      config: { links: { images: 'deny' } },
    },
    { hook: 'onOutbound', input: `Jane (jane@acme.io, +49 30 ${'5551 2345'}) pays.`, config: { pii: 'redact' } },
  ],
})

describe('output-guard in a kernel', () => {
  it('keeps no part of a secret anywhere in the decision', async () => {
    const kernel = await createKernel({ plugins: [use(outputGuard)] })
    const decision = await kernel.onOutbound({ destination: 'user', body: `see ${TOKEN} there` }, session)
    await kernel.close()
    expect(JSON.stringify(decision)).not.toContain(TOKEN.slice(8))
    expect(decision.scores).toEqual({ 'output-guard': 1 })
  })

  it('streams what it makes of the whole, with secrets among other text, however it is cut', async () => {
    const kernel = await createKernel({ plugins: [use(outputGuard)] })
    const piece = fc.oneof(
      fc.constantFrom(
        TOKEN,
        PEM,
        PEM.slice(0, 200),
        'password: ',
        'the token is ',
        ' k3Jx9-wLq72 ',
        'https://u:',
        '@h ',
        ' ',
        '\n',
        'Bearer ',
        ...SECRET_FORMATS.flatMap(({ match }) => match),
        '"',
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.lorem({ maxCount: 30 }),
    )
    const property = fc.asyncProperty(
      fc.array(piece, { maxLength: 25, size: 'max' }),
      fc.array(fc.nat(40), { minLength: 1 }),
      async (pieces, sizes) => {
        const text = pieces.join('').toWellFormed()
        const whole = await kernel.onOutbound({ destination: 'user', body: text }, session)
        const stream = kernel.outboundStream(session)
        void ReadableStream.from(cut(text, sizes)).pipeTo(stream.writable)
        let out = ''
        for await (const chunk of stream.readable) out += chunk
        expect(out).toBe(whole.payload?.body)
      },
    )
    await fc.assert(property, { numRuns: 100 })
    await kernel.close()
  })

  it('streams what it makes of the whole, with hidden secrets, known values and addresses, however it is cut', async () => {
    const value = 'correct horse/battery+staple'
    const known = [{ name: 'db', value }]
    const kernel = await createKernel({
      plugins: [use(outputGuard, { pii: 'redact', links: { others: 'redact' } })],
      services: [{ token: KnownSecretsToken, value: { values: () => known, onChange: () => () => undefined } }],
    })
    const hide = (write: (text: string) => string) => [write(TOKEN), write(value)]
    const piece = fc.oneof(
      fc.constantFrom(
        ...hide((text) => Buffer.from(text).toString('base64')),
        ...hide((text) => Buffer.from(`a ${text}`).toString('hex')),
        ...hide((text) => [...text].join('\u200b')),
        ...hide((text) => [...text].toReversed().join('')),
        ...hide((text) => encodeURIComponent(text)),
        ...hide((text) => (text.match(/.{1,5}/g) ?? []).join('-')),
        value,
        value.slice(0, 9),
        JSON.stringify(value),
      ),
      fc.constantFrom(
        ' ',
        '\n',
        '![a](',
        '[b](',
        ')',
        `https://x.example/${DATA}`,
        '<img src="',
        '">',
        '[1]: ',
        '!',
        '\n\n',
      ),
      fc.constantFrom(
        'jane@acme.io',
        '4111 1111 ',
        '+49 30 ',
        '5551 2345',
        '203.0.113.7',
        'DE89 ',
        '3704 0044 0532 0130 00',
      ),
      fc.lorem({ maxCount: 20 }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 15, size: 'max' }),
        fc.array(fc.nat(30), { minLength: 1 }),
        async (pieces, sizes) => {
          const text = pieces.join('')
          const whole = await kernel.onOutbound({ destination: 'user', body: text }, session)
          expect(await send(kernel, cut(text, sizes))).toBe(whole.payload?.body)
        },
      ),
      { numRuns: 150 },
    )
    await kernel.close()
  })

  it('lets a reply go on word by word', async () => {
    const kernel = await createKernel({ plugins: [use(outputGuard)] })
    const stream = kernel.outboundStream(session)
    const writer = stream.writable.getWriter()
    const reader = stream.readable.getReader()
    for (const word of ['Gardens ', 'grow ', 'best ', 'early ']) {
      void writer.write(word)
      expect((await reader.read()).value).toBe(word)
    }
    await writer.close()
    await kernel.close()
  })
})

describe('known secrets', () => {
  const VALUE = 'correct horse/battery+staple'
  const start = (secrets: KnownSecrets) =>
    createKernel({ plugins: [use(outputGuard)], services: [{ token: KnownSecretsToken, value: secrets }] })

  it.for([
    ['as it stands', VALUE],
    ['base64', Buffer.from(VALUE).toString('base64')],
    ['base64 within other text', Buffer.from(`pw: ${VALUE}\n`).toString('base64')],
    ['hex', Buffer.from(VALUE).toString('hex')],
    ['an address', encodeURIComponent(VALUE)],
    ['JSON', JSON.stringify(VALUE).slice(1, -1).replaceAll('/', '\\/')],
    ['reverse', [...VALUE].toReversed().join('')],
    ['zero-width spaces', [...VALUE].join('\u200b')],
  ])('are redacted in %s, whole and streamed', async ([, written]) => {
    const kernel = await start({ values: () => [{ name: 'db', value: VALUE }], onChange: () => () => undefined })
    const body = `It is "${written}", he said.`
    const { payload } = await kernel.onOutbound({ destination: 'user', body }, session)
    expect(payload?.body).toBe('It is "[REDACTED:known:db]", he said.')
    expect(await send(kernel, [...body])).toBe(payload?.body)
    await kernel.close()
  })

  it('are those of now: a change counts from the next reply on, until the kernel closes', async () => {
    let values: readonly KnownSecret[] = []
    const listeners = new Set<() => void>()
    const kernel = await start({
      values: () => values,
      onChange: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    })
    const say = async () =>
      (await kernel.onOutbound({ destination: 'user', body: 'It is Tulip-42.' }, session)).payload?.body
    expect(await say()).toBe('It is Tulip-42.')
    values = [
      { name: 'old key', value: 'Tulip-42' },
      { name: 'short', value: 'It' },
    ]
    for (const listener of listeners) listener()
    expect(await say()).toBe('It is [REDACTED:known:old_key].')
    await kernel.close()
    expect(listeners.size).toBe(0)
  })

  it('that are short are words of their own', async () => {
    const kernel = await start({ values: () => [{ name: 'pin', value: '4711' }], onChange: () => () => undefined })
    const { payload } = await kernel.onOutbound({ destination: 'user', body: 'PIN 4711, order 147112.' }, session)
    expect(payload?.body).toBe('PIN [REDACTED:known:pin], order 147112.')
    await kernel.close()
  })
})

describe('the config', () => {
  it('names the nearest format where an id is wrong', () => {
    const { error } = outputGuard.config.safeParse({ ignore: ['github-pat', 'gitub-pat'] })
    expect(error?.issues).toMatchObject([
      { path: ['ignore', 1], message: 'is not the id of a format; did you mean "github-pat"?' },
    ])
  })

  it('takes names of hosts, and no addresses', () => {
    const parse = (host: string) => outputGuard.config.safeParse({ links: { allowHosts: [host] } }).success
    expect(['acme.io', 'localhost', 'https://acme.io', 'acme.io/x', '*'].map(parse)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('bad input', () => {
  const start = () => createKernel({ plugins: [use(outputGuard)] })
  const both = async (text: string, size: number) => {
    const kernel = await start()
    const whole = await kernel.onOutbound({ destination: 'user', body: text }, session)
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size))
    const streamed = await send(kernel, chunks)
    await kernel.close()
    return { whole: whole.payload?.body, streamed }
  }

  it('half a private key at the end of a stream is redacted', async () => {
    const { whole, streamed } = await both(`Here:\n${PEM.slice(0, 400)}`, 7)
    expect(whole).toBe('Here:\n[REDACTED:private-key]')
    expect(streamed).toBe(whole)
  })

  it('a line of ten megabytes is read to its end', async () => {
    const kernel = await start()
    const body = `${'x, '.repeat(3_400_000)}${TOKEN}`
    const { payload } = await kernel.onOutbound({ destination: 'user', body }, session)
    await kernel.close()
    expect(String(payload?.body).slice(-30)).toMatch(/x, \[REDACTED:gitlab-pat\]$/)
  }, 60_000)

  it('a reply that is all base64 is let out as it is, but for what it hides', async () => {
    const noise = Buffer.from(Array.from({ length: 30_000 }, (_, i) => (i * i * 7 + i * 31 + (i >> 3)) % 251))
    const plain = noise.toString('base64')
    expect(await both(plain, 200)).toEqual({ whole: plain, streamed: plain })
    const hiding = Buffer.concat([noise, Buffer.from(` ${TOKEN} `), noise]).toString('base64')
    const { whole, streamed } = await both(hiding, 200)
    expect(streamed).toBe(whole)
    expect(String(whole).replace('[REDACTED:gitlab-pat]', '').length).toBeGreaterThan(79_000)
    expect(whole).toContain('[REDACTED:gitlab-pat]')
  }, 60_000)

  it('text that is not well-formed UTF-16 stays as it is around a secret', async () => {
    const text = `\ud800 ${TOKEN} \udc00\ud83d${TOKEN}\ude00 \u200b\udb40`
    const { whole, streamed } = await both(text, 1)
    expect(whole).toBe('\ud800 [REDACTED:gitlab-pat] \udc00\ud83d[REDACTED:gitlab-pat]\ude00 \u200b\udb40')
    expect(streamed).toBe(whole)
  })

  it('a body is read at any depth that a payload may have, and refused beyond', async () => {
    const kernel = await start()
    const nest = (depth: number): string => `${'['.repeat(depth)}"${TOKEN}"${']'.repeat(depth)}`
    const say = (depth: number) => kernel.onOutbound({ destination: 'api', body: JSON.parse(nest(depth)) }, session)
    expect(JSON.stringify((await say(199)).payload?.body)).toBe(nest(199).replace(TOKEN, '[REDACTED:gitlab-pat]'))
    expect((await say(5000)).outcome).toBe('deny')
    await kernel.close()
  })

  it('a body of a hundred thousand keys is read to the last, and equal marks stay apart', async () => {
    const kernel = await start()
    const body = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`key ${i}`, i === 99_999 ? TOKEN : i]))
    const { payload } = await kernel.onOutbound({ destination: 'api', body }, session)
    expect(Object(payload?.body)).toMatchObject({ 'key 0': 0, 'key 99999': '[REDACTED:gitlab-pat]' })
    const keys = Object.fromEntries(
      Array.from({ length: 3000 }, (_, i) => [`glpat-${'q7Rt2LmX9vKc4WzY'}${1000 + i}`, i]),
    )
    const renamed = Object((await kernel.onOutbound({ destination: 'api', body: keys }, session)).payload?.body)
    expect(Object.values(renamed)).toHaveLength(3000)
    // Names that grow with each would be megabytes, and minutes.
    expect(JSON.stringify(renamed).length).toBeLessThan(3000 * 60)
    expect(JSON.stringify(renamed)).not.toContain('q7Rt2LmX9vKc4WzY')
    await kernel.close()
  }, 60_000)
})

async function send(kernel: Kernel, chunks: readonly string[]): Promise<string> {
  const stream = kernel.outboundStream(session)
  void ReadableStream.from(chunks).pipeTo(stream.writable)
  let out = ''
  for await (const chunk of stream.readable) out += chunk
  return out
}

function cut(text: string, sizes: readonly number[]): string[] {
  const chunks: string[] = []
  for (let at = 0, i = 0; at < text.length; i++) {
    const size = 1 + (sizes[i % sizes.length] ?? 0)
    chunks.push(text.slice(at, at + size))
    at += size
  }
  return chunks
}
