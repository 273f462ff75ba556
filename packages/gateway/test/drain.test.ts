// What happens to requests when a gateway is told to end.
import type { ServerResponse } from 'node:http'
import { createKernel, token } from '@ringwall/core'
import { expect, onTestFinished, test } from 'vitest'
import { startGateway } from '../src/index.ts'
import { ask, chunk, event, openSse, readStream, settings, silent, startProvider, startRig, TOKEN } from './harness.ts'

const OPERATOR = 'operator-token-0123456789-0123456789'
const TOKENS = [
  { token: TOKEN, agent: 'helper', tenant: 'acme' },
  { token: OPERATOR, agent: 'default', tenant: 'default', operator: true },
]

/** A gateway with one stream under way. */
async function streaming(graceMs: number) {
  const opened = Promise.withResolvers<ServerResponse>()
  const provider = await startProvider((response) => {
    openSse(response).write(chunk({ role: 'assistant', content: 'one ' }))
    opened.resolve(response)
  })
  onTestFinished(() => provider.close())
  const rig = await startRig(provider, { tokens: TOKENS, graceMs })
  onTestFinished(() => rig[Symbol.asyncDispose]())
  const response = await rig.post(ask('hello', { stream: true }))
  return { rig, response, upstream: await opened.promise }
}

test('a stream under way is finished; meanwhile new requests are refused and /readyz says 503', async () => {
  const { rig, response, upstream } = await streaming(60_000)
  const { url } = rig.gateway
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  const closed = rig.gateway.close()

  const ready = await fetch(`${url}/readyz`, { headers: { authorization: `Bearer ${OPERATOR}` } })
  expect([ready.status, await ready.json()]).toMatchObject([
    503,
    { status: 'not-ready', checks: { accepting: { state: 'failed', detail: { problem: 'DRAINING' } } } },
  ])
  expect(ready.headers.get('connection')).toBe('close')
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  const late = await rig.post(ask('late'))
  expect([late.status, await late.json()]).toMatchObject([503, { error: { code: 'GATEWAY_DRAINING' } }])

  upstream.end(chunk({ content: 'two' }) + chunk({}, 'stop') + event('[DONE]'))
  const { text, isDone } = readStream(await response.text())
  expect([text, isDone]).toEqual([['one two'], true])
  await closed
  await expect(fetch(`${url}/healthz`)).rejects.toThrow()
})

test('what is not over after the grace period is cut off, and never looks whole', async () => {
  const { rig, response } = await streaming(0)
  const read = response.text().then(readStream, () => undefined)
  await rig.gateway.close()
  expect((await read)?.isDone ?? false).toBe(false)
})

test('with nothing under way it ends at once', async () => {
  const rig = await startRig(undefined, { graceMs: 600_000 })
  await rig[Symbol.asyncDispose]()
  await expect(fetch(`${rig.gateway.url}/healthz`)).rejects.toThrow()
})

test('a layer that throws when its calls are to be denied is logged, and the gateway ends all the same', async () => {
  const value = {
    stop: () => {
      throw new Error('oops')
    },
  }
  const kernel = await createKernel({ plugins: [], services: [{ token: token('Approvals'), value }], logger: silent() })
  const lines: string[] = []
  const gateway = await startGateway({ wall: { for: () => kernel }, settings: settings(), logger: silent(lines) })
  await gateway.close()
  await kernel.close()
  expect(lines.join()).toContain('could not be denied')
  await expect(fetch(`${gateway.url}/healthz`)).rejects.toThrow()
})
