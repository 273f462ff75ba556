import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKernel, use } from '@ringwall/core'
import { openSqliteStore, StoreToken } from '@ringwall/store'
import { conformance, pluginTester, TEST_SESSION, type HostServices, type Sample } from '@ringwall/testkit'
import { afterAll, describe, it } from 'vitest'
import { approvalGate, fileKey, openApprovals, type ApprovalGateInput } from '../src/index.ts'
import { cases } from './cases.ts'

// The key is made where the process works.
const [before, folder] = [process.cwd(), mkdtempSync(join(tmpdir(), 'ringwall-approvals-'))]
process.chdir(folder)
afterAll(() => {
  process.chdir(before)
  rmSync(folder, { recursive: true, force: true })
})

const config: ApprovalGateInput = {
  onAsk: 'return',
  rules: [
    { tool: 'deploy', action: 'ask' },
    { tool: 'release', action: 'ask' },
    { tool: 'drop', action: 'deny' },
  ],
}
const calls = ['deploy', 'release', 'drop'].map((tool) => ({ tool, args: {} }))
const samples: readonly Sample[] = calls.map((payload) => ({ hook: 'onToolCall', payload, config }))

const empty: HostServices = async (onEnd) => {
  const store = await openSqliteStore({ file: ':memory:' })
  onEnd(() => store.close())
  return [{ token: StoreToken, value: store }]
}

/** A store in which somebody approved one of the calls for the session of the tests. */
const approved: HostServices = async (onEnd) => {
  const store = await openSqliteStore({ file: ':memory:' })
  onEnd(() => store.close())
  const services = [{ token: StoreToken, value: store }]
  const kernel = await createKernel({ plugins: [use(approvalGate, config)], services })
  await kernel.onToolCall({ tool: 'release', args: {} }, TEST_SESSION)
  const desk = openApprovals(store, fileKey('.ringwall/approvals.key'))
  for (const { id, hash } of (await desk.list()).pending)
    await desk.approve(id, { approver: 'ada', expectedHash: hash, scope: 'session' })
  await kernel.close()
  return services
}

pluginTester({ plugin: approvalGate, cases, services: empty, describe, it })
conformance({
  plugin: approvalGate,
  packageJson: new URL('../package.json', import.meta.url),
  services: approved,
  samples,
  ordinary: [{ hook: 'onToolCall', payload: { tool: 'read', args: { path: 'README.md' } } }],
  describe,
  it,
})
