import { spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { isRoot } from './hosts.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
/** A user of its own: the kernel counts processes by user, and other suites run as nobody. */
const USER = 65_533
const SUITES = ['sandbox', 'limits', 'no-sandbox', 'input'].map((name) => `plugins/exec-sandbox/test/${name}.test.ts`)
const MINUTES_MS = 540_000

/** Runs suites in a process of their own; what they need to write belongs to that user. */
async function runSuites(
  suites: readonly string[],
  before: readonly string[],
  user?: number,
): Promise<{ code: number | null; text: string }> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'exec-elsewhere-')))
  if (user !== undefined) chownSync(folder, user, user)
  chmodSync(folder, 0o700)
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
  const options = ['run', '--configLoader', 'runner', '--reporter', 'default', '--no-cache', '--maxWorkers', '1']
  const [program = '', ...args] = [...before, process.execPath, vitest, ...options, ...suites]
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, HOME: folder, TMPDIR: folder, RINGWALL_ELSEWHERE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(user !== undefined && { uid: user, gid: user }),
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => void (text += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  rmSync(folder, { recursive: true, force: true })
  return { code, text }
}

// Who is not root runs all of it as an ordinary user anyway.
describe.runIf(isRoot && process.env['RINGWALL_ELSEWHERE'] === undefined)('the suites of the sandbox', () => {
  it('as an ordinary user', { timeout: MINUTES_MS }, async () => {
    const { code, text } = await runSuites(SUITES, [], USER)
    expect(code, text.slice(-8000)).toBe(0)
  })

  it('as root, where there are no control groups', { timeout: MINUTES_MS }, async () => {
    const hidden = ['unshare', '--mount', 'sh', '-c', 'mount -t tmpfs none /sys/fs/cgroup; exec "$@"', 'sh']
    const { code, text } = await runSuites(SUITES.slice(0, 2), hidden) // what is read from groups does not come up in the others
    expect(code, text.slice(-8000)).toBe(0)
    expect(text).toContain('NO CONTROL GROUPS for memory and pids here')
  })
})
