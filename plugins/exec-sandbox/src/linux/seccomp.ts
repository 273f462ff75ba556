import { endianness } from 'node:os'
import { numberOf, type Machine, type SystemCall } from './syscalls.ts'

/** What the filter leaves open. */
export interface SeccompOptions {
  /** Sockets of the machine's own (AF_UNIX), which some tools need. */
  readonly unixSockets: boolean
  /** Memory that belongs to no process (System V segments, files without a name): only where the kernel counts it. */
  readonly sharedMemory: boolean
}

/** Refused for everybody, by what they are for. */
export const DENIED: Readonly<Record<string, readonly SystemCall[]>> = {
  'other processes': ['process_vm_readv', 'process_vm_writev', 'process_madvise', 'pidfd_getfd', 'kcmp'],
  mounts: ['mount', 'umount2', 'pivot_root', 'chroot', 'open_tree', 'move_mount', 'fsopen', 'fsconfig', 'fsmount', 'fspick', 'mount_setattr', 'statmount', 'listmount', 'open_tree_attr'],
  namespaces: ['setns', 'unshare'],
  'programs in the kernel': ['bpf', 'perf_event_open'],
  'doors that went wrong often': ['userfaultfd', 'io_uring_setup', 'io_uring_enter', 'io_uring_register', 'vmsplice', 'memfd_secret'],
  keys: ['add_key', 'request_key', 'keyctl'],
  'watching files': ['fanotify_init', 'fanotify_mark'],
  'files by handle': ['name_to_handle_at', 'open_by_handle_at', 'lookup_dcookie'],
  nodes: ['mknod'],
  modules: ['init_module', 'finit_module', 'delete_module', 'create_module', 'kexec_load', 'kexec_file_load'],
  'the machine': ['reboot', 'swapon', 'swapoff', 'acct', 'quotactl', 'quotactl_fd', 'syslog', 'sethostname', 'setdomainname', 'vhangup', 'nfsservctl'],
  clocks: ['settimeofday', 'clock_settime', 'clock_adjtime', 'adjtimex'],
  'old and odd': ['iopl', 'ioperm', 'modify_ldt', 'uselib', 'ustat', 'sysfs'],
  'places of memory': ['mbind', 'migrate_pages', 'move_pages', 'set_mempolicy'],
} // prettier-ignore

/** Said not to exist, since callers then take the older call, which the filter can read: its arguments do not stand behind a pointer. */
export const ABSENT: readonly SystemCall[] = ['clone3', 'openat2', 'fchmodat2']

/** What makes memory that who looks at processes does not see. */
const UNCOUNTED: readonly SystemCall[] = ['shmget', 'memfd_create']

const EPERM = 1
const ENOSYS = 38
const EAFNOSUPPORT = 97

const RET_ALLOW = 0x7fff0000
const RET_KILL_PROCESS = 0x80000000
const RET_ERRNO = 0x00050000
/** Architectures as audit names them: 64 bits, little endian. */
const AUDIT = { x64: 0xc000003e, arm64: 0xc00000b7 } as const
const X32_BIT = 0x40000000

const LD_ABS = 0x20
const AND = 0x54
const JEQ = 0x15
const JGE = 0x35
const JSET = 0x45
const RET = 0x06
/** Offsets in struct seccomp_data. */
const NR = 0
const ARCH = 4
const argument = (index: number): number => 16 + 8 * index // the low word, on a little-endian machine

/** Flags of clone that make a namespace. */
const NEW_NAMESPACES = 0x7e020080 // time, cgroup, uts, ipc, user, pid, net, mount
const TIOCSTI = 0x5412
const TIOCLINUX = 0x541c
const TIOCSETD = 0x5423
const PTRACE_ATTACH = 16
const PTRACE_SEIZE = 0x4206
const SET_ID = 0o6000
/** O_CREAT and __O_TMPFILE. */
const CREATES = 0o20000100
const AF = { unix: 1, inet: 2, inet6: 10, netlink: 16 } as const
const NETLINK_ROUTE = 0
const S_IFMT = 0o170000
const HARMLESS_NODES = [0, 0o100000, 0o010000, 0o140000] // a file, a pipe, a socket

interface Instruction {
  readonly code: number
  readonly value: number
  /** Instructions to skip where the test holds, and where it does not. */
  readonly yes?: number
  readonly no?: number
}

const load = (offset: number): Instruction => ({ code: LD_ABS, value: offset })
const ret = (value: number): Instruction => ({ code: RET, value })
const errno = (code: number): Instruction => ret(RET_ERRNO | code)

const REFUSE_SET_ID: readonly Instruction[] = [{ code: JSET, value: SET_ID, no: 1 }, errno(EPERM)]

/** A program for the kernel (classic BPF) that refuses what no command needs; everything else passes. Throws where the machine is another. */
export function makeFilter(machine: Machine, options: SeccompOptions): Buffer {
  if (endianness() !== 'LE') throw new Error('the filter is made for little-endian machines')
  const program: Instruction[] = [
    load(ARCH),
    { code: JEQ, value: AUDIT[machine], yes: 1 },
    ret(RET_KILL_PROCESS),
    load(NR),
    // x32: the same numbers with a bit set, and another layout of arguments
    ...(machine === 'x64' ? [{ code: JGE, value: X32_BIT, no: 1 }, errno(ENOSYS)] : []),
  ]
  const when = (call: SystemCall, then: readonly Instruction[]): void => {
    const number = numberOf(call, machine)
    // Every block ends in a return, so the number is still loaded where the next one begins.
    if (number !== undefined) program.push({ code: JEQ, value: number, no: then.length }, ...then)
  }
  for (const call of Object.values(DENIED).flat()) when(call, [errno(EPERM)])
  for (const call of options.sharedMemory ? ABSENT : [...ABSENT, ...UNCOUNTED]) when(call, [errno(ENOSYS)])
  when('clone', [load(argument(0)), { code: JSET, value: NEW_NAMESPACES, no: 1 }, errno(EPERM), ret(RET_ALLOW)])
  // What a process starts may ask to be traced by it, as debuggers do; nobody is traced who did not ask.
  when('ptrace', refuseValues(0, [PTRACE_ATTACH, PTRACE_SEIZE]))
  // The kernel reads 32 bits of the request.
  when('ioctl', refuseValues(1, [TIOCSTI, TIOCLINUX, TIOCSETD]))
  for (const [call, mode] of [
    ['chmod', 1],
    ['fchmod', 1],
    ['fchmodat', 2],
    ['creat', 1],
  ] as const)
    when(call, modes(mode))
  // Without O_CREAT nobody sets the mode: what stands in its place means nothing.
  for (const [call, flags] of [
    ['open', 1],
    ['openat', 2],
  ] as const)
    when(call, [load(argument(flags)), { code: JSET, value: CREATES, yes: 1 }, ret(RET_ALLOW), ...modes(flags + 1)])
  when('mknodat', [
    load(argument(2)),
    ...REFUSE_SET_ID,
    { code: AND, value: S_IFMT },
    ...allowValues(HARMLESS_NODES, EPERM),
  ])
  when('socket', sockets(options))
  when('socketpair', [load(argument(0)), ...allowValues([AF.unix], EAFNOSUPPORT)])
  program.push(ret(RET_ALLOW))
  return assemble(program)
}

/** Refuses modes that set the rights of the owner or the group on a program. */
function modes(index: number): readonly Instruction[] {
  return [load(argument(index)), ...REFUSE_SET_ID, ret(RET_ALLOW)]
}

function refuseValues(index: number, values: readonly number[]): readonly Instruction[] {
  return [
    load(argument(index)),
    ...values.flatMap((value) => [{ code: JEQ, value, no: 1 }, errno(EPERM)]),
    ret(RET_ALLOW),
  ]
}

function allowValues(values: readonly number[], otherwise: number): readonly Instruction[] {
  return [...values.flatMap((value) => [{ code: JEQ, value, no: 1 }, ret(RET_ALLOW)]), errno(otherwise)]
}

/** By family; loopback needs those of the network even where nothing else can be reached. Names of interfaces are asked for over netlink, which has only the route's family. */
function sockets({ unixSockets }: SeccompOptions): readonly Instruction[] {
  const families: readonly number[] = [AF.inet, AF.inet6, ...(unixSockets ? [AF.unix] : [])]
  const route = [
    { code: JEQ, value: AF.netlink, no: 4 },
    load(argument(2)),
    { code: JEQ, value: NETLINK_ROUTE, no: 1 },
    ret(RET_ALLOW),
    errno(EAFNOSUPPORT),
  ]
  return [load(argument(0)), ...route, ...allowValues(families, EAFNOSUPPORT)]
}

function assemble(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8)
  for (const [i, { code, value, yes = 0, no = 0 }] of program.entries()) {
    if (yes > 255 || no > 255) throw new RangeError('a jump of the filter is too long')
    bytes.writeUInt16LE(code, i * 8)
    bytes.writeUInt8(yes, i * 8 + 2)
    bytes.writeUInt8(no, i * 8 + 3)
    bytes.writeUInt32LE(value >>> 0, i * 8 + 4)
  }
  return bytes
}
