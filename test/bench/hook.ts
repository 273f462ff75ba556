// What a hook costs the agent: the built command as a process for each event, with a running gateway, with a wall of its own, and
// a bare `node -e 0` beside them, in turns in one run. `pnpm bench:hook`, after `pnpm build`.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROUNDS = 25
const RINGWALL = resolve('packages/cli/bin/ringwall.js')
const CONFIG = `layers:
  approval-gate: { onAsk: return }
  budget-guard: { steps: unlimited, stepsPerHour: unlimited }
`
const EVENTS = {
  PreToolUse: { tool_name: 'Bash', tool_input: { command: 'git status' }, tool_use_id: 'c1' },
  PostToolUse: {
    tool_name: 'Bash',
    tool_input: { command: 'git log' },
    tool_response: { stdout: 'All is well in the keep. '.repeat(80), stderr: '', interrupted: false, isImage: false },
  },
  UserPromptSubmit: { prompt: 'Please look at the failing test in packages/core and mend it.' },
} as const

const folder = mkdtempSync(join(tmpdir(), 'ringwall-bench-'))
writeFileSync(join(folder, 'ringwall.yaml'), CONFIG)
const gateway = spawn(process.execPath, [RINGWALL, 'serve', '--port', '0', '--json'], {
  cwd: folder,
  stdio: ['ignore', 'pipe', 'ignore'],
})
try {
  const { url, token } = await new Promise<{ url: string; token: string }>((told, failed) => {
    let out = ''
    gateway.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      if (out.includes('\n')) told(JSON.parse(out) as { url: string; token: string })
    })
    gateway.once('exit', () => failed(new Error('the gateway has ended')))
  })
  writeFileSync(join(folder, 'token'), token, { mode: 0o600 })
  const hook = [RINGWALL, 'hook', 'claude-code']
  const ways: readonly (readonly [string, readonly string[], string])[] = [
    ['node -e 0', ['-e', '0'], ''],
    ...Object.entries(EVENTS).flatMap(([event, more]) => {
      const input = JSON.stringify({ hook_event_name: event, session_id: 's1', cwd: folder, ...more })
      return [
        [`${event}, gateway`, [...hook, '--gateway', url, '--token-file', 'token'], input],
        [`${event}, own wall`, hook, input],
      ] as const
    }),
  ]
  const times = new Map<string, number[]>(ways.map(([name]) => [name, []]))
  for (let round = -1; round < ROUNDS; round++)
    for (const [name, args, input] of ways) {
      const from = performance.now()
      const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, input, encoding: 'utf8' })
      const took = performance.now() - from
      if (status !== 0 || /"deny"|"block"|"ask"/.test(stdout)) throw new Error(`${name}: ${stdout}`)
      // The first round fills the caches, the one of compiled code too.
      if (round >= 0) times.get(name)?.push(took)
    }
  console.log(`${ROUNDS} rounds, load ${loadavg()[0]?.toFixed(1)}, milliseconds`)
  for (const [name, all] of times) {
    const sorted = all.toSorted((a, b) => a - b)
    const at = (part: number): string => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(0).padStart(6)
    console.log(`${name.padEnd(30)} median ${at(0.5)}  p95 ${at(0.95)}  least ${at(0)}`)
  }
} finally {
  gateway.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}
