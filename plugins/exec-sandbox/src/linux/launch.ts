import type { Job } from '../backend.ts'
import type { ExecSandboxConfig } from '../config.ts'
import { environmentFor } from '../environment.ts'
import type { Workspace } from '../workspace.ts'
import { bwrapArguments, HOME } from './arguments.ts'
import type { Prepared } from './prepare.ts'
import { streamFor } from './streams.ts'

/** Descriptors that a command may have open; the host's own may be fewer. */
const OPEN_FILES = 4096
/** In what a shell counts the size of files. */
const BLOCK = 512

/** How one command is launched: everything that the sandbox consists of is decided here, and nothing of it while it starts. */
export interface Launch {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** How input, output and errors are given. */
  readonly streams: readonly ('inherit' | 'pipe' | 'ignore')[]
  /** The file of the filter, and the number under which bubblewrap finds it. */
  readonly filter: string
  readonly filterFd: number
  /** Descriptors above 2 that the child would inherit, and that are laid over with nothing. */
  readonly covered: readonly number[]
}

/** What a launch is made of. */
export interface LaunchParts {
  readonly program: string
  readonly config: ExecSandboxConfig
  readonly workspace: Workspace
  readonly prepared: Prepared
}

/** Plans the launch of a command; `open` are the descriptors that a child would inherit, `host` the environment of this process. */
export function planLaunch(
  { program, config, workspace, prepared }: LaunchParts,
  { argv, cwd, stdin, inherit }: Pick<Job, 'argv' | 'cwd' | 'stdin' | 'inherit'>,
  { open, host }: { readonly open: readonly number[]; readonly host: NodeJS.ProcessEnv },
): Launch {
  const filterFd = Math.max(2, ...open) + 1
  return {
    program,
    args: [
      ...bwrapArguments(config, workspace, prepared, { cwd, seccompFd: filterFd }),
      ...firstProcess(config),
      ...argv,
    ],
    env: environmentFor(config.env, host, HOME),
    streams:
      inherit === true
        ? ([0, 1, 2] as const).map(streamFor)
        : [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    filter: prepared.filter,
    filterFd,
    covered: open,
  }
}

/**
 * The first process is a shell that waits, so that the command is not the one whose end ends all, and who launched it is not
 * seen. It sets the limits, which whatever it starts keeps; where the host's own are lower already, those stay.
 */
function firstProcess({ cpuSeconds, fileSizeMb, memoryMb, processes }: ExecSandboxConfig): readonly string[] {
  const limits = [
    'ulimit -c 0',
    `ulimit -t ${cpuSeconds}`,
    `ulimit -f ${(fileSizeMb * 1024 * 1024) / BLOCK}`,
    `ulimit -d ${memoryMb * 1024 * 2}`, // in kilobytes
    `ulimit -n ${OPEN_FILES}`,
    `ulimit -p ${processes} || ulimit -u ${processes}`, // dash and busybox; bash
  ]
  return ['/bin/sh', '-c', `{ ${limits.join('; ')}; } 2>/dev/null; "$@"; exit $?`, 'sh']
}
