// A secret from the store to the tool and back, past the layers that know it by its value alone.
import { createKernel, use, type LayerOptions, type Use } from '@ringwall/core'
import { auditLog, auditLogConfig, openAuditReader } from '@ringwall/plugin-audit-log'
import { logSanitizer } from '@ringwall/plugin-log-sanitizer'
import { outputGuard } from '@ringwall/plugin-output-guard'
import { startGateway } from '@ringwall/gateway'
import { openSecrets, secretsStore } from '@ringwall/plugin-secrets-store'
import { openSqliteStore, StoreToken } from '@ringwall/store'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { completion, startProvider } from '../../packages/gateway/test/harness.ts'

const SESSION = { tenantId: 't', agentId: 'a', sessionId: 's' }
const VALUE = 'a-value-that-has-no-known-form'
const REPLY = { role: '', content: '', tool_calls: [{ id: '', function: { name: '', arguments: '' } }] }
const GRANTS = [{ names: ['*'], agents: ['a'], tools: ['login'] }]
const LOGGER = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

test('the audit has every read, and no value', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-audit-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const config = auditLogConfig.parse({ keyFile: join(folder, 'audit.key'), anchorFile: 'none' })
  const { kernel, vault, store } = await start(use(auditLog, config))
  await vault.set({ tenant: 't', name: 'LATER', kind: 'value', value: VALUE })
  const call = { tool: 'login', args: { p: '{{secret:LATER}}' } }
  expect((await kernel.onToolCall(call, SESSION)).payload?.args).toEqual({ p: VALUE })
  await kernel.onToolCall(call, { ...SESSION, agentId: 'b' })
  const records = await openAuditReader(store, config).read(2, 10)
  expect(records).toMatchObject([
    { type: 'secret', name: 'LATER', outcome: 'granted', purpose: 'login', agent: 'a' },
    { type: 'decision', outcome: 'allow', size: JSON.stringify(call.args).length - '{"":""}'.length },
    { type: 'secret', name: 'LATER', outcome: 'denied', agent: 'b' },
    { type: 'decision', outcome: 'deny' },
  ])
  expect(JSON.stringify(records)).not.toContain(VALUE)
})

test('through the gateway the client gets the value, and the model gets its reference back', async () => {
  const { kernel, vault } = await start(use(outputGuard))
  await vault.set({ tenant: 't', name: 'LATER', kind: 'value', value: VALUE })
  const args = { p: '{{secret:LATER}}', deep: ['x {{secret:LATER}}'] }
  const call = { id: 'c1', type: 'function', function: { name: 'login', arguments: JSON.stringify(args) } }
  const provider = await startProvider((response, body) => {
    const isFirst = (body['messages'] as readonly unknown[]).length === 1
    const message = isFirst
      ? { role: 'assistant', content: null, tool_calls: [call] }
      : { role: 'assistant', content: 'done' }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completion(message)))
  })
  onTestFinished(() => provider.close())
  const token = randomBytes(32).toString('hex')
  const gateway = await startGateway({
    wall: { for: () => kernel },
    settings: {
      host: '127.0.0.1',
      port: 0,
      tokens: [{ token, agent: 'a', tenant: 't' }],
      maxBodyBytes: 100_000,
      unscannedParts: [],
      upstream: { url: provider.url, timeoutMs: 10_000 },
    },
    logger: LOGGER,
  })
  onTestFinished(() => gateway.close())
  const ask = async (messages: readonly unknown[]) => {
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'm', messages }),
    })
    const { choices } = (await response.json()) as { readonly choices: readonly { readonly message: typeof REPLY }[] }
    return choices[0]?.message
  }
  const first = [{ role: 'user', content: 'log in' }]
  const reply = await ask(first)
  const [got] = reply?.tool_calls ?? []
  expect(JSON.parse(got?.function.arguments ?? '')).toEqual({ p: VALUE, deep: [`x ${VALUE}`] })
  await ask([...first, reply, { role: 'tool', tool_call_id: 'c1', content: `welcome, ${VALUE}` }])
  const sent = JSON.stringify(provider.requests.at(-1)?.body)
  expect(sent).not.toContain(VALUE)
  expect(JSON.parse(sent).messages).toMatchObject([
    ...first,
    { tool_calls: [{ id: 'c1', function: { arguments: JSON.stringify(args) } }] },
    { role: 'tool', content: 'welcome, {{secret:LATER}}' },
  ])
})

async function start(layer: Use, options: LayerOptions = {}) {
  const masterKey = randomBytes(32).toString('hex')
  const store = await openSqliteStore({ file: ':memory:', pollMs: 10 })
  const { vault } = openSecrets(store, { masterKey, keyFile: '', refreshBeforeMs: 0 })
  await vault.init()
  const plugins = [layer, use(secretsStore, { masterKey, grants: GRANTS }, options)]
  const kernel = await createKernel({
    plugins,
    services: [{ token: StoreToken, value: store }],
    logger: LOGGER,
  })
  onTestFinished(async () => {
    await kernel.close()
    await store.close()
  })
  return { kernel, vault, store }
}

// In observe mode the layer itself takes nothing out, so that the other one has to.
test.for([
  ['output-guard', () => use(outputGuard), 'user'],
  ['log-sanitizer', () => use(logSanitizer), 'log'],
] as const)('%s knows what is set while it runs', async ([, layer, destination]) => {
  const { kernel, vault } = await start(layer(), { mode: 'observe' })
  const say = async (body: string) => (await kernel.onOutbound({ destination, body }, SESSION)).payload?.body
  expect(await say(`x ${VALUE}`)).toBe(`x ${VALUE}`)
  await vault.set({ tenant: 't', name: 'LATER', kind: 'value', value: VALUE })
  await vi.waitFor(async () => expect(await say(`x ${VALUE}`)).toMatch(/^x \[REDACTED:known:LATER\]$|^x \S*LATER\S*$/))
  expect(await say(`x ${Buffer.from(VALUE).toString('hex')}`)).not.toContain(Buffer.from(VALUE).toString('hex'))
})

test('with both in the chain the value is gone once', async () => {
  const { kernel, vault } = await start(use(outputGuard))
  await vault.set({ tenant: 't', name: 'LATER', kind: 'value', value: VALUE })
  const say = async (body: string) => (await kernel.onOutbound({ destination: 'user', body }, SESSION)).payload?.body
  await vi.waitFor(async () => expect(await say(`x ${VALUE} y`)).toBe('x [REDACTED:secret] y'))
})
