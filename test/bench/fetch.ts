// What the guard adds to a fetch: GuardedFetch beside undici's own on loopback, 1 KB bodies, connections kept, in turns in
// one run. And what a path costs that is followed name by name. `pnpm bench:fetch`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGuard, createSafeFs, pathGuard } from '@ringwall/plugin-path-guard'
import { createGuardedFetch, createPolicy, createResolve } from '@ringwall/plugin-ssrf-guard'
import { Agent, fetch } from 'undici'

const ROUNDS = 15
const PER_ROUND = 400

/** The median of the rounds, in microseconds a call. */
async function inTurns(runs: Readonly<Record<string, () => unknown>>): Promise<Record<string, number>> {
  const samples: Record<string, number[]> = {}
  for (let round = -2; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(runs)) {
      const from = performance.now()
      for (let i = 0; i < PER_ROUND; i++) await run()
      if (round >= 0) (samples[name] ??= []).push(((performance.now() - from) * 1000) / PER_ROUND)
    }
  }
  const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN
  return Object.fromEntries(Object.entries(samples).map(([name, list]) => [name, median(list)]))
}

function report(title: string, base: string, measured: Readonly<Record<string, number>>): void {
  console.log(title)
  const rows = Object.entries(measured).map(([name, microseconds]) => {
    const ratio = microseconds / (measured[base] ?? Number.NaN)
    return [name, { µs: Number(microseconds.toFixed(1)), ratio: Number(ratio.toFixed(2)) }] as const
  })
  console.table(Object.fromEntries(rows))
}

const body = 'x'.repeat(1024)
const connections = { plain: new Set<unknown>(), guarded: new Set<unknown>() }
const server = createServer((request, response) => {
  connections[request.url === '/guarded' ? 'guarded' : 'plain'].add(request.socket)
  response.end(body)
})
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
const { port } = server.address() as AddressInfo
const policy = createPolicy({ egress: 'public', allow: [`127.0.0.1:${port}`], deny: [], maxUrlLength: 8192 })
const resolve = createResolve({ policy, timeoutMs: 1000 })
const guarded = createGuardedFetch({
  policy,
  resolve,
  limits: { timeoutMs: 30_000, maxBytes: 10_000_000, maxRedirects: 5 },
})
const dispatcher = new Agent()
const fetches = await inTurns({
  'undici fetch': async () => (await fetch(`http://127.0.0.1:${port}/plain`, { dispatcher })).text(),
  GuardedFetch: async () => (await guarded(`http://127.0.0.1:${port}/guarded`)).text(),
})
report('1 KB over a kept connection (goal: 1.15)', 'undici fetch', fetches)
console.log(`connections: undici ${connections.plain.size}, GuardedFetch ${connections.guarded.size}\n`)
await Promise.all([guarded.close(), dispatcher.close()])
server.close()

const root = mkdtempSync(join(tmpdir(), 'bench-path-'))
mkdirSync(join(root, 'src/deep/er'), { recursive: true })
writeFileSync(join(root, 'src/deep/er/a.ts'), body)
const guard = createGuard(pathGuard.config.parse({ roots: [root] }))
const files = createSafeFs(guard)
const paths = await inTurns({
  'path checked': () => guard.locate('src/deep/er/a.ts', { operation: 'read' })[Symbol.dispose](),
  'path outside refused': () => {
    try {
      guard.locate('../../etc/passwd', { operation: 'read' })
    } catch {
      return
    }
    throw new Error('it was not refused')
  },
  'SafeFs.read, 1 KB': () => files.read('src/deep/er/a.ts'),
})
report('a path of four names', 'path checked', paths)
rmSync(root, { recursive: true })
