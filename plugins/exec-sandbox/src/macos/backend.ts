import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { accessSync, constants, mkdirSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Backend, Ended, Job, Refused } from '../backend.ts'
import type { ExecSandboxConfig } from '../config.ts'
import { environmentFor } from '../environment.ts'
import { fail } from '../errors.ts'
import { supervise } from '../supervise.ts'
import { makeTemporary } from '../temporary.ts'
import type { Workspace } from '../workspace.ts'
import { sandboxArguments } from './arguments.ts'
import { checksOf } from './checks.ts'
import { policyOf } from './policy.ts'
import { kill, listProcesses, track } from './processes.ts'
import { makeProfile, type Policy, type Reach } from './profile.ts'

/** Programs of the system, by their paths: what PATH names could be anybody's. */
const PROGRAMS = { sandboxExec: '/usr/bin/sandbox-exec', ps: '/bin/ps' } as const
const PATH =
  '/opt/homebrew/bin:/opt/homebrew/sbin:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin:/opt/local/bin'
/** The word in the environment of everything that a command starts. */
const MARK = 'RINGWALL_EXEC'

/** An egress proxy that listens on a port of this machine's loopback while one command runs. */
export interface EgressPort {
  readonly port: number
  /** By which programs find it. */
  readonly environment: Readonly<Record<string, string>>
  /** What it did not let through, as it grows. */
  readonly refused: readonly Refused[]
  close(): void
}

/** What the network may be, how a proxy is opened for `proxy`, and where the programs are. */
export interface MacosOptions {
  readonly network?: 'none' | 'proxy' | 'host'
  readonly openEgress?: (() => Promise<EgressPort>) | undefined
  readonly programs?: { readonly sandboxExec: string; readonly ps: string }
}

/** Makes the sandbox of macOS. Throws SANDBOX_MISSING, SANDBOX_FORBIDDEN and WORKSPACE_REFUSED; whether it holds, `probe` finds out. */
export function createMacosBackend(
  config: ExecSandboxConfig,
  workspace: Workspace,
  { programs = PROGRAMS, network = config.network, openEgress }: MacosOptions = {},
): Backend {
  if (!isExecutable(programs.sandboxExec)) throw fail('SANDBOX_MISSING', { program: 'sandbox-exec' })
  if (network === 'proxy' && openEgress === undefined) throw fail('NETWORK_UNGUARDED')
  const base = realpathSync.native(
    makeTemporary('ringwall-exec-', [workspace.root, ...workspace.shared, ...config.readOnly]),
  )
  const dispose = (): void => rmSync(base, { recursive: true, force: true })
  try {
    const own = { home: join(base, 'home'), tmp: join(base, 'tmp') }
    for (const folder of [own.home, own.tmp]) mkdirSync(folder, { mode: 0o700 })
    // The workspace tells of what is in it now, so each run asks anew.
    const policy = (): Policy => policyOf(config, workspace, own)
    const parts: Parts = { config, workspace, policy, programs }
    return {
      limits: LIMITS,
      checks: checksOf(policy()),
      async run(job) {
        if (network !== 'proxy') return run(parts, job, { kind: network }, undefined)
        const egress = await openEgress?.()
        if (!egress) throw fail('NETWORK_UNGUARDED')
        return run(parts, job, { kind: 'proxy', port: egress.port }, egress).finally(() => egress.close())
      },
      dispose,
    }
  } catch (error) {
    dispose()
    throw error
  }
}

/** No limit of memory is among what the kernel holds: it knows `ulimit -v` and ignores it. */
const LIMITS = [
  'wall time',
  'output',
  'memory and processes, looked at four times a second by ps',
  'CPU time, file size and open files of each process',
  'processes of the user together, at the number at the start and those of the config',
] as const

interface Parts {
  readonly config: ExecSandboxConfig
  readonly workspace: Workspace
  readonly policy: () => Policy
  readonly programs: { readonly sandboxExec: string; readonly ps: string }
}

async function run(
  { config, workspace, policy: look, programs }: Parts,
  job: Job,
  reach: Reach,
  egress: EgressPort | undefined,
): Promise<Ended> {
  const policy = look()
  const uid = process.getuid?.()
  const all = await listProcesses(programs.ps)
  if (all.length === 0) throw fail('SANDBOX_FORBIDDEN', { program: 'ps', problem: 'it tells of no process' })
  const running = all.filter((each) => each.uid === uid).length
  const args = sandboxArguments(makeProfile(policy, reach), config, { argv: job.argv, running })
  if (args === undefined)
    throw fail('WORKSPACE_REFUSED', { path: workspace.root, problem: 'it has more protected paths than can be named' })
  const isApart = job.inherit !== true
  const streams = isApart
    ? ([job.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] as const)
    : (['inherit', 'inherit', 'inherit'] as const)
  const word = randomUUID()
  const child = spawn(programs.sandboxExec, args, {
    stdio: [...streams],
    env: {
      ...environmentFor(config.env, process.env, policy.home, egress?.environment),
      PATH,
      TMPDIR: `${policy.tmp}/`,
      [MARK]: word,
    },
    cwd: job.cwd,
    detached: isApart,
  })
  // Where there is no number nothing has started: the error comes by the child itself.
  const tracker = child.pid === undefined ? undefined : track(child.pid, { ps: programs.ps, word: `${MARK}=${word}` })
  const end = (): void => {
    if (child.pid === undefined) return
    kill(isApart ? -child.pid : child.pid)
    void tracker?.endAll()
  }
  try {
    child.once('exit', end) // what goes on in the background would hold the streams open
    const usage = { processes: 0, memoryBytes: 0 }
    const result = await supervise(child, config, job, () => tracker?.usage() ?? usage, { kill: end })
    await tracker?.endAll()
    return { ...result, refused: [...result.refused, ...(egress?.refused ?? [])] }
  } finally {
    tracker?.stop()
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
