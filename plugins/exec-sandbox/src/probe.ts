import { once } from 'node:events'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import type { Backend } from './backend.ts'
import { isRingwallError, messageOf } from '@ringwall/core'
import { fail } from './errors.ts'
import { makeTemporary } from './temporary.ts'

const TIMEOUT_MS = 10_000
/** Each line is printed only where the protection of that name does not hold; what was made then is taken away again. */
const SCRIPT = `
cat "$1" 2>/dev/null && echo 'LEAK reads outside of the workspace'
(echo x > "$1.new") 2>/dev/null && echo 'LEAK writes outside of the workspace'
(echo x > /usr/ringwall-probe) 2>/dev/null && rm -f /usr/ringwall-probe && echo 'LEAK writes into the system'
(echo x > /etc/ringwall-probe) 2>/dev/null && rm -f /etc/ringwall-probe && echo 'LEAK writes into /etc'
`
/** The last line, which says that the script ran to its end. */
const DONE = `
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
  const { program, script, args } = backend.checks
  const server = createServer((socket) => socket.destroy())
  try {
    const port = await listen(server)
    const words = [secret, network, String(port), String(process.pid), ...args]
    const run = backend.run({
      argv: ['/bin/sh', '-c', `${SCRIPT}${script}${DONE}`, 'probe', ...words],
      cwd,
      timeoutMs: TIMEOUT_MS,
    })
    const { stdout, stderr, exitCode, ended, refused } = await run.catch(async (error: unknown) => {
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
      const why = refused.map((each) => `${each.what}: ${each.why}`).join(', ')
      const problem = ended === undefined ? `exit code ${exitCode}: ${said}` : `it was ended, ${why}`
      throw (await backend.explain?.(problem)) ?? fail('SANDBOX_FORBIDDEN', { program, problem })
    }
  } finally {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
