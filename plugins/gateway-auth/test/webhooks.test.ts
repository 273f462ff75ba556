import { createHmac, timingSafeEqual } from 'node:crypto'
import { openSqliteStore, type Store } from '@ringwall/store'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HeaderInput, WebhookDelivery, Webhooks } from '../src/index.ts'
import { isSigned } from '../src/webhook/signature.ts'
import { start } from './harness.ts'
import { AT, NAMES, SECRET, sign, STANDARD, withHeader } from './sign.ts'
import { VECTORS } from './vectors.ts'

let store: Store
let webhooks: Webhooks
beforeEach(async () => {
  store = await openSqliteStore({ file: ':memory:' })
  webhooks = (await start({}, store)).webhooks
})
afterEach(() => store.close())

async function codeOf(delivery: WebhookDelivery): Promise<string> {
  const verdict = await webhooks.verify(delivery)
  return verdict.valid ? 'valid' : verdict.code
}

it.each(VECTORS)('$name', async ({ delivery, at }) => {
  const inTime = { ...delivery, now: at * 1000 }
  expect(await codeOf({ ...inTime, rawBody: `${String(delivery.rawBody)} ` })).toBe('WEBHOOK_UNSIGNED')
  expect(await codeOf(inTime)).toBe('valid')
  expect(await codeOf(inTime)).toBe('WEBHOOK_REPLAYED')
})

describe.each(NAMES)('%s', (scheme) => {
  it('any changed byte of the body, of a header or of the secret refuses', async () => {
    const good = sign(scheme, { body: '{"amount":12345678}' })
    const headers = Object.entries(good.headers as Record<string, string>).filter(
      ([name]) => name !== 'x-github-delivery',
    )
    const texts = [String(good.rawBody), ...headers.map(([, value]) => value), SECRET]
    const place = fc
      .nat(texts.length - 1)
      .chain((which) => fc.tuple(fc.constant(which), fc.nat((texts[which]?.length ?? 1) - 1)))
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 0x20, max: 0x7e }), async ([which, at], code) => {
        const text = texts[which] ?? ''
        const changed = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1)
        fc.pre(changed !== text)
        const delivery =
          which === 0
            ? { ...good, rawBody: changed }
            : which === texts.length - 1
              ? {
                  ...good,
                  secret: scheme === 'standard-webhooks' ? `whsec_${Buffer.from(changed).toString('base64')}` : changed,
                }
              : withHeader(good, { [headers[which - 1]?.[0] ?? '']: changed })
        // Another timestamp is no other signature where it is the same number of another spelling; there is none.
        expect(await codeOf(delivery)).not.toBe('valid')
      }),
      { numRuns: 300 },
    )
    expect(await codeOf(good)).toBe('valid')
  })

  it('bytes and text, lists, records and Headers are one', async () => {
    const forms: ((headers: Record<string, string>) => HeaderInput)[] = [
      (headers) => headers,
      (headers) => Object.entries(headers),
      (headers) => new Headers(headers),
      (headers) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]])),
    ]
    for (const [at, form] of forms.entries()) {
      const good = sign(scheme, { body: `ü${at}`, id: `msg_${at}` })
      const rawBody = at % 2 === 0 ? Buffer.from(String(good.rawBody)) : good.rawBody
      expect(await codeOf({ ...good, rawBody, headers: form(good.headers as Record<string, string>) })).toBe('valid')
    }
  })

  it('a second time is refused, whatever the headers say that nobody signed', async () => {
    const good = sign(scheme)
    expect(await codeOf(good)).toBe('valid')
    expect(await codeOf(withHeader(good, { 'x-github-delivery': 'msg_2', 'x-other': 'y' }))).toBe('WEBHOOK_REPLAYED')
    expect(await codeOf({ ...good, secret: [good.secret as string, `${STANDARD}AAAA`] })).toBe('WEBHOOK_REPLAYED')
    expect(await codeOf(sign(scheme, { body: '{"a":2}', id: 'msg_2' }))).toBe('valid')
  })

  it('one of several that come at once is taken', async () => {
    const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(sign(scheme))))
    expect(codes.toSorted()).toEqual([...Array(7).fill('WEBHOOK_REPLAYED'), 'valid'])
  })

  it('what was refused is not known as delivered', async () => {
    const good = sign(scheme)
    await codeOf({ ...good, rawBody: 'x' })
    await codeOf({ ...good, now: (AT + 3600) * 1000, scheme: scheme === 'github' ? 'stripe' : scheme })
    expect(await codeOf(good)).toBe('valid')
  })

  it('what a host could not process may come again, once', async () => {
    const verdict = await webhooks.verify(sign(scheme))
    if (!verdict.valid) throw new Error('it is signed')
    await verdict.forget()
    expect(await codeOf(sign(scheme))).toBe('valid')
    expect(await codeOf(sign(scheme))).toBe('WEBHOOK_REPLAYED')
  })

  it('endpoints that get the same are told apart by name', async () => {
    expect(await codeOf({ ...sign(scheme), endpoint: 'a' })).toBe('valid')
    expect(await codeOf({ ...sign(scheme), endpoint: 'b' })).toBe('valid')
    expect(await codeOf({ ...sign(scheme), endpoint: 'a' })).toBe('WEBHOOK_REPLAYED')
  })

  it('any of several secrets will do, and none of others', async () => {
    const other =
      scheme === 'standard-webhooks' ? `whsec_${Buffer.from('x'.repeat(24)).toString('base64')}` : 'x'.repeat(24)
    const good = sign(scheme)
    expect(await codeOf({ ...good, secret: other })).toBe('WEBHOOK_UNSIGNED')
    expect(await codeOf({ ...good, secret: [other, good.secret as string] })).toBe('valid')
  })

  it('a header that is missing, twice, joined, empty or of another type is refused', async () => {
    const good = sign(scheme)
    for (const [name, value] of Object.entries(good.headers as Record<string, string>)) {
      if (name === 'x-github-delivery') continue
      const odd = [
        undefined,
        '',
        [value, value],
        [],
        `${value}, ${value}`,
        ` ${value}`,
        `${value} `,
        `${value}\n`,
        5,
        {},
        null,
      ]
      for (const change of odd) expect(await codeOf(withHeader(good, { [name]: change }))).not.toBe('valid')
      expect(await codeOf(withHeader(good, { [name.toUpperCase()]: value }))).toBe('WEBHOOK_MALFORMED')
    }
    for (const headers of [null, undefined, 'x', 5, []])
      expect(await codeOf({ ...good, headers: headers as never })).toBe('WEBHOOK_MALFORMED')
    for (const rawBody of [null, undefined, {}, { a: 1 }, 5, ['x'], '\ud800'])
      expect(await codeOf({ ...good, rawBody: rawBody as never })).toBe('WEBHOOK_MALFORMED')
    expect(await codeOf(good)).toBe('valid')
  })

  it('is not checked where the host’s own part is wrong', async () => {
    const good = sign(scheme)
    const empty = createHmac('sha256', '').update('x').digest('hex')
    for (const secret of [
      '',
      [],
      [''],
      'whsec_',
      'short',
      ['short', good.secret],
      5,
      undefined,
      Array(11).fill(good.secret),
    ])
      await expect(
        webhooks.verify({ ...withHeader(good, { 'x-webhook-signature': empty }), secret: secret as never }),
      ).rejects.toMatchObject({ code: 'WEBHOOK_SECRET_INVALID' })
    for (const change of [
      { scheme: 'toString' },
      { scheme: 'none' },
      { now: Number.NaN },
      { toleranceMs: 0 },
      { toleranceMs: Infinity },
      { toleranceMs: Number.NaN },
      { algorithm: 'md5' },
      { endpoint: 5 },
    ])
      await expect(webhooks.verify({ ...good, ...change } as never)).rejects.toMatchObject({
        code: 'WEBHOOK_SETTINGS_INVALID',
      })
  })

  it('is refused where the store is lost', async () => {
    await store.close()
    expect(await codeOf(sign(scheme))).toBe('WEBHOOK_UNAVAILABLE')
  })
})

describe('the cache', () => {
  it('knows a delivery from the future for as long as it stays valid, and longer', async () => {
    let now = AT * 1000
    const clock = await openSqliteStore({ file: ':memory:', now: () => now })
    webhooks = (await start({}, clock)).webhooks
    const { now: _, ...delivery } = sign('generic', { at: AT + 300 })
    expect(await codeOf(delivery)).toBe('valid')
    for (const seconds of [1, 299, 300, 1]) {
      now += seconds * 1000
      expect(await codeOf(delivery)).toMatch(/^WEBHOOK_(REPLAYED|STALE)$/)
    }
    expect(await codeOf({ ...delivery, now: (AT + 600) * 1000 })).toBe('WEBHOOK_REPLAYED')
    await clock.close()
  })

  it('knows what has no timestamp for as long as the config says', async () => {
    const day = 86_400_000
    let now = AT * 1000
    const clock = await openSqliteStore({ file: ':memory:', now: () => now })
    webhooks = (await start({ webhookMemoryMs: day }, clock)).webhooks
    expect(await codeOf(sign('github'))).toBe('valid')
    now += day - 1
    expect(await codeOf(sign('github'))).toBe('WEBHOOK_REPLAYED')
    now += 1
    expect(await codeOf(sign('github'))).toBe('valid')
    await clock.close()
  })

  it('knows a signed id however often it is signed anew, and elsewhere what was signed', async () => {
    expect(await codeOf(sign('standard-webhooks'))).toBe('valid')
    expect(await codeOf(sign('standard-webhooks', { at: AT + 5 }))).toBe('WEBHOOK_REPLAYED')
    expect(await codeOf(sign('standard-webhooks', { at: AT + 5, body: '{"a":2}' }))).toBe('WEBHOOK_REPLAYED')
    expect(await codeOf(sign('standard-webhooks', { id: 'msg_2' }))).toBe('valid')
    expect(await codeOf(sign('stripe'))).toBe('valid')
    expect(await codeOf(sign('stripe', { at: AT + 5 }))).toBe('valid')
  })
})

it('every signature is compared with that of every secret', () => {
  const keys = ['a', 'b', 'c'].map((text) => Buffer.from(text.repeat(16)))
  const signed = Buffer.from('text')
  const right = createHmac('sha256', keys[0] ?? '')
    .update(signed)
    .digest('hex')
  const wrong = '0'.repeat(64)
  for (const signatures of [
    [right, wrong, wrong],
    [wrong, wrong, right],
    [wrong, wrong, wrong],
  ]) {
    let compared = 0
    const equal = (a: Uint8Array, b: Uint8Array): boolean => {
      compared++
      return timingSafeEqual(a, b)
    }
    const found = isSigned({ signed, signatures, keys, algorithm: 'sha256', encoding: 'hex' }, equal)
    expect([found, compared]).toEqual([signatures.includes(right), 9])
  }
})
