import { spawn } from 'node:child_process'
import { accessSync, closeSync, constants, openSync } from 'node:fs'
import { arch } from 'node:os'
import type { Backend, Job, Result } from '../backend.ts'
import type { ExecSandboxConfig } from '../config.ts'
import { fail } from '../errors.ts'
import { quarantine } from '../quarantine.ts'
import { supervise } from '../supervise.ts'
import type { Workspace } from '../workspace.ts'
import { inheritable } from './descriptors.ts'
import { planLaunch, type Launch, type LaunchParts } from './launch.ts'
import { prepare } from './prepare.ts'
import { passOn } from './streams.ts'
import { usageBelow } from './watch.ts'

const LIMITS = [
  'wall time',
  'output',
  'memory and processes, looked at every 100 ms',
  'CPU time, file size, open files and data of each process',
]
const PROGRAMS = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap']

/**
 * Makes the sandbox of Linux. Throws SANDBOX_MISSING and SANDBOX_UNSUPPORTED; whether it holds, `probe` finds out. Tests take
 * protections away by `change`, one by one, to see what each of them is there for.
 */
export function createLinuxBackend(
  config: ExecSandboxConfig,
  workspace: Workspace,
  change: (launch: Launch) => Launch = (launch) => launch,
): Backend {
  const machine = arch()
  if (machine !== 'x64' && machine !== 'arm64') throw fail('SANDBOX_UNSUPPORTED', { platform: `linux on ${machine}` })
  const program = PROGRAMS.find(isExecutable)
  if (program === undefined) throw fail('SANDBOX_MISSING', { program: 'bubblewrap (bwrap)' })
  const prepared = prepare(machine, { unixSockets: config.unixSockets })
  const parts: Parts = { program, config, workspace, prepared, change, active: { runs: 0 } }
  return {
    limits: LIMITS,
    run: (job) => run(parts, job),
    dispose: () => prepared[Symbol.dispose](),
  }
}

interface Parts extends LaunchParts {
  readonly change: (launch: Launch) => Launch
  /** While a command runs, it may put a link in the place of what is looked at: nothing is moved then. */
  readonly active: { runs: number }
}

async function run(parts: Parts, job: Job): Promise<Result> {
  const { config, workspace, prepared, change, active } = parts
  const plan = change(planLaunch(parts, job, { open: inheritable(), host: process.env }))
  const filter = openSync(plan.filter, 'r')
  const nothing = openSync('/dev/null', 'r')
  try {
    const between = Array.from({ length: plan.filterFd - 3 }, (_, i) =>
      plan.covered.includes(i + 3) ? nothing : ('ignore' as const),
    )
    const child = spawn(plan.program, plan.args, {
      stdio: [...plan.streams, ...between, filter],
      env: plan.env,
      cwd: '/',
      detached: job.inherit !== true,
    })
    if (job.inherit === true) passOn(child)
    active.runs++
    const result = await supervise(child, config, job, usageBelow).finally(() => active.runs--)
    return { ...result, quarantined: active.runs === 0 ? quarantine(workspace, prepared.quarantine) : [] }
  } finally {
    closeSync(filter)
    closeSync(nothing)
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
