// Decisions a second of onToolCall, and how long a caller waits, with all layers of access control and the audit on SQLite in a file: what is
// acknowledged is durable. Beside it the same kernel without them, and what one durable write of the store takes alone: ratios of one run.
// Run: pnpm bench:access
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKernel, use, type Kernel, type Logger, type Use } from '@ringwall/core'
import { actionClassifier } from '@ringwall/plugin-action-classifier'
import { approvalGate } from '@ringwall/plugin-approval-gate'
import { auditLog } from '@ringwall/plugin-audit-log'
import { budgetGuard } from '@ringwall/plugin-budget-guard'
import { externalContent } from '@ringwall/plugin-external-content'
import { toolPolicy } from '@ringwall/plugin-tool-policy'
import { openSqliteStore, StoreToken, type Store } from '@ringwall/store'

const WARM_MS = 1000
const ROUND_MS = 4000
const IN_FLIGHT = [1, 16, 64, 128] as const
const GOAL = { perSecond: 5000, p99: 5 }
/** Calls of one session: fewer than the steps that budget-guard lets it have. */
const CALLS = 100
const SILENT: Logger = { debug() {}, info() {}, warn() {}, error: (message, fields) => console.error(message, fields) }
const folder = mkdtempSync(join(tmpdir(), 'ringwall-bench-'))

const access: readonly Use[] = [
  use(externalContent),
  use(toolPolicy),
  use(actionClassifier),
  use(budgetGuard),
  use(approvalGate, { keyFile: join(folder, 'approvals.key') }),
]
/** Each log has anchors of its own. */
function audit(name: string): Use {
  return use(auditLog, { keyFile: join(folder, `${name}.key`), anchorFile: join(folder, `${name}.anchors`) })
}

interface Rate {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

async function rate(inFlight: number, run: (id: number) => Promise<unknown>): Promise<Rate> {
  const round = async (ms: number): Promise<{ readonly took: number[]; readonly ms: number }> => {
    const took: number[] = []
    const start = performance.now()
    const work = async (): Promise<void> => {
      for (let from = performance.now(); from - start < ms; from = performance.now()) {
        await run(next++)
        took.push(performance.now() - from)
      }
    }
    await Promise.all(Array.from({ length: inFlight }, work))
    return { took, ms: performance.now() - start }
  }
  await round(WARM_MS)
  const { took, ms } = await round(ROUND_MS)
  took.sort((a, b) => a - b)
  const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN
  return { perSecond: (took.length / ms) * 1000, p50: at(0.5), p99: at(0.99) }
}
let next = 0

/** What callers wait who come at a fixed rate, whatever those before them wait: from when each was due. */
async function offered(perSecond: number, run: (id: number) => Promise<unknown>): Promise<Rate> {
  const took: number[] = []
  const pending = new Set<Promise<unknown>>()
  const start = performance.now()
  let made = 0
  const end = start + WARM_MS + ROUND_MS
  while (performance.now() < end) {
    const now = performance.now()
    for (; start + (made / perSecond) * 1000 <= now; made++) {
      const due = start + (made / perSecond) * 1000
      const asked = run(next++).then(() => {
        if (due - start > WARM_MS) took.push(performance.now() - due)
        pending.delete(asked)
      })
      pending.add(asked)
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(pending)
  took.sort((a, b) => a - b)
  const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN
  return { perSecond: (took.length / (performance.now() - start - WARM_MS)) * 1000, p50: at(0.5), p99: at(0.99) }
}

/** Reads of files, as a coding agent makes most; each user has a session. */
function call(kernel: Kernel): (id: number) => Promise<void> {
  return async (id) => {
    const who = Math.floor(id / CALLS)
    const session = { tenantId: 'acme', agentId: 'coder', sessionId: `s${who}`, userId: `u${who}` }
    const decision = await kernel.onToolCall({ tool: 'read_file', args: { path: `src/file-${id % 50}.ts` } }, session)
    if (decision.outcome !== 'allow') throw new Error(JSON.stringify(decision.rulings))
  }
}

async function open(plugins: readonly Use[], store: Store): Promise<Kernel> {
  return createKernel({ plugins, services: [{ token: StoreToken, value: store }], logger: SILENT })
}

const variants: readonly (readonly [name: string, plugins: readonly Use[]])[] = [
  ['no layer', []],
  ['access control, no audit', access],
  ['audit alone', [audit('alone')]],
  ['access control and audit', [...access, audit('whole')]],
]
const table: Record<string, Record<string, string | number>> = {}
let atGoal: Rate | undefined
for (const [name, plugins] of variants) {
  const store = await openSqliteStore({ file: join(folder, name.replaceAll(/\W+/g, '-'), 'store.db') })
  const kernel = await open(plugins, store)
  for (const inFlight of IN_FLIGHT) {
    const measured = await rate(inFlight, call(kernel))
    const write = await rate(inFlight, (id) => store.append('yardstick', [id]))
    table[`${name}, ${inFlight} in flight`] = {
      'decisions/s': Math.round(measured.perSecond),
      'p50 ms': measured.p50.toFixed(2),
      'p99 ms': measured.p99.toFixed(2),
      'x one durable write': (write.perSecond / measured.perSecond).toFixed(1),
    }
  }
  if (plugins.length > access.length) atGoal = await offered(GOAL.perSecond, call(kernel))
  await kernel.close()
  await store.close()
}
console.table(table)
if (atGoal)
  console.log(
    `${Math.round(atGoal.perSecond)} calls a second, offered at that rate: p50 ${atGoal.p50.toFixed(2)} ms, p99 ${atGoal.p99.toFixed(2)} ms (goal: ${GOAL.perSecond} under ${GOAL.p99} ms)`,
  )
rmSync(folder, { recursive: true })
