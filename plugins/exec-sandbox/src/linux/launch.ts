import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Job } from '../backend.ts'
import type { ExecSandboxConfig } from '../config.ts'
import { environmentFor } from '../environment.ts'
import { proxyEnvironment } from '../network.ts'
import type { Workspace } from '../workspace.ts'
import { fail } from '../errors.ts'
import { bwrapArguments, HOME, SCRIPT } from './arguments.ts'
import { behindGate, CHANNEL_FD, PROXY_URL, type HostNode } from './gate.ts'
import { countsProcessesByNamespace } from './limits.ts'
import type { Prepared } from './prepare.ts'
import { streamFor } from './streams.ts'
import { scriptOf } from './script.ts'

/** Descriptors that a command may have open; the host's own may be fewer. */
const OPEN_FILES = 4096
/** A child is given a descriptor for every number below, so there is an end to it. */
const MAX_DESCRIPTOR = 16_384
/** In what a shell counts the size of files. */
const BLOCK = 512

/** How one command is launched: everything that the sandbox consists of is decided here, and nothing of it while it starts. */
export interface Launch extends Disposable {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** How input, output and errors are given. */
  readonly streams: readonly ('inherit' | 'pipe' | 'ignore')[]
  /** The file of the filter, and the number under which bubblewrap finds it. */
  readonly filter: string
  readonly seccompFd: number
  /** The number of the descriptor on which it tells whether the command was run. */
  readonly statusFd: number
  /** Descriptors above 2 that the child would inherit, and that are laid over with nothing. */
  readonly covered: readonly number[]
  /** The number of Node's channel, by which the sandbox hands out its listener. */
  readonly channelFd: number | undefined
}

/** What a launch is made of. */
export interface LaunchParts {
  readonly program: string
  readonly config: ExecSandboxConfig
  readonly workspace: Workspace
  readonly prepared: Prepared
}

/** What a command is launched from. */
export interface Surroundings {
  /** Descriptors that a child would inherit. */
  readonly open: readonly number[]
  /** The environment of this process. */
  readonly host: NodeJS.ProcessEnv
  /** Opens the way to a proxy, where the command has one. */
  readonly node?: HostNode | undefined
}

/** Plans the launch of a command. */
export function planLaunch(
  { program, config, workspace, prepared }: LaunchParts,
  { argv, cwd, stdin, inherit }: Pick<Job, 'argv' | 'cwd' | 'stdin' | 'inherit'>,
  { open, host, node }: Surroundings,
): Launch {
  const channelFd = node && CHANNEL_FD
  const highest = Math.max(2, channelFd ?? 2, ...open)
  if (highest > MAX_DESCRIPTOR)
    throw fail('SANDBOX_NOT_STARTED', { problem: `descriptor ${highest} is open, and would be inherited` })
  const seccompFd = highest + 1
  const statusFd = seccompFd + 1
  const text = scriptOf(argv)
  const script = text === undefined ? undefined : join(prepared.scripts, randomUUID())
  if (script !== undefined) writeFileSync(script, text ?? '', { mode: 0o600, flag: 'wx' })
  const words = [...firstProcess(config), ...(script === undefined ? argv : ['/bin/sh', SCRIPT])]
  return {
    program,
    args: [
      ...bwrapArguments(config, workspace, prepared, { cwd, seccompFd, statusFd, script, mounts: node?.mounts }),
      ...(node ? behindGate(node, words) : words),
    ],
    env: environmentFor(config.env, host, HOME, node && proxyEnvironment(PROXY_URL)),
    streams:
      inherit === true
        ? ([0, 1, 2] as const).map(streamFor)
        : [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    filter: prepared.filter,
    seccompFd,
    statusFd,
    covered: open,
    channelFd,
    [Symbol.dispose]() {
      if (script !== undefined) rmSync(script, { force: true })
    },
  }
}

/**
 * The first process is a shell that waits, so that the command is not the one whose end ends all, and who launched it is not
 * seen. It sets the limits, which whatever it starts keeps; where the host's own are lower already, those stay. The command
 * is a program, also where the shell has a command of its own by that name.
 */
function firstProcess({ cpuSeconds, fileSizeMb, memoryMb, processes }: ExecSandboxConfig): readonly string[] {
  const limits = [
    'ulimit -c 0',
    `ulimit -t ${cpuSeconds + 1}`, // who watches all processes together comes first
    `ulimit -f ${Math.floor((fileSizeMb * 1024 * 1024) / BLOCK)}`,
    `ulimit -d ${memoryMb * 1024 * 2}`, // in kilobytes
    `ulimit -n ${OPEN_FILES}`,
    ...(countsProcessesByNamespace() ? [`ulimit -p ${processes} || ulimit -u ${processes}`] : []), // dash and busybox; bash
  ]
  return ['/bin/sh', '-c', `{ ${limits.join('; ')}; } 2>/dev/null; (exec "$@"); exit $?`, 'sh']
}
