// A secret from the store to the tool and back, past the layers that know it by its value alone.
import { createKernel, use, type HostService, type LayerOptions, type Use } from '@ringwall/core'
import { auditLog, AuditSinkToken, type AuditSink } from '@ringwall/plugin-audit-log'
import { logSanitizer } from '@ringwall/plugin-log-sanitizer'
import { outputGuard } from '@ringwall/plugin-output-guard'
import { openSecrets, secretsStore } from '@ringwall/plugin-secrets-store'
import { openSqliteStore, StoreToken } from '@ringwall/store'
import { randomBytes } from 'node:crypto'
import { expect, onTestFinished, test, vi } from 'vitest'

const SESSION = { tenantId: 't', agentId: 'a', sessionId: 's' }
const VALUE = 'a-value-that-has-no-known-form'
const GRANTS = [{ names: ['*'], agents: ['a'], tools: ['login'] }]
const LOGGER = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

test('the audit has every read, and no value', async () => {
  const lines: string[] = []
  const sink: AuditSink = {
    write(bytes) {
      lines.push(Buffer.from(bytes).toString())
      return bytes.length
    },
  }
  const { kernel, vault } = await start(use(auditLog, { sink: 'host' }), {}, [{ token: AuditSinkToken, value: sink }])
  await vault.set({ tenant: 't', name: 'LATER', kind: 'value', value: VALUE })
  const call = { tool: 'login', args: { p: '{{secret:LATER}}' } }
  expect((await kernel.onToolCall(call, SESSION)).payload?.args).toEqual({ p: VALUE })
  await kernel.onToolCall(call, { ...SESSION, agentId: 'b' })
  const records = lines
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(records).toMatchObject([
    { type: 'secret', name: 'LATER', outcome: 'granted', purpose: 'login', agent: 'a' },
    { type: 'decision', outcome: 'allow', size: JSON.stringify(call.args).length - '{"":""}'.length },
    { type: 'secret', name: 'LATER', outcome: 'denied', agent: 'b' },
    { type: 'decision', outcome: 'deny' },
  ])
  expect(lines.join('')).not.toContain(VALUE)
})

async function start(layer: Use, options: LayerOptions = {}, services: readonly HostService[] = []) {
  const masterKey = randomBytes(32).toString('hex')
  const store = await openSqliteStore({ file: ':memory:', pollMs: 10 })
  const { vault } = openSecrets(store, { masterKey, keyFile: '', refreshBeforeMs: 0 })
  await vault.init()
  const plugins = [layer, use(secretsStore, { masterKey, grants: GRANTS }, options)]
  const kernel = await createKernel({
    plugins,
    services: [{ token: StoreToken, value: store }, ...services],
    logger: LOGGER,
  })
  onTestFinished(async () => {
    await kernel.close()
    await store.close()
  })
  return { kernel, vault }
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
