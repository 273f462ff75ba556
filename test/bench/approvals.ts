// What approval-gate costs where nothing is asked, and how long a call that waits in one process takes to go on once another handle has approved it, for each
// store driver in one run. Run: pnpm bench:approvals
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKernel, use, type Kernel } from '@ringwall/core'
import { approvalGate, fileKey, openApprovals, type ApprovalGateInput } from '@ringwall/plugin-approval-gate'
import { openSqliteStore, openStore, StoreToken, type Store, type StoreOptions } from '@ringwall/store'
import { findPostgres, startPostgres } from '../servers/postgres.ts'
import { findRedis, startRedis } from '../servers/redis.ts'
import { cost } from './measure.ts'

const ROUNDS = 40
const SESSION = { tenantId: 't', agentId: 'a', sessionId: 's', userId: 'u' }
const folder = mkdtempSync(join(tmpdir(), 'ringwall-bench-'))
const keyFile = join(folder, 'approvals.key')

async function wall(store: Store, config: ApprovalGateInput, gate = true): Promise<Kernel> {
  const limits = { asksPerSession: 10_000, asksPerAgent: 100_000, maxPending: 10_000, denialCacheMs: 0 }
  const plugins = gate ? [use(approvalGate, { keyFile, ...limits, ...config })] : []
  return createKernel({ plugins, services: [{ token: StoreToken, value: store }] })
}

async function silence(): Promise<void> {
  const store = await openSqliteStore({ file: ':memory:' })
  const call = { tool: 'read_file', args: { path: 'src/index.ts' } }
  const rules = Array.from({ length: 20 }, (_, i) => ({ tool: `tool_${i}_*`, action: 'ask' as const }))
  const walls = [
    ['no layer', await wall(store, {}, false)],
    ['approval-gate, no rules', await wall(store, {})],
    ['approval-gate, 20 rules of which none fits', await wall(store, { rules })],
  ] as const
  for (const [name, kernel] of walls) {
    const microseconds = await cost(() => kernel.onToolCall(call, SESSION), 20)
    console.log(`${name.padEnd(44)} ${microseconds.toFixed(2)} µs of processor a call`)
    await kernel.close()
  }
  await store.close()
}

async function waking(name: string, url: string, options: StoreOptions = {}): Promise<void> {
  const [own, other] = [await openStore(url, options), await openStore(url, options)]
  const rules = [{ tool: 'exec', action: 'ask' as const }]
  const [kernel, desk] = [await wall(own, { rules }), openApprovals(other, fileKey(keyFile))]
  const times: number[] = []
  for (let n = 0; n < ROUNDS; n++) {
    const call = kernel
      .onToolCall({ tool: 'exec', args: { n } }, SESSION)
      .then(({ outcome }) => [outcome, performance.now()] as const)
    let request = (await desk.list()).pending[0]
    while (!request) {
      await new Promise((resolve) => setTimeout(resolve, 2))
      request = (await desk.list()).pending[0]
    }
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 100)) // it waits
    const from = performance.now()
    await desk.approve(request.id, { approver: 'bench', expectedHash: request.hash })
    const [outcome, at] = await call
    if (outcome !== 'allow') throw new Error(`the call was not allowed: ${outcome}`)
    times.push(at - from)
  }
  const standing = await wall(own, { rules, onAsk: 'return' })
  await standing.onToolCall({ tool: 'exec', args: { a: 1 } }, SESSION)
  const [request] = (await desk.list()).pending
  await desk.approve(request?.id ?? '', { approver: 'bench', expectedHash: request?.hash ?? '', scope: 'session' })
  const from = performance.now()
  const calls = 500
  for (let n = 0; n < calls; n++) await standing.onToolCall({ tool: 'exec', args: { n } }, SESSION)
  const each = (performance.now() - from) / calls
  times.sort((a, b) => a - b)
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? Number.NaN).toFixed(1)
  console.log(
    `${name.padEnd(12)} from approve to going on: median ${at(0.5)} ms, p95 ${at(0.95)} ms; a call under a standing approval ${each.toFixed(2)} ms`,
  )
  for (const each of [kernel, standing]) await each.close()
  for (const store of [own, other]) await store.close()
}

await silence()
await waking('SQLite', `sqlite:${join(folder, 'r.db')}`)
const namespace = `b${randomBytes(6).toString('hex')}`
if (findPostgres() !== undefined) {
  const server = await startPostgres()
  await waking('PostgreSQL', server.url, { namespace })
  await server.process.remove('SIGTERM')
}
if (findRedis() !== undefined) {
  const server = await startRedis()
  await waking('Redis', server.url, { namespace })
  await server.process.remove('SIGTERM')
}
rmSync(folder, { recursive: true, force: true })
