// A reply that Node takes as text is, for everybody else, the Response that it stands for.
import { createAdaptorServer } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { expect, test, vi } from 'vitest'
import { createGateway, standInModel, STAND_IN_MODEL } from '../src/index.ts'
import { jsonReply, sendReply } from '../src/json-reply.ts'
import { ask, completion, makeKernel, sendJson, settings, silent, startProvider, startRig, TOKEN } from './harness.ts'

const VALUE = { a: 'ä€😀', b: [1, null] }
const reply = () => jsonReply(VALUE, { status: 418, headers: { 'x-a': 'b' } })
const plain = () => Response.json(VALUE, { status: 418, headers: { 'x-a': 'b' } })

test('everything that a Response says and does', async () => {
  expect(reply()).toBeInstanceOf(Response)
  expect([reply().status, reply().ok, [...reply().headers]]).toEqual([418, false, [...plain().headers]])
  expect(await reply().json()).toEqual(VALUE)
  expect(await reply().text()).toBe(JSON.stringify(VALUE))
  expect(await reply().arrayBuffer()).toEqual(await plain().arrayBuffer())
  expect(
    await reply()
      .blob()
      .then((blob) => blob.text()),
  ).toBe(JSON.stringify(VALUE))
  expect(await reply().clone().json()).toEqual(VALUE)
  expect(await new Response(reply().body, reply()).json()).toEqual(VALUE)
  const read = reply()
  expect(read.bodyUsed).toBe(false)
  await read.text()
  expect(read.bodyUsed).toBe(true)
  await expect(read.text()).rejects.toThrow(TypeError)
})

test('a header that is set later is a header of what is cloned and sent', () => {
  const changed = reply()
  changed.headers.set('x-later', 'yes')
  expect(changed.clone().headers.get('x-later')).toBe('yes')
})

test('without a socket, or for another reply, it is left to the adapter', () => {
  const [own, other] = [reply(), plain()]
  expect(sendReply(own, undefined)).toBe(own)
  expect(sendReply(other, undefined)).toBe(other)
})

const CHAT = {
  method: 'POST',
  headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
  body: JSON.stringify({ ...ask('hi ä€😀'), model: STAND_IN_MODEL }),
}

test('a gateway says the same with a socket, without one, and within the app of a host', async () => {
  const { kernel } = await makeKernel()
  const app = createGateway({
    wall: { for: () => kernel },
    settings: settings(),
    logger: silent(),
    upstream: standInModel(),
  })
  const host = createAdaptorServer({ fetch: new Hono().mount('/llm', app.fetch).fetch })
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  const { port } = host.address() as AddressInfo
  await using rig = await startRig(undefined, {}, { upstream: standInModel() })
  const answers = await Promise.all([
    fetch(`${rig.gateway.url}/v1/chat/completions`, CHAT),
    app.request('/v1/chat/completions', CHAT),
    fetch(`http://127.0.0.1:${port}/llm/v1/chat/completions`, CHAT),
  ])
  const bodies = await Promise.all(answers.map(async (answer) => (await answer.json()) as { choices: unknown }))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  for (const { headers } of answers)
    expect([headers.get('content-type'), headers.get('x-ringwall-outcome')]).toEqual(['application/json', 'allow'])
  expect(JSON.stringify(bodies[0]?.choices)).toContain('ä€😀')
  for (const { choices } of bodies) expect(choices).toEqual(bodies[0]?.choices)
  host.close()
  await kernel.close()
})

test('a host that gives the gateway another body than the one that arrived is answered by that', async () => {
  const { kernel } = await makeKernel()
  const app = createGateway({ wall: { for: () => kernel }, settings: settings(), logger: silent() })
  const body = JSON.stringify({ ...ask('of the host'), model: STAND_IN_MODEL })
  const host = createAdaptorServer({
    fetch: (request, env) => app.fetch(new Request(request.url, { ...CHAT, body }), env),
  })
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  const { port } = host.address() as AddressInfo
  const said = await (await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, CHAT)).text()
  expect(said).toContain('of the host')
  host.close()
  await kernel.close()
})

test('a host whose adapter has replaced Response before the gateway is loaded sends the same', async () => {
  const late = Promise.withResolvers<typeof jsonReply>()
  const host = createAdaptorServer({ fetch: async () => (await late.promise)(VALUE, { status: 418 }) })
  vi.resetModules()
  late.resolve((await import('../src/json-reply.ts')).jsonReply)
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  const { port } = host.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([418, 'application/json'])
  expect(await answer.json()).toEqual(VALUE)
  host.close()
})

test('the length is in bytes, and HEAD has no body', async () => {
  const provider = await startProvider((response) => sendJson(response, completion({ content: 'ä€😀' })))
  await using rig = await startRig(provider)
  const response = await rig.post(ask('hi'))
  const length = Number(response.headers.get('content-length'))
  expect((await response.arrayBuffer()).byteLength).toBe(length)
  const head = await fetch(`${rig.gateway.url}/v1/models`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${TOKEN}` },
  })
  expect(await head.text()).toBe('')
  await provider.close()
})
