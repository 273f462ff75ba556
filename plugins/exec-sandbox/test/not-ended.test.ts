import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Backend } from '../src/backend.ts'
import { execSandboxConfig } from '../src/config.ts'
import { createLinuxBackend } from '../src/linux/backend.ts'
import { isAlive, statOf } from '../src/linux/processes.ts'
import { createKeeper } from '../src/workspace/keeper.ts'

/** What stands for a process that the kernel cannot end: the sandbox tells of it, and nobody kills it. */
const script = (fd: number): string =>
  `sleep 60 </dev/null >/dev/null 2>&1 ${fd}>&- & echo $!; echo "{ \\"child-pid\\": $! }" >&${fd}; echo '{ "exit-code": 0 }' >&${fd}`

/** What stands for a first process that bubblewrap has told of, and that does not end with it yet: in a session of its own, below nobody. */
const early = (fd: number): string =>
  `(setsid sleep 60 </dev/null >/dev/null 2>&1 ${fd}>&- & echo "{ \\"child-pid\\": $! }" >&${fd}; echo $!); sleep 60`

/** A backend that starts a shell with a script in the place of bubblewrap, where no control group helps. */
async function backendOf(
  scriptOf: (fd: number) => string,
): Promise<{ readonly backend: Backend; readonly root: string }> {
  const root = mkdtempSync(join(tmpdir(), 'ringwall-rest-'))
  const kept = `${root}-quarantine`
  const config = execSandboxConfig.parse({ workspace: root })
  const { protect, hide, show } = config
  const keeper = createKeeper(root, { protect, hide, show, quarantine: kept, from: '/' })
  const backend = await createLinuxBackend(config, keeper.workspace, {
    change: (launch) => ({ ...launch, program: '/bin/bash', args: ['-c', scriptOf(launch.statusFd)] }),
    places: [],
  })
  onTestFinished(() => {
    backend.dispose()
    for (const folder of [root, kept]) rmSync(folder, { recursive: true, force: true })
  })
  return { backend, root }
}

describe.runIf(process.platform === 'linux')('a sandbox of which something does not end', () => {
  it('is an error, and no result that says nothing of it', async () => {
    const { backend, root } = await backendOf(script)
    let pid = 0
    const ran = backend.run({
      argv: ['/bin/true'],
      cwd: root,
      timeoutMs: 30_000,
      onOutput: (chunk) => void (pid = Number(chunk.toString())),
    })
    await expect(ran).rejects.toMatchObject({ code: 'SANDBOX_NOT_ENDED' })
    expect(isAlive(pid, statOf(pid)?.start ?? '')).toBe(true) // else the test has shown nothing
    process.kill(pid)
  })

  it('is ended where it was told of, also where bubblewrap was ended before it would have done that', async () => {
    const { backend, root } = await backendOf(early)
    const stop = new AbortController()
    let started: { readonly pid: number; readonly start: string } | undefined
    const ran = backend.run({
      argv: ['/bin/true'],
      cwd: root,
      timeoutMs: 30_000,
      signal: stop.signal,
      onOutput(chunk) {
        const pid = Number(chunk.toString())
        started = { pid, start: statOf(pid)?.start ?? '' }
        stop.abort()
      },
    })
    expect(await ran).toMatchObject({ ended: 'aborted' })
    expect(started?.start).not.toBe('')
    expect(started && isAlive(started.pid, started.start)).toBe(false)
  })
})
