// What the MCP proxy adds to a call: the same client and the same small server on stdio, with nothing between them and with
// `ringwall mcp`, in turns in one run. `pnpm bench:mcp`, after `pnpm build`.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const ROUNDS = 9
const PER_ROUND = 50
const RINGWALL = resolve('packages/cli/bin/ringwall.js')
const SERVER = `
const say = (id, result) => console.log(JSON.stringify({ jsonrpc: '2.0', id, result }))
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line)
  if (method === 'initialize') say(id, { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } })
  if (method === 'tools/list') say(id, { tools: [{ name: 'read_file', description: 'Says a text of that length.', inputSchema: { type: 'object' } }] })
  if (method === 'tools/call') say(id, { content: [{ type: 'text', text: 'All is well in the keep. '.repeat(params.arguments.length / 25) }] })
})`

interface Client {
  readonly child: ChildProcess
  readonly startMs: number
  readonly ask: (method: string, params: object) => Promise<string>
}

async function start(argv: readonly string[], cwd: string): Promise<Client> {
  const from = performance.now()
  const [program = '', ...args] = argv
  const child = spawn(program, args, { cwd, stdio: ['pipe', 'pipe', 'ignore'] })
  if (!child.stdin || !child.stdout) throw new Error('it has no streams')
  const { stdin } = child
  const waiting = new Map<number, (line: string) => void>()
  createInterface({ input: child.stdout }).on('line', (line) =>
    waiting.get((JSON.parse(line) as { id: number }).id)?.(line),
  )
  let lastId = 0
  const ask = (method: string, params: object): Promise<string> =>
    new Promise((resolve) => {
      const id = ++lastId
      waiting.set(id, resolve)
      stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`)
    })
  await ask('initialize', {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1' },
  })
  const startMs = performance.now() - from
  const first = await ask('tools/call', { name: 'read_file', arguments: { length: 25 } })
  if (first.includes('"isError"')) throw new Error(first)
  return { child, startMs, ask }
}

const folder = mkdtempSync(join(tmpdir(), 'ringwall-bench-'))
writeFileSync(join(folder, 'server.cjs'), SERVER)
writeFileSync(
  join(folder, 'thin.yaml'),
  'preset: none\nlayers: { log-sanitizer: on }\nlog: { level: error }\nstore: { file: thin.db }\n',
)
writeFileSync(
  join(folder, 'full.yaml'),
  "layers:\n  tool-policy: { servers: { bench: ['*'] }, allow: ['mcp__bench__*'] }\n  budget-guard: { steps: unlimited }\n  action-classifier: off\nlog: { level: error }\n",
)
const server = [process.execPath, 'server.cjs']
const guarded = (config: string): readonly string[] => [
  process.execPath,
  RINGWALL,
  'mcp',
  '--name',
  'bench',
  '--config',
  config,
  '--',
  ...server,
]
const clients = {
  'no proxy': await start(server, folder),
  'proxy, no layer at work': await start(guarded('thin.yaml'), folder),
  'proxy, default preset': await start(guarded('full.yaml'), folder),
}

const rows: Record<string, Record<string, number>> = {}
for (const length of [100, 10_000]) {
  const samples: Record<string, number[]> = {}
  for (let round = -3; round < ROUNDS; round++)
    for (const [name, { ask }] of Object.entries(clients)) {
      const from = performance.now()
      for (let i = 0; i < PER_ROUND; i++) await ask('tools/call', { name: 'read_file', arguments: { length } })
      if (round >= 0) (samples[name] ??= []).push((performance.now() - from) / PER_ROUND)
    }
  for (const [name, list] of Object.entries(samples)) {
    const median = list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN
    ;(rows[name] ??= {})[`ms a call, ${length} characters`] = Number(median.toFixed(2))
  }
}
for (const [name, { startMs }] of Object.entries(clients))
  (rows[name] ??= {})['ms to the first answer'] = Math.round(startMs)
console.table(rows)
for (const { child } of Object.values(clients)) {
  child.stdin?.end()
  await once(child, 'exit')
}
rmSync(folder, { recursive: true, force: true })
