// Webhooks before a layer that verifies as the test says: what the gateway makes of each answer, and of a failure behind it.
import type { DeliverySettings } from '@ringwall/config'
import { createKernel, definePlugin, token, use, type HookEvent, type Session } from '@ringwall/core'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { startGateway } from '../src/index.ts'
import { sendJson, settings, silent, startProvider } from './harness.ts'

const INLET = { scheme: 'github', secret: 's'.repeat(32), agent: 'helper', tenant: 'acme', maxBytes: 1000 } as const

async function startWith(
  verdict: object,
  onText: (text: string) => void = () => undefined,
  { deliverTo, flush }: { deliverTo?: DeliverySettings; flush?: () => Promise<void> } = {},
) {
  const asked: object[] = []
  const judged: { meta: unknown; session: Session }[] = []
  const layer = definePlugin({
    name: 'verifier',
    version: '1.0.0',
    manifest: { api: 1, hooks: { onInbound: { judge: ['deny'] } }, provides: ['Webhooks'] },
    codes: {},
    config: z.strictObject({}),
    setup: ({ provide }) => {
      const verify = async (delivery: object): Promise<object> => {
        asked.push(delivery)
        return verdict
      }
      provide(token('Webhooks'), { verify })
      const judge = ({ payload, session }: HookEvent<'onInbound'>): undefined => {
        judged.push({ meta: payload.meta, session })
        onText(payload.text)
      }
      return { onInbound: { judge } }
    },
  })
  const kernel = await createKernel({ plugins: [use(layer)], logger: silent() })
  const webhooks = { ci: { ...INLET, ...(deliverTo && { deliverTo }) } }
  const gateway = await startGateway({
    wall: { for: () => kernel, ...(flush && { flush }) },
    settings: settings({ webhooks }),
    logger: silent(),
  })
  onTestFinished(async () => {
    await gateway.close()
    await kernel.close()
  })
  asked.length = 0 // the look at the secret before the start
  return { asked, judged, url: `${gateway.url}/webhooks/ci` }
}

const headers = { 'content-type': 'application/json', 'x-ringwall-session': 'mine', 'x-hub-signature-256': 'sha256=x' }

test.for([
  ['WEBHOOK_MALFORMED', 400],
  ['WEBHOOK_UNSIGNED', 401],
  ['WEBHOOK_STALE', 401],
  ['WEBHOOK_REPLAYED', 409],
  ['WEBHOOK_UNAVAILABLE', 503],
  ['WEBHOOK_SOMETHING_NEW', 503],
] as const)('%s is a %i, and nothing is judged', async ([code, status]) => {
  const { url, judged } = await startWith({ valid: false, code, message: 'No.' })
  const response = await fetch(url, { method: 'POST', headers, body: '{}' })
  expect([response.status, await response.json()]).toMatchObject([status, { error: { code } }])
  expect(judged).toEqual([])
})

test.for([
  [true, 503, 0],
  [false, 200, 1],
] as const)(
  'where the disk fails (%s) the answer is %i, and the content is delivered %i times',
  async ([isBroken, status, times]) => {
    const receiver = await startProvider((response) => sendJson(response, {}))
    onTestFinished(() => receiver.close())
    const deliverTo = { url: receiver.url, secret: `whsec_${btoa('s'.repeat(24))}`, attempts: 1, timeoutMs: 5000 }
    const flush = async (): Promise<void> => {
      if (isBroken) throw new Error('EIO')
    }
    const verdict = { valid: true, forget: () => undefined, prove: () => 'the proof' }
    const { url } = await startWith(verdict, undefined, { deliverTo, flush })
    expect((await fetch(url, { method: 'POST', headers, body: '{"a":"b"}' })).status).toBe(status)
    expect(receiver.requests).toHaveLength(times)
  },
)

test('a delivery that holds is judged as the inlet’s agent, with the proof, in a session that no header names', async () => {
  const { url, judged, asked } = await startWith({ valid: true, forget: () => undefined, prove: () => 'the proof' })
  const response = await fetch(url, { method: 'POST', headers, body: '{"a":"b"}' })
  expect(response.status).toBe(200)
  expect(response.headers.get('x-ringwall-trace-id')).toMatch(/^[0-9a-f]{32}$/)
  expect(judged.length).toBeGreaterThan(0)
  for (const { meta, session } of judged) {
    expect(meta).toMatchObject({ auth: 'the proof', inlet: 'ci' })
    expect(session).toMatchObject({ agentId: 'helper', tenantId: 'acme', channel: 'gateway' })
    expect(session.sessionId).not.toBe('mine')
  }
  expect(asked).toMatchObject([
    { scheme: 'github', secret: [INLET.secret], endpoint: 'ci', rawBody: Buffer.from('{"a":"b"}') },
  ])
})

test('what cannot be read is forgotten, so that it may come again', async () => {
  let forgotten = 0
  const forget = async (): Promise<void> => void forgotten++
  const { url, judged } = await startWith({ valid: true, forget, prove: () => 'the proof' })
  expect((await fetch(url, { method: 'POST', headers, body: '{' })).status).toBe(400)
  expect([forgotten, judged]).toEqual([1, []])
  expect((await fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(200)
  expect(forgotten).toBe(1)
})

test('what a layer could not judge is forgotten, and nothing of it comes back', async () => {
  let forgotten = 0
  const forget = async (): Promise<void> => void forgotten++
  const { url } = await startWith({ valid: true, forget, prove: () => 'the proof' }, (text) => {
    if (text.includes('broken')) throw new Error('inner problem')
  })
  const response = await fetch(url, { method: 'POST', headers, body: '{"a":"broken words"}' })
  const text = await response.text()
  expect([response.status, forgotten]).toEqual([503, 1])
  expect(text).toContain('INLET_UNJUDGED')
  expect(text).not.toMatch(/broken|inner/)
})
