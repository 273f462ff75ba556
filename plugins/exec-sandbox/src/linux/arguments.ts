import type { ExecSandboxConfig } from '../config.ts'
import type { Workspace } from '../workspace.ts'
import { realFolder } from './destinations.ts'
import type { Prepared } from './prepare.ts'

/** Where the sandboxed user is at home. */
export const HOME = '/home/agent'
/** Who the command is inside, whoever runs it outside. */
export const UID = 1000

const TMP_BYTES = 1024 * 1024 * 1024

/** What differs from command to command. */
export interface BwrapOptions {
  readonly cwd: string
  /** The descriptor that the filter is read from. */
  readonly seccompFd: number
  /** The descriptor that bubblewrap tells on whether the command was run. */
  readonly statusFd: number
  /** A file that the command is read from. */
  readonly script?: string | undefined
  /** Further arguments that mount what the command needs beside the system. */
  readonly mounts?: readonly string[] | undefined
}

/** Where a command that is too long to be an argument is found. */
export const SCRIPT = '/run/command'

/** What bubblewrap is told for a command in a folder of the workspace. */
export function bwrapArguments(
  config: ExecSandboxConfig,
  workspace: Workspace,
  prepared: Prepared,
  { cwd, seccompFd, statusFd, script, mounts = [] }: BwrapOptions,
): readonly string[] {
  const size = String(Math.min(TMP_BYTES, config.memoryMb * 1024 * 1024))
  const isOffline = config.network !== 'host'
  return [
    ['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    isOffline ? ['--unshare-net'] : [],
    ['--disable-userns', '--uid', String(UID), '--gid', String(UID), '--hostname', 'sandbox'],
    ['--cap-drop', 'ALL', '--new-session', '--die-with-parent', '--as-pid-1'],
    prepared.system,
    ['--ro-bind', prepared.etc, '/etc'],
    prepared.mounted.flatMap((path) => ['--ro-bind', path, path]),
    isOffline ? [] : ['--ro-bind-try', '/etc/resolv.conf', '/etc/resolv.conf'],
    ['--proc', '/proc'],
    prepared.masked.flatMap((path) => ['--ro-bind', prepared.empty, path]),
    // A user of number 0 outside could change the machine by /proc/sys and the like, whatever he is inside.
    ['--remount-ro', '/proc'],
    ['--dev', '/dev', '--size', size, '--tmpfs', '/dev/shm'],
    ['--size', size, '--perms', '1777', '--tmpfs', '/tmp'],
    ['--size', size, '--tmpfs', HOME, '--dir', '/var/tmp', '--dir', '/run'],
    mounts,
    script === undefined ? [] : ['--ro-bind', script, SCRIPT],
    config.readOnly.map(realFolder).flatMap((path) => ['--ro-bind', path, path]),
    ['--bind', workspace.root, workspace.root],
    workspace.shared.flatMap((path) => ['--bind', path, path]),
    workspace.pinned.flatMap((path) => ['--bind', path, path]),
    workspace.readOnly.flatMap((path) => ['--ro-bind', path, path]),
    workspace.sealed.flatMap((path) => ['--ro-bind', prepared.nothing, path]),
    workspace.hidden.flatMap((path) => ['--ro-bind', prepared.empty, path]),
    ['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', cwd, '--seccomp', String(seccompFd)],
    ['--json-status-fd', String(statusFd), '--'],
  ].flat()
}
