import { createKernel, use } from '@ringwall/core'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execSandboxConfig } from '../src/config.ts'
import { createExec, execSandbox, type Exec } from '../src/index.ts'

const IS_MAC = process.platform === 'darwin'

describe.skipIf(IS_MAC || existsSync('/usr/bin/sandbox-exec'))('told to be a Mac, without sandbox-exec', () => {
  const before = Object.getOwnPropertyDescriptor(process, 'platform')
  let workspace: string
  beforeAll(() => {
    workspace = mkdtempSync(join(tmpdir(), 'exec-sandbox-'))
    Object.defineProperty(process, 'platform', { ...before, value: 'darwin' })
  })
  afterAll(() => {
    if (before) Object.defineProperty(process, 'platform', before)
    rmSync(workspace, { recursive: true })
  })

  it('runs nothing, and says what is missing', async () => {
    const exec = createExec({ config: execSandboxConfig.parse({ workspace }) })
    const missing = { code: 'SANDBOX_MISSING', message: expect.stringContaining('sandbox-exec') }
    await expect(exec.ready()).rejects.toMatchObject(missing)
    await expect(exec.run(`touch ${workspace}/ran`)).rejects.toMatchObject(missing)
    expect(existsSync(join(workspace, 'ran'))).toBe(false)
  })

  it('denies the calls of a model', async () => {
    const kernel = await createKernel({ plugins: [use(execSandbox, { workspace })] })
    const session = { tenantId: 't', agentId: 'a', sessionId: 's' }
    const { outcome, rulings } = await kernel.onToolCall({ tool: 'exec', args: { command: 'ls' } }, session)
    await kernel.close()
    expect([outcome, rulings[0]?.code]).toEqual(['deny', 'SANDBOX_UNAVAILABLE'])
  })
})

// Nobody has run this yet; whoever does, on whichever version, may take the sentence out of the README that says so.
describe.runIf(IS_MAC)('on a Mac', () => {
  let base: string
  let exec: Exec & { dispose(): void }
  beforeAll(() => {
    base = realpathSync.native(mkdtempSync(join(tmpdir(), 'exec-sandbox-')))
    const workspace = join(base, 'app')
    mkdirSync(workspace)
    execFileSync('git', ['init', '--quiet', workspace])
    writeFileSync(join(workspace, '.env'), 'KEY=SECRET\n')
    writeFileSync(join(workspace, '.gitignore'), '.env\n')
    writeFileSync(join(base, 'outside'), 'outside\n')
    exec = createExec({ config: execSandboxConfig.parse({ workspace, validate: false }) })
  })
  afterAll(() => {
    exec.dispose()
    rmSync(base, { recursive: true })
  })

  it('holds to its probe', async () => {
    expect(await exec.ready()).toContain('wall time')
  })

  it.each([
    'echo a > a && cat a && mkdir b && mv a b/c && rm -r b',
    'git status --short && git add -A . && git -c user.name=a -c user.email=a@b commit --quiet --allow-empty -m x',
    'python3 -c "import multiprocessing as m, tempfile; m.Lock(); tempfile.TemporaryFile()"',
    'echo "int main(void) { return 0; }" > m.c && cc m.c -o m && ./m',
    'for i in 1 2 3; do /usr/bin/true & done; wait; test -w /dev/null; date; id -un',
    '! command -v node || node -e "fs.writeFileSync(\'n\', String(os.cpus().length))"',
  ])('runs %s', async (command) => {
    const { exitCode, stderr } = await exec.run(command)
    expect([exitCode, stderr.toString()]).toEqual([0, ''])
  })

  it.each([
    'cat ../outside',
    'echo x > ../new',
    'cat .env',
    'cp -c .env copy && cat copy',
    'ln .env copy && cat copy',
    'mv .env copy',
    'echo x > .git/hooks/pre-commit',
    'echo x > .GIT/HOOKS/pre-commit',
    'mv .git moved',
    'echo x >> .git/config',
    'mkdir .vscode',
    'mkdir .VSCode',
    `ls ${homedir()}`,
    `ls ${homedir()}/Library/Keychains`,
    'security list-keychains',
    'pbpaste',
    'open -a Calculator',
    `osascript -e 'tell application "Finder" to get name'`,
    'launchctl submit -l ringwall.test -- /usr/bin/true',
    '/bin/ps -p 1',
    `kill -0 ${process.pid}`,
    'nc -z -w 2 127.0.0.1 22',
    'nc -z -w 2 1.1.1.1 443',
    '/usr/bin/sandbox-exec -p "(version 1)(allow default)" /usr/bin/true',
  ])('refuses %s', async (command) => {
    expect((await exec.run(command)).exitCode).not.toBe(0)
  })
})
