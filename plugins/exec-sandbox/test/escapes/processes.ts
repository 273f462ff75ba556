import { number, python, type Group } from './escape.ts'

const connects = (family: string, address: string): string => python(`
s = socket.socket(${family}); s.settimeout(2); s.connect(${address})
when(True)`) // prettier-ignore
const opens = (family: number, type: number, protocol = 0): string =>
  python(`done(call(${number('socket')}, ${family}, ${type}, ${protocol}))`)

export const processes: Group = {
  title: 'Processes',
  escapes: [
    { name: 'sees processes of the machine', script: 'test -d "/proc/$HOST_PID" && grep -qz . "/proc/$HOST_PID/cmdline" && test "$(tr "\\0" " " < "/proc/$HOST_PID/cmdline")" = "$HOST_COMMAND" && echo ESCAPED' },
    { name: 'sees many processes', script: 'test "$(ls -d /proc/[0-9]* | wc -l)" -gt 12 && echo ESCAPED' },
    { name: 'signals a process of the machine', before: 'setsid sleep 60 >/dev/null 2>&1 & echo $! > app/victim', script: 'kill -9 "$(cat victim)"', after: 'p=$(cat app/victim); case "$(sed -n "s/^State:.//p" /proc/$p/status 2>/dev/null)" in [RSDT]*) kill -9 $p; false;; *) true;; esac' },
    { name: 'sends a signal to a group of the machine', before: 'setsid sleep 60 >/dev/null 2>&1 & echo $! > app/victim; sleep 0.1', script: python('os.killpg(int(open("victim").read()), 9)'), after: 'p=$(cat app/victim); case "$(sed -n "s/^State:.//p" /proc/$p/status 2>/dev/null)" in [RSDT]*) kill -9 $p; false;; *) true;; esac' },
    { name: 'reads the environment of processes', script: 'cat /proc/*/environ 2>/dev/null | tr "\\0" "\\n" | grep -q RINGWALL_TEST_SECRET=visible && echo ESCAPED' },
    { name: 'reads the memory of a process of the machine', script: python('open("/proc/%s/mem" % os.environ["HOST_PID"], "rb").close()\nwhen(open("/proc/%s/comm" % os.environ["HOST_PID"]).read().strip() == os.environ["HOST_COMM"])') },
    { name: 'sees who launched it', script: 'readlink /proc/1/exe | grep -q bwrap && echo ESCAPED; grep -qz -- "-[-]unshare" /proc/1/cmdline && echo ESCAPED; test "$(cat /proc/1/comm)" != sh && echo ESCAPED; true' },
    { name: 'has a descriptor of the host', script: 'for f in /proc/self/fd/*; do case "$(readlink "$f")" in *host-file*) echo ESCAPED;; esac; done; true' },
    { name: 'reads a descriptor of the host', script: python('for fd in range(3, 64):\n  try: when(b"outside" in os.pread(fd, 100, 0))\n  except OSError: pass') },
    { name: 'uses a folder that the host has open', script: 'for f in /proc/self/fd/*; do grep -q outside "$f/outside-secret" && echo ESCAPED; done 2>/dev/null; true' },
    { name: 'writes the file that it is given to read', streams: 'file', script: 'echo x > /proc/self/fd/0', after: 'grep -q x "$BASE/given"' },
    { name: 'changes the file that it is given to read', streams: 'file', script: python('os.fchmod(0, 0o777)'), after: 'test -x "$BASE/given"' },
    { name: 'reads the file that it is given to write', streams: 'output', script: 'grep -q outside /proc/self/fd/1 && echo ESCAPED' },
    { name: 'cuts off the file that it is given to write', streams: 'output', script: ': > /proc/self/fd/1', after: '! grep -q outside "$BASE/given"' },
    { name: 'walks out of a folder that it is given', streams: 'folder', script: 'grep -q outside /proc/self/fd/0/outside-secret && echo ESCAPED' },
    { name: 'types into the terminal', streams: 'terminal', script: python('fcntl.ioctl(0, 0x5412, b"x")\nwhen(True)') },
    { name: 'types into the terminal with high bits', streams: 'terminal', script: python(`done(call(${number('ioctl')}, 0, 0x7700005412, ctypes.c_char_p(b"x")))`) },
    { name: 'takes the terminal', streams: 'terminal', script: python('os.close(os.open("/dev/tty", os.O_RDWR))\nwhen(True)') },
    { name: 'takes the group of the terminal', streams: 'terminal', script: python('when(os.tcgetpgrp(0) > 0)') },
    { name: 'changes how the terminal reads lines', script: python('a, b = os.openpty(); fcntl.ioctl(b, 0x5423, struct.pack("i", 0))\nwhen(True)') },
    { name: 'types into a terminal of its own', script: python('a, b = os.openpty(); os.setsid() if os.getpid() != os.getsid(0) else 0; fcntl.ioctl(b, 0x540e, 0); fcntl.ioctl(b, 0x5412, b"x")\nwhen(True)') },
    { name: 'opens a terminal of the machine', script: 'for t in /dev/tty1 /dev/tty0 /dev/console /dev/ttyS0; do test -c $t && dd if=$t of=/dev/null count=0 2>/dev/null && echo ESCAPED; done; true' },
    { name: 'reads the terminals of others', streams: 'terminal', script: 'test -n "$(ls /dev/pts | grep -v ptmx)" && echo ESCAPED' },
  ],
} // prettier-ignore

export const memory: Group = {
  title: 'Memory and queues in common',
  escapes: [
    { name: 'attaches memory of the machine', before: 'ipcmk -M 64 -p 666 > app/shm', script: `${python('libc.shmat.restype = ctypes.c_long; attached = libc.shmat\nwhen(attached(int(open("shm").read().split("id: ")[1]), 0, 0) != -1)')}`, after: 'ipcrm -m "$(sed "s/.*: //" app/shm)"; false' },
    { name: 'removes memory of the machine', before: 'ipcmk -M 64 > app/shm', script: 'ipcrm -m "$(sed "s/.*: //" shm)" && echo ESCAPED', after: 'ipcrm -m "$(sed "s/.*: //" app/shm)"; false' },
    { name: 'uses semaphores of the machine', before: 'ipcmk -S 1 > app/sem', script: python('when(libc.semctl(int(open("sem").read().split("id: ")[1]), 0, 12) >= 0)'), after: 'ipcrm -s "$(sed "s/.*: //" app/sem)"; false' },
    { name: 'reads a queue of the machine', before: 'ipcmk -Q > app/queue', script: python('when(libc.msgsnd(int(open("queue").read().split("id: ")[1]), struct.pack("l", 1) + b"x", 1, 2048) >= 0)'), after: 'ipcrm -q "$(sed "s/.*: //" app/queue)"; false' },
    { name: 'reads named memory of the machine', before: 'echo outside > "/dev/shm/$TOKEN"', script: 'grep -q outside "/dev/shm/$TOKEN" && echo ESCAPED', after: 'rm -f "/dev/shm/$TOKEN"; false' },
  ],
} // prettier-ignore

export const network: Group = {
  title: 'Network',
  escapes: [
    { name: 'reaches a server of the machine', script: connects('socket.AF_INET', '("127.0.0.1", int(os.environ["PORT"]))') },
    { name: 'reaches a server of the machine by version 6', script: connects('socket.AF_INET6', '("::1", int(os.environ["PORT6"]))') },
    { name: 'reaches a server of the machine by no address', script: connects('socket.AF_INET', '("0.0.0.0", int(os.environ["PORT"]))') },
    { name: 'reaches a server of the machine by a mapped address', script: connects('socket.AF_INET6', '("::ffff:127.0.0.1", int(os.environ["PORT"]))') },
    { name: 'reaches a server of the machine by a shell', script: 'bash -c "exec 3<>/dev/tcp/127.0.0.1/$PORT" && echo ESCAPED' },
    { name: 'sends a datagram to the machine', script: python('socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(os.environ["BASE"].encode(), ("127.0.0.1", int(os.environ["PORT_UDP"])))'), after: 'sleep 0.1; test -e "$BASE/datagram"' },
    { name: 'listens where the machine does', script: python('s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(1)\nopen("port", "w").write(str(s.getsockname()[1]))\nif os.fork() == 0:\n  os.setsid(); time.sleep(8)\n  os._exit(0)\ntime.sleep(0.1)'), after: 'for i in 1 2 3 4; do sleep 0.3; python3 -c "import socket; socket.create_connection((\'127.0.0.1\', int(open(\'app/port\').read())), 1)" && exit 0; done; false' },
    { name: 'has a way to the network', script: 'test "$(tail -n +2 /proc/net/route | wc -l)" -gt 0 && echo ESCAPED' },
    { name: 'has an interface of the machine', script: 'test "$(grep -c : /proc/net/dev)" -gt 1 && echo ESCAPED' },
    { name: 'sees connections of the machine', script: 'grep -qi "$(printf ":%04X " "$PORT")" /proc/net/tcp && echo ESCAPED' },
    { name: 'sends a question about a name', script: python('socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"\\0" * 12, ("192.0.2.1", 53))\nwhen(True)') },
    { name: 'reads the server of names', before: 'test -s /etc/resolv.conf', script: 'test -s /etc/resolv.conf && echo ESCAPED' },
    { name: 'opens a socket of the machine', script: opens(1, 1) },
    { name: 'reaches a nameless server of the machine', script: connects('socket.AF_UNIX', '"\\0" + os.environ["HOST_ABSTRACT"]') },
    { name: 'reaches a server of the machine in the workspace', before: 'ln "$BASE/server" app/server', script: connects('socket.AF_UNIX', '"server"') },
    { name: 'opens a packet socket', script: opens(17, 3, 0x0300) },
    { name: 'opens a raw socket', script: opens(2, 3, 255) },
    { name: 'listens to devices', script: opens(16, 3, 15) },
    { name: 'asks for connections', script: opens(16, 3, 4) },
    { name: 'talks to generic parts of the kernel', script: opens(16, 3, 16) },
    { name: 'opens a socket of the firewall', script: opens(16, 3, 12) },
    { name: 'adds an interface', script: python(`
s = socket.socket(16, 3, 0); s.bind((0, 0))
name = os.environ["TOKEN"][-8:].encode() + b"\\0"
body = struct.pack("BxHiII", 0, 0, 0, 0, 0) + struct.pack("HH", 4 + len(name), 3) + name + b"\\0" * (-len(name) % 4)
body += struct.pack("HH", 16, 18) + struct.pack("HH", 9, 1) + b"dummy" + b"\\0" * 3
s.send(struct.pack("IHHII", 16 + len(body), 16, 0x605, 1, 0) + body)
when(struct.unpack("i", s.recv(4096)[16:20])[0] in (0, -95, -17, -2))`), outside: 'unshare -n --' },
    { name: 'opens a virtual socket', script: python(`r = call(${number('socket')}, 40, 1, 0)\nwhen(r >= 0 or ctypes.get_errno() == errno.ENODEV)`) },
    { name: 'listens on a port of the system', script: python('s = socket.socket(); s.bind(("127.0.0.1", 87))\nwhen(True)') },
  ],
} // prettier-ignore

export const persistence: Group = {
  title: 'What lasts',
  escapes: [
    { name: 'goes on as a daemon', script: '(setsid sh -c "sleep 0.6; touch lasts" >/dev/null 2>&1 &) ; true', after: 'sleep 1; test -e app/lasts' },
    { name: 'goes on after two forks', script: python('if os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0:\n    os.close(0); os.close(1); os.close(2); time.sleep(0.6); open("lasts", "w")\n  os._exit(0)'), after: 'sleep 1; test -e app/lasts' },
    { name: 'goes on where it is not stopped by signals', script: '(trap "" HUP TERM INT; nohup sh -c "trap \\"\\" HUP TERM; sleep 0.6; touch lasts" >/dev/null 2>&1 &) ; true', after: 'sleep 1; test -e app/lasts' },
    { name: 'goes on after the host ended it', endAfterMs: 700, script: '(sleep 1.5; touch lasts) & sleep 20', after: 'sleep 1.5; test -e app/lasts' },
    { name: 'goes on after the host died', hostDies: true, script: '(touch up; while ! test -e go; do sleep 0.05; done; touch lasts) & sleep 20', after: 'touch app/go; sleep 1; test -e app/lasts' },
    { name: 'leaves a job of cron', before: 'mkdir -p /etc/cron.d', script: 'echo "# nothing" > "/etc/cron.d/$TOKEN"', after: 'rm "/etc/cron.d/$TOKEN"' },
    { name: 'leaves a job of the user', before: 'mkdir -p /var/spool/cron/crontabs', script: 'echo "# nothing" > "/var/spool/cron/crontabs/$TOKEN"', after: 'rm "/var/spool/cron/crontabs/$TOKEN"' },
    { name: 'leaves a service', before: 'mkdir -p /etc/systemd/system', script: 'echo x > "/etc/systemd/system/$TOKEN.off"', after: 'rm "/etc/systemd/system/$TOKEN.off"' },
    { name: 'leaves a start file in the home', before: 'true', script: 'echo "# nothing" > "$HOST_HOME/.$TOKEN"', after: 'rm "$HOST_HOME/.$TOKEN"' },
    { name: 'leaves a library that is loaded first', script: '(: >> /etc/ld.so.preload) && echo ESCAPED', after: 'test -e /etc/ld.so.preload && ! test -s /etc/ld.so.preload && rm /etc/ld.so.preload' },
    { name: 'leaves a program for the owner of the machine', script: 'cp /usr/bin/id s && chmod 4755 s', after: 'test -u app/s' },
    { name: 'leaves a stopped process that goes on later', script: 'sh -c "kill -STOP \\$\\$; touch lasts" & echo $! > stopped; sleep 0.2', after: 'kill -CONT "$(cat app/stopped)" 2>/dev/null && sleep 0.3 && test -e app/lasts' },
  ],
} // prettier-ignore

export const environment: Group = {
  title: 'Environment and the state of the kernel',
  escapes: [
    { name: 'has the environment of the host', script: 'env | grep -q RINGWALL_TEST_SECRET=visible && echo ESCAPED' },
    { name: 'has the home of the host', script: 'test "$HOME" = "$HOST_HOME" && ls -A "$HOME" >/dev/null && echo ESCAPED' },
    { name: 'has a library loaded first', script: 'env | grep -q ^LD_LIBRARY_PATH=/host && echo ESCAPED' },
    { name: 'reads the identity of the machine', before: 'test -s /etc/machine-id || { echo 0 > /etc/machine-id; touch app/made; }', script: 'test -s /etc/machine-id && echo ESCAPED', after: 'test -e app/made && rm -f /etc/machine-id; false' },
    { name: 'sees /sys', script: 'ls /sys/kernel >/dev/null 2>&1 && echo ESCAPED' },
    { name: 'sees the groups of control', script: 'ls /sys/fs/cgroup >/dev/null 2>&1 && echo ESCAPED' },
    { name: 'reads the symbols of the kernel', script: 'grep -qv "^0000000000000000" /proc/kallsyms && echo ESCAPED' },
    { name: 'reads the keys of the kernel', script: 'grep -q . /proc/keys && echo ESCAPED' },
    { name: 'reads the owners of keys', script: 'grep -q . /proc/key-users && echo ESCAPED' },
    { name: 'reads the timers of the kernel', script: 'grep -q . /proc/timer_list && echo ESCAPED' },
    { name: 'reads the memory areas of the kernel', script: 'grep -q . /proc/vmallocinfo && echo ESCAPED' },
    { name: 'reads the slabs of the kernel', script: 'grep -q . /proc/slabinfo && echo ESCAPED' },
    { name: 'reads the types of pages', script: 'grep -q . /proc/pagetypeinfo && echo ESCAPED' },
    { name: 'reads how pages are used', script: 'for f in kpagecount kpageflags kpagecgroup; do head -c 8 /proc/$f | grep -qa . && echo ESCAPED; head -c 80000 /proc/$f 2>/dev/null | tr -d "\\0" | grep -qa . && echo ESCAPED; done; true' },
    { name: 'reads where its memory is in the machine', script: python('f = open("/proc/self/pagemap", "rb"); b = ctypes.create_string_buffer(8192); f.seek(ctypes.addressof(b) // 4096 * 8); when(struct.unpack("Q", f.read(8))[0] & ((1 << 55) - 1) > 0)') },
    { name: 'reads the stack of a process in the kernel', script: 'grep -q . /proc/self/stack && echo ESCAPED' },
  ],
} // prettier-ignore

export const resources: Group = {
  title: 'Resources',
  escapes: [
    { name: 'writes a larger file', script: 'head -c 12000000 /dev/zero > big', after: 'test "$(stat -c %s app/big)" -gt 10000000' },
    { name: 'takes back the limit on files', script: python('resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 40, 1 << 40))\nwhen(True)') },
    { name: 'takes more memory', script: python('a = mmap.mmap(-1, 700 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)\nwhen(True)') },
    { name: 'takes more memory in many processes', script: python('for i in range(6):\n  if os.fork() == 0:\n    a = bytearray(100 << 20); time.sleep(1.2); os._exit(0)\nfor i in range(6): os.wait()\nwhen(True)') },
    { name: 'opens more files', script: python('resource.setrlimit(resource.RLIMIT_NOFILE, (5000, 5000))\nfds = [os.dup(0) for _ in range(4500)]\nwhen(True)') },
    { name: 'makes more processes', script: python('for i in range(90):\n  if os.fork() == 0:\n    time.sleep(1.2); os._exit(0)\nfor i in range(90): os.wait()\nwhen(True)') },
    { name: 'takes more time of the processor', script: python('t = time.process_time()\nwhile time.process_time() - t < 1.7: pass\nwhen(True)') },
    { name: 'may dump its memory', script: python('resource.setrlimit(resource.RLIMIT_CORE, (1024, 1024))\nwhen(True)') },
    { name: 'fills the memory of /tmp', script: 'df -k --output=size /tmp | tail -1 | { read s; test "$s" -gt 1100000 && echo ESCAPED; }' },
    { name: 'fills the memory of the home', script: 'df -k --output=size "$HOME" | tail -1 | { read s; test "$s" -gt 1100000 && echo ESCAPED; }' },
    { name: 'fills the memory of /dev/shm', script: 'df -k --output=size /dev/shm | tail -1 | { read s; test "$s" -gt 1100000 && echo ESCAPED; }' },
    { name: 'fills the memory of the root', script: 'echo x > /etc/../full && echo ESCAPED', after: 'rm /full' },
    { name: 'fills the memory of /dev', script: 'echo x > /dev/full-of && rm /dev/full-of && echo ESCAPED' },
  ],
} // prettier-ignore
