import { createKernel, use, type JsonValue, type Kernel, type Outbound, type Session } from '@ringwall/core'
import { openSqliteStore, StoreToken } from '@ringwall/store'
import { conformance, pluginTester } from '@ringwall/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { configRedaction } from '../src/index.ts'
import { CASES } from './cases.ts'
import { CONFIGS, readMarked } from './configs.ts'

const session: Session = { tenantId: 't', agentId: 'a', sessionId: 's' }
const [compose = ''] = Object.values(CONFIGS)

pluginTester({ plugin: configRedaction, cases: CASES, describe, it })
conformance({
  plugin: configRedaction,
  packageJson: new URL('../package.json', import.meta.url),
  describe,
  it,
  samples: [
    { hook: 'onOutbound', payload: { destination: 'api', body: { apiKey: 'abc' } } },
    { hook: 'onOutbound', payload: { destination: 'operator', body: { apiKey: 'abc' } } },
    { hook: 'onOutbound', payload: { destination: 'api', body: 'DB_PASSWORD=abc\nPORT=80\n' } },
    { hook: 'onOutbound', payload: { destination: 'api', body: '{"a": {"password": "abc"}, "b": [1, 2]}' } },
  ],
})

async function open(config: object = {}, more: Partial<Parameters<typeof createKernel>[0]> = {}): Promise<Kernel> {
  const kernel = await createKernel({ plugins: [use(configRedaction, config)], ...more })
  onTestFinished(() => kernel.close())
  return kernel
}

async function shown(
  kernel: Kernel,
  body: JsonValue,
  destination: Outbound['destination'] = 'operator',
): Promise<JsonValue> {
  const { payload } = await kernel.onOutbound({ destination, body }, session)
  return payload?.body ?? null
}

describe('config-redaction in a kernel', () => {
  it('keeps no part of a secret anywhere in the decision, and leaves the host its own value', async () => {
    const kernel = await open()
    const body = { password: 'correct horse', url: 'https://u:battery@acme.io' }
    const decision = await kernel.onOutbound({ destination: 'operator', body }, session)
    expect(JSON.stringify(decision)).not.toMatch(/horse|battery/)
    expect(body).toEqual({ password: 'correct horse', url: 'https://u:battery@acme.io' })
  })

  it('shows which secrets are the same, in a value and in a text', async () => {
    const kernel = await open()
    const body = await shown(kernel, { a: { password: 'one' }, b: { token: 'one' }, c: { token: 'two' } })
    const [a, b, c] = [...JSON.stringify(body).matchAll(/REDACTED:(\w{6})/g)].map(([, sign]) => sign)
    expect(a).toBe(b)
    expect(a).not.toBe(c)
    expect(await shown(kernel, 'PASSWORD=one')).toBe(`PASSWORD=[REDACTED:${a}]`)
  })

  it('has the same fingerprints in every process on one store and after a restart, and others on another store', async () => {
    const openStore = async () => {
      const store = await openSqliteStore({ file: ':memory:' })
      onTestFinished(() => store.close())
      return [{ token: StoreToken, value: store }]
    }
    const [one, two] = [await openStore(), await openStore()]
    const first = await shown(await open({}, { services: one }), { password: 'x' })
    expect(await shown(await open({}, { services: one }), { password: 'x' })).toEqual(first)
    expect(await shown(await open({}, { services: two }), { password: 'x' })).not.toEqual(first)
    expect(await shown(await open(), { password: 'x' })).not.toEqual(await shown(await open(), { password: 'x' }))
  })

  it('holds a stream to an operator until it is understood, and lets one to a user go at once', async () => {
    const kernel = await open()
    const { text, expected } = readMarked(compose)
    const send = async (destination: Outbound['destination'], chunks: readonly string[]) => {
      const stream = kernel.outboundStream(session, { destination })
      const reader = stream.readable.getReader()
      const writer = stream.writable.getWriter()
      const first = writer.write(chunks[0] ?? '')
      const seen = await Promise.race([
        reader.read().then(({ value }) => value),
        first.then(() => new Promise((done) => setTimeout(done, 50, ''))),
      ])
      const rest = (async () => {
        for (const chunk of chunks.slice(1)) await writer.write(chunk)
        await writer.close()
      })()
      return { seen, rest, reader }
    }
    const user = await send('user', ['password: hunter2 and more\n', 'and more'])
    expect(user.seen).toBe('password: hunter2 and more\n')
    await user.reader.cancel()
    await user.rest.catch(() => undefined)
    const stream = kernel.outboundStream(session, { destination: 'api' })
    const sent = ReadableStream.from(text.match(/[\s\S]{1,40}/g) ?? []).pipeTo(stream.writable)
    let out = ''
    for await (const chunk of stream.readable) out += chunk
    await sent
    expect(out).toBe(expected)
  })

  it('lets nothing out where it was told places that are none', async () => {
    const kernel = await open()
    const { outcome, rulings } = await kernel.onOutbound(
      { destination: 'operator', body: { a: 1 }, meta: { secretPaths: ['a'] } },
      session,
    )
    expect([outcome, rulings.map(({ code }) => code)]).toEqual(['deny', ['LAYER_FAILED']])
  })

  it('has no fingerprint towards an API, where somebody could find a secret by trying', async () => {
    const kernel = await open()
    expect(await shown(kernel, { pin: 1234 }, 'api')).toEqual({ pin: '[REDACTED]' })
    expect(await shown(kernel, { seen: '[REDACTED:3f9a0c]' }, 'api')).toEqual({ seen: '[REDACTED]' })
    expect(await shown(kernel, { seen: '[REDACTED:3f9a0c]' })).toEqual({ seen: '[REDACTED:3f9a0c]' })
  })
})
