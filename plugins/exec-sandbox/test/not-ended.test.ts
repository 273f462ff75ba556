import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { execSandboxConfig } from '../src/config.ts'
import { createLinuxBackend } from '../src/linux/backend.ts'
import { isAlive, statOf } from '../src/linux/processes.ts'
import { createKeeper } from '../src/workspace/keeper.ts'

/** What stands for a process that the kernel cannot end: the sandbox tells of it, and nobody kills it. */
const script = (fd: number): string =>
  `sleep 60 </dev/null >/dev/null 2>&1 ${fd}>&- & echo $!; echo "{ \\"child-pid\\": $! }" >&${fd}; echo '{ "exit-code": 0 }' >&${fd}`

describe.runIf(process.platform === 'linux')('a sandbox of which something does not end', () => {
  it('is an error, and no result that says nothing of it', async () => {
    const root = mkdtempSync(join(tmpdir(), 'ringwall-rest-'))
    const kept = `${root}-quarantine`
    onTestFinished(() => [root, kept].forEach((folder) => rmSync(folder, { recursive: true, force: true })))
    const config = execSandboxConfig.parse({ workspace: root })
    const { protect, hide, show } = config
    const keeper = createKeeper(root, { protect, hide, show, quarantine: kept, from: '/' })
    const backend = await createLinuxBackend(config, keeper.workspace, {
      change: (launch) => ({ ...launch, program: '/bin/bash', args: ['-c', script(launch.statusFd)] }),
      places: [],
    })
    onTestFinished(() => backend.dispose())
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
})
