import { createHmac } from 'node:crypto'
import { openSqliteStore, type Store } from '@ringwall/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WebhookDelivery, Webhooks } from '../src/index.ts'
import { start } from './harness.ts'
import { AT, NAMES, SECRET, sign, STANDARD, withHeader } from './sign.ts'

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

describe.each(NAMES.filter((name) => name !== 'github'))('the timestamp of %s', (scheme) => {
  it.each([
    [-301, 'WEBHOOK_STALE'],
    [-300, 'valid'],
    [300, 'valid'],
    [301, 'WEBHOOK_STALE'],
  ])('%i seconds off', async (seconds, code) => {
    expect(await codeOf({ ...sign(scheme), now: (AT + seconds) * 1000 })).toBe(code)
  })

  it('is held to what the config or the call says', async () => {
    const rig = await start({ webhookToleranceMs: 10_000 }, store)
    webhooks = rig.webhooks
    expect(await codeOf({ ...sign(scheme), now: (AT + 11) * 1000 })).toBe('WEBHOOK_STALE')
    expect(await codeOf({ ...sign(scheme), now: (AT + 11) * 1000, toleranceMs: 11_000 })).toBe('valid')
  })

  it('is that of the store’s clock unless told otherwise', async () => {
    const at = Math.floor(Date.now() / 1000)
    const { now: _, ...delivery } = sign(scheme, { at })
    expect(await codeOf(delivery)).toBe('valid')
    const { now: __, ...old } = sign(scheme, { at: at - 400 })
    expect(await codeOf(old)).toBe('WEBHOOK_STALE')
  })

  it.each([
    '',
    'soon',
    '1700000000x',
    '1.7e9',
    '+1700000000',
    '-1700000000',
    '1700000000.0',
    '0x6553f100',
    ' 1700000000',
    '1700000000000',
    '١٧٠٠٠٠٠٠٠٠',
  ])('is seconds in digits, even if %j is what was signed', async (text) => {
    expect(await codeOf({ ...sign(scheme, { at: text as never }), now: AT * 1000 })).toBe('WEBHOOK_MALFORMED')
  })
})

describe('what one scheme alone has', () => {
  it('Standard Webhooks: several signatures, unknown versions, and no full stop in the id', async () => {
    const good = sign('standard-webhooks')
    const signature = (good.headers as Record<string, string>)['webhook-signature'] ?? ''
    const several = withHeader(good, { 'webhook-signature': `v1,AAAA v1a,BBBB v2,CC ${signature}` })
    expect(await codeOf(several)).toBe('valid')
    for (const odd of [
      'v1',
      'v1,',
      `v1a,${signature.slice(3)}`,
      `v2,${signature.slice(3)}`,
      `${signature}  ${signature}`,
      signature.slice(3),
      `V1,${signature.slice(3)}`,
      Array(21).fill(signature).join(' '),
    ])
      expect(await codeOf(withHeader(sign('standard-webhooks', { id: 'b' }), { 'webhook-signature': odd }))).not.toBe(
        'valid',
      )
    // The same bytes, cut at another place: the timestamp of the attacker’s choice was in the body.
    const signed = sign('standard-webhooks', { body: `${AT + 900}.{}`, id: 'c' })
    const moved = withHeader(signed, { 'webhook-id': `c.${AT}`, 'webhook-timestamp': String(AT + 900) })
    expect(await codeOf({ ...moved, rawBody: '{}', now: (AT + 900) * 1000 })).toBe('WEBHOOK_MALFORMED')
  })

  it('Standard Webhooks: the secret is base64, with or without its prefix', async () => {
    const good = sign('standard-webhooks')
    expect(await codeOf({ ...good, secret: STANDARD.slice(6) })).toBe('valid')
    for (const secret of [
      `${STANDARD}!`,
      `whsec_ ${STANDARD.slice(6)}`,
      `whsec_whsec_${STANDARD.slice(6)}`,
      `${STANDARD.slice(0, -5)}*${STANDARD.slice(-4)}`,
    ])
      await expect(webhooks.verify({ ...good, secret })).rejects.toMatchObject({ code: 'WEBHOOK_SECRET_INVALID' })
  })

  it('GitHub: SHA-256 alone, in lower case', async () => {
    const good = sign('github')
    const value = (good.headers as Record<string, string>)['x-hub-signature-256'] ?? ''
    const sha1 = `sha1=${createHmac('sha1', SECRET).update('{"a":1}').digest('hex')}`
    for (const odd of [
      sha1,
      value.slice(7),
      value.toUpperCase(),
      `sha256=${value.slice(7).toUpperCase()}`,
      'sha256=',
      `sha256=${'g'.repeat(64)}`,
      `${value}00`,
    ])
      expect(await codeOf(withHeader(good, { 'x-hub-signature-256': odd }))).not.toBe('valid')
    const { 'x-hub-signature-256': _, ...rest } = good.headers as Record<string, string>
    expect(await codeOf({ ...good, headers: { ...rest, 'x-hub-signature': sha1 } })).toBe('WEBHOOK_MALFORMED')
  })

  it('Slack: version 0', async () => {
    const good = sign('slack')
    const value = (good.headers as Record<string, string>)['x-slack-signature'] ?? ''
    for (const odd of [value.slice(3), `v1${value.slice(2)}`, 'v0=', value.toUpperCase()])
      expect(await codeOf(withHeader(good, { 'x-slack-signature': odd }))).not.toBe('valid')
  })

  it('Stripe: one time, any of several signatures of version 1, and others passed over', async () => {
    const good = sign('stripe')
    const [time = '', signature = ''] = ((good.headers as Record<string, string>)['stripe-signature'] ?? '').split(',')
    const of = (...parts: readonly string[]) => codeOf(withHeader(good, { 'stripe-signature': parts.join(',') }))
    for (const odd of [
      [time],
      [signature],
      [time, time, signature],
      [time, `t=${AT + 1}`, signature],
      [time, `v0=${signature.slice(3)}`],
      [time, signature, ''],
      [time, ` ${signature}`],
      [time, 'v1='],
      [time, signature.slice(3)],
    ])
      expect(await of(...odd)).not.toBe('valid')
    expect(await of('v0=aa', 'v1=bb', signature, time)).toBe('valid')
  })

  it.each(['sha256', 'sha384', 'sha512'] as const)('generic: %s where the call says so', async (algorithm) => {
    const signature = createHmac(algorithm, SECRET).update(`${AT}.{"a":1}`).digest('hex')
    const good = { ...withHeader(sign('generic'), { 'x-webhook-signature': signature }), algorithm }
    for (const other of ['sha256', 'sha384', 'sha512'] as const)
      if (other !== algorithm) expect(await codeOf({ ...good, algorithm: other })).toBe('WEBHOOK_UNSIGNED')
    expect(await codeOf(good)).toBe('valid')
    if (algorithm !== 'sha256')
      await expect(webhooks.verify({ ...sign('slack'), algorithm })).rejects.toMatchObject({
        code: 'WEBHOOK_SETTINGS_INVALID',
      })
  })
})
