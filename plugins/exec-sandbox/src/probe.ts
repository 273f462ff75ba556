import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Backend } from './backend.ts'
import { isRingwallError, messageOf } from '@ringwall/core'
import { fail } from './errors.ts'
import { makeTemporary } from './temporary.ts'

const TIMEOUT_MS = 10_000
/** Each line is printed only where the protection of that name does not hold; the last one says that the script ran to its end. */
const SCRIPT = `
cat "$1" 2>/dev/null && echo 'LEAK reads outside of the workspace'
(echo x > "$1.new") 2>/dev/null && echo 'LEAK writes outside of the workspace'
(echo x > /usr/ringwall-probe) 2>/dev/null && echo 'LEAK writes into the system'
(echo x > /etc/ringwall-probe) 2>/dev/null && echo 'LEAK writes into /etc'
grep -q '^CapEff:.*[1-9a-f]' /proc/self/status && echo 'LEAK has capabilities'
grep -q '^NoNewPrivs:.*1' /proc/self/status || echo 'LEAK may gain rights'
grep -q '^Seccomp:.*2' /proc/self/status || echo 'LEAK has no filter of system calls'
test "$(cat /proc/1/comm)" = sh || echo 'LEAK sees other processes'
grep -q '^Max file size  *unlimited' /proc/self/limits && echo 'LEAK has no limit of file size'
grep -q '^Max open files  *[0-9][0-9][0-9][0-9][0-9]' /proc/self/limits && echo 'LEAK has no limit of open files'
test -e "$HOME/.ringwall-outside" && echo 'LEAK has the home of the user'
test "$2" = host || test "$(wc -l < /proc/net/dev)" -le 3 || echo 'LEAK has network interfaces'
echo probed
`

/** Runs real commands in the sandbox and looks whether what is denied is denied. Throws SANDBOX_FORBIDDEN and SANDBOX_BROKEN. */
export async function probe(
  backend: Backend,
  cwd: string,
  { network, given }: { readonly network: string; readonly given: readonly string[] },
): Promise<void> {
  const folder = makeTemporary('ringwall-probe-', given)
  const secret = join(folder, 'secret')
  writeFileSync(secret, 'outside\n')
  try {
    const run = backend.run({
      argv: ['/bin/sh', '-c', SCRIPT, 'probe', secret, network],
      cwd,
      timeoutMs: TIMEOUT_MS,
    })
    const { stdout, stderr, exitCode, ended } = await run.catch(async (error: unknown) => {
      const isNotStarted = isRingwallError(error) && error.code === 'SANDBOX_NOT_STARTED'
      throw isNotStarted && backend.explain ? await backend.explain(messageOf(error)) : error
    })
    const lines = stdout.toString().split('\n')
    const leaks = lines.filter((line) => line.startsWith('LEAK ')).map((line) => line.slice(5))
    if (lines.includes('outside')) leaks.push('reads outside of the workspace')
    if (existsSync(`${secret}.new`)) leaks.push('writes outside of the workspace')
    if (leaks.length > 0) throw fail('SANDBOX_BROKEN', { problem: leaks.join(', ') })
    if (!lines.includes('probed')) {
      const said = stderr.toString().trim().split('\n').at(-1)?.slice(0, 200) ?? ''
      const problem = ended === 'time' ? `it did not start within ${TIMEOUT_MS} ms` : `exit code ${exitCode}: ${said}`
      throw (await backend.explain?.(problem)) ?? fail('SANDBOX_BROKEN', { problem })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
