import { spawn } from 'node:child_process'
import { accessSync, closeSync, constants, existsSync, openSync } from 'node:fs'
import { arch } from 'node:os'
import type { Backend, Job, Refused, Result } from '../backend.ts'
import type { ExecSandboxConfig } from '../config.ts'
import { environmentFor } from '../environment.ts'
import { fail } from '../errors.ts'
import { quarantine } from '../quarantine.ts'
import { supervise } from '../supervise.ts'
import { openRoute, proxyEnvironment, type EgressProxy, type Route } from '../network.ts'
import type { Workspace } from '../workspace.ts'
import { bwrapArguments, HOME } from './arguments.ts'
import { CHECKS } from './checks.ts'
import { inheritable } from './descriptors.ts'
import { behindGate, CHANNEL_FD, findNode, openGate, PROXY_URL } from './gate.ts'
import { prepare, type Prepared } from './prepare.ts'
import { usageBelow } from './watch.ts'

const PROGRAMS = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap']

/** What a sandbox gets beside its config. */
export interface BackendOptions {
  /** By which commands reach the network; they reach none where it is absent, unless the config says `host`. */
  readonly egress?: EgressProxy | undefined
  /** Told of what a command is not given, as it happens. */
  readonly onRefused?: ((refused: Refused) => void) | undefined
}

/** Makes the sandbox of Linux. Throws SANDBOX_MISSING and SANDBOX_UNSUPPORTED; whether it holds, `probe` finds out. */
export function createLinuxBackend(
  config: ExecSandboxConfig,
  workspace: Workspace,
  options: BackendOptions = {},
): Backend {
  const machine = arch()
  if (machine !== 'x64' && machine !== 'arm64') throw fail('SANDBOX_UNSUPPORTED', { platform: `linux on ${machine}` })
  const program = PROGRAMS.find(isExecutable)
  if (program === undefined) throw fail('SANDBOX_MISSING', { program: 'bubblewrap (bwrap)' })
  const prepared = prepare(machine, { unixSockets: config.unixSockets })
  const limiter = existsSync('/usr/bin/prlimit') ? '/usr/bin/prlimit' : undefined
  const parts: Parts = { program, limiter, config, workspace, prepared, options, active: { runs: 0 } }
  return {
    checks: CHECKS,
    limits: limitsOf(limiter !== undefined),
    run: (job) => run(parts, job),
    dispose: () => prepared[Symbol.dispose](),
  }
}

function limitsOf(hasLimiter: boolean): readonly string[] {
  const watched = ['wall time', 'output', 'memory and processes, looked at every 100 ms']
  return hasLimiter ? [...watched, 'CPU time, file size, open files and data of each process'] : watched
}

interface Parts {
  readonly program: string
  readonly limiter: string | undefined
  readonly config: ExecSandboxConfig
  readonly workspace: Workspace
  readonly prepared: Prepared
  readonly options: BackendOptions
  /** While a command runs, it may put a link in the place of what is looked at: nothing is moved then. */
  readonly active: { runs: number }
}

async function run(parts: Parts, job: Job): Promise<Result> {
  const { egress, onRefused } = parts.options
  if (parts.config.network !== 'proxy') return runWith(parts, job, undefined)
  if (egress === undefined) throw fail('NETWORK_UNGUARDED')
  const route = openRoute(egress, { onRefused })
  try {
    return await runWith(parts, job, route)
  } finally {
    route.close()
  }
}

async function runWith(parts: Parts, job: Job, route: Route | undefined): Promise<Result> {
  const { program, limiter, config, workspace, prepared, active } = parts
  const node = route && findNode(config.readOnly)
  const filter = openSync(prepared.filter, 'r')
  const nothing = openSync('/dev/null', 'r')
  try {
    const open = inheritable()
    // The filter takes the first number that is free; what else a child would inherit is laid over with nothing.
    const seccompFd = Math.max(route ? CHANNEL_FD : 2, ...open) + 1
    const command = inside(limiter, config, job)
    const args = [
      ...bwrapArguments(config, workspace, prepared, { cwd: job.cwd, seccompFd, mounts: node?.mounts }),
      ...(node ? behindGate(node, command) : command),
    ]
    const streams =
      job.inherit === true
        ? (['inherit', 'inherit', 'inherit'] as const)
        : ([job.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] as const)
    const closed = Array.from({ length: seccompFd - 3 }, (_, i) => {
      if (route && i + 3 === CHANNEL_FD) return 'ipc' as const
      return open.includes(i + 3) ? nothing : ('ignore' as const)
    })
    const child = spawn(program, args, {
      stdio: [...streams, ...closed, filter],
      env: environmentFor(config.env, process.env, HOME, route && proxyEnvironment(PROXY_URL)),
      cwd: '/',
      detached: job.inherit !== true,
    })
    const gate = route && openGate(child, route)
    active.runs++
    const result = await supervise(child, config, job, usageBelow).finally(() => {
      active.runs--
      gate?.close()
    })
    if (gate?.isOpen === false && result.ended === undefined)
      throw fail('NETWORK_BROKEN', { problem: lastLine(result) })
    const quarantined = active.runs === 0 ? quarantine(workspace, prepared.quarantine) : []
    return { ...result, quarantined, refused: route?.refused ?? [] }
  } finally {
    closeSync(filter)
    closeSync(nothing)
  }
}

/** The first process is a shell that waits, so that the command is not the one whose end ends all, and who launched it is not seen. */
function inside(limiter: string | undefined, config: ExecSandboxConfig, { argv }: Job): readonly string[] {
  const limits =
    limiter === undefined
      ? []
      : [
          limiter,
          `--cpu=${config.cpuSeconds}`,
          `--fsize=${config.fileSizeMb * 1024 * 1024}`,
          `--data=${config.memoryMb * 1024 * 1024 * 2}`,
          '--nofile=4096',
          `--nproc=${config.processes}`,
          '--core=0',
          '--',
        ]
  return ['/bin/sh', '-c', '"$@"; exit $?', 'sh', ...limits, ...argv]
}

/** What the sandbox itself said last, before any command was in it. */
function lastLine({ stderr, exitCode }: { readonly stderr: Buffer; readonly exitCode: number | null }): string {
  const said = stderr.toString().trim().split('\n').at(-1)?.slice(0, 200) ?? ''
  return `exit code ${exitCode}${said === '' ? '' : `: ${said}`}`
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
