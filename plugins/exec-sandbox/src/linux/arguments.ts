import type { ExecSandboxConfig } from '../config.ts'
import type { Workspace } from '../workspace.ts'
import type { Prepared } from './prepare.ts'

/** Where the sandboxed user is at home. */
export const HOME = '/home/agent'
/** Who the command is inside, whoever runs it outside. */
export const UID = 1000

const TMP_BYTES = 1024 * 1024 * 1024

/** What bubblewrap is told for a command in a folder of the workspace; the filter comes as descriptor `seccompFd`. */
export function bwrapArguments(
  config: ExecSandboxConfig,
  workspace: Workspace,
  prepared: Prepared,
  { cwd, seccompFd }: { readonly cwd: string; readonly seccompFd: number },
): readonly string[] {
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
    ['--dev', '/dev', '--size', String(TMP_BYTES), '--tmpfs', '/dev/shm'],
    ['--size', String(TMP_BYTES), '--perms', '1777', '--tmpfs', '/tmp'],
    ['--size', String(TMP_BYTES), '--tmpfs', HOME, '--dir', '/var/tmp', '--dir', '/run'],
    config.readOnly.flatMap((path) => ['--ro-bind', path, path]),
    ['--bind', workspace.root, workspace.root],
    workspace.shared.flatMap((path) => ['--bind', path, path]),
    workspace.pinned.flatMap((path) => ['--bind', path, path]),
    workspace.readOnly.flatMap((path) => ['--ro-bind', path, path]),
    workspace.hidden.flatMap((path) => ['--ro-bind', prepared.empty, path]),
    ['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', cwd, '--seccomp', String(seccompFd), '--'],
  ].flat()
}
