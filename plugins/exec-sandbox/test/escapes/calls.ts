import type { SystemCall } from '../../src/linux/syscalls.ts'
import { number, python, type Escape, type Group } from './escape.ts'

const OWN_MOUNTS = 'unshare -m --'
/** One system call; with `reached` it is enough that the kernel's own code is entered, where more would harm the machine. */
const calls = (name: string, call: SystemCall, args: string, { how = 'done', setup = '', outside }: { how?: 'done' | 'reached'; setup?: string; outside?: string } = {}): Escape => ({
  name,
  script: python(`${setup}\n${how}(call(${number(call)}${args === '' ? '' : `, ${args}`}))`),
  ...(outside !== undefined && { outside }),
}) // prettier-ignore
const text = (value: string): string => `ctypes.c_char_p(b"${value}")`
const child = `
child = os.fork()
if child == 0:
  time.sleep(5); os._exit(0)
time.sleep(0.05)`
const X86 = process.arch === 'x64'

/** Calls over the 32-bit gate of a 64-bit processor, whose numbers are others: 20 is getpid there, 15 chmod, 21 mount. */
const gate = (code: string): string =>
  python(`
memory = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40, prot=7)
start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
def gate(number, b=0, c=0):
  code = b"\\x53\\xb8" + struct.pack("<I", number) + b"\\xbb" + struct.pack("<I", b) + b"\\xb9" + struct.pack("<I", c) + b"\\xcd\\x80\\x5b\\xc3"
  memory[0:len(code)] = code
  return ctypes.CFUNCTYPE(ctypes.c_int)(start)()
${code}`)

export const systemCalls: Group = {
  title: 'System calls',
  escapes: [
    calls('mounts', 'mount', `${text('x')}, ${text('.')}, ${text('tmpfs')}, 0, 0`, { outside: OWN_MOUNTS }),
    calls('unmounts', 'umount2', `${text('.')}, 2`, { how: 'reached', outside: OWN_MOUNTS }),
    calls('changes its root', 'chroot', text('/')),
    calls('exchanges its root', 'pivot_root', `${text('.')}, ${text('.')}`, { how: 'reached', outside: OWN_MOUNTS }),
    calls('opens a file system', 'fsopen', `${text('tmpfs')}, 0`),
    calls('configures a file system', 'fsconfig', '-1, 6, 0, 0, 0', { how: 'reached' }),
    calls('mounts a file system that it opened', 'fsmount', '-1, 0, 0', { how: 'reached' }),
    calls('picks a file system', 'fspick', `-100, ${text('/')}, 0`),
    calls('clones a tree of mounts', 'open_tree', `-100, ${text('/')}, 0x80001`),
    calls('moves a mount', 'move_mount', `-100, ${text('nowhere')}, -100, ${text('nowhere')}, 0`, { how: 'reached', outside: OWN_MOUNTS }),
    calls('makes a mount writable', 'mount_setattr', `-100, ${text('/')}, 0, ctypes.byref(attributes), 32`, { setup: 'attributes = (ctypes.c_uint64 * 4)(0, 1, 0, 0)', how: 'reached', outside: OWN_MOUNTS }),
    calls('lists mounts', 'listmount', 'ctypes.byref(request), ctypes.byref(ids), 16, 0', { setup: 'request = (ctypes.c_uint32 * 8)(24, 0, 0xffffffff, 0xffffffff, 0, 0, 0, 0); ids = (ctypes.c_uint64 * 16)()' }),
    calls('asks about a mount', 'statmount', '0, 0, 0, 0', { how: 'reached' }),
    calls('traces a process that did not ask for it', 'ptrace', '16, child, 0, 0', { setup: child }),
    calls('seizes a process', 'ptrace', '0x4206, child, 0, 0', { setup: child }),
    calls('reads the memory of a process', 'process_vm_readv', 'os.getpid(), ctypes.byref(to), 1, ctypes.byref(source), 1, 0', { setup: 'a = ctypes.create_string_buffer(8); b = ctypes.create_string_buffer(8); to = (ctypes.c_void_p * 2)(ctypes.addressof(a), 8); source = (ctypes.c_void_p * 2)(ctypes.addressof(b), 8)' }),
    calls('writes the memory of a process', 'process_vm_writev', 'os.getpid(), ctypes.byref(source), 1, ctypes.byref(to), 1, 0', { setup: 'a = ctypes.create_string_buffer(8); b = ctypes.create_string_buffer(8); to = (ctypes.c_void_p * 2)(ctypes.addressof(a), 8); source = (ctypes.c_void_p * 2)(ctypes.addressof(b), 8)' }),
    calls('takes a descriptor of a process', 'pidfd_getfd', 'os.pidfd_open(child), 0, 0', { setup: child }),
    calls('compares processes', 'kcmp', 'os.getpid(), os.getpid(), 0, 0, 0'),
    calls('advises on the memory of a process', 'process_madvise', 'os.pidfd_open(child), 0, 0, 20, 0', { setup: child, how: 'reached' }),
    calls('makes a map for programs of the kernel', 'bpf', '0, ctypes.byref(attributes), 16', { setup: 'attributes = (ctypes.c_uint32 * 4)(2, 4, 4, 1)' }),
    calls('opens performance counters', 'perf_event_open', 'ctypes.byref(attributes), 0, -1, -1, 0', { setup: 'attributes = ctypes.create_string_buffer(struct.pack("IIQQQQQQQ", 1, 64, 0, 0, 0, 0, 0x60, 0, 0) + bytes(64))' }),
    calls('handles page faults', 'userfaultfd', '1'),
    calls('opens a ring', 'io_uring_setup', '1, ctypes.byref(parameters)', { setup: 'parameters = ctypes.create_string_buffer(120)' }),
    calls('enters a ring', 'io_uring_enter', '-1, 0, 0, 0, 0, 0', { how: 'reached' }),
    calls('registers with a ring', 'io_uring_register', '-1, 0, 0, 0', { how: 'reached' }),
    calls('adds a key', 'add_key', `${text('user')}, ${text('ringwall')}, ${text('v')}, 1, -3`),
    calls('asks for a key', 'request_key', `${text('user')}, ${text('ringwall-none')}, 0, 0`, { how: 'reached' }),
    calls('joins the keys of a session', 'keyctl', '0, -4, 0, 0, 0'),
    calls('watches files', 'fanotify_init', '0, 0'),
    calls('watches files by their numbers', 'fanotify_init', '0x200, 0'),
    calls('marks files to watch', 'fanotify_mark', '-1, 0, 0, -1, 0', { how: 'reached' }),
    calls('names a file by handle', 'name_to_handle_at', `-100, ${text('.')}, handle, ctypes.byref(mount), 0`, { setup: 'handle = ctypes.create_string_buffer(struct.pack("Ii", 128, 0) + bytes(128)); mount = ctypes.c_int()' }),
    calls('opens a file by handle', 'open_by_handle_at', '-100, ctypes.create_string_buffer(struct.pack("Ii", 8, 1) + bytes(8)), 0', { how: 'reached' }),
    calls('restarts the machine', 'reboot', '1, 2, 3, 0', { how: 'reached' }),
    calls('swaps to a file', 'swapon', `${text('nowhere')}, 0`, { how: 'reached' }),
    calls('stops swapping', 'swapoff', text('nowhere'), { how: 'reached' }),
    calls('accounts processes', 'acct', text('nowhere'), { how: 'reached' }),
    calls('sets quotas', 'quotactl', '0x80000100, 0, 0, 0', { how: 'reached' }),
    calls('sets quotas of an opened file', 'quotactl_fd', '-1, 0x80000100, 0, 0', { how: 'reached' }),
    calls('asks to set the clock', 'clock_settime', '0, ctypes.byref(bad)', { setup: 'bad = (ctypes.c_long * 2)(0, -1)', how: 'reached' }),
    calls('asks to set the time of day', 'settimeofday', 'ctypes.byref(bad), 0', { setup: 'bad = (ctypes.c_long * 2)(0, -1)', how: 'reached' }),
    calls('asks to turn the clock', 'adjtimex', 'ctypes.byref(nothing)', { setup: 'nothing = ctypes.create_string_buffer(512)' }),
    calls('asks to turn a clock', 'clock_adjtime', '0, ctypes.byref(nothing)', { setup: 'nothing = ctypes.create_string_buffer(512)' }),
    calls('reads the log of the kernel', 'syslog', '10, 0, 0'),
    calls('names the machine', 'sethostname', `${text('x')}, 1`, { outside: 'unshare -u --' }),
    calls('names the domain', 'setdomainname', `${text('x')}, 1`, { outside: 'unshare -u --' }),
    calls('hides memory from the kernel', 'memfd_secret', '0', { how: 'reached' }),
    calls('gives pages to a pipe', 'vmsplice', '-1, 0, 0, 0', { how: 'reached' }),
    calls('binds memory to a node', 'mbind', '0, 0, 0, 0, 0, 0', { how: 'reached' }),
    calls('moves pages of a process', 'move_pages', '0, 0, 0, 0, 0, 0', { how: 'reached' }),
    calls('moves a process to another node', 'migrate_pages', '0, 0, 0, 0', { how: 'reached' }),
    calls('sets where memory comes from', 'set_mempolicy', '0, 0, 0', { how: 'reached' }),
    calls('hangs the terminal up', 'vhangup', '', { outside: 'setsid -w --' }),
    ...(X86
      ? [
          calls('reads the descriptors of segments', 'modify_ldt', '0, 0, 0'),
          calls('asks for types of file systems', 'sysfs', '3', { how: 'reached' }),
          calls('asks about a device', 'ustat', '0, 0', { how: 'reached' }),
          { name: 'calls over the gate of 32 bits', script: gate('when(gate(20) > 0)') },
          { name: 'sets the rights of the owner over the gate of 32 bits', script: gate(`
open("s", "w").close()
path = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40, prot=3)
path[0:2] = b"s\\0"
gate(15, ctypes.addressof(ctypes.c_char.from_buffer(path)), 0o4755)
when(os.stat("s").st_mode & 0o4000)`) },
        ]
      : []),
  ],
} // prettier-ignore

const setsId = (name: string, code: string): Escape => ({
  name,
  script: python(`${code}\nwhen(os.lstat("s").st_mode & 0o6000)`),
  after: 'test -u app/s || test -g app/s',
})

export const identity: Group = {
  title: 'Identity and rights',
  escapes: [
    { name: 'is user 0', script: 'test "$(id -u)" = 0 && echo ESCAPED' },
    { name: 'becomes user 0', script: python('os.setresuid(0, 0, 0)\nwhen(True)') },
    { name: 'joins a group', script: python('os.setgroups([0, 6])\nwhen(True)') },
    { name: 'has a right of the kernel', script: 'grep -q "^CapEff:.*[1-9a-f]" /proc/self/status && echo ESCAPED' },
    { name: 'may get a right of the kernel', script: 'grep -q "^CapBnd:.*[1-9a-f]" /proc/self/status && echo ESCAPED' },
    { name: 'may gain rights by a program', script: 'grep -q "^NoNewPrivs:.*0" /proc/self/status && echo ESCAPED' },
    { name: 'runs a program that gives rights', before: 'cp /usr/bin/id app/i && chown 65533 app/i && chmod 4755 app/i', script: './i -u | grep -q 65533 && echo ESCAPED' },
    { name: 'gives a file away', script: 'echo x > f; chown 1234 f && echo ESCAPED' },
    { name: 'has no filter of system calls', script: 'grep -q "^Seccomp:.*0" /proc/self/status && echo ESCAPED' },
    { name: 'takes a priority', script: python('os.nice(-5)\nwhen(True)') },
    { name: 'takes the time of a processor', script: python('os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))\nwhen(True)') },
    setsId('sets the rights of the owner by path', 'open("s", "w").close(); os.chmod("s", 0o4755)'),
    setsId('sets the rights of the group by path', 'open("s", "w").close(); os.chmod("s", 0o2755)'),
    setsId('sets the rights of the owner by descriptor', 'os.fchmod(os.open("s", os.O_CREAT | os.O_WRONLY), 0o4755)'),
    setsId('sets the rights of the owner by folder', `open("s", "w").close(); call(${number('fchmodat')}, -100, ctypes.c_char_p(b"s"), 0o4755)`),
    setsId('sets the rights of the owner by the newest call', `open("s", "w").close(); call(${number('fchmodat2')}, -100, ctypes.c_char_p(b"s"), 0o4755, 0)`),
    setsId('sets the rights of the owner with high bits', `open("s", "w").close(); call(${number('fchmodat')}, -100, ctypes.c_char_p(b"s"), 0x7700000000 | 0o4755)`),
    setsId('opens a file with the rights of the owner', 'os.open("s", os.O_CREAT | os.O_WRONLY, 0o4755)'),
    setsId('opens a file with the rights of the owner by structure', `
how = (ctypes.c_uint64 * 3)(os.O_CREAT | os.O_WRONLY, 0o4755, 0)
call(${number('openat2')}, -100, ctypes.c_char_p(b"s"), ctypes.byref(how), 24)`),
    setsId('names a nameless file with the rights of the owner', `
fd = os.open(".", 0o20200000 | os.O_WRONLY, 0o4755)
call(${X86 ? 265 : 37}, -100, ctypes.c_char_p(b"/proc/self/fd/%d" % fd), -100, ctypes.c_char_p(b"s"), 0x400)`),
    setsId('makes a node with the rights of the owner', `call(${number('mknodat')}, -100, ctypes.c_char_p(b"s"), 0o104755, 0)`),
    { name: 'makes a device by folder', script: python(`done(call(${number('mknodat')}, -100, ctypes.c_char_p(b"d"), 0o020666, 0x103))`) },
    ...(X86
      ? [
          setsId('creates a file with the rights of the owner', `call(${number('creat')}, ctypes.c_char_p(b"s"), 0o4755)`),
          setsId('opens a file by the old call with the rights of the owner', `call(${number('open')}, ctypes.c_char_p(b"s"), os.O_CREAT | os.O_WRONLY, 0o4755)`),
          setsId('sets the rights of the owner by the old call', `open("s", "w").close(); call(${number('chmod')}, ctypes.c_char_p(b"s"), 0o4755)`),
          setsId('makes a node by the old call', `call(${number('mknod')}, ctypes.c_char_p(b"s"), 0o104755, 0)`),
        ]
      : []),
  ],
} // prettier-ignore

export const namespaces: Group = {
  title: 'Namespaces',
  escapes: [
    { name: 'makes a user namespace', script: 'unshare -U true && echo ESCAPED' },
    { name: 'makes a mount namespace', script: 'unshare -m true && echo ESCAPED' },
    { name: 'makes a network namespace', script: 'unshare -n true && echo ESCAPED' },
    { name: 'makes a namespace of processes', script: 'unshare -pf true && echo ESCAPED' },
    { name: 'makes a namespace and is root in it', script: 'unshare -Ur id -u | grep -qx 0 && echo ESCAPED' },
    { name: 'makes a user namespace by clone', script: python(`
child = call(${number('clone')}, 0x10000000 | 17, 0, 0, 0, 0)
if child == 0: os._exit(0)
done(child)`) },
    { name: 'makes a user namespace by clone3', script: python(`
args = (ctypes.c_uint64 * 8)(0x10000000, 0, 0, 0, 17, 0, 0, 0)
child = call(${number('clone3')}, ctypes.byref(args), 64)
if child == 0: os._exit(0)
done(child)`) },
    { name: 'makes a time namespace', script: python(`done(call(${number('unshare')}, 0x80))`) },
    { name: 'enters the namespace of its parent', script: python(`done(call(${number('setns')}, os.open("/proc/%d/ns/uts" % os.getppid(), os.O_RDONLY), 0))`) },
    { name: 'enters a namespace by a descriptor of a process', script: python(`done(call(${number('setns')}, os.pidfd_open(os.getppid()), 0x4000000))`) },
    { name: 'enters the namespaces of the host', script: 'nsenter -t "$HOST_PID" -m true && echo ESCAPED' },
    { name: 'has the network of the machine', script: 'test "$(readlink /proc/self/ns/net)" = "$HOST_NET" && echo ESCAPED' },
    { name: 'has the users of the machine', script: 'test "$(readlink /proc/self/ns/user)" = "$HOST_USER" && echo ESCAPED' },
    { name: 'has the processes of the machine', script: 'test "$(readlink /proc/self/ns/pid)" = "$HOST_PIDS" && echo ESCAPED' },
    { name: 'has the memory of the machine in common', script: 'test "$(readlink /proc/self/ns/ipc)" = "$HOST_IPC" && echo ESCAPED' },
    { name: 'has the name of the machine', script: 'test "$(hostname)" = "$HOST_NAME" && echo ESCAPED' },
    { name: 'has the groups of the machine', script: 'test "$(readlink /proc/self/ns/cgroup)" = "$HOST_CGROUP" && echo ESCAPED' },
    { name: 'has a session of the machine', script: python('when(os.getsid(0) == 0 or os.getsid(0) == int(os.environ["HOST_SID"]))') },
  ],
} // prettier-ignore
