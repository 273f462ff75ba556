// What a sandbox costs: a program that does nothing, in a git workspace through Exec.runArgv, beside bubblewrap with the same
// namespaces and nothing else, and beside no sandbox; all started by this process, in turns, in one run. `pnpm bench:sandbox`.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createExec, execSandbox } from '@ringwall/plugin-exec-sandbox'

const ROUNDS = 50
const WARM_UP = 10
const GOAL = 1.3
const NAMESPACES = ['user', 'pid', 'net', 'ipc', 'uts', 'cgroup-try'].map((name) => `--unshare-${name}`)
/** The namespaces, a /proc and a /dev that belong to them, and the machine's files as they are. */
const BARE = ['bwrap', ...NAMESPACES, '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', '--', 'true'] as const

function start([program, ...args]: readonly [string, ...string[]]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, cwd: '/' })
    child.stdout.resume()
    child.stderr.resume()
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`))))
  })
}

const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'bench-sandbox-')))
execFileSync('git', ['init', '--quiet', workspace])
writeFileSync(join(workspace, '.env'), 'KEY=x\n')
const exec = createExec({ config: execSandbox.config.parse({ workspace }) })
try {
  await exec.ready()
  const runs = {
    'no sandbox': () => start(['true']),
    'bare bubblewrap': () => start(BARE),
    'Exec.runArgv': () => exec.runArgv(['true']),
  }
  const samples: Record<string, number[]> = {}
  for (let round = -WARM_UP; round < ROUNDS; round++)
    for (const [name, run] of Object.entries(runs)) {
      const from = performance.now()
      await run()
      if (round >= 0) (samples[name] ??= []).push(performance.now() - from)
    }
  const median = (name: keyof typeof runs): number =>
    samples[name]?.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN
  console.log(`\`true\`, warm, median of ${ROUNDS} (goal: ${GOAL} of bare bubblewrap)`)
  const rows = (Object.keys(runs) as (keyof typeof runs)[]).map((name) => {
    const ms = median(name)
    return [name, { ms: Number(ms.toFixed(2)), ratio: Number((ms / median('bare bubblewrap')).toFixed(2)) }] as const
  })
  console.table(Object.fromEntries(rows))
} finally {
  exec.dispose()
  rmSync(workspace, { recursive: true })
}
