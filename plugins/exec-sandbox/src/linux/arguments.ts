import { existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { ExecSandboxConfig } from '../config.ts'
import type { Workspace } from '../workspace.ts'
import type { Prepared } from './prepare.ts'

/** Where the sandboxed user is at home. */
export const HOME = '/home/agent'
/** Who the command is inside, whoever runs it outside. */
export const UID = 1000

const TMP_BYTES = 1024 * 1024 * 1024
/** What of /etc programs need to find libraries, names, certificates and the time. */
const ETC = [
  'alternatives',
  'ca-certificates',
  'ca-certificates.conf',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'locale.alias',
  'locale.conf',
  'localtime',
  'magic',
  'mime.types',
  'openssl',
  'perl',
  'pki',
  'protocols',
  'python3',
  'services',
  'ssl',
  'terminfo',
  'timezone',
] as const
/** Parts of /proc through which a user of number 0 could still change the machine. */
const PROC = ['sys', 'sysrq-trigger', 'fs', 'irq', 'bus', 'acpi', 'scsi'] as const

/** What of a run differs. */
export interface BwrapOptions {
  readonly cwd: string
  readonly seccompFd: number
  /** Further arguments that mount what the run needs beside the system. */
  readonly mounts?: readonly string[] | undefined
}

/** What bubblewrap is told for a command in a folder of the workspace; the filter comes as descriptor `seccompFd`. */
export function bwrapArguments(
  config: ExecSandboxConfig,
  workspace: Workspace,
  prepared: Prepared,
  { cwd, seccompFd, mounts = [] }: BwrapOptions,
): readonly string[] {
  const isOffline = config.network !== 'host'
  return [
    ['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    isOffline ? ['--unshare-net'] : [],
    ['--disable-userns', '--uid', String(UID), '--gid', String(UID), '--hostname', 'sandbox'],
    ['--cap-drop', 'ALL', '--new-session', '--die-with-parent', '--as-pid-1'],
    systemFolders(),
    ['--perms', '0755', '--dir', '/etc'],
    readdirSync(prepared.etc).flatMap((name) => ['--ro-bind', join(prepared.etc, name), `/etc/${name}`]),
    ETC.flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]),
    isOffline ? [] : ['--ro-bind-try', '/etc/resolv.conf', '/etc/resolv.conf'],
    ['--proc', '/proc'],
    PROC.flatMap((name) => ['--ro-bind-try', `/proc/${name}`, `/proc/${name}`]),
    ['--dev', '/dev', '--size', String(TMP_BYTES), '--tmpfs', '/dev/shm'],
    ['--size', String(TMP_BYTES), '--perms', '1777', '--tmpfs', '/tmp'],
    ['--size', String(TMP_BYTES), '--tmpfs', HOME, '--dir', '/var/tmp', '--dir', '/run'],
    mounts,
    config.readOnly.flatMap((path) => ['--ro-bind', path, path]),
    ['--bind', workspace.root, workspace.root],
    workspace.shared.flatMap((path) => ['--bind', path, path]),
    workspace.pinned.flatMap((path) => ['--bind', path, path]),
    workspace.readOnly.flatMap((path) => ['--ro-bind', path, path]),
    workspace.hidden.flatMap((path) => ['--ro-bind', prepared.empty, path]),
    ['--remount-ro', '/', '--chdir', cwd, '--seccomp', String(seccompFd), '--'],
  ].flat()
}

/** /usr read-only; what stands beside it is a link into it, or a folder of its own on older systems. */
function systemFolders(): readonly string[] {
  const beside = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'].flatMap((path) => {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (!stats) return []
    return stats.isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path]
  })
  const more = ['/opt', '/nix/store'].filter((path) => existsSync(path)).flatMap((path) => ['--ro-bind', path, path])
  return ['--ro-bind', '/usr', '/usr', ...beside, ...more]
}
