import type { ExecSandboxConfig } from '../../src/config.ts'
import type { Launch } from '../../src/linux/launch.ts'
import { DENIED } from '../../src/linux/seccomp.ts'
import type { SystemCall } from '../../src/linux/syscalls.ts'
import type { Workspace } from '../../src/workspace.ts'
import { refiltered, withoutArchitecture, withoutCalls } from './filter.ts'

/** How a protection is taken away. */
export interface Change {
  readonly config?: Partial<ExecSandboxConfig>
  readonly workspace?: (workspace: Workspace) => Workspace
  readonly launch?: (launch: Launch) => Launch
  /** Whether the command is in groups of the kernel's, where there are any. Default: true. */
  readonly hasGroups?: boolean
  /** Whether what a command left is judged and moved away. Default: true. */
  readonly judges?: boolean
}

/** A protection, how it is taken away, and which attempts succeed then. */
export interface Mutant extends Change {
  readonly name: string
  readonly flips: readonly string[]
  /** Another protection that holds these attempts as well; only where both are gone they succeed. */
  readonly beside?: string
  /** The attempts succeed only where the host is root, whom the rights of files do not hold. */
  readonly asRoot?: boolean
}

type Words = readonly string[]
/** As large as the memory that the attempts may use. */
const SIZE = String(256 * 1024 * 1024)

function indexOf(args: Words, words: Words): number {
  const at = args.findIndex((_, i) => words.every((word, j) => args[i + j] === word))
  if (at < 0) throw new RangeError(`the launch has no ${words.join(' ')}`)
  return at
}
function replaced(args: Words, words: Words, by: Words): Words {
  const at = indexOf(args, words)
  return args.toSpliced(at, words.length, ...by)
}
/** Replaces words of the arguments by others. Throws where they are not there: a mutant that changes nothing proves nothing. */
const swap = (...pairs: readonly (readonly [words: string, by: string])[]): Change => ({
  launch: (launch) => ({
    ...launch,
    args: pairs.reduce<Words>((args, [words, by]) => replaced(args, words.split(' '), by.split(' ').filter(Boolean)), launch.args),
  }),
}) // prettier-ignore
const without = (...words: readonly string[]): Change => swap(...words.map((each) => [each, ''] as const))
const unlimited = (option: string): Change => ({
  launch: (launch) => ({ ...launch, args: launch.args.map((arg) => (arg.startsWith('{ ulimit') ? drop(arg, option) : arg)) }),
}) // prettier-ignore
function drop(script: string, option: string): string {
  const changed = script.replaceAll(new RegExp(`ulimit -${option} [0-9.]+`, 'g'), ':')
  if (changed === script) throw new RangeError(`no limit -${option}`)
  return changed
}
const unfiltered = (...calls: readonly SystemCall[]): Change => ({ launch: (launch) => refiltered(launch, (filter) => withoutCalls(filter, calls)) }) // prettier-ignore
const rules = (name: string, flips: readonly string[], beside?: string): Mutant => {
  const calls = DENIED[name]
  if (!calls) throw new RangeError(`no rules ${name}`)
  return { name: `filter: ${name}`, flips, ...unfiltered(...calls), ...(beside !== undefined && { beside }) }
}
const rule = (call: SystemCall, flips: readonly string[], beside?: string): Mutant => ({ name: `filter: ${call}`, flips, ...unfiltered(call), ...(beside !== undefined && { beside }) }) // prettier-ignore
/** As this a command has the rights over its own namespaces. */
const FULL_RIGHTS = 'no rights of the kernel + no namespaces in it + an ordinary user'
const X86 = process.arch === 'x64'

/** Every protection of the sandbox of Linux. */
export const MUTANTS: readonly Mutant[] = [
  { name: 'users of its own', flips: ['has the users of the machine', 'is user 0'], asRoot: true, ...without('--unshare-user', '--disable-userns', '--uid 1000 --gid 1000') },
  { name: 'processes of its own', flips: ['has the processes of the machine'], ...without('--unshare-pid', '--as-pid-1') },
  { name: 'memory and queues of its own', flips: ['has the memory of the machine in common', 'uses semaphores of the machine'], ...without('--unshare-ipc') },
  { name: 'a name of its own', flips: ['has the name of the machine'], ...without('--unshare-uts', '--hostname sandbox') },
  { name: 'another name', flips: ['has the name of the machine'], ...without('--hostname sandbox') },
  { name: 'groups of control of its own', flips: ['has the groups of the machine'], ...without('--unshare-cgroup-try') },
  { name: 'a network of its own', flips: ['reaches a server of the machine', 'has the network of the machine', 'sends a datagram to the machine'], ...without('--unshare-net') },
  { name: 'an ordinary user', flips: ['is user 0'], asRoot: true, ...without('--uid 1000 --gid 1000') },
  { name: 'no namespaces in it', flips: ['makes a user namespace by clone'], beside: 'filter: clone', ...without('--disable-userns') },
  { name: 'no rights of the kernel', flips: ['has a right of the kernel', 'may get a right of the kernel'], ...swap(['--cap-drop ALL', '--cap-add ALL']) },
  { name: 'a session of its own', flips: ['has a session of the machine'], ...without('--new-session') },
  { name: 'the end with its parent', flips: ['goes on after the host died'], hasGroups: false, ...without('--die-with-parent') },
  { name: 'a first process of its own', flips: ['sees who launched it'], ...without('--as-pid-1') },
  { name: 'an empty root', flips: ['reads a file in /srv', 'lists the home of root', 'reads the keys of root', 'reads the log of the system'], asRoot: true, ...swap(['--ro-bind /usr /usr', '--ro-bind /usr /usr --ro-bind /srv /srv --ro-bind /root /root --ro-bind /var/log /var/log']) },
  { name: 'a root that is read-only', flips: ['fills the memory of the root', 'leaves a file in the root'], ...without('--remount-ro /') },
  { name: 'a /usr that is read-only', flips: ['leaves a program in /usr'], asRoot: true, ...swap(['--ro-bind /usr /usr', '--bind /usr /usr']) },
  { name: 'an /etc of its own', flips: ['reads the shadow file', 'reads the users of the machine', 'reads a private key of TLS'], asRoot: true, launch: (launch) => ({ ...launch, args: launch.args.with(indexOf(launch.args, ['/etc', '--ro-bind']) - 1, '/etc') }) },
  { name: 'an /etc that is read-only', flips: ['leaves a file in /etc'], launch: (launch) => ({ ...launch, args: launch.args.with(indexOf(launch.args, ['/etc', '--ro-bind']) - 2, '--bind') }) },
  { name: 'folders of /etc that are read-only', flips: ['leaves a certificate that is trusted'], asRoot: true, ...swap(['--ro-bind /etc/ssl/certs /etc/ssl/certs', '--bind /etc/ssl/certs /etc/ssl/certs']) },
  { name: 'a /proc of its own', flips: ['sees processes of the machine'], asRoot: true, ...swap(['--proc /proc', '--bind /proc /proc']) },
  { name: 'a /proc that is read-only', flips: ['changes the limits of the kernel', 'changes what dumps cores'], asRoot: true, ...without('--remount-ro /proc') },
  { name: 'no state of the kernel', flips: ['reads the keys of the kernel', 'reads the timers of the kernel', 'reads the slabs of the kernel', 'reads the memory areas of the kernel', 'reads the types of pages'], asRoot: true, launch: (launch) => ({ ...launch, args: launch.args.filter((word, i, all) => ![word, all[i + 1], all[i + 2]].some((each, j) => each?.startsWith('/proc/') && all[i + j - 2] === '--ro-bind')) }) },
  { name: 'a /dev of its own', flips: ['opens the devices for file systems and machines', 'reads a disk'], asRoot: true, ...swap(['--dev /dev', '--dev-bind /dev /dev'], ['--remount-ro /dev', '']) },
  { name: 'a /dev that is read-only', flips: ['fills the memory of /dev'], ...without('--remount-ro /dev') },
  { name: 'a /tmp of its own', flips: ['leaves a file in /tmp', 'reads a file beside the workspace'], ...swap([`--size ${SIZE} --perms 1777 --tmpfs /tmp`, '--bind /tmp /tmp']) },
  { name: 'a /dev/shm of its own', flips: ['leaves a file in /dev/shm', 'reads named memory of the machine'], ...swap([`--size ${SIZE} --tmpfs /dev/shm`, '--bind /dev/shm /dev/shm']) },
  { name: 'a size of /tmp', flips: ['fills the memory of /tmp'], ...swap([`--size ${SIZE} --perms 1777 --tmpfs /tmp`, '--perms 1777 --tmpfs /tmp']) },
  { name: 'a size of the home', flips: ['fills the memory of the home'], ...swap([`--size ${SIZE} --tmpfs /home/agent`, '--tmpfs /home/agent']) },
  { name: 'a size of /dev/shm', flips: ['fills the memory of /dev/shm'], ...swap([`--size ${SIZE} --tmpfs /dev/shm`, '--tmpfs /dev/shm']) },
  { name: 'protected files that are read-only', flips: ['writes a hook', 'writes the config over a path handle', 'changes the settings of an editor', 'has git change its config'], workspace: (all) => ({ ...all, readOnly: [] }) },
  { name: 'folders above that stay in place', flips: ['moves .git away and makes another', 'moves a nested repository away and makes another', 'exchanges .git with another folder'], workspace: (all) => ({ ...all, pinned: [] }) },
  { name: 'hidden files', flips: ['reads a hidden file', 'overwrites a hidden file', 'reads a hidden file over a hard link'], workspace: (all) => ({ ...all, hidden: [] }) },
  { name: 'what appears is moved away', flips: ['makes hooks of husky', 'makes a start file of a shell', 'makes a config of the wall', 'makes git take its config from a common folder'], judges: false },
  { name: 'an environment from an allowlist', flips: ['has the environment of the host', 'has a library loaded first'], launch: (launch) => ({ ...launch, env: Object.fromEntries(Object.entries({ ...launch.env, ...process.env }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))) }) },
  { name: 'descriptors that are covered', flips: ['has a descriptor of the host', 'reads a descriptor of the host', 'uses a folder that the host has open'], launch: (launch) => ({ ...launch, covered: [] }) },
  { name: 'no files as streams', flips: ['writes the file that it is given to read', 'reads the file that it is given to write', 'cuts off the file that it is given to write', 'walks out of a folder that it is given'], launch: (launch) => ({ ...launch, streams: ['inherit', 'inherit', 'inherit'] }) },
  { name: 'limit of the time of a processor', flips: ['takes more time of the processor'], config: { cpuSeconds: 1000 } },
  { name: 'limit of a file', flips: ['writes a larger file', 'takes back the limit on files'], ...unlimited('f') },
  { name: 'limit of data', flips: ['takes more memory'], ...unlimited('d') },
  { name: 'limit of open files', flips: ['opens more files'], ...unlimited('n') },
  { name: 'limit of dumps', flips: ['may dump its memory'], ...unlimited('c') },
  { name: 'limit of processes', flips: ['makes more processes'], config: { processes: 100_000 } },
  { name: 'limit of memory', flips: ['takes more memory in many processes'], config: { memoryMb: 100_000, cpuSeconds: 60 } },
  { name: 'filter', flips: ['has no filter of system calls', 'opens a ring', 'reaches a server of the machine in the workspace'], launch: (launch) => ({ ...launch, args: replaced(launch.args, ['--seccomp', String(launch.seccompFd)], []) }) },
  { name: 'filter: other architectures', flips: ['calls over the gate of 32 bits', 'sets the rights of the owner over the gate of 32 bits'], launch: (launch) => refiltered(launch, withoutArchitecture) },
  rules('other processes', ['reads the memory of a process', 'writes the memory of a process', 'takes a descriptor of a process', 'compares processes']),
  rules('mounts', ['lists mounts', 'configures a file system']),
  { ...rules('mounts', ['mounts', 'opens a file system', 'clones a tree of mounts', 'changes its root', 'picks a file system'], FULL_RIGHTS), name: 'filter: mounts, for whom has rights' },
  rules('namespaces', ['enters a namespace by a descriptor of a process'], FULL_RIGHTS),
  rules('programs in the kernel', ['opens performance counters']),
  rules('doors that went wrong often', ['opens a ring', 'enters a ring', 'handles page faults', 'gives pages to a pipe']),
  rules('keys', ['adds a key', 'joins the keys of a session']),
  rules('watching files', ['watches files by their numbers', 'marks files to watch']),
  rules('files by handle', ['names a file by handle']),
  ...(X86 ? [rules('nodes', ['makes a node by the old call'])] : []),
  rules('the machine', ['sets quotas']),
  rules('clocks', ['asks to turn the clock', 'asks to turn a clock', 'asks to set the clock']),
  ...(X86 ? [rules('old and odd', ['reads the descriptors of segments', 'asks for types of file systems', 'asks about a device'])] : []),
  rules('places of memory', ['binds memory to a node', 'moves pages of a process', 'sets where memory comes from']),
  rule('ptrace', ['traces a process that did not ask for it', 'seizes a process']),
  rule('clone', ['makes a user namespace by clone'], 'no namespaces in it'),
  rule('clone3', ['makes a user namespace by clone3'], 'no namespaces in it'),
  rule('openat2', ['opens a file with the rights of the owner by structure']),
  rule('fchmodat2', ['sets the rights of the owner by the newest call']),
  rule('ioctl', ['changes how the terminal reads lines', 'types into a terminal of its own']),
  rule('fchmod', ['sets the rights of the owner by descriptor']),
  rule('fchmodat', ['sets the rights of the owner by folder', 'sets the rights of the owner with high bits']),
  rule('openat', ['opens a file with the rights of the owner', 'names a nameless file with the rights of the owner']),
  rule('mknodat', ['makes a node with the rights of the owner']),
  ...(X86
    ? [
        rule('chmod', ['sets the rights of the owner by the old call', 'sets the rights of the owner by path']),
        rule('creat', ['creates a file with the rights of the owner']),
        rule('open', ['opens a file by the old call with the rights of the owner']),
      ]
    : []),
  rule('socket', ['opens a socket of the machine', 'reaches a server of the machine in the workspace', 'listens to devices', 'opens a virtual socket']),
] // prettier-ignore

/** The change that a mutant makes; none for ''. With others that are gone too, their names stand after it, parted by a plus sign. Throws where there is no such mutant. */
export function changeOf(names: string): Change {
  const found = names
    .split(' + ')
    .filter(Boolean)
    .map((name) => {
      const mutant = MUTANTS.find((each) => each.name === name)
      if (!mutant) throw new RangeError(`no mutant ${name}`)
      return mutant
    })
  return {
    config: Object.assign({}, ...found.map(({ config }) => config)),
    workspace: (workspace) => found.reduce((at, { workspace: change }) => change?.(at) ?? at, workspace),
    hasGroups: found.every(({ hasGroups }) => hasGroups !== false),
    judges: found.every(({ judges }) => judges !== false),
    launch: (launch) => found.reduce((at, { launch: change }) => change?.(at) ?? at, launch),
  }
}
