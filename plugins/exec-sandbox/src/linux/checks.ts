import type { Checks } from '../backend.ts'

const SCRIPT = `
grep -q '^CapEff:.*[1-9a-f]' /proc/self/status && echo 'LEAK has capabilities'
grep -q '^NoNewPrivs:.*1' /proc/self/status || echo 'LEAK may gain rights'
grep -q '^Seccomp:.*2' /proc/self/status || echo 'LEAK has no filter of system calls'
test "$(cat /proc/1/comm)" = sh || echo 'LEAK sees other processes'
grep -q '^Max file size  *unlimited' /proc/self/limits && echo 'LEAK has no limit of file size'
grep -q '^Max open files  *[0-9][0-9][0-9][0-9][0-9]' /proc/self/limits && echo 'LEAK has no limit of open files'
test "$2" = host || test "$(wc -l < /proc/net/dev)" -le 3 || echo 'LEAK has network interfaces'
`

/** What the probe tries under bubblewrap. */
export const CHECKS: Checks = { program: 'bubblewrap', script: SCRIPT, args: [] }
