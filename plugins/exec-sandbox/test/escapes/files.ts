import { python, type Group } from './escape.ts'

const reads = 'grep -q outside'

export const files: Group = {
  title: 'Files of the machine',
  escapes: [
    { name: 'reads a file beside the workspace', script: `${reads} "$SECRET" && echo ESCAPED` },
    { name: 'writes a file beside the workspace', script: 'echo x > "$SECRET"', after: 'grep -q x "$SECRET"' },
    { name: 'makes a file beside the workspace', script: 'echo x > ../new', after: 'test -e "$BASE/new"' },
    { name: 'removes a file beside the workspace', script: 'rm -f "$SECRET"', after: '! test -e "$SECRET"' },
    { name: 'lists the folder of the workspace', script: 'ls .. | grep -q outside && echo ESCAPED' },
    { name: 'reads a file in /opt', before: 'mkdir -p /opt/$TOKEN && echo outside > /opt/$TOKEN/key', script: `${reads} /opt/$TOKEN/key && echo ESCAPED`, after: 'rm -rf "/opt/$TOKEN"; false' },
    { name: 'reads a file in /srv', before: 'mkdir -p /srv/$TOKEN && echo outside > /srv/$TOKEN/key', script: `${reads} /srv/$TOKEN/key && echo ESCAPED`, after: 'rm -rf "/srv/$TOKEN"; false' },
    { name: 'reads a file in /tmp', before: 'echo outside > "/tmp/$TOKEN"', script: `${reads} "/tmp/$TOKEN" && echo ESCAPED`, after: 'rm -f "/tmp/$TOKEN"; false' },
    { name: 'reads a file in /run', before: 'echo outside > "/run/$TOKEN"', script: `${reads} "/run/$TOKEN" && echo ESCAPED`, after: 'rm -f "/run/$TOKEN"; false' },
    { name: 'leaves a file in /tmp', script: 'echo x > "/tmp/$TOKEN"', after: 'rm "/tmp/$TOKEN"' },
    { name: 'leaves a file in /var/tmp', script: 'echo x > "/var/tmp/$TOKEN"', after: 'rm "/var/tmp/$TOKEN"' },
    { name: 'leaves a file in /dev/shm', script: 'echo x > "/dev/shm/$TOKEN"', after: 'rm "/dev/shm/$TOKEN"' },
    { name: 'leaves a file in /run', script: 'echo x > "/run/$TOKEN"', after: 'rm "/run/$TOKEN"' },
    { name: 'leaves a file in the root', script: 'echo x > "/$TOKEN" && echo ESCAPED', after: 'rm "/$TOKEN"' },
    { name: 'leaves a program in /usr', script: 'echo x > "/usr/local/bin/$TOKEN" && echo ESCAPED', after: 'rm "/usr/local/bin/$TOKEN"' },
    { name: 'leaves a file in /etc', script: 'echo x > "/etc/$TOKEN" && echo ESCAPED', after: 'rm "/etc/$TOKEN"' },
    { name: 'leaves a certificate that is trusted', script: 'echo x > "/etc/ssl/certs/$TOKEN" && echo ESCAPED', after: 'rm "/etc/ssl/certs/$TOKEN"' },
    { name: 'changes the time of a system file', script: 'touch -r /usr/bin/env /usr/bin/env && echo ESCAPED' },
    { name: 'lists the home of root', script: 'ls -A /root | grep -q . && echo ESCAPED' },
    { name: 'reads the keys of root', before: 'echo outside > "/root/.$TOKEN"', script: `${reads} "/root/.$TOKEN" && echo ESCAPED`, after: 'rm -f "/root/.$TOKEN"; false' },
    { name: 'reads the shadow file', script: 'grep -q root /etc/shadow && echo ESCAPED' },
    { name: 'reads the users of the machine', script: 'test "$(wc -l < /etc/passwd)" -gt 5 && echo ESCAPED' },
    { name: 'reads a private key of TLS', before: 'mkdir -p /etc/ssl/private && echo outside > "/etc/ssl/private/$TOKEN" && chmod 600 "/etc/ssl/private/$TOKEN"', script: `${reads} "/etc/ssl/private/$TOKEN" && echo ESCAPED`, after: 'rm -f "/etc/ssl/private/$TOKEN"; false' },
    { name: 'reads the log of the system', script: 'ls /var/log | grep -q . && echo ESCAPED' },
    { name: 'reads the state of packages', script: 'ls /var/lib | grep -q . && echo ESCAPED' },
    { name: 'reads a disk', before: 'dd if=/dev/zero of="$BASE/disk" bs=1k count=4 2>/dev/null', script: 'for d in /dev/vd? /dev/sd? /dev/nvme?n? /dev/loop?; do dd if=$d of=/dev/null count=0 2>/dev/null && echo ESCAPED; done; true' },
    { name: 'makes a device and reads the memory of the machine', script: 'mknod mem c 1 1 && echo ESCAPED', after: 'test -c app/mem' },
    { name: 'opens the log of the kernel', script: 'dd if=/dev/kmsg of=/dev/null count=0 2>/dev/null && echo ESCAPED' },
    { name: 'opens the devices for file systems and machines', script: 'for d in /dev/fuse /dev/kvm /dev/net/tun /dev/loop-control /dev/userfaultfd; do test -c $d && (: <> $d) 2>/dev/null && echo ESCAPED; done; true' },
    { name: 'fills a file system of the machine', script: python('os.posix_fallocate(os.open("/var/tmp/" + os.environ["TOKEN"], os.O_CREAT | os.O_WRONLY), 0, 4096)'), after: 'rm "/var/tmp/$TOKEN"' },
  ],
} // prettier-ignore

export const links: Group = {
  title: 'Links and /proc',
  escapes: [
    { name: 'reads over a symbolic link', script: `ln -s "$SECRET" l; ${reads} l && echo ESCAPED` },
    { name: 'reads over a link that stood there before', before: 'ln -s "$SECRET" app/l', script: `${reads} l && echo ESCAPED` },
    { name: 'writes over a link that stood there before', before: 'ln -s "$SECRET" app/l', script: 'echo x > l', after: 'grep -q x "$SECRET"' },
    { name: 'hard links a file beside the workspace', script: 'ln "$SECRET" h && echo ESCAPED' },
    { name: 'hard links a program of the system', script: 'ln /usr/bin/env "/usr/bin/$TOKEN" && echo ESCAPED', after: 'rm "/usr/bin/$TOKEN"' },
    { name: 'reads over ..', script: `${reads} "$PWD/../outside-secret" && echo ESCAPED` },
    { name: 'reads over many ..', script: `${reads} "../../../../../../../../../../..$SECRET" && echo ESCAPED` },
    { name: 'reads over /proc/self/root', script: `${reads} "/proc/self/root$SECRET" && echo ESCAPED` },
    { name: 'reads over /proc/self/cwd', script: `${reads} /proc/self/cwd/../outside-secret && echo ESCAPED` },
    { name: 'reads over the root of its parent', script: `${reads} "/proc/$PPID/root$SECRET" && echo ESCAPED` },
    { name: 'reads over the folder of the host process', script: `${reads} "/proc/$HOST_PID/root$SECRET" && echo ESCAPED` },
    { name: 'reads over the root of any process', script: `for p in /proc/[0-9]*; do ${reads} "$p/root$SECRET" && echo ESCAPED; done 2>/dev/null; true` },
    { name: 'reads over the files of any process', script: `for p in /proc/[0-9]*; do ls -l "$p/fd" 2>/dev/null; done | grep -q "$HOST_FILE" && echo ESCAPED` },
    { name: 'follows a link that it swaps while it is looked at', script: python(`
os.mkdir("d")
if os.fork() == 0:
  until = time.time() + 1
  while time.time() < until:
    for to in ("d", os.environ["BASE"]):
      os.symlink(to, "n"); os.rename("n", "s")
  os._exit(0)
hit = False
until = time.time() + 1
while not hit and time.time() < until:
  if os.path.exists("s/outside-secret"): hit = True
when(hit)`) },
    { name: 'goes up from an opened folder', script: python(`
fd = os.open("..", os.O_RDONLY)
when(os.read(os.open("outside-secret", os.O_RDONLY, dir_fd=fd), 1) != b"")`) },
    { name: 'opens a folder by path and reads below it', script: python(`
fd = os.open(os.environ["BASE"], os.O_PATH)
when(open("/proc/self/fd/%d/outside-secret" % fd).read() != "")`) },
    { name: 'reads over a map of its memory', script: 'ls /proc/$HOST_PID/map_files | grep -q . && echo ESCAPED' },
    { name: 'changes the limits of the kernel', script: 'cat /proc/sys/kernel/printk_ratelimit > v && cat v > /proc/sys/kernel/printk_ratelimit && echo ESCAPED' },
    { name: 'changes what dumps cores', script: '(: >> /proc/sys/kernel/core_pattern) && echo ESCAPED' },
    { name: 'opens the ranges of memory for writing', script: '(: > /proc/mtrr) && echo ESCAPED' },
    { name: 'opens the settings of interrupts', script: 'for f in /proc/irq/default_smp_affinity; do (: >> $f) && echo ESCAPED; done' },
    { name: 'maps users of its own', script: '(: >> /proc/self/uid_map) && echo ESCAPED' },
  ],
} // prettier-ignore
