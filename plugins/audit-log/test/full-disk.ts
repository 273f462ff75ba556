import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createKernel, use } from '@ringwall/core'
import { openSqliteStore, StoreToken } from '@ringwall/store'
import { auditLog, auditLogConfig, openAuditReader } from '../src/index.ts'

// full-disk.ts FOLDER, of a small file system of its own; what was seen, as JSON on stdout.
const [folder = ''] = process.argv.slice(2)
const filler = join(folder, 'filler')
writeFileSync(filler, randomBytes(1024 * 1024))
const store = await openSqliteStore({ file: join(folder, 'state', 'store.db') })
const config = auditLogConfig.parse({
  keyFile: join(folder, 'audit.key'),
  anchorFile: join(folder, 'audit.anchors'),
  checkpointRecords: 50,
})
const silent = { debug() {}, info() {}, warn() {}, error() {} }
const kernel = await createKernel({
  plugins: [use(auditLog, config)],
  services: [{ token: StoreToken, value: store }],
  logger: silent,
})
const told: string[] = []
let number = 0
const ask = async (): Promise<readonly string[]> => {
  const traceId = `trace-${number++}`
  const session = { tenantId: 't', agentId: 'a', sessionId: 's', traceId }
  const { outcome, rulings } = await kernel.onToolCall({ tool: 'x'.repeat(200), args: {} }, session)
  if (outcome === 'allow') told.push(traceId)
  return [outcome, ...rulings.map(({ code }) => code)]
}

let whenFull: readonly string[] = []
for (let i = 0; i < 20_000 && whenFull[0] !== 'deny'; i++) whenFull = await ask()
const allowed = told.length
const whileFull = await ask()
rmSync(filler)
let afterwards = await ask()
// The log tries again by itself; a call that comes before is still denied.
for (let i = 0; i < 50 && afterwards[0] === 'deny'; i++) afterwards = await ask()
await kernel.close()

const reader = openAuditReader(store, config)
const there = new Set<unknown>()
const { last } = await reader.extent()
for (let after = 0; after < last; after += 1000)
  for (const { trace } of await reader.read(after, 1000)) there.add(trace)
const { status, problems } = await reader.verify()
const missing = told.filter((trace) => !there.has(trace)).length
process.stdout.write(JSON.stringify({ allowed, whenFull, whileFull, afterwards, missing, status, problems }))
await store.close()
