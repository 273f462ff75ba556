// What a sandboxed `true` costs, in turns in one run: without a sandbox, in one without a network, and in one whose network
// is the egress proxy. `pnpm bench:exec`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createExec, execSandbox } from '@ringwall/plugin-exec-sandbox'
import { createEgressProxy, createPolicy, createResolve } from '@ringwall/plugin-ssrf-guard'

const ROUNDS = 50
/** The start of Node that opens the way, beside the start of Node alone. */
const GOAL = 1.5

const workspace = mkdtempSync(join(tmpdir(), 'bench-exec-'))
const policy = createPolicy({ egress: 'public', allow: [], deny: [], maxUrlLength: 8192 })
const egress = { policy, resolve: createResolve({ policy, timeoutMs: 1000 }) }
const execWith = (network: 'none' | 'proxy') =>
  createExec({
    config: execSandbox.config.parse({ workspace, network }),
    egress: { create: (options) => createEgressProxy({ ...options, egress }) },
  })
const [none, proxy] = [execWith('none'), execWith('proxy')]
const bare = (program: string, ...args: readonly string[]): Promise<unknown> =>
  once(spawn(program, args, { stdio: 'ignore' }), 'close')

const runs: Readonly<Record<string, () => Promise<unknown>>> = {
  'no sandbox': () => bare('/bin/true'),
  'Node alone': () => bare(process.execPath, '-e', '0'),
  'network none': () => none.runArgv(['true']),
  'network proxy': () => proxy.runArgv(['true']),
}
const samples: Record<string, number[]> = {}
for (let round = -3; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(runs)) {
    const from = performance.now()
    await run()
    if (round >= 0) (samples[name] ??= []).push(performance.now() - from)
  }
}
none.dispose()
proxy.dispose()
rmSync(workspace, { recursive: true })

const median = (name: string): number => samples[name]?.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN
const base = median('network none')
console.log('a sandboxed `true`, median of 50')
console.table(
  Object.fromEntries(
    Object.keys(runs).map((name) => [
      name,
      { ms: Number(median(name).toFixed(1)), ratio: Number((median(name) / base).toFixed(2)) },
    ]),
  ),
)
const added = (median('network proxy') - base) / median('Node alone')
console.log(`the proxy adds ${added.toFixed(2)} starts of Node (goal: ${GOAL})`)
if (!(added <= GOAL)) process.exitCode = 1
