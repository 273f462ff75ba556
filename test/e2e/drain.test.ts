// SIGTERM to the real process: what is under way, what waits for a person, and a second signal.
import type { ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { ask, chunk, event, openSse, readStream, startProvider, until } from '../../packages/gateway/test/harness.ts'
import { folderWith, ringwall, serve, type Served } from './serve-process.ts'

const TOKEN = 'agents-token-0123456789-0123456789-ab'
const ENV = { TOKEN }
const GATEWAY = 'gateway: { graceMs: 600000, tokens: [{ token: "env:TOKEN" }] }\n'

function post({ url }: Served, body: object): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** A gateway before a provider, with a stream under way. */
async function streaming() {
  const opened = Promise.withResolvers<ServerResponse>()
  const provider = await startProvider((response) => {
    openSse(response).write(chunk({ role: 'assistant', content: 'one ' }))
    opened.resolve(response)
  })
  onTestFinished(() => provider.close())
  const layers = 'preset: none\nlayers: { jailbreak-detection: on }\n'
  const served = await serve(await folderWith(layers + GATEWAY), ENV, ['--upstream', provider.url])
  const response = await post(served, ask('hello', { stream: true }))
  return { served, response, upstream: await opened.promise }
}

async function draining({ url }: Served): Promise<void> {
  await until(async () => (await fetch(`${url}/readyz`)).status === 503)
}

test('a stream under way comes to its end, then the process does', { timeout: 60_000 }, async () => {
  const { served, response, upstream } = await streaming()
  served.child.kill('SIGTERM')
  await draining(served)
  expect((await post(served, ask('late'))).status).toBe(503)
  upstream.end(chunk({ content: 'two' }) + chunk({}, 'stop') + event('[DONE]'))
  const { text, isDone } = readStream(await response.text())
  expect([text, isDone]).toEqual([['one two'], true])
  expect(await served.ended).toBe(0)
})

test('a second signal ends it at once', { timeout: 60_000 }, async () => {
  const { served, response } = await streaming()
  const cut = response.text().then(
    (text) => readStream(text).isDone,
    () => false,
  )
  served.child.kill('SIGTERM')
  await draining(served)
  served.child.kill('SIGTERM')
  expect(await served.ended).toBe('SIGTERM')
  expect(await cut).toBe(false)
})

test('a call that waits for a person is denied', { timeout: 60_000 }, async () => {
  const layers = 'preset: none\nlayers: { approval-gate: { rules: [{ tool: pay, action: ask }] } }\n'
  const folder = await folderWith(layers + GATEWAY)
  const served = await serve(folder, ENV)
  const tools = [{ type: 'function', function: { name: 'pay', parameters: { type: 'object' } } }]
  const call = ask('call pay {"n":1}', { model: 'ringwall-stand-in', tools })
  const waiting = post(served, call).then((response) => response.json())
  await until(async () => {
    const { pending } = JSON.parse(await ringwall(folder, ENV, 'approvals', 'list', '--json')) as { pending: unknown[] }
    return pending.length === 1
  })
  served.child.kill('SIGTERM')
  expect(await waiting).toMatchObject({ choices: [{ finish_reason: 'content_filter' }] })
  expect(await served.ended).toBe(0)
})
