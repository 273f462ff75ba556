// /readyz and /metrics of a gateway over a wall with the real layers and a real store.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWall, loadConfig, type Wall } from '@ringwall/config'
import { token } from '@ringwall/core'
import { startGateway } from '@ringwall/gateway'
import { ExecToken } from '@ringwall/plugin-exec-sandbox'
import { openTokens } from '@ringwall/plugin-gateway-auth'
import { StoreToken, type Store } from '@ringwall/store'
import { expect, onTestFinished, test } from 'vitest'
import { settings, silent } from '../../packages/gateway/test/harness.ts'

const OPERATOR = 'operator-token-0123456789-0123456789'

interface Rig {
  readonly wall: Wall
  readonly store: Store
  get(path: string, bearer?: string): Promise<Response>
  checks(): Promise<{ readonly status: number; readonly checks: Record<string, { readonly state: string }> }>
}

async function start(layers: string): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-ready-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'ringwall.yaml')
  await writeFile(file, `preset: none\nstore: { file: state.db }\nlayers:\n${layers.replaceAll('FOLDER', folder)}`)
  const model = await loadConfig({ file, cwd: folder, env: {}, resolveFrom: [import.meta.dirname] })
  const wall = await createWall(model, { logger: silent() })
  const tokens = [{ token: OPERATOR, agent: 'default', tenant: 'default', operator: true }]
  const gateway = await startGateway({ wall, settings: settings({ tokens }), logger: silent() })
  onTestFinished(async () => {
    await gateway.close()
    await wall.close()
  })
  const store = wall.for('').find(StoreToken)
  if (store === undefined) throw new Error('no store')
  const get: Rig['get'] = (path, bearer = OPERATOR) =>
    fetch(gateway.url + path, { headers: { authorization: `Bearer ${bearer}` } })
  return {
    wall,
    store,
    get,
    async checks() {
      const response = await get('/readyz')
      return { ...((await response.json()) as { checks: never }), status: response.status }
    },
  }
}

const AUDIT = '  audit-log: { keyFile: FOLDER/key, anchorFile: FOLDER/anchors }\n'

test('store, audit log and kernel: ok, and failed once the store is gone', { timeout: 30_000 }, async () => {
  const rig = await start(AUDIT)
  expect(await rig.checks()).toMatchObject({
    status: 200,
    checks: {
      accepting: { state: 'ok' },
      kernel: { state: 'ok' },
      store: { state: 'ok' },
      audit: { state: 'ok' },
      sandbox: { state: 'not-measured' },
      tls: { state: 'not-measured' },
    },
  })
  await rig.store.close()
  const session = { tenantId: 't', agentId: 'a', sessionId: 's' }
  expect((await rig.wall.for('a').onInbound({ source: 'user', text: 'x' }, session)).outcome).toBe('deny')
  expect(await rig.checks()).toMatchObject({
    status: 503,
    checks: {
      store: { state: 'failed', detail: { problem: 'STORE_CLOSED' } },
      audit: { state: 'failed', detail: { problem: 'AUDIT_UNAVAILABLE' } },
    },
  })
  const metrics = await (await rig.get('/metrics')).text()
  expect(Number(/^ringwall_audit_backlog (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0)
})

test('the check of the kernel fails once the wall is closed', async () => {
  const rig = await start('  jailbreak-detection: on\n')
  await rig.wall.close()
  expect(await rig.checks()).toMatchObject({ status: 503, checks: { kernel: { state: 'failed' } } })
})

test('the check of the sandbox says what the sandbox says', { timeout: 60_000 }, async () => {
  const rig = await start('  exec-sandbox: { workspace: FOLDER }\n')
  const state = await rig.wall
    .for('')
    .find(ExecToken)
    ?.ready()
    .then(
      () => 'ok',
      () => 'failed',
    )
  expect((await rig.checks()).checks.sandbox?.state).toBe(state)
})

test('a sandbox that cannot be: not ready, with the code', { timeout: 30_000 }, async () => {
  const rig = await start('  exec-sandbox: { workspace: FOLDER, network: proxy }\n')
  expect(await rig.checks()).toMatchObject({
    status: 503,
    checks: { sandbox: { state: 'failed', detail: { problem: 'NETWORK_UNGUARDED' } } },
  })
})

test('the scope metrics is enough for the metrics, and shows no check; other scopes are not', async () => {
  const rig = await start('  gateway-auth: on\n')
  const make = async (scope: 'metrics' | 'chat'): Promise<string> => {
    const made = { name: scope, scopes: [scope], tenant: 'acme', agent: 'default' }
    return (await openTokens(rig.store).create(made)).token
  }
  const metrics = await make('metrics')
  expect((await rig.get('/metrics', metrics)).status).toBe(200)
  expect(await (await rig.get('/readyz', metrics)).json()).toEqual({ status: 'ready' })
  expect((await rig.get('/metrics', await make('chat'))).status).toBe(403)
  expect((await rig.get('/readyz', `rw_${'0'.repeat(49)}`)).status).toBe(401)
})

test('a token cannot be checked without the store: then it is no operator’s, and the answer stays 503', async () => {
  const rig = await start('  gateway-auth: on\n')
  await rig.store.close()
  const response = await rig.get('/readyz')
  expect([response.status, Object.keys((await response.json()) as object)]).toEqual([503, expect.any(Array)])
})

test('what waits for a person is counted over the whole store', async () => {
  const rules = '[{ tool: pay, action: ask }]'
  const rig = await start(`  approval-gate: { onAsk: return, keyFile: FOLDER/approvals.key, rules: ${rules} }\n`)
  const pending = async (): Promise<string | undefined> =>
    /^ringwall_approvals_pending (\S+)$/m.exec(await (await rig.get('/metrics')).text())?.[1]
  expect(await pending()).toBe('0')
  const session = { tenantId: 't', agentId: 'a', sessionId: 's' }
  expect((await rig.wall.for('a').onToolCall({ tool: 'pay', args: {} }, session)).outcome).toBe('ask')
  expect(await pending()).toBe('1')
  expect(await (await rig.get('/metrics')).text()).toContain('ringwall_approvals_total{kind="requested"} 1')
  expect(rig.wall.findAll(token('Approvals'))).toHaveLength(1)
})

test('an agent with layers of its own has its audit log looked at too', async () => {
  const agents = 'agents: { strict: { layers: { audit-log: { maxPending: 7 } } } }\n'
  const rig = await start(AUDIT + agents)
  const audits = rig.wall.findAll(token('AuditStatus'))
  expect(new Set(audits).size).toBe(2)
  expect([rig.wall.isOpen, rig.wall.findAll(token('Nothing'))]).toEqual([true, []])
  await rig.wall.close()
  expect(rig.wall.isOpen).toBe(false)
})
