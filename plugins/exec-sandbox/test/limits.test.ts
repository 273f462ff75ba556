import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execSandboxConfig } from '../src/config.ts'
import { createExec, type Exec, type ExecSandboxConfig, type Result } from '../src/index.ts'
import { findPlaces, type Place } from '../src/linux/cgroup-places.ts'
import { isRoot, processesWith, startHost, until } from './hosts.ts'

const base = realpathSync(mkdtempSync(join(tmpdir(), 'exec-limits-')))
const workspace = join(base, 'app')
const made: (Exec & { dispose(): void })[] = []
let places: readonly Place[] = []
let number = 0

function execWith(more: Partial<ExecSandboxConfig> = {}): Exec {
  const exec = createExec({ config: execSandboxConfig.parse({ workspace, validate: false, ...more }) })
  made.push(exec)
  return exec
}
const run = (command: string, more: Partial<ExecSandboxConfig> = {}, timeoutMs = 20_000): Promise<Result> =>
  execWith(more).run(command, { timeoutMs })
const python = (code: string): string => `python3 - <<'END'\n${code}\nEND`
/** A time to sleep that no other process sleeps. */
const nap = (): string => `3${process.pid}.${++number}`
const groups = (): readonly string[] =>
  places.flatMap(({ folder }) => readdirSync(folder).filter((name) => name.includes(`-${process.pid}-`)))

beforeAll(async () => {
  mkdirSync(workspace)
  places = await findPlaces()
  const missing = ['memory', 'pids'].filter(
    (each) => !places.some(({ controllers }) => controllers.includes(each as 'pids')),
  )
  if (missing.length > 0)
    process.stderr.write(`NO CONTROL GROUPS for ${missing.join(' and ')} here: what follows proves the watchdog\n`)
})
afterAll(() => {
  for (const exec of made) exec.dispose()
  rmSync(base, { recursive: true, force: true })
})

describe('memory of all processes together', () => {
  it('many processes, each far below the limit', async () => {
    const many = `import os, time\nfor i in range(30):\n  if os.fork() == 0:\n    a = bytearray(b'x' * (20 << 20)); time.sleep(15); os._exit(0)\ntime.sleep(15)`
    const result = await run(python(many), { memoryMb: 200 })
    expect(result).toMatchObject({
      ended: 'memory',
      refused: [{ kind: 'limit', what: 'memory', why: 'more than 200 MB' }],
    })
  })

  it('files in folders that lie in memory, also deleted ones', async () => {
    const fill =
      'exec 3>/tmp/f 4>/dev/shm/f 5>~/f; rm /tmp/f /dev/shm/f ~/f; for n in 3 4 5; do head -c 60M /dev/zero >&$n; done; sleep 15'
    expect(await run(fill, { memoryMb: 100 })).toMatchObject({ ended: 'memory' })
  })

  it('one such folder is no larger than the memory', async () => {
    const { stdout } = await run('df -m --output=size /tmp | tail -1', { memoryMb: 77 })
    expect(Number(stdout)).toBe(77)
  })

  it.each([
    [
      'a file without a name',
      `import os\nf = os.memfd_create('x')\nfor i in range(400): os.write(f, b'x' * (1 << 20))`,
    ],
    [
      'a segment that nobody has attached',
      `import ctypes\nl = ctypes.CDLL(None); l.shmat.restype = ctypes.c_void_p\ni = l.shmget(0, 400 << 20, 0o1600)\nassert i >= 0\np = l.shmat(i, None, 0); ctypes.memset(p, 1, 400 << 20); l.shmdt(ctypes.c_void_p(p))`,
    ],
  ])('%s', async (_name, code) => {
    // Refused where nobody could count it, counted by the kernel where it can.
    const { ended, stdout } = await run(python(`${code}\nimport time\nprint('kept', flush=True)\ntime.sleep(5)`), {
      memoryMb: 100,
    })
    const isCounted = places.some(({ controllers }) => controllers.includes('memory'))
    expect([ended, stdout.toString()]).toEqual([isCounted ? 'memory' : undefined, ''])
  })
})

describe('processes', () => {
  it('a fork bomb ends, and nothing of it is left', async () => {
    const time = nap()
    const bomb = `sleep ${time} & f() { sleep ${time} & f | f & }; f; wait`
    const result = await run(bomb, { processes: 64, cpuSeconds: 20 }, 8000)
    expect(['processes', 'time', 'cpu']).toContain(result.ended)
    expect(processesWith(time)).toEqual([])
  })

  it('no more than as many at a time, and what is refused is told', async () => {
    const count = `import os, time\nn = 0\ntry:\n  for i in range(200):\n    if os.fork() == 0: time.sleep(5); os._exit(0)\n    n += 1\nexcept OSError: pass\nprint(n, flush=True)\nimport sys; sys.stdout.close(); time.sleep(1)`
    const { stdout, ended, refused } = await run(python(count), { processes: 40 })
    const isHeld = places.some(({ controllers }) => controllers.includes('pids'))
    if (isHeld) {
      expect(Number(stdout)).toBeLessThan(40)
      expect([ended, refused]).toEqual([undefined, [expect.objectContaining({ what: 'processes' })]])
    } else expect(ended === 'processes' || Number(stdout) < 40).toBe(true)
  })
})

describe('time', () => {
  it('CPU time of many processes together, each far below the limit', async () => {
    const started = performance.now()
    const spin = 'for i in 1 2 3 4 5 6 7 8; do while :; do :; done & done; wait'
    expect(await run(spin, { cpuSeconds: 1 }, 30_000)).toMatchObject({ ended: 'cpu', exitCode: null })
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  it('CPU time of processes that have ended', async () => {
    const short = 'while :; do sh -c "i=0; while [ \\$i -lt 20000 ]; do i=\\$((i+1)); done"; done'
    expect(await run(short, { cpuSeconds: 1 }, 30_000)).toMatchObject({ ended: 'cpu' })
  })

  it.each([
    ['ignores signals', (time: string) => `trap '' TERM INT HUP; sleep ${time} & sleep ${time}; sleep ${time}`],
    ['leaves its session', (time: string) => `setsid sleep ${time} & (setsid setsid sleep ${time} &) ; sleep ${time}`],
    [
      'makes itself a daemon twice over',
      (time: string) =>
        python(
          `import os, sys\nif os.fork(): os.execvp('sleep', ['sleep', '${time}'])\nos.setsid()\nif os.fork(): os._exit(0)\nos.chdir('/')\nfor f in (0, 1, 2): os.close(f)\nos.execvp('sleep', ['sleep', '${time}'])`,
        ),
    ],
  ])('on the wall, for what %s', async (_name, command) => {
    const time = nap()
    const running = run(command(time), {}, 1500)
    await until(() => processesWith(time).length >= 2, 'it runs')
    expect(await running).toMatchObject({ ended: 'time', exitCode: null })
    expect(processesWith(time)).toEqual([])
  })

  it('what goes on behind a command that has ended', async () => {
    const time = nap()
    const { exitCode } = await run(`setsid sleep ${time} > /dev/null 2>&1 & exit 4`)
    expect([exitCode, processesWith(time)]).toEqual([4, []])
  })

  it('as short as starting takes: nothing is left half made', async () => {
    const exec = execWith()
    await exec.ready()
    const time = nap()
    for (let wait = 0; wait < 40; wait++) await exec.run(`sleep ${time}`, { timeoutMs: 1 + wait / 2 })
    expect(processesWith(time)).toEqual([])
    expect(groups()).toEqual([])
  })

  it('also where this process was busy meanwhile', async () => {
    const exec = execWith()
    await exec.ready()
    const running = exec.run('sleep 30', { timeoutMs: 300 })
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)
    expect(await running).toMatchObject({ ended: 'time' })
  })

  it('a signal that was given before it began', async () => {
    expect(await execWith().run('sleep 30', { signal: AbortSignal.abort() })).toMatchObject({ ended: 'aborted' })
  })
})

describe('the end of who runs it', () => {
  it('the host is killed: nothing is left, and the next host takes its groups away', async () => {
    const time = nap()
    const host = startHost({ config: { workspace }, commands: [`setsid sleep ${time} & sleep ${time}`] })
    try {
      await until(() => processesWith(`sleep\0${time}`).length === 2, 'it runs')
    } finally {
      host.kill('SIGKILL')
    }
    await until(() => processesWith(`sleep\0${time}`).length === 0, 'it ends')
    const left = (): readonly string[] =>
      places.flatMap(({ folder }) => readdirSync(folder).filter((name) => name.includes(`-${host.pid}-`)))
    expect(left()).toHaveLength(places.length)
    await execWith().ready()
    expect(left()).toEqual([])
  })

  it('bubblewrap is killed', async () => {
    const time = nap()
    const running = run(`setsid sleep ${time} & sleep ${time}`)
    await until(() => processesWith(`sleep\0${time}`).length === 2, 'it runs')
    const outer = processesWith(time).filter((pid) => parentOf(pid) === process.pid)
    expect(outer).toHaveLength(1)
    for (const pid of outer) process.kill(pid, 'SIGKILL')
    expect(await running).toMatchObject({ signal: 'SIGKILL', exitCode: null })
    expect(processesWith(time)).toEqual([])
  })

  it('many at once leave no group behind', async () => {
    const exec = execWith()
    const results = await Promise.all(Array.from({ length: 8 }, (_, i) => exec.run(`exit ${i}`)))
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(groups()).toEqual([])
  })
})

describe('files', () => {
  // As root a disk of its own, on which nobody else writes; else the one that everybody writes on.
  const folder = join(base, 'disk')
  const config = { workspace: folder, diskMb: 40 }
  beforeAll(() => {
    mkdirSync(folder)
    if (isRoot) execFileSync('sh', ['-c', `mount -t tmpfs -o size=200m,nr_inodes=1000 none ${folder}`])
  })
  afterAll(() => {
    if (isRoot) execFileSync('sh', ['-c', `umount --lazy ${folder}`])
  })

  it('a disk is not filled', async () => {
    const fill = 'i=0; while :; do head -c 2M /dev/zero > $i; i=$((i+1)); sleep 0.02; done'
    const result = await run(fill, config)
    expect(result).toMatchObject({ ended: 'disk', refused: [{ kind: 'limit', what: 'disk' }] })
    expect(result.refused[0]?.why).toContain('more than 40 MB')
  })

  it('nor with files that are deleted and open', async () => {
    const fill = 'for f in 3 4 5; do (exec > f$f; rm f$f; head -c 30M /dev/zero; sleep 15) & done; wait'
    expect(await run(fill, config)).toMatchObject({ ended: 'disk' })
  })

  it('one file takes no more than all together may', async () => {
    const { exitCode, stdout } = await run('head -c 300M /dev/zero > one; stat -c %s one; rm -f one', config)
    expect([exitCode, Number(stdout)]).toEqual([0, 40 * 1024 * 1024])
  })

  it('holes take no room', async () => {
    const { exitCode, ended } = await run('for i in 1 2 3 4; do truncate -s 39M sparse$i; done; sleep 0.5', config)
    expect([exitCode, ended]).toEqual([0, undefined])
    expect(statSync(join(folder, 'sparse1')).size).toBe(39 * 1024 * 1024)
  })

  it.runIf(isRoot)('a disk that is smaller than the limit keeps a tenth of what was free', async () => {
    rmSync(join(folder, '0'), { force: true })
    const before = statfsSync(folder)
    const fill = 'for i in 1 2 3; do head -c 500M /dev/zero > full$i; done; sleep 1; rm -f full*'
    const { ended, refused } = await run(fill, { ...config, diskMb: 10_000 })
    expect([ended, refused[0]?.why]).toEqual(['disk', expect.stringContaining(folder)])
    expect(statSync(join(folder, 'full1')).size).toBeLessThanOrEqual(before.bavail * before.bsize * 0.9)
    execFileSync('sh', ['-c', `rm -f ${folder}/*`])
  })

  it.runIf(isRoot)('nor is it filled with empty files', async () => {
    const fill = 'i=0; while [ $i -lt 990 ]; do : > empty$i || exit; i=$((i+1)); done; sleep 5'
    const { ended, refused } = await run(fill, config)
    expect([ended, refused[0]?.why]).toEqual(['disk', expect.stringContaining('nine tenths of the free files')])
    execFileSync('sh', ['-c', `rm -f ${folder}/empty*`])
  })

  it('no process opens more than 4096', async () => {
    const open = `fs = []\ntry:\n  while len(fs) < 9000: fs.append(open('/dev/null'))\nexcept OSError as e: print(e.errno, len(fs) < 4096)`
    expect((await run(python(open))).stdout.toString()).toBe('24 True\n')
  })
})

it('tells which limits are held, and by whom', async () => {
  const limits = await execWith({ memoryMb: 300, processes: 30, diskMb: 5 }).ready()
  const by = (controller: 'memory' | 'pids'): string => {
    const place = places.find(({ controllers }) => controllers.includes(controller))
    return place ? `by the kernel (cgroup v${place.version})` : 'looked at every 100 ms'
  }
  expect(limits).toContain(`memory: 300 MB of all processes, ${by('memory')}`)
  expect(limits).toContain(`processes: 30, ${by('pids')}`)
  expect(limits.find((line) => line.startsWith('disk: 5 MB'))).toBeDefined()
})

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}
