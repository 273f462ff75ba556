// Decisions a second with the audit log on, and what one call waits, per store driver and number of calls in flight, in one run: a kernel with the audit log
// alone, so that the log is what is measured. Each decision is durable before its call goes on. `without` is the same kernel without the layer; `ratio` is
// what the log leaves of the driver's own appends of one batch of 100. Then the verification of what was written. Run: pnpm bench:audit
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKernel, use, type Kernel, type Logger } from '@ringwall/core'
import { auditLog, auditLogConfig, openAuditReader } from '@ringwall/plugin-audit-log'
import { StoreToken, type Store } from '@ringwall/store'
import { openAll } from './drivers.ts'

const WARM_MS = 500
const ROUND_MS = 3000
const IN_FLIGHT = [1, 16, 64]
const SESSION = { tenantId: 'acme', agentId: 'research', sessionId: 's1', userId: 'alice' }
const SILENT: Logger = { debug() {}, info() {}, warn() {}, error: (message, fields) => console.error(message, fields) }

interface Rate {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

async function rate(inFlight: number, run: () => Promise<unknown>): Promise<Rate> {
  const waits: number[] = []
  const start = performance.now()
  const work = async (): Promise<void> => {
    for (;;) {
      const from = performance.now()
      if (from - start > WARM_MS + ROUND_MS) return
      await run()
      if (from - start > WARM_MS) waits.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, work))
  waits.sort((a, b) => a - b)
  const at = (part: number): number => waits[Math.floor(waits.length * part)] ?? Number.NaN
  return { perSecond: (waits.length / ROUND_MS) * 1000, p50: at(0.5), p99: at(0.99) }
}

/** Entries a second of the store itself, in batches as large as the log makes them when there is much to do. */
async function yardstick(store: Store): Promise<number> {
  const entry = { at: 1, tenant: 'acme', outcome: 'deny', code: 'SEEN', rest: 'f'.repeat(400) }
  const batch = Array.from({ length: 100 }, () => entry)
  const { perSecond } = await rate(1, () => store.append('yardstick', batch))
  return perSecond * batch.length
}

function call(kernel: Kernel): () => Promise<void> {
  return async () => {
    const { outcome } = await kernel.onToolCall({ tool: 'read_file', args: { path: 'notes.txt' } }, SESSION)
    if (outcome !== 'allow') throw new Error('a call was denied')
  }
}

const folder = mkdtempSync(join(tmpdir(), 'ringwall-audit-'))
const table: Record<string, Record<string, string | number>> = {}
const verified: Record<string, Record<string, string | number>> = {}
const bare = await createKernel({ plugins: [], logger: SILENT })
const without = await rate(64, call(bare))
await bare.close()
for (const [name, store, close] of await openAll()) {
  const limit = await yardstick(store)
  const config = auditLogConfig.parse({ keyFile: join(folder, name, 'key'), anchorFile: join(folder, name, 'anchors') })
  const kernel = await createKernel({
    plugins: [use(auditLog, config)],
    services: [{ token: StoreToken, value: store }],
    logger: SILENT,
  })
  for (const inFlight of IN_FLIGHT) {
    const { perSecond, p50, p99 } = await rate(inFlight, call(kernel))
    table[`${name}, ${inFlight} in flight`] = {
      'decisions/s': Math.round(perSecond),
      'p50 ms': p50.toFixed(2),
      'p99 ms': p99.toFixed(2),
      ratio: (perSecond / limit).toFixed(2),
    }
  }
  await kernel.close()
  const start = performance.now()
  const { status, records } = await openAuditReader(store, config).verify()
  verified[name] = { status, records, 'records/s': Math.round((records / (performance.now() - start)) * 1000) }
  await store.close()
  await close()
}
rmSync(folder, { recursive: true })
console.log(`without the audit log: ${Math.round(without.perSecond)} decisions/s, 64 in flight`)
console.table(table)
console.log('verification of all that was written')
console.table(verified)
