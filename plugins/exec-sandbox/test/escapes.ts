/** An attempt to get out: a script of sh that prints ESCAPED where it succeeds. $SECRET is a file beside the workspace, $PORT a server of the host. */
export interface Escape {
  readonly name: string
  readonly script: string
  /** Succeeds on a machine without a sandbox, as root; the test runs it there to show that it is an attack at all. */
  readonly worksOutside?: boolean
}

const python = (code: string): string => `python3 - <<'END'\n${code}\nEND`
/** Calls the kernel directly; the number is that of x86_64. */
const syscall = (number: number, ...args: readonly (number | string)[]): string =>
  python(
    `import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nr = libc.syscall(${[number, ...args].join(', ')})\ne = ctypes.get_errno()\nprint('ESCAPED' if r >= 0 or e not in (1, 38, 22, 13, 97) else 'refused')`,
  )

/** Files, then identities, the kernel, processes, the network, and what lasts. */
export const ESCAPES: readonly Escape[] = [
  {
    name: 'reads a file beside the workspace',
    script: 'grep -q outside "$SECRET" && echo ESCAPED',
    worksOutside: true,
  },
  { name: 'writes a file beside the workspace', script: 'echo x > "$SECRET.new"; true' },
  {
    name: 'reads it over a link',
    script: 'ln -s "$SECRET" l; grep -q outside l && echo ESCAPED; rm -f l',
    worksOutside: true,
  },
  {
    name: 'reads it over ..',
    script: 'grep -q outside "$PWD/../$(basename "$SECRET")" && echo ESCAPED',
    worksOutside: true,
  },
  {
    name: 'reads it over /proc/self/root',
    script: 'grep -q outside "/proc/self/root$SECRET" && echo ESCAPED',
    worksOutside: true,
  },
  {
    name: 'reads it over /proc/1/root',
    script: 'grep -q outside "/proc/1/root$SECRET" && echo ESCAPED',
    worksOutside: true,
  },
  { name: 'lists the home of root', script: 'ls -A /root 2>/dev/null | grep -q . && echo ESCAPED', worksOutside: true },
  { name: 'reads the shadow file', script: 'grep -q root /etc/shadow && echo ESCAPED', worksOutside: true },
  { name: 'reads the machine id', script: 'test -s /etc/machine-id && echo ESCAPED' },
  { name: 'sees /sys', script: 'ls /sys/kernel >/dev/null 2>&1 && echo ESCAPED', worksOutside: true },
  { name: 'writes into /usr', script: 'touch /usr/escape && rm /usr/escape && echo ESCAPED', worksOutside: true },
  { name: 'writes into /etc', script: 'touch /etc/escape && rm /etc/escape && echo ESCAPED', worksOutside: true },
  { name: 'writes into the root', script: 'touch /escape && rm /escape && echo ESCAPED', worksOutside: true },
  {
    name: 'writes to /proc/sys',
    script: 'cat /proc/sys/kernel/domainname > /tmp/d && cp /tmp/d /proc/sys/kernel/domainname && echo ESCAPED',
  },
  { name: 'opens sysrq for writing', script: 'sh -c ": > /proc/sysrq-trigger" && echo ESCAPED' },
  { name: 'makes a device', script: 'mknod d c 1 1 && rm d && echo ESCAPED', worksOutside: true },
  {
    name: 'opens a disk',
    script:
      'for d in /dev/vda /dev/sda /dev/nvme0n1 /dev/mem /dev/kmsg; do head -c1 $d >/dev/null 2>&1 && echo ESCAPED; done; true',
  },
  {
    name: 'writes a hook of git',
    script: 'mkdir -p .git/hooks && echo x > .git/hooks/post-commit && rm .git/hooks/post-commit && echo ESCAPED',
    worksOutside: true,
  },
  {
    name: 'changes the config of git',
    script: 'cp .git/config c && git config core.pager x && cp c .git/config && rm c && echo ESCAPED',
    worksOutside: true,
  },
  { name: 'moves .git away', script: 'mv .git g && mv g .git && echo ESCAPED', worksOutside: true },
  { name: 'moves the hooks away', script: 'mv .git/hooks h && mv h .git/hooks && echo ESCAPED', worksOutside: true },
  {
    name: 'mounts over the hooks',
    script: 'mount -t tmpfs x .git/hooks && umount .git/hooks && echo ESCAPED',
    worksOutside: true,
  },
  { name: 'remounts the root for writing', script: 'mount -o remount,rw / && echo ESCAPED' },
  { name: 'unmounts what protects the config', script: 'umount .git/config && echo ESCAPED' },
  { name: 'reads a hidden file', script: 'grep -q SECRET .env && echo ESCAPED', worksOutside: true },
  {
    name: 'overwrites a hidden file',
    script: 'cp .env e; echo x > .env && cp e .env && rm e && echo ESCAPED',
    worksOutside: true,
  },
  { name: 'makes a user namespace', script: 'unshare -U true && echo ESCAPED', worksOutside: true },
  { name: 'makes a mount namespace', script: 'unshare -m true && echo ESCAPED', worksOutside: true },
  { name: 'makes a namespace by clone', script: syscall(56, '0x10000000 | 17', 0, 0, 0, 0) },
  {
    name: 'has a capability',
    script: 'grep -q "^CapEff:.*[1-9a-f]" /proc/self/status && echo ESCAPED',
    worksOutside: true,
  },
  {
    name: 'gets rights by a set-user-ID program',
    script: 'cp /usr/bin/id ./i && chmod u+s ./i && echo ESCAPED; rm -f i',
    worksOutside: true,
  },
  {
    name: 'makes a set-user-ID file at once',
    script: python(
      "import os\nfd = os.open('s', os.O_CREAT | os.O_WRONLY, 0o4755)\nprint('ESCAPED' if os.fstat(fd).st_mode & 0o4000 else 'refused')\nos.unlink('s')",
    ),
  },
  { name: 'changes its root', script: 'chroot / true && echo ESCAPED', worksOutside: true },
  { name: 'traces a process', script: syscall(101, 16, 1, 0, 0) },
  { name: 'reads the memory of a process', script: syscall(310, 1, 0, 0, 0, 0, 0) },
  { name: 'loads a program into the kernel', script: syscall(321, 0, 0, 0) },
  { name: 'opens performance counters', script: syscall(298, 0, 0, -1, -1, 0) },
  { name: 'opens a ring of io_uring', script: syscall(425, 1, 0) },
  { name: 'handles page faults', script: syscall(323, 0) },
  {
    name: 'adds a key to the kernel',
    script: python(
      "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nr = libc.syscall(248, b'user', b'k', b'v', 1, -3)\nprint('ESCAPED' if r >= 0 else 'refused')",
    ),
  },
  { name: 'opens a file by its handle', script: syscall(304, 3, 0, 0) },
  { name: 'loads a module', script: syscall(175, 0, 0, 0) },
  { name: 'sets the clock', script: 'date -s "$(date)" >/dev/null 2>&1 && echo ESCAPED' },
  { name: 'sets the name of the host', script: 'hostname "$(hostname)" && echo ESCAPED' },
  {
    name: 'types into the terminal',
    script: python(
      "import fcntl, os\ntry:\n  fd = os.open('/dev/ptmx', os.O_RDWR)\n  fcntl.ioctl(fd, 0x5412, b'x')\n  print('ESCAPED')\nexcept OSError:\n  print('refused')",
    ),
  },
  { name: 'types into the terminal, with high bits set', script: syscall(16, 0, '0x100005412', "b'x'") },
  {
    name: 'sees processes of the host',
    script: 'test "$(ls -d /proc/[0-9]* | wc -l)" -gt 12 && echo ESCAPED',
    worksOutside: true,
  },
  { name: 'signals processes of the host', script: 'kill -0 "$HOST_PID" && echo ESCAPED', worksOutside: true },
  {
    name: 'reads the environment of the host',
    script: 'cat /proc/*/environ 2>/dev/null | tr "\\0" "\\n" | grep -q RINGWALL_TEST_SECRET && echo ESCAPED',
    worksOutside: true,
  },
  {
    name: 'has the environment of the host',
    script: 'env | grep -q RINGWALL_TEST_SECRET && echo ESCAPED',
    worksOutside: true,
  },
  { name: 'sees the launcher', script: 'readlink /proc/1/exe | grep -q "[b]wrap" && echo ESCAPED' },
  {
    name: 'has a descriptor of the host',
    script: 'for f in /proc/self/fd/*; do case "$(readlink $f)" in *outside*) echo ESCAPED;; esac; done; true',
  },
  {
    name: 'reaches a server of the host',
    script: python(
      "import os, socket\ntry:\n  socket.create_connection(('127.0.0.1', int(os.environ['PORT'])), 2)\n  print('ESCAPED')\nexcept OSError:\n  print('refused')",
    ),
    worksOutside: true,
  },
  { name: 'has a way to the network', script: 'test "$(tail -n +2 /proc/net/route | wc -l)" -gt 0 && echo ESCAPED' },
  {
    name: 'opens a packet socket',
    script: python(
      "import socket\ntry:\n  socket.socket(17, 3, 3)\n  print('ESCAPED')\nexcept OSError:\n  print('refused')",
    ),
    worksOutside: true,
  },
  {
    name: 'opens a socket of the machine',
    script: python(
      "import socket\ntry:\n  socket.socket(socket.AF_UNIX)\n  print('ESCAPED')\nexcept OSError:\n  print('refused')",
    ),
    worksOutside: true,
  },
  {
    name: 'opens a virtual socket',
    script: python(
      "import socket\ntry:\n  socket.socket(40, 1)\n  print('ESCAPED')\nexcept OSError:\n  print('refused')",
    ),
  },
  { name: 'shares memory with the host', script: 'ipcs -m 2>/dev/null | grep -q "0x0000beef" && echo ESCAPED' },
  { name: 'leaves a file in /tmp of the host', script: 'echo x > "/tmp/$TOKEN" && true' },
  { name: 'leaves a file in /dev/shm of the host', script: 'echo x > "/dev/shm/$TOKEN" && true' },
  { name: 'leaves a file in /var/tmp of the host', script: 'echo x > "/var/tmp/$TOKEN" && true' },
]
